"""NDJSON: one JSON object a line, or an array of them; keys may differ from one to the next."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import polars as pl

from kpikit.errors import DataError
from kpikit.sources.csv_files import UTF8
from kpikit.sources.nested import from_json, leaves, names, opened
from kpikit.sources.raw import ROW, Fault, Raw, open_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Set
    from pathlib import Path

CHUNK = 1 << 24  # bytes read at a time: what bounds memory
JSON = "one JSON object per line"
SMALL = 1 << 15  # a piece with a broken line is halved until it is this small


class Piece(NamedTuple):
    """Whole lines of a file and the number of the first of them."""

    lines: bytes
    first: int


def read_ndjson(path: Path, wanted: Set[str]) -> Iterator[Raw]:
    """Read a file in batches, every value as text; a row's number is its line.

    Numbers become the text they stand for, so that ids keep every digit. Lines that are no JSON
    object are faults of their own and cost no other line. A file that is one JSON array is read
    whole, and a row's number is its place in it.

    Args:
        path: the file, gzip or not.
        wanted: the keys to read.

    Raises:
        DataError: the file cannot be read, is empty, or is an array that is no JSON.
    """
    with open_text(path) as file:
        for piece in _pieces(file):
            if piece.first == 1 and piece.lines.lstrip()[:1] == b"[":
                yield from _read(_array(path), wanted)
                return
            yield from _read(piece, wanted)


def _pieces(file: BinaryIO) -> Iterator[Piece]:
    rest, first = b"", 1
    while block := file.read(CHUNK):
        if first == 1 and not rest:
            block = block.removeprefix(b"\xef\xbb\xbf")
        lines, found, tail = (rest + block).rpartition(b"\n")
        rest = tail
        if found:
            yield Piece(lines + b"\n", first)
            first += lines.count(b"\n") + 1
    if rest.strip():
        yield Piece(rest + b"\n", first)


def _array(path: Path) -> Piece:
    """The items of an array as the lines they could have been."""
    with open_text(path) as file:
        try:
            items = json.loads(file.read().decode("utf-8-sig"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise DataError(f"{path} begins like a JSON array and is none: {error}") from None
    return Piece("".join(f"{json.dumps(item)}\n" for item in items).encode(), 1)


def _read(piece: Piece, wanted: Set[str]) -> Iterator[Raw]:
    """Read a piece at once where all its lines are sound, else in halves, at last line by line."""
    count = piece.lines.count(b"\n")
    try:
        raw = _at_once(piece, wanted)
    except pl.exceptions.PolarsError:
        raw = None
    if raw is not None and len(raw.frame) == count:
        yield raw
        return
    middle = piece.lines.find(b"\n", len(piece.lines) // 2) + 1
    if len(piece.lines) <= SMALL or not 0 < middle < len(piece.lines):
        yield _line_by_line(piece, wanted)
        return
    head, tail = piece.lines[:middle], piece.lines[middle:]
    yield from _read(Piece(head, piece.first), wanted)
    yield from _read(Piece(tail, piece.first + head.count(b"\n")), wanted)


def _at_once(piece: Piece, wanted: Set[str]) -> Raw:
    data = io.BytesIO(piece.lines)
    found = pl.scan_ndjson(data, infer_schema_length=None).collect_schema()
    inside = leaves(found)
    asked = [leaf for leaf in inside if leaf.name in wanted]
    keys = [key for key in found if key in wanted]
    read = dict.fromkeys([*keys, *(leaf.steps[0] for leaf in asked)], pl.String())
    # A batch without any wanted key still has rows, and they still need their numbers.
    frame = pl.read_ndjson(
        io.BytesIO(piece.lines), schema=read or {next(iter(found), "-"): pl.String()}
    )
    count = frame.height
    frame = frame.select(*keys, *map(from_json, asked))
    frame = frame.with_columns(_numbers(count, piece.first))
    kinds = {**found, **{leaf.name: leaf.kind for leaf in inside}}
    nested = frozenset(key for key, kind in kinds.items() if kind.is_nested())
    numeric = frozenset(key for key, kind in kinds.items() if kind.is_numeric())
    columns = tuple(names(found, inside, wanted))
    return Raw(frame, columns, piece.first + count - 1, nested=nested, numeric=numeric)


def _numbers(height: int, first: int) -> pl.Series:
    return pl.int_range(first, first + height, eager=True).alias(ROW)


def _line_by_line(piece: Piece, wanted: Set[str]) -> Raw:
    rows: list[dict[str, str | int | None]] = []
    faults: list[Fault] = []
    keys: dict[str, None] = {}
    nested: set[str] = set()
    words: set[str] = set()
    parents: set[str] = set()
    lines = piece.lines.split(b"\n")[:-1]
    for number, line in enumerate(lines, piece.first):
        if not line.strip():
            continue
        record = _object(number, line)
        if isinstance(record, Fault):
            faults.append(record)
            continue
        parents |= {key for key, value in record.items() if value and isinstance(value, dict)}
        record = opened(record)
        keys |= dict.fromkeys(record)
        words |= {key for key, value in record.items() if isinstance(value, str | bool)}
        nested |= {key for key, value in record.items() if isinstance(value, list | dict)}
        rows.append({ROW: number} | {k: _text(v) for k, v in record.items() if k in wanted})
    schema = {ROW: pl.Int64()} | {key: pl.String() for key in keys if key in wanted}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    last = piece.first + len(lines) - 1
    numeric = frozenset(keys.keys() - words - nested)
    columns = tuple(key for key in keys if key not in parents or key in wanted)
    return Raw(frame, columns, last, tuple(faults), frozenset(nested), numeric=numeric)


def _object(number: int, line: bytes) -> dict[str, object] | Fault:
    """The object on a line, or why there is none; never the line itself, which may be personal."""
    try:
        record = json.loads(line)
    except UnicodeDecodeError:
        return Fault(number, UTF8)
    except json.JSONDecodeError as error:
        return Fault(number, JSON, f"{error.msg} at character {error.pos + 1}")
    except RecursionError:
        return Fault(number, JSON, "nested too deep")
    return record if isinstance(record, dict) else Fault(number, JSON)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))  # as the fast reader writes it
    return json.dumps(value)
