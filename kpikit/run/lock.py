"""One run of a period at a time: a lock file that says who holds it and since when."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import os
import shutil
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kpikit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# No run takes so long; whether a process of another machine still lives cannot be seen from here.
STALE_HOURS = 12


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file while the block runs.

    A lock left by a process that is gone is taken over, as is any that is older than twelve hours:
    the number of a process that was killed may belong to another one by now.

    Args:
        path: of the lock file; its folder is made where missing.

    Raises:
        UsageError: another run holds it; the message names its owner and age.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = _owner()
    _take(path, mine)
    try:
        yield
    finally:
        if _read(path) == mine:
            path.unlink(missing_ok=True)


def _take(path: Path, mine: dict[str, Any]) -> None:
    """Create the lock file, which only one process can."""
    for _ in range(2):
        try:
            with path.open("x", encoding="utf-8") as file:
                json.dump(mine, file)
        except FileExistsError:
            held = _read(path)
            if held and not _abandoned(held):
                raise UsageError(_refusal(path, held)) from None
            # Renaming is done by one process alone; deleting could hit the lock of the next.
            aside = path.with_name(f"{path.name}.{os.getpid()}")
            with contextlib.suppress(FileNotFoundError):
                path.rename(aside)
                aside.unlink() if aside.is_file() else shutil.rmtree(aside)
        else:
            return
    raise UsageError(f"{path}: another run took the lock in this moment; try again")


def _owner() -> dict[str, Any]:
    """Describe this process."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container may run a user without a name
        user = str(os.getuid()) if hasattr(os, "getuid") else "?"
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "user": user, "since": now}


def _read(path: Path) -> dict[str, Any] | None:
    """Read who holds the lock; None where nobody does or the file is broken."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        dt.datetime.fromisoformat(held["since"])
        return {**held, "pid": int(held["pid"]), "host": str(held["host"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _age(held: dict[str, Any]) -> dt.timedelta:
    """How long the lock has been held."""
    return dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(held["since"])


def _abandoned(held: dict[str, Any]) -> bool:
    """Whether the holder is gone."""
    if _age(held) > dt.timedelta(hours=STALE_HOURS):
        return True
    if held["host"] != socket.gethostname():
        return False
    try:
        os.kill(held["pid"], 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _refusal(path: Path, held: dict[str, Any]) -> str:
    """Say who holds the lock and what to do."""
    minutes = int(_age(held).total_seconds() // 60)
    return (
        f"another run of this period is at work: process {held['pid']} of {held.get('user', '?')} "
        f"on {held['host']}, for {minutes} min. Wait for it, or delete {path} if it is gone"
    )
