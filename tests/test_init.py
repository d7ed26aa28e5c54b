from __future__ import annotations

import subprocess
import sys

import pytest

import kpikit as kk
from kpikit.kpi import registry

HEAVY = {"polars", "pydantic", "matplotlib", "papermill", "nbconvert", "pptx", "rich", "typer"}


def loaded_by(code: str) -> set[str]:
    """Top-level modules that are there after a line of code in a fresh interpreter."""
    script = f"{code}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_public_names_are_there() -> None:
    for name in kk.__all__:
        assert getattr(kk, name) is not None
    assert set(kk.__all__) <= set(dir(kk))


def test_every_kpi_is_an_attribute_under_its_id() -> None:
    """All but errors, whose name the module of our exceptions has: take it from the registry."""
    for kpi in registry():
        assert kpi.id in dir(kk)
        assert kpi.id == "errors" or getattr(kk, kpi.id) is kpi


def test_a_misspelt_kpi_says_which_was_meant() -> None:
    with pytest.raises(AttributeError, match="did you mean 'csat'"):
        assert kk.cast_


def test_importing_loads_nothing_heavy() -> None:
    assert not loaded_by("import kpikit") & HEAVY


def test_a_submodule_is_no_kpi() -> None:
    assert "polars" not in loaded_by("from kpikit import errors, labels")
