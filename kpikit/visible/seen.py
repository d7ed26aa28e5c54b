"""Which rows had happened at an instant, and which of them came twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.tables import schema

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


def seen(name: str, rows: pl.DataFrame, *, limits: tuple[dt.datetime, dt.date]) -> pl.DataFrame:
    """Keep the rows not later than an instant, and blank the later timestamps in them.

    Args:
        name: of the table.
        rows: its accepted rows.
        limits: the instant, and its local day for the tables that know only days.
    """
    if name == "erasures":
        return rows
    as_of, today = limits
    stamp = schema(name).stamp
    for judge in [stamp, "reviewed_at"] if name == "reviews" else [stamp]:
        limit = today if rows.schema[judge] == pl.Date else as_of
        late = rows.get_column(judge) > limit
        # Most rows of most runs are visible, and a filter copies every column.
        if late.any():
            rows = rows.filter(~late.fill_null(value=False))
    times = [c for c, dtype in rows.schema.items() if isinstance(dtype, pl.Datetime) and c != stamp]
    blanked = [pl.when(pl.col(c) <= as_of).then(pl.col(c)).alias(c) for c in times]
    if name == "deals":
        open_still = pl.when(pl.col("closed_at") > as_of).then(pl.lit("open"))
        blanked.append(open_still.otherwise(pl.col("stage")).alias("stage"))
    return rows.with_columns(blanked)


def first_rows(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Keep the earliest row of each id, by the table's timestamp (null first) and seq."""
    key = schema(name).key
    if not key or key[-1] not in rows.columns:
        return rows
    repeats = repeated(rows, key, order=[schema(name).stamp, "seq"])
    return rows if repeats is None else rows.filter(~repeats)


def repeated(rows: pl.DataFrame, key: Sequence[str], *, order: Sequence[str]) -> pl.Series | None:
    """Mark the rows whose key an earlier row has; a null id repeats nothing.

    Args:
        rows: to look at, in any order.
        key: the columns that make two rows the same, the id last; nulls in the others are equal.
        order: the columns that say which row is the earlier, nulls first.

    Returns:
        A boolean for each row, or None where no row repeats another.

    >>> rows = pl.DataFrame({"id": ["a", "b", "a", None, None], "seq": [3, 2, 1, 4, 5]})
    >>> repeated(rows, ["id"], order=["seq"]).to_list()
    [True, False, False, False, False]
    """
    last = pl.col(key[-1])
    # One pass over hashes settles the usual case; a chance collision only costs a closer look.
    suspects = rows.select(last.is_not_null() & last.hash().is_duplicated()).to_series()
    if not suspects.any():
        return None
    row = pl.int_range(pl.len(), dtype=pl.UInt32)
    again = (
        rows.select(*dict.fromkeys([*key, *order]), row.alias("#row"))
        .filter(suspects)
        .sort(*order)
        .filter(~pl.struct(key).is_first_distinct())
    )
    if not len(again):
        return None
    return rows.select(row.is_in(again["#row"].implode())).to_series()
