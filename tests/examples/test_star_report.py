"""The monthly report of STAR: what is known is shown, what is not says what it needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "star"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the run that the example's README describes, made from a copy."""
    root = tmp_path_factory.mktemp("star")
    shutil.copy(EXAMPLE / "kpikit.yml", root)
    shutil.copytree(EXAMPLE / "data", root / "data")
    words = ["run", "monthly", "--period", "2020-05", "--as-of", "2020-06-30", "--quiet"]
    command = [sys.executable, "-m", "kpikit", *words, "--config", str(root / "kpikit.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root / "reports" / "monthly" / "2020-05" / "latest"


@pytest.mark.parametrize("width", [375, 1200])
def test_the_report_opens_without_a_message_and_fits(page: Page, written: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((written / "star" / "report.html").as_uri())
    assert page.heard == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_report_shows_the_counted_numbers(page: Page, written: Path) -> None:
    # 240 confirmed, 139 abandoned and 514 unknown of 893: the output of examples/star/facts.py.
    page.goto((written / "star" / "report.html").as_uri())
    text = page.inner_text("main")
    assert "26.9%" in text
    for count in ("893", "240", "139", "514"):
        assert count in text.replace(",", "").split()


def test_what_is_missing_is_named_and_never_zero(page: Page, written: Path) -> None:
    page.goto((written / "star" / "report.html").as_uri())
    text = page.inner_text("main")
    assert "unavailable" in text
    assert "tickets" in text.lower()
    assert "$" not in text
    assert "nan" not in text.lower().split()
