"""Parquet: columns at their own types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import DataError
from kpikit.sources.nested import from_struct, leaves, names
from kpikit.sources.raw import PARQUET, ROW, Raw, begins

if TYPE_CHECKING:
    from collections.abc import Iterator, Set
    from pathlib import Path

SLICE = 500_000  # rows read at a time: what bounds memory


def read_parquet(path: Path, wanted: Set[str]) -> Iterator[Raw]:
    """Read a file in batches, at its own types; a row's number is its place in the file.

    Args:
        path: the file.
        wanted: the columns to read.

    Raises:
        DataError: it is no Parquet file, or broken.
    """
    _refuse_text(path)
    try:
        scan = pl.scan_parquet(path, glob=False)
        schema = scan.collect_schema()
        rows = int(scan.select(pl.len()).collect().item())
        inside = leaves(schema)
        keep = [pl.col(name) for name in schema if name in wanted]
        keep += [from_struct(leaf) for leaf in inside if leaf.name in wanted]
        kinds = {**schema, **{leaf.name: leaf.kind for leaf in inside}}
        nested = frozenset(name for name, kind in kinds.items() if kind.is_nested())
        columns = tuple(names(schema, inside, wanted))
        for start in range(0, max(rows, 1), SLICE):
            frame = scan.select(keep).slice(start, SLICE).collect()
            height = min(SLICE, rows - start)
            numbers = pl.int_range(start + 1, start + height + 1, eager=True).alias(ROW)
            frame = frame.with_columns(numbers) if keep else numbers.to_frame()
            yield Raw(frame, columns, start + height, nested=nested, typed=True)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        # A page that was cut makes the engine panic; for its user it is a broken file all the same.
        reason = str(error).splitlines()[0]
        raise DataError(f"{path} is not a readable Parquet file: {reason}") from None


def _refuse_text(path: Path) -> None:
    """Refuse what only its name makes a Parquet file.

    Raises:
        DataError: naming the file and what to do.
    """
    head = begins(path, len(PARQUET))
    if head != PARQUET:
        raise DataError(
            f"{path} is no Parquet file: name it after what it is, as .csv or .ndjson, or state "
            "format: csv or format: ndjson"
        )
