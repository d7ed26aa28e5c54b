"""Runs on a stand-in for the project, with small notebooks: what is published, and what is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from kpikit.check import Flag
from kpikit.errors import KpikitError, UsageError
from kpikit.run import Run, make_plan, run
from kpikit.run.lock import locked
from kpikit.run.runner import _supersedes
from tests.run.stand_in import StandIn, notebook, project

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILS = "if bot == 'help':\n    raise ValueError('a@b' + '.example')"
ALL_FAIL = "raise ValueError('a@b' + '.example')"


@pytest.fixture(autouse=True, scope="module")
def _code_stands_still() -> Iterator[None]:
    """Name runs as if our own files never changed: an edit during the tests is no new input."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kpikit.run.plan.code_files", lambda: iter(()))
        yield


def produce(root: Path, *sources: str, at: StandIn | None = None, **options: Any) -> Run:
    """Run the monthly reports with a small notebook."""
    opened: Any = at or project(root)
    path = notebook(root / "small.ipynb", *sources)
    return run(opened, make_plan(opened, "monthly", notebook=path, **options))


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a run but run.json, where the seconds are."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "run.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(found)}


@pytest.fixture(scope="module")
def done(_code_stands_still: None, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return produce(tmp_path_factory.mktemp("good"))


def test_a_run_has_the_layout_of_the_contract(done: Run) -> None:
    reports = done.folder.parents[2]
    assert done.folder.relative_to(reports).parts[:2] == ("monthly", "2026-09")
    assert set(files(done.folder)) == {
        "index.html",
        "results.parquet",
        "snapshot.json",
        *(f"{bot}/report.{kind}" for bot in ("pricing", "help") for kind in ("html", "ipynb")),
        *(f"{bot}/digest.md" for bot in ("pricing", "help", "portfolio")),
    }
    assert (done.folder.parent / "latest").resolve() == done.folder.resolve()
    assert done.current
    assert not done.failed
    hidden = [path.name for path in done.folder.parent.iterdir() if path.name.startswith(".")]
    assert hidden == []


def test_the_report_is_the_bots_own(done: Run) -> None:
    page = (done.folder / "help" / "report.html").read_text()
    assert "help in 2026-09" in page
    assert "pricing" not in page


def test_the_record_says_what_is_wrong_with_the_data(tmp_path: Path) -> None:
    flag = Flag("freshness", "deals", "deals: the newest row is old", serious=True)
    record = produce(tmp_path, at=replace(project(tmp_path), flagged=(flag,))).record
    assert record["preflight"] == [
        {
            "check": "freshness",
            "about": "deals",
            "text": "deals: the newest row is old",
            "serious": True,
            "ruinous": False,
        }
    ]


def test_the_record_says_what_ran_on_what(done: Run) -> None:
    record = json.loads((done.folder / "run.json").read_text())
    assert record["status"] == "complete"
    assert record["period"] == "2026-09"
    assert record["bots"]["help"]["status"] == "done"
    assert record["bots"]["help"]["seconds"]["report"] > 0
    assert record["versions"]["polars"]
    assert record["run_id"] == done.folder.name


def test_two_runs_on_the_same_input_are_the_same_bytes(done: Run, tmp_path: Path) -> None:
    again = produce(tmp_path)
    assert again.folder.name == done.folder.name
    assert files(again.folder) == files(done.folder)


def test_an_unchanged_run_is_left_as_it_is(tmp_path: Path) -> None:
    first = produce(tmp_path)
    before = (first.folder / "run.json").read_bytes()
    second = produce(tmp_path)
    assert second.unchanged
    assert second.folder == first.folder
    assert (first.folder / "run.json").read_bytes() == before
    third = produce(tmp_path, at=replace(project(tmp_path), sha256="1"))
    assert not third.unchanged
    assert third.folder.parent == first.folder.parent
    assert (first.folder.parent / "latest").resolve() == third.folder.resolve()
    assert first.folder.exists()


def test_one_bot_that_fails_leaves_the_others_whole(done: Run, tmp_path: Path) -> None:
    partial = produce(tmp_path, FAILS)
    assert partial.failed == {"help": "code cell 3 raised ValueError"}
    assert not (partial.folder / "help").exists()
    assert (partial.folder / "pricing" / "report.html").exists()
    index = (partial.folder / "index.html").read_text()
    assert "code cell 3 raised ValueError" in index
    assert "a@b.example" not in index
    detail = partial.details["help"]
    assert detail.is_relative_to(tmp_path / ".kpikit")
    assert "a@b.example" in detail.read_text()
    for path in partial.folder.rglob("*"):
        if path.is_file():
            assert b"a@b.example" not in path.read_bytes()
    assert files(done.folder)["pricing/report.html"]


def test_another_try_after_a_failure_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    first = produce(tmp_path, FAILS)
    second = produce(tmp_path, FAILS)
    assert second.folder.name == f"{first.folder.name}-2"
    assert first.folder.exists()


def test_where_nothing_could_be_made_nothing_is_touched(tmp_path: Path) -> None:
    good = produce(tmp_path)
    before = {path: path.lstat().st_mtime_ns for path in (tmp_path / "reports").rglob("*")}
    with pytest.raises(KpikitError, match="nothing was published") as caught:
        produce(tmp_path, ALL_FAIL)
    assert caught.value.exit_code == 2  # the notebook is not ours
    assert "a@b.example" not in str(caught.value)
    after = {path: path.lstat().st_mtime_ns for path in (tmp_path / "reports").rglob("*")}
    before.pop(good.folder.parent)
    after.pop(good.folder.parent)
    assert after == before


def test_a_notebook_that_takes_its_kernel_down_costs_nobody_else(tmp_path: Path) -> None:
    partial = produce(tmp_path, "import os\nif bot == 'help':\n    os._exit(1)")
    assert partial.failed == {"help": "the notebook's process died"}
    assert (partial.folder / "pricing" / "report.html").exists()


def test_two_runs_of_a_period_do_not_interleave(tmp_path: Path) -> None:
    home = tmp_path / "reports" / "monthly" / "2026-09"
    said = "another run of this period is at work"
    with locked(home / ".lock"), pytest.raises(UsageError, match=said):
        produce(tmp_path)
    assert not [*home.iterdir()]


def test_a_run_of_some_bots_does_not_become_the_latest(tmp_path: Path) -> None:
    whole = produce(tmp_path)
    some = produce(tmp_path, bots=["help"])
    assert not some.current
    assert {path.name for path in some.folder.iterdir() if path.is_dir()} == {"details", "help"}
    assert (whole.folder.parent / "latest").resolve() == whole.folder.resolve()


def test_the_index_of_all_runs_lists_them(tmp_path: Path) -> None:
    runs = [produce(tmp_path, bots=bots) for bots in ((), ["help"])]
    index = (tmp_path / "reports" / "index.html").read_text()
    for one in runs:
        assert f'href="monthly/2026-09/{one.folder.name}/index.html"' in index
    assert index.count(" latest<") == 1


@pytest.mark.parametrize(
    ("latest", "asked", "supersedes"),
    [
        (None, True, True),
        ("20261003T060000Z-bb", True, True),  # corrected inputs, same instant
        ("20261002T060000Z-bb-2", True, True),
        ("20261101T060000Z-bb", True, False),  # an older look at the data
        ("20261101T060000Z-bb", False, True),  # the later instant came of dates read wrongly
        ("20261003T060000Z-aa", True, True),
    ],
)
def test_an_older_look_does_not_become_the_latest(
    latest: str | None, asked: bool, supersedes: bool
) -> None:
    name = "20261003T060000Z-aa"
    plan: Any = SimpleNamespace(whole=True, run_id=name, final=Path(name))
    assert _supersedes(plan, latest, asked=asked) == supersedes
    plan.whole = False
    assert _supersedes(plan, latest, asked=asked) == (latest in {None, name})


def test_a_run_that_was_there_becomes_the_latest_again(tmp_path: Path) -> None:
    right = produce(tmp_path)
    wrong = produce(tmp_path, at=replace(project(tmp_path), sha256="1"))
    assert (right.folder.parent / "latest").resolve() == wrong.folder.resolve()
    again = produce(tmp_path)
    assert again.unchanged
    assert again.current
    assert (right.folder.parent / "latest").resolve() == right.folder.resolve()


def test_a_latest_that_was_moved_away_is_none(tmp_path: Path) -> None:
    first = produce(tmp_path)
    first.folder.rename(tmp_path / "elsewhere")
    some = produce(tmp_path, bots=["help"])
    assert some.current
    assert (some.folder.parent / "latest").resolve() == some.folder.resolve()


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file, not a folder")
    with pytest.raises(UsageError, match="reports cannot be written here"):
        produce(tmp_path)
