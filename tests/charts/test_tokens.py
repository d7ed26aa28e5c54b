"""The colours: contrast by the formula of WCAG 2.2, and one list in code and style sheet."""

from __future__ import annotations

import re

import pytest

from kpikit.charts.tokens import DARK, LIGHT, variable
from kpikit.resources import templates_dir

TEXT = ("ink", "ink2", "ink3", "blue", "orange", "good", "watch", "bad", "unsure")


def luminance(color: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["bg", "panel"])
def test_text_has_a_contrast_of_at_least_4_5(tokens: dict[str, str], ground: str) -> None:
    low = {name: contrast(tokens[name], tokens[ground]) for name in TEXT}
    assert {name: value for name, value in low.items() if value < 4.5} == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_graphics_have_a_contrast_of_at_least_3(tokens: dict[str, str]) -> None:
    assert contrast(tokens["grey"], tokens["bg"]) >= 3


def test_the_style_sheet_has_the_same_colours() -> None:
    css = (templates_dir() / "report" / "report.css").read_text()
    blocks = [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", b)) for b in re.split(r"[{}]", css)]
    light, *dark = [block for block in blocks if "orange" in block]
    assert light == LIGHT
    # Once for pages that follow the system, once for JupyterLab's dark theme.
    assert dark == [DARK, DARK]


def test_a_colour_that_is_no_token_is_refused() -> None:
    with pytest.raises(ValueError, match="must be one of the report's tokens"):
        variable("#123456")
