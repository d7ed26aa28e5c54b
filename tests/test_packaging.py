"""pyproject.toml, the lock files and environment.yml tell the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import kpikit

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    "lock.txt": PROJECT["dependencies"],
    "dev.txt": PROJECT["dependencies"] + EXTRAS["dev"],
    "lab.txt": PROJECT["dependencies"] + EXTRAS["lab"],
}
# conda-forge packages under another name than PyPI's: the parts without their optional weight.
CONDA_NAMES = {
    "build": "python-build",
    "duckdb": "python-duckdb",
    "jupyter-client": "jupyter_client",
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "typing-extensions": "typing_extensions",
    "tzdata": "python-tzdata",
}
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(.*)$")


def parse(lines: list[str]) -> dict[str, str]:
    """Package name to its version condition."""
    return {m[1].lower(): m[2].strip() for line in lines if (m := REQUIREMENT.match(line))}


def test_version_is_that_of_the_package() -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", kpikit.__version__)


def test_environment_lists_the_same_packages() -> None:
    environment = YAML(typ="safe").load(ROOT / "environment.yml")["dependencies"]
    lines = [line for line in environment if isinstance(line, str)]
    from_pip = next(line["pip"] for line in environment if isinstance(line, dict))
    assert "-e ." in from_pip
    listed = parse([*lines, *(line for line in from_pip if line != "-e .")])
    assert listed.pop("python") == PROJECT["requires-python"]
    assert listed.pop("pip") == ""
    declared = parse(PROJECT["dependencies"] + EXTRAS["lab"] + EXTRAS["dev"])
    assert listed == {CONDA_NAMES.get(name, name): wish for name, wish in declared.items()}


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_every_package_with_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    entries = re.findall(
        r"^([a-z0-9._-]+)==\S+.*?((?:\\\n    --hash=sha256:\w{64} ?)+)$", text, re.M
    )
    locked = {package for package, _ in entries}
    assert len(entries) == len(re.findall("^[a-z]", text, re.M))
    assert {re.sub("[._]", "-", package) for package in parse(LOCKS[name])} <= {
        re.sub("[._]", "-", package) for package in locked
    }


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert not re.search(r"https?://|file:|index-url|find-links", text)


@pytest.mark.parametrize("name", ["dev.txt", "lab.txt"])
def test_locks_agree_so_that_one_environment_takes_all(name: str) -> None:
    core, other = (
        set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / lock).read_text(), re.M))
        for lock in ("lock.txt", name)
    )
    assert core <= other
