"""CSV: a header, then every field as text."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import DataError
from kpikit.sources.raw import ROW, Fault, Raw, open_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set
    from pathlib import Path

OTHER_DELIMITERS = {";": "';'", "\t": '"\\t"', "|": "'|'", ",": "','"}


def read_csv(path: Path, wanted: Set[str], *, delimiter: str) -> Iterator[Raw]:
    """Read a file, every field as text; a row's number counts the rows below the header.

    A row with more fields than the header, or with a quote out of place, is a fault of its own
    and costs no other row; one with fewer fields ends in empty ones. Rows without any value are
    no rows.

    Args:
        path: the file, gzip or not.
        wanted: the columns to read.
        delimiter: what separates the fields.

    Raises:
        DataError: the file cannot be read, is empty, or its header cannot be used.
    """
    with open_text(path) as file:
        data = file.read().removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")  # as old Macs end a line
    header = _header(data, path, delimiter=delimiter)
    _refuse_twice([name for name in header if name in wanted], path)
    faults: tuple[Fault, ...] = ()
    try:
        frame = _at_once(data, header, delimiter=delimiter)
        last = frame.height
    except pl.exceptions.PolarsError:
        frame, faults, last = _row_by_row(data, header, delimiter=delimiter)
    names = dict(zip(frame.columns[1:], header, strict=True))
    frame = frame.filter(pl.any_horizontal((pl.exclude(ROW) != "").fill_null(value=False)))
    keep = {place: name for place, name in names.items() if name in wanted}
    yield Raw(frame.select(ROW, *keep).rename(keep), tuple(header), last, faults)


def _header(data: bytes, path: Path, *, delimiter: str) -> list[str]:
    try:
        start = data[: 1 << 20].decode("utf-8", "surrogateescape")
        names = next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), [])
        header = [name.strip() for name in names]
        "".join(header).encode()
    except (csv.Error, UnicodeEncodeError):
        raise DataError(
            f"{path}: its header cannot be read: save the file as CSV in UTF-8"
        ) from None
    if not any(header):
        raise DataError(f"{path} has no header: its first line must name the columns")
    for other, written in OTHER_DELIMITERS.items():
        if len(header) == 1 and other in header[0]:
            raise DataError(
                f"{path}: its header is one column, '{header[0]}': state delimiter: {written}"
            )
    return header


def _refuse_twice(header: Sequence[str], path: Path) -> None:
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(f"{path}: its header names {', '.join(twice)} more than once")


def _places(header: Sequence[str]) -> list[str]:
    """Names by position: a header may repeat names nobody asked for."""
    return [f"{place}:" for place in range(len(header))]


def _at_once(data: bytes, header: Sequence[str], *, delimiter: str) -> pl.DataFrame:
    return pl.read_csv(
        io.BytesIO(data),
        separator=delimiter,
        infer_schema=False,
        row_index_name=ROW,
        row_index_offset=1,
        with_column_names=lambda _: _places(header),
    ).with_columns(pl.col(ROW).cast(pl.Int64))


def _row_by_row(
    data: bytes, header: Sequence[str], *, delimiter: str
) -> tuple[pl.DataFrame, tuple[Fault, ...], int]:
    rows: list[tuple[int | str | None, ...]] = []
    faults: list[Fault] = []
    number, width = 0, len(header)
    # The first record is the header.
    for number, record in enumerate(islice(_records(data, delimiter=delimiter), 1, None), 1):
        fault = _fault(number, record, width=width)
        if fault is not None:
            faults.append(fault)
        elif isinstance(record, list):
            fields = [field or None for field in record[:width]]
            rows.append((number, *fields, *[None] * (width - len(fields))))
    schema = {ROW: pl.Int64()} | dict.fromkeys(_places(header), pl.String())
    return pl.DataFrame(rows, schema=schema, orient="row"), tuple(faults), number


def _fault(number: int, record: Sequence[str] | csv.Error, *, width: int) -> Fault | None:
    """Why a record is no row; None where it is one. Empty fields at the end are forgiven."""
    if isinstance(record, csv.Error):
        return Fault(number, "quotes in pairs around a whole field", str(record))
    if any(record[width:]):
        rule = "as many fields as the header: quote a field that holds the delimiter"
        return Fault(number, rule, f"{len(record)} fields")
    try:
        "".join(record).encode()
    except UnicodeEncodeError:
        return Fault(number, "text in UTF-8")
    return None


def _records(data: bytes, *, delimiter: str) -> Iterator[list[str] | csv.Error]:
    """The records of a file; for a broken one its fault, going on at the very next line."""
    lines = list(io.StringIO(data.decode("utf-8", "surrogateescape"), newline=""))
    start = 0
    while start < len(lines):
        base = start
        rest = (lines[i] for i in range(base, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        try:
            for record in reader:
                yield record
                start = base + reader.line_num
        except csv.Error as error:
            yield error
            start += 1
