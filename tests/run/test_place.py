"""A machine that does not let a run write: nothing is published, nothing that was there is lost."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from kpikit.errors import PlaceError, place_error
from kpikit.run.publish import write_atomic
from kpikit.run.worker import Job, Outcome, work
from tests.cli.test_bad_input import NOW, project, whole
from tests.run.test_runner import produce

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[2]


def refuses(number: int) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "No space left on device"), (errno.EROFS, "Read-only file system")],
)
def test_a_fault_of_the_machine_is_told_from_one_of_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    monkeypatch.setattr("kpikit.run.worker._deck", refuses(number))
    job = Job("help", "2026-09", tmp_path, "help", notebook=None, deck=True)
    outcome = work(job)
    assert outcome.place == said.lower()
    assert outcome.error == f"the deck could not be made: {said.lower()}"


def test_a_fault_of_the_bot_is_none_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpikit.run.worker._deck", refuses(errno.EINVAL))
    outcome = work(Job("help", "2026-09", tmp_path, "help", notebook=None, deck=True))
    assert (outcome.place, outcome.error) == ("", "the deck could not be made: OSError")


def everything(root: Path) -> Mapping[Path, float]:
    return {path: path.lstat().st_mtime_ns for path in (root / "reports").rglob("*")}


def test_where_one_report_finds_the_disk_full_none_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = produce(tmp_path)
    before = everything(tmp_path)

    def full(*_: object, **__: object) -> dict[str, Outcome]:
        fine = Outcome("pricing", ("pricing/report.html",))
        return {"pricing": fine, "help": Outcome("help", error="...", place="no space left")}

    monkeypatch.setattr("kpikit.run.runner.run_jobs", full)
    with pytest.raises(PlaceError, match="no space left: nothing was published, and what") as said:
        produce(tmp_path, "'another notebook'")
    assert said.value.exit_code == 2
    after = everything(tmp_path)
    assert after.keys() == before.keys()
    assert os.readlink(good.folder.parent / "latest") == good.folder.name


@pytest.mark.parametrize("step", ["written_aside", "point_latest", "locked", "make_record"])
def test_whatever_step_finds_the_folder_closed_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    good = produce(tmp_path)
    before = {path: path.read_bytes() for path in good.folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(f"kpikit.run.runner.{step}", refuses(errno.EROFS))
    with pytest.raises(PlaceError, match="read-only file system"):
        produce(tmp_path, "'another notebook'")
    assert {path: path.read_bytes() for path in before} == before


def test_a_list_that_cannot_be_written_leaves_the_run_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpikit.run.runner.write_atomic", refuses(errno.ENOSPC))
    with pytest.raises(PlaceError, match="the list of all runs is as it was; .* is published"):
        produce(tmp_path)
    latest = tmp_path / "reports" / "monthly" / "2026-09" / "latest"
    assert (latest / "help" / "report.html").exists()


def test_a_fault_of_ours_is_no_fault_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpikit.run.runner.written_aside", refuses(errno.EINVAL))
    with pytest.raises(OSError, match="Invalid argument"):
        produce(tmp_path)


def test_half_a_list_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.replace", refuses(errno.ENOSPC))
    with pytest.raises(OSError, match="No space"):
        write_atomic(tmp_path / "index.html", "x")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a.csv"),
         "a.csv: no space left on device"),
        (OSError(errno.EACCES, "Permission denied"), "here: permission denied"),
        (OSError(errno.EINVAL, "Invalid argument", "a.csv"), None),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.csv"), None),
        (OSError("a library's own"), None),
    ],
)  # fmt: skip
def test_what_the_machine_says_is_said(error: OSError, said: str | None) -> None:
    found = place_error(error, at="here")
    assert (found and str(found)) == said


def test_no_file_may_grow_beyond_what_the_machine_allows(tmp_path: Path) -> None:
    """A limit of the process stands for a disk that is full: no administrator is needed."""
    project(tmp_path, whole())
    command = ["run", "monthly", "--config", str(tmp_path), "--quiet", *NOW]

    def start(limit: int | None) -> Any:
        def small() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.run(
            [sys.executable, "-m", "kpikit", *command],
            cwd=ROOT, capture_output=True, text=True, preexec_fn=small, timeout=120, check=False,
        )  # fmt: skip

    full = start(150_000)
    assert full.returncode == 2, full.stderr
    *_, line = full.stderr.splitlines()
    assert "file too large: nothing was published" in line
    home = tmp_path / "reports" / "monthly" / "2026-10"
    assert [*home.iterdir()] == []
