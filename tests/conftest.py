"""What several tests need: a clean registry; Chromium and LibreOffice where the machine has them.

A test that asks for an absent one is skipped, and the end of the run counts such skips; with
KPIKIT_REQUIRE_ALL=1, as in .ci/run, it fails instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from kpikit.kpi import forget_own_kpis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

# Tests are never timed: a busy machine is no fault of the code.
settings.register_profile("kpikit", deadline=None)
settings.load_profile("kpikit")

ABSENT = "absent here: "
QUIET_BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def _forget_own_kpis() -> Iterator[None]:
    """Opening a project fills the one registry; the next test in this process starts without."""
    yield
    forget_own_kpis()


def absent(what: str) -> None:
    """Skip the test for want of a program, or fail it where everything is required."""
    if os.environ.get("KPIKIT_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is not installed, and KPIKIT_REQUIRE_ALL=1 requires it")
    pytest.skip(ABSENT + what)


def program(what: str, *names: str) -> str:
    """Path of the first program found on the PATH under one of the names, or absent."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        absent(what)
    return str(found)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by what they ask for, so that `-m chromium` selects them."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & {"chromium", "page"}:
            item.add_marker(pytest.mark.chromium)
        if "libreoffice" in asked:
            item.add_marker(pytest.mark.libreoffice)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count what was not tested for want of a program, by program."""
    counts: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if ABSENT in reason:
            what = reason.split(ABSENT, 1)[1]
            counts[what] = counts.get(what, 0) + 1
    for what, count in sorted(counts.items()):
        tests = "test" if count == 1 else "tests"
        terminalreporter.write_line(f"not tested: {count} {tests} for {what}, {ABSENT.strip(': ')}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium, the machine's own."""
    path = program("Chromium", "chromium", "chromium-browser", "google-chrome")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET_BROWSER)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page that notes what it says and asks for, in `page.heard` and `page.asked`.

    `heard` holds console messages and page errors; `asked` the URL of every request.
    """
    context = chromium.new_context()
    page: Any = context.new_page()
    page.heard, page.asked = [], []
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


@pytest.fixture(scope="session")
def office_profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A LibreOffice profile of this process: two processes on one profile wait for each other."""
    return f"-env:UserInstallation={tmp_path_factory.mktemp('office').as_uri()}"


@pytest.fixture
def libreoffice(tmp_path: Path, office_profile: str) -> Callable[..., Path]:
    """A function that converts a file: `libreoffice(path, to="pdf")` gives the new file."""
    path = program("LibreOffice", "soffice", "libreoffice")

    def convert(source: Path, *, to: str = "pdf") -> Path:
        command = [
            path,
            office_profile,
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(tmp_path),
        ]
        done = subprocess.run(
            [*command, str(source)], capture_output=True, text=True, timeout=180, check=False
        )
        target = tmp_path / f"{source.stem}.{to.split(':', maxsplit=1)[0]}"
        assert target.is_file(), f"LibreOffice wrote nothing: {done.stdout}{done.stderr}"
        return target

    return convert
