"""Notebooks and templates are found in a checkout and in an installed wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kpikit import resources
from kpikit.errors import KpikitError

ROOT = Path(__file__).resolve().parent.parent


def test_a_checkout_uses_the_folders_beside_the_package() -> None:
    assert resources.notebooks_dir() == ROOT / "notebooks"
    assert resources.templates_dir() == ROOT / "templates"


def test_a_folder_that_is_not_there_is_a_fault_of_the_installation() -> None:
    with pytest.raises(KpikitError, match="no folder 'pictures': install it again") as caught:
        resources.resource_dir("pictures")
    assert caught.value.exit_code == 1


def test_the_wheel_carries_what_the_checkout_has(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(ROOT)], check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("kpikit-*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    packed = tmp_path / "site" / "kpikit"
    for name in ("notebooks", "templates"):
        assert files_in(packed / "_data" / name) == files_in(ROOT / name)
    assert not [path for path in (tmp_path / "site").iterdir() if path.name == "tests"]
    code = "from kpikit import resources as r; print(r.notebooks_dir(), r.templates_dir())"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tmp_path / "site", check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == [str(packed / "_data" / n) for n in ("notebooks", "templates")]


def files_in(folder: Path) -> set[str]:
    """Relative paths of the files that belong to a folder, without what tools leave behind."""
    tools = {"__pycache__", ".ipynb_checkpoints", ".virtual_documents"}
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in paths if not tools & set(path.parts)}
