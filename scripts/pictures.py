"""Make the README's pictures from a demo that `kpikit demo` has written.

    python scripts/pictures.py demo

Needs Chromium, LibreOffice and pdftoppm; writes docs/pictures/report.png and deck.png.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDE, TALL = 1200, 1500
SLIDES = (2, 3, 6, 8)  # summary, decisions, bridge, sales cycle
GAP = 16
PAPER = (221, 226, 231)


def current(reports: Path, cadence: str) -> Path:
    """The folder of the newest run of a cadence."""
    return max((reports / cadence).glob("*/latest")).resolve()


def report_picture(page: Path, picture: Path) -> None:
    """The top of a report as a wide, light screen shows it."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDE, "height": TALL}, color_scheme="light")
        tab.goto(page.as_uri())
        tab.screenshot(path=str(picture))
        browser.close()


def deck_picture(deck: Path, picture: Path) -> None:
    """Four slides of a deck on one sheet."""
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation=file://{scratch}/profile"
        command = ["libreoffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch]
        subprocess.run([*command, str(deck)], check=True, capture_output=True)
        pdf = Path(scratch) / f"{deck.stem}.pdf"
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf), f"{scratch}/s"], check=True)
        slides = [Image.open(path) for path in sorted(Path(scratch).glob("s-*.png"))]
        chosen = [slides[number - 1].convert("RGB") for number in SLIDES]
        wide, tall = chosen[0].size
        sheet = Image.new("RGB", (2 * wide + 3 * GAP, 2 * tall + 3 * GAP), PAPER)
        for place, slide in enumerate(chosen):
            across, down = place % 2, place // 2
            sheet.paste(slide, (GAP + across * (wide + GAP), GAP + down * (tall + GAP)))
        sheet.quantize(128).save(picture, optimize=True)


def main(demo: Path) -> None:
    """Make both pictures."""
    reports = demo / "reports"
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = current(reports, "monthly") / "sales-bot" / "report.html"
    report_picture(page, PICTURES / "report.png")
    deck_picture(current(reports, "quarterly") / "portfolio" / "deck.pptx", PICTURES / "deck.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
