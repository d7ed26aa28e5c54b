"""The wheel works on its own: no checkout beside it, no file of it missing."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: object, cwd: Path) -> str:
    """Run a command outside of the checkout; what it printed."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    # nbconvert looks for its templates in the prefix of the environment, which only borrows it.
    environment["JUPYTER_PATH"] = str(Path(sys.prefix, "share", "jupyter"))
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `kpikit` command of a virtual environment into which the wheel was installed.

    The environment borrows this one's packages, which spares the download; its own come first.
    """
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    run(*build, cwd=folder)
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    wheel = next(folder.glob("*.whl"))
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    borrowed = Path(site.strip()) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib"))
    return python.with_name("kpikit")


@pytest.mark.slow
def test_a_new_project_can_be_started(installed: Path, tmp_path: Path) -> None:
    run(installed, "init", "reports", cwd=tmp_path)
    assert (tmp_path / "reports" / "kpikit.yml").is_file()


@pytest.mark.slow
def test_the_demo_runs(installed: Path, tmp_path: Path) -> None:
    run(installed, "demo", cwd=tmp_path)
    assert list(tmp_path.rglob("report.html"))
    assert list(tmp_path.rglob("deck.pptx"))
