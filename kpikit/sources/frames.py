"""Checked batches made whole: derived columns, order, and the rows set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.sources.erased import WHO
from kpikit.sources.privacy import masked
from kpikit.sources.raw import FILE, PLACE
from kpikit.tables import QUARANTINE, Broken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.tables import Schema


def derive(typed: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Fill the columns that are worked out from others, and forget those read only for that."""
    for each in schema.derived:
        if not {*each.sources} & {*typed.columns}:
            continue
        roots = {each.column, *each.value.meta.root_names()} - {*typed.columns}
        typed = typed.with_columns(
            pl.lit(None, dtype=schema[name].dtype).alias(name) for name in sorted(roots)
        ).with_columns(pl.coalesce(each.column, each.value).alias(each.column))
    known = (*schema.names, PLACE)
    return typed.select(name for name in typed.columns if name in known)


def join(batches: Sequence[pl.DataFrame], schema: Schema) -> pl.LazyFrame:
    """All accepted rows with every column of the schema.

    Where a row brings no `seq`, it is its place. Columns nobody brought are added as nulls only
    when they are asked for: they take no memory.

    Args:
        batches: of typed rows with `PLACE`.
        schema: of the table.
    """
    rows = pl.concat(batches, how="diagonal") if batches else pl.DataFrame()
    if PLACE not in rows.columns:
        rows = rows.with_columns(pl.Series(PLACE, [], dtype=pl.Int64))
    if not rows[PLACE].is_sorted():  # of several sources, or a sheet read by types
        rows = rows.sort(PLACE)
    seq = pl.coalesce("seq", PLACE) if "seq" in rows.columns else pl.col(PLACE)
    rows = rows.with_columns(seq.alias("seq")).drop(PLACE)
    absent = [
        pl.lit(None, dtype=column.dtype).alias(column.name)
        for column in schema.columns
        if column.name not in rows.columns
    ]
    return rows.lazy().with_columns(absent).select(schema.names)


def gather(aside: Sequence[pl.DataFrame], files: Sequence[str]) -> pl.DataFrame:
    """The rows set aside in the columns of `QUARANTINE` and `WHO`, by file and row, masked."""
    whose = dict.fromkeys(WHO, pl.String())
    if not aside:
        return pl.DataFrame(schema={**QUARANTINE, **whose})
    lines = [pl.DataFrame(schema=whose), *aside]
    rows = pl.concat(lines, how="diagonal").sort(FILE, "row", maintain_order=True)
    names = pl.Series("file", files, dtype=pl.String)
    rows = rows.with_columns(names.gather(rows[FILE]), masked(pl.col("value")))
    return rows.select(*QUARANTINE.names(), *WHO)


def broken(aside: pl.DataFrame) -> tuple[Broken, ...]:
    """The rules that rows broke, most often first."""
    counts = (
        aside.group_by("column", "rule")
        .len()
        .sort("len", "column", "rule", descending=[True, False, False])
    )
    return tuple(Broken(*row) for row in counts.iter_rows())
