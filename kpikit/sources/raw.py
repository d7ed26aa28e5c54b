"""What a file reader hands over: rows as they were written, and the lines that are none."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

import polars as pl

from kpikit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

# Internal columns beside theirs: the number of a row in its file, its file, its place in the table.
ROW, FILE, PLACE = INTERNAL = ("row:", "file:", "place:")
HEAD = 64  # bytes that tell what a file is
GZIP, ZIP, PARQUET, UTF16 = b"\x1f\x8b", b"PK\x03\x04", b"PAR1", (b"\xff\xfe", b"\xfe\xff")
BOM, PDF, MARKUP = b"\xef\xbb\xbf", b"%PDF", (b"<!doctype", b"<html", b"<?xml")


class Fault(NamedTuple):
    """A line that is no row: what it should be, and what is wrong, without its text."""

    row: int
    rule: str
    value: str | None = None


@dataclass(frozen=True)
class Raw:
    """A batch of rows of one file.

    Attributes:
        frame: the wanted columns as read (text, or a Parquet file's own types), and `ROW`.
        columns: every column of the batch, wanted or not.
        last: the number of the batch's last row, blank ones counted.
        faults: lines that are no row.
        nested: columns that hold lists or objects.
        typed: whether the columns have types of their own; else all are text.
        numeric: columns of texts that were all written as numbers, which need no rule.
        notes: what is worth a word about the file.
    """

    frame: pl.DataFrame
    columns: tuple[str, ...]
    last: int
    faults: tuple[Fault, ...] = ()
    nested: frozenset[str] = field(default_factory=frozenset)
    typed: bool = False
    numeric: frozenset[str] = field(default_factory=frozenset)
    notes: tuple[str, ...] = ()

    def with_numbers(self, ruled: Collection[str]) -> Raw:
        """This batch with numbers at their own type in those columns that texts have a rule for."""
        names = self.numeric & {*ruled} & {*self.frame.columns}
        if not names:
            return self
        frame = self.frame.with_columns(pl.col(sorted(names)).cast(pl.Float64))
        return replace(self, frame=frame, typed=True)


def is_blank(path: Path) -> bool:
    """Whether a file holds no byte, packed or not."""
    try:
        with path.open("rb") as stored:
            head = stored.read(2)
        if head != GZIP:
            return not head
        with gzip.open(path) as file:
            return not file.read(1)
    except (OSError, EOFError, zlib.error):  # for its reader to say
        return False


def begins(path: Path, count: int) -> bytes:
    """The first bytes of a file that is no text.

    Raises:
        DataError: it cannot be read, or is empty.
    """
    try:
        with path.open("rb") as file:
            head = file.read(count)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from None
    if not head:
        raise DataError(f"{path} is empty")
    return head


@contextmanager
def open_text(path: Path) -> Iterator[BinaryIO]:
    """Open a file for its bytes, unpacked where it is gzip, whatever it is called.

    Raises:
        DataError: it cannot be read, is empty, broken, or no text file.
    """
    try:
        with path.open("rb") as stored:
            packed = stored.read(2) == GZIP
        with gzip.open(path) if packed else path.open("rb") as file:
            stream = cast("BinaryIO", file)
            _refuse_foreign(stream.read(HEAD), path)
            stream.seek(0)
            yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path} is a broken gzip file: {error}") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from None


def _refuse_foreign(head: bytes, path: Path) -> None:
    """Refuse a text file that is empty or whose first bytes say it is something else.

    Raises:
        DataError: naming the file and what it seems to be.
    """
    if not head:
        raise DataError(f"{path} is empty")
    if head.startswith(ZIP):
        raise DataError(f"{path} is a zip archive or a broken workbook: unpack it, or save it anew")
    if head.startswith(PARQUET):
        raise DataError(f"{path} is a Parquet file: name it so, or state format: parquet")
    if head.startswith(PDF):
        raise DataError(f"{path} is a PDF document: export the rows as CSV")
    if head.removeprefix(BOM).lstrip().lower().startswith(MARKUP):
        raise DataError(
            f"{path} is a web page or XML, no table: was the download refused? Export it as CSV"
        )
    if head.startswith(UTF16):
        raise DataError(f"{path} is written in UTF-16: save it as UTF-8")
