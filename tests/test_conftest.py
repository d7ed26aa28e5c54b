"""The fixtures for Chromium and LibreOffice do what the tests rely on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pptx import Presentation

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PROBE = "def test_probe(chromium): pass\n\ndef test_office(libreoffice): pass\n"


def run_without_programs(tmp_path: Path, *, required: str) -> subprocess.CompletedProcess[str]:
    """Run two tests that ask for the programs, with a PATH that has none."""
    (tmp_path / "conftest.py").write_text(Path(__file__).with_name("conftest.py").read_text())
    (tmp_path / "test_probe.py").write_text(PROBE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  chromium: x\n  libreoffice: x\n")
    environment = {**os.environ, "PATH": str(tmp_path), "KPIKIT_REQUIRE_ALL": required}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )


def test_absent_programs_are_skipped_and_counted(tmp_path: Path) -> None:
    done = run_without_programs(tmp_path, required="")
    assert done.returncode == 0, done.stdout
    assert "2 skipped" in done.stdout
    assert "not tested: 1 test for Chromium, absent here" in done.stdout
    assert "not tested: 1 test for LibreOffice, absent here" in done.stdout


def test_absent_programs_fail_where_all_are_required(tmp_path: Path) -> None:
    done = run_without_programs(tmp_path, required="1")
    assert done.returncode == 1
    assert "KPIKIT_REQUIRE_ALL=1 requires it" in done.stdout


def test_page_notes_messages_and_requests(page: Page, tmp_path: Path) -> None:
    site = tmp_path / "page.html"
    site.write_text("<p>hello</p><img src='missing.png'><script>console.log('said')</script>")
    page.goto(site.as_uri())
    assert "said" in page.heard
    assert [url.rsplit("/", 1)[1] for url in page.asked] == ["page.html", "missing.png"]


def test_libreoffice_converts(libreoffice: Callable[..., Path], tmp_path: Path) -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0])
    source = tmp_path / "deck.pptx"
    deck.save(str(source))
    assert libreoffice(source).read_bytes().startswith(b"%PDF")
