"""The head of a file whose format nobody has described yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.config import Files
from kpikit.errors import DataError, UsageError, did_you_mean
from kpikit.sources.files import FORMATS, format_of, read_rows
from kpikit.sources.parse import as_text, tidy
from kpikit.sources.raw import INTERNAL, open_text
from kpikit.sources.workbook import Ask

if TYPE_CHECKING:
    from collections.abc import Set
    from pathlib import Path

    from kpikit.sources.files import Format

ROWS = 1_000  # looked at
SEARCHED = 1_000_000  # rows whose words are looked for, as a word can be rare


class _Everything(frozenset[str]):
    """A set of names that has every name."""

    def __contains__(self, name: object) -> bool:
        """Every name is wanted."""
        return True


def as_files(path: Path, *, form: str | None = None, sheet: str | None = None) -> Files:
    """A file as kpikit.yml would describe it, with the delimiter found in it.

    Raises:
        UsageError: there is no such format.
    """
    files = Files(files=(path.name,), sheet=sheet, format=_format(form))
    return files.model_copy(update={"delimiter": _delimiter(path, files)})


def _format(stated: str | None) -> Format | None:
    """The format that is stated, if any."""
    for known in FORMATS:
        if known == stated:
            return known
    if stated is not None:
        near = did_you_mean(stated, FORMATS)
        raise UsageError(f"there is no format '{stated}'{near}; there are {', '.join(FORMATS)}")
    return None


def _delimiter(path: Path, files: Files) -> str | None:
    """What separates the names in the first line of a CSV file, where it is not as expected."""
    if format_of(path, files) != "csv":
        return None
    with open_text(path) as file:
        line = file.readline().decode("utf-8", "replace")
    usual = "\t" if ".tsv" in path.name.lower() else ","
    likeliest = max((usual, ",", ";", "\t", "|"), key=line.count)
    return None if likeliest == usual else likeliest


def head_of(path: Path, files: Files, *, table: str) -> pl.DataFrame:
    """The first rows as text, with every column the first batch has."""
    ask = Ask(_Everything(), table, {})
    for raw in read_rows(path, files, ask):
        # What stands inside an object has a name of its own; the object itself fills no column.
        opened = [name for name in raw.nested if any(n.startswith(f"{name}.") for n in raw.columns)]
        frame = raw.frame.drop(*INTERNAL, *opened, strict=False).head(ROWS)
        return pl.DataFrame([tidy(as_text(column)) for column in frame])
    raise DataError(f"{path} has no rows")


def words_of(path: Path, files: Files, names: Set[str], *, table: str) -> dict[str, list[str]]:
    """The words of some columns in all of a file, or in its first million rows, in order."""
    found: dict[str, set[str]] = {name: set() for name in names}
    ask, rows = Ask(frozenset(names), table, {}), 0
    for raw in read_rows(path, files, ask):
        for name in found.keys() & {*raw.frame.columns}:
            found[name].update(tidy(as_text(raw.frame[name])).drop_nulls().unique())
        rows += raw.frame.height
        if rows >= SEARCHED:
            break
    return {name: sorted(words) for name, words in found.items()}
