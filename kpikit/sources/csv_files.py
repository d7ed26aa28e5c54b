"""CSV: a header, then every field as text."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from kpikit.errors import DataError
from kpikit.sources.raw import ROW, Fault, Raw, open_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set
    from pathlib import Path

OTHER_DELIMITERS = {";": "';'", "\t": '"\\t"', "|": "'|'", ",": "','"}


UTF8 = "text in UTF-8: save the file in it"
CHUNK = 1 << 25  # bytes read at a time: what bounds memory
LONGEST = 10_000  # lines; a quoted field of more is a quote that was never closed


def read_csv(
    path: Path, wanted: Set[str], *, delimiter: str, header_line: int = 1
) -> Iterator[Raw]:
    """Read a file in batches, every field as text; a row's number counts those below the header.

    A row with more fields than the header, or with a quote out of place, is a fault of its own
    and costs no other row; one with fewer fields ends in empty ones. Rows without any value are
    no rows.

    Args:
        path: the file, gzip or not.
        wanted: the columns to read.
        delimiter: what separates the fields.
        header_line: the line that names the columns; what stands above it is not read.

    Raises:
        DataError: the file cannot be read, is empty, or its header cannot be used.
    """
    with open_text(path) as file:
        pieces = _pieces(file)
        data = next(pieces, b"")
        for _ in range(header_line - 1):
            data = data.partition(b"\n")[2]
        header, first = _header(data, path, delimiter=delimiter, line=header_line)
        _refuse_twice([name for name in header if name in wanted], path)
        last = 0
        for piece in chain([first], pieces):
            raw = _read(piece, header, delimiter=delimiter, last=last)
            last = raw.last
            yield _wanted(raw, header, wanted)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file in pieces of whole rows: each ends at a line end outside all quotes."""
    rest = b""
    while block := file.read(CHUNK):
        rest = (rest + block) if rest else block.removeprefix(b"\xef\xbb\xbf")
        cut = _row_end(rest) if len(block) == CHUNK else 0
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        # As old Macs end a line.
        yield rest if b"\n" in rest else rest.replace(b"\r", b"\n")


def _row_end(data: bytes) -> int:
    """Where the last row ends; 0 where no line does."""
    end, inside = len(data), data.count(b'"') % 2
    for _ in range(LONGEST):
        line = data.rfind(b"\n", 0, end)
        inside ^= data.count(b'"', line + 1, end) % 2
        if line < 0 or not inside:
            return line + 1
        end = line
    return data.rfind(b"\n") + 1  # a stray quote somewhere: the rows are told apart one by one


def _wanted(raw: Raw, header: Sequence[str], wanted: Set[str]) -> Raw:
    """Rows with any value, in the wanted columns under their names."""
    keep = {
        place: name for place, name in zip(_places(header), header, strict=True) if name in wanted
    }
    frame = raw.frame.filter(pl.any_horizontal((pl.exclude(ROW) != "").fill_null(value=False)))
    return replace(raw, frame=frame.select(ROW, *keep).rename(keep))


def _header(data: bytes, path: Path, *, delimiter: str, line: int) -> tuple[list[str], bytes]:
    """The names in the first record, and what follows it."""
    lines = io.StringIO(data[: 1 << 20].decode("utf-8", "surrogateescape"), newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        header = [name.strip() for name in next(reader, [])]
        "".join(header).encode()
    except (csv.Error, UnicodeEncodeError):
        raise DataError(
            f"{path}: its header is no text in UTF-8: save the file as CSV in UTF-8"
        ) from None
    if any("\0" in name for name in header):
        raise DataError(f"{path} is no text file: export it as CSV in UTF-8")
    if not any(header):
        raise DataError(f"{path} has no header: {_stated(line)} must name the columns")
    if header[0].startswith(("{", "[{")):
        raise DataError(f"{path} is JSON and not CSV: name it .ndjson, or state format: ndjson")
    for other, written in OTHER_DELIMITERS.items():
        if len(header) == 1 and other in header[0]:
            raise DataError(
                f"{path}: its header is one column, '{header[0]}': state delimiter: {written}"
            )
    for _ in range(reader.line_num):  # a quoted name may hold a line end
        data = data.partition(b"\n")[2]
    return header, data


def _stated(line: int) -> str:
    return "its first line" if line == 1 else f"line {line}, stated as header,"


def _refuse_twice(header: Sequence[str], path: Path) -> None:
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(
            f"{path}: its header names {', '.join(twice)} more than once: rename the others, or "
            "take them out of the export"
        )


def _places(header: Sequence[str]) -> list[str]:
    """Names by position: a header may repeat names nobody asked for."""
    return [f"{place}:" for place in range(len(header))]


def _read(data: bytes, header: Sequence[str], *, delimiter: str, last: int) -> Raw:
    """Read a piece at once where all its rows are sound, else row by row."""
    schema: dict[str, pl.DataType] = dict.fromkeys(_places(header), pl.String())
    if not data:
        return Raw(pl.DataFrame(schema={ROW: pl.Int64(), **schema}), tuple(header), last)
    try:
        frame = pl.read_csv(
            io.BytesIO(data),
            has_header=False,
            schema=schema,
            separator=delimiter,
            row_index_name=ROW,
            row_index_offset=last + 1,
        )
    except pl.exceptions.PolarsError:
        return _row_by_row(data, header, delimiter=delimiter, last=last)
    return Raw(frame.with_columns(pl.col(ROW).cast(pl.Int64)), tuple(header), last + frame.height)


def _row_by_row(data: bytes, header: Sequence[str], *, delimiter: str, last: int) -> Raw:
    rows: list[tuple[int | str | None, ...]] = []
    faults: list[Fault] = []
    number, width = last, len(header)
    for number, record in enumerate(_records(data, delimiter=delimiter), last + 1):
        fault = _fault(number, record, width=width)
        if fault is not None:
            faults.append(fault)
        elif isinstance(record, list):
            fields = [field or None for field in record[:width]]
            rows.append((number, *fields, *[None] * (width - len(fields))))
    schema = {ROW: pl.Int64()} | dict.fromkeys(_places(header), pl.String())
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Raw(frame, tuple(header), number, tuple(faults))


def _fault(number: int, record: Sequence[str] | csv.Error, *, width: int) -> Fault | None:
    """Why a record is no row; None where it is one. Empty fields at the end are forgiven."""
    if isinstance(record, csv.Error):
        return Fault(number, "quotes in pairs around a whole field", str(record))
    if any(record[width:]):
        rule = "as many fields as the header: quote a field that holds the delimiter"
        return Fault(number, rule, f"{len(record)} fields")
    for place, field in enumerate(record, 1):
        try:
            field.encode()
        except UnicodeEncodeError:
            return Fault(number, UTF8, f"field {place}")
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
