"""A run folder, written aside and made current by one rename."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATEST = "latest"
_ASIDE = ".writing-"


@contextmanager
def written_aside(final: Path) -> Iterator[Path]:
    """Give a folder beside the final one to write into; rename it when the block succeeds.

    Where the block raises, nothing of it remains. Leftovers of runs that were killed are removed:
    call this only with the period's lock held.

    Args:
        final: the run's folder, which must not exist.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    for leftover in final.parent.glob(f"{_ASIDE}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = final.with_name(_ASIDE + final.name)
    aside.mkdir()
    try:
        yield aside
        aside.rename(final)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def point_latest(final: Path) -> None:
    """Let ``latest`` beside a run's folder point to it, in one step.

    A relative symbolic link; where the file system knows none, a text file with the folder's name.
    """
    pointer = final.with_name(LATEST)
    fresh = final.with_name(f".{LATEST}-{os.getpid()}")
    fresh.unlink(missing_ok=True)
    try:
        fresh.symlink_to(final.name, target_is_directory=True)
    except (OSError, NotImplementedError):
        fresh.write_text(final.name + "\n", encoding="utf-8")
    os.replace(fresh, pointer)


def read_latest(period: Path) -> str | None:
    """Name of the run that ``latest`` of a period's folder points to; None where there is none.

    A pointer to a run that was moved away points to none.
    """
    pointer = period / LATEST
    name = None
    if pointer.is_symlink():
        name = os.readlink(pointer)
    elif pointer.is_file():
        name = pointer.read_text(encoding="utf-8").strip()
    return name if name and (period / name).is_dir() else None


def write_atomic(path: Path, text: str) -> None:
    """Write a text file so that no reader ever sees half of it."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
