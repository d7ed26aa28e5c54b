"""A commented project to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import UsageError
from kpikit.resources import templates_dir

if TYPE_CHECKING:
    from pathlib import Path

# Shipped without their dot, so that no tool takes them for its own in our repository.
_DOTTED = {"gitignore"}


def write_starter(directory: Path) -> list[Path]:
    """Write the starter project into a folder, which is made where missing.

    Args:
        directory: where to; files of other names in it are left alone.

    Returns:
        The files written, in order of their names.

    Raises:
        UsageError: a file of the project is there already, or the folder cannot be written.
    """
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} is a file: name a folder")
    source = templates_dir() / "starter"
    plan = {}
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        place = path.relative_to(source)
        name = f".{place.name}" if place.name in _DOTTED else place.name
        plan[directory / place.parent / name] = path.read_bytes()
    there = [str(target) for target in plan if target.exists()]
    if there:
        raise UsageError(f"nothing written, because these exist already: {', '.join(there)}")
    try:
        for target, content in plan.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from None
    return [*plan]
