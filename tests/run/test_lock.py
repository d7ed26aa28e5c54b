from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kpikit.errors import UsageError
from kpikit.run.lock import locked

if TYPE_CHECKING:
    from pathlib import Path


def write_lock(path: Path, *, pid: int, host: str, hours: float = 0) -> None:
    since = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
    held = {"pid": pid, "host": host, "user": "ann", "since": since.isoformat()}
    path.write_text(json.dumps(held))


def dead_process() -> int:
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    return int(done.stdout)


def test_a_lock_is_gone_after_the_block_and_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "new" / ".lock"
    with locked(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()
    with pytest.raises(ZeroDivisionError), locked(path):
        raise ZeroDivisionError
    assert not path.exists()


def test_a_held_lock_names_its_owner_and_age(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    write_lock(path, pid=os.getpid(), host=socket.gethostname(), hours=1)
    said = rf"process {os.getpid()} of ann on .*, for 60 min"
    with pytest.raises(UsageError, match=said), locked(path):
        pytest.fail("two runs at once")
    assert path.exists()


def test_a_lock_of_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    write_lock(path, pid=dead_process(), host=socket.gethostname())
    with locked(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(("hours", "taken"), [(1, False), (13, True)])
def test_a_lock_of_another_machine_is_stale_after_twelve_hours(
    tmp_path: Path, hours: float, taken: bool
) -> None:
    path = tmp_path / ".lock"
    write_lock(path, pid=1, host="elsewhere", hours=hours)
    if taken:
        with locked(path):
            assert json.loads(path.read_text())["host"] == socket.gethostname()
    else:
        with pytest.raises(UsageError, match="on elsewhere"), locked(path):
            pytest.fail("two runs at once")


@pytest.mark.parametrize(("hours", "taken"), [(11, False), (13, True)])
def test_the_number_of_a_process_is_not_believed_for_ever(
    tmp_path: Path, hours: float, taken: bool
) -> None:
    """It may be another process by now, which has the number of one that was killed."""
    path = tmp_path / ".lock"
    write_lock(path, pid=os.getpid(), host=socket.gethostname(), hours=hours)
    if taken:
        with locked(path):
            assert path.exists()
    else:
        with pytest.raises(UsageError, match="another run"), locked(path):
            pytest.fail("two runs at once")


def test_a_folder_in_the_place_of_the_lock_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    (path / "inside").mkdir(parents=True)
    with locked(path):
        assert path.is_file()
    assert [*tmp_path.iterdir()] == []


def test_a_broken_lock_file_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    path.write_text("{")
    with locked(path):
        assert path.exists()
