"""A matplotlib figure as slim SVG: text stays text, colours become CSS variables."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from kpikit.charts.tokens import variable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# No date and no random ids: the same figure gives the same bytes.
_RC: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "kpikit"}
_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
# What an SVG inherits or the page's style sheet sets anyway.
_DROPPED = re.compile(r"font-family:[^;\"]*;?|stroke-linejoin:[^;\"]*;?|stroke-dashoffset:0;?")


def to_svg(figure: Figure, prefix: str) -> str:
    """Write a figure as an inline SVG element, hidden from screen readers.

    Args:
        figure: drawn at 72 dots an inch, so that one point is one CSS pixel.
        prefix: put before every id that is left, so that no two drawings of a page share one.

    Returns:
        ``<svg viewBox=...>...</svg>`` without width, height, comment, metadata or font.

    Raises:
        ValueError: a colour of the figure is no token.
    """
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context(_RC):
        figure.savefig(buffer, format="svg", metadata=_METADATA, transparent=True)
    width, height = (side * 72 for side in figure.get_size_inches())
    body = _body(buffer.getvalue())
    body = re.sub(r'style="([^"]*)"', _style, body)
    body = re.sub(r"#[0-9a-fA-F]{6}(?=[;\"])", lambda found: variable(found[0]), body)
    body = _prefixed(body, prefix)
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" aria-hidden="true" focusable="false">'
        f"{body}</svg>"
    )


def _body(svg: str) -> str:
    """Keep what draws; drop groups, line ends and needless digits from paths."""
    body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    body = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", "", body, flags=re.S)
    body = re.sub(r"<g id=\"[^\"]*\">|<g>|</g>|<defs>\s*</defs>", "", body)
    body = re.sub(r'<path [^>]*style="fill: ?none"/>', "", body)
    body = re.sub(r' transform="rotate\(-0 [^)]*\)"', "", body)
    body = re.sub(r' d="([^"]*)"', lambda found: f' d="{_path(found[1])}"', body)
    return re.sub(r">\s+<", "><", body).strip()


def _path(commands: str) -> str:
    r"""Round to a tenth of a pixel and close up.

    >>> _path("M 0 10.04 \nL 100 10 \nz\n")
    'M0 10L100 10z'
    """
    rounded = re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.1f}", commands)
    rounded = re.sub(r"\.0(?!\d)", "", rounded)
    return re.sub(r"\s*([MLCQz])\s*", r"\1", rounded).strip()


def _style(found: re.Match[str]) -> str:
    """Close up a style; only here, because a label may hold a colon and a blank, too."""
    style = re.sub(r"([:;,])\s+", r"\1", found[1])
    return f'style="{_DROPPED.sub("", style).rstrip(";")}"'


def _prefixed(body: str, prefix: str) -> str:
    """Prefix ids and what refers to them."""
    body = re.sub(r' id="([^"]+)"', rf' id="{prefix}-\1"', body)
    return re.sub(r"(url\(#|href=\"#)", rf"\g<1>{prefix}-", body)
