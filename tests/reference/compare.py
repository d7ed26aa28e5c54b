"""kpikit's results beside the reference's: which rows differ, and in what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = ["bot_id", "period", "kpi", "method", "segment_value"]
TOLERANCE = 1e-9
"""Relative, with the same as an absolute floor."""

APART = ("sales_cycle_adjusted_",)
"""KPIs that cycle.py computes."""

ADDED = (
    "rate", "per_1000", "sum", "state", "mean", "median", "p99", "persons", "tickets", "repeats",
)  # fmt: skip
"""Kinds whose n the definition gives, and with quotients of figures those whose sides it does."""

PROJECT = ("form_", "sales_cycle_form_days", "order_value_unassisted", "tickets_per_1000_visitors")
"""KPIs of the whole project, which a bot without rows of a segment need not show there."""


def differences(
    ours: pl.DataFrame, theirs: pl.DataFrame, *, by: str | None = None
) -> list[dict[str, Any]]:
    """List the rows that are not the same in both.

    Args:
        ours: kpikit's results.
        theirs: the reference's.
        by: the segment column; None compares the whole.

    Returns:
        Rows of both that differ in value, status, sides or n, or that one of them lacks.
    """
    wanted = pl.col("segment").is_null() if by is None else pl.col("segment") == by
    mine = ours.filter(
        wanted, pl.col("method") != "holdout", ~_starts(APART), pl.col("kpi").is_in(_ids(theirs))
    ).select(*KEYS, "value", "numerator", "denominator", "n", pl.col("status").cast(pl.String))
    shown = theirs.filter(pl.col("kpi").is_in(_ids(ours)))
    both = mine.join(shown, on=KEYS, how="full", coalesce=True, nulls_equal=True, suffix=":")
    added = pl.col("kind").is_in(ADDED) & (pl.col("kpi") != "revenue_booked")
    sided = added | (pl.col("kind") == "ratio")
    sides = (added & _far("n")) | (sided & (_far("numerator") | _far("denominator")))
    wrong = _far("value") | ~pl.col("status").eq_missing(pl.col("status:")) | sides
    return both.filter(wrong & ~(_unseen() if by else pl.lit(value=False))).to_dicts()


def differing_cycles(ours: pl.DataFrame, theirs: pl.DataFrame) -> list[dict[str, Any]]:
    """List the adjusted sales cycles that differ, where kpikit shows any."""
    whole = ours.filter(pl.col("segment").is_null()).select(*KEYS[:3], "value", "status")
    both = theirs.join(whole, on=KEYS[:3], how="left", suffix=":")
    shown = pl.col("status").cast(pl.String).is_in(["final", "provisional"])
    wrong = (shown & _far("value")) | pl.col("status").is_null()
    return both.filter(wrong).to_dicts()


def _ids(rows: pl.DataFrame) -> list[str]:
    return rows.get_column("kpi").unique().to_list()


def _starts(names: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col("kpi").str.starts_with(name) for name in names)


def _far(name: str) -> pl.Expr:
    one, other = pl.col(name).cast(pl.Float64), pl.col(f"{name}:").cast(pl.Float64)
    size = pl.max_horizontal(pl.lit(1.0), one.abs(), other.abs())
    near = ((one - other).abs() <= TOLERANCE * size).fill_null(value=False)
    return ~(near | (one.is_null() & other.is_null()))


def _unseen() -> pl.Expr:
    """A segment value that kpikit lists for no row of a bot: there is nothing to say about it."""
    empty = pl.col("n:").fill_null(0) == 0
    return pl.col("status").is_null() & (empty | _starts(PROJECT))
