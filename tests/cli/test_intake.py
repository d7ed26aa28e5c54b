"""The commands that help to bring data in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_template_is_written_once(kpikit: Callable[..., object], tmp_path: Path) -> None:
    done = kpikit("template", tmp_path / "leads.xlsx")
    assert done.code == 0
    assert (tmp_path / "leads.xlsx").is_file()
    assert "leads: {files:" in done.out
    again = kpikit("template", tmp_path / "leads.xlsx")
    assert (again.code, "is there already" in again.err) == (2, True)


def test_a_template_is_named_like_a_table(kpikit: Callable[..., object], tmp_path: Path) -> None:
    assert "did you mean 'leads'" in kpikit("template", tmp_path / "lead.xlsx").err
    assert "must end in .xlsx" in kpikit("template", tmp_path / "leads.csv").err


def test_a_filled_template_is_proposed_as_its_table(
    kpikit: Callable[..., object], tmp_path: Path
) -> None:
    kpikit("template", tmp_path / "leads.xlsx", "--quiet")
    done = kpikit("map", tmp_path / "leads.xlsx")
    assert done.code == 0
    assert done.out.splitlines()[0] == "# leads.xlsx as leads: 3 of 3 required columns"


def test_a_file_that_is_not_there_is_the_users_fault(
    kpikit: Callable[..., object], tmp_path: Path
) -> None:
    left = kpikit("map", tmp_path / "none.csv")
    assert (left.code, "no such file" in left.err) == (2, True)
