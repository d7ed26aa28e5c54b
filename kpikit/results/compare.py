"""Each value beside the period before, the three before, and the year before."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import registry
from kpikit.results.schema import KEY
from kpikit.results.spans import STEPS

DIGITS = 12
"""Significant digits kept, so that the order of summation never shows."""


def rounded(*columns: str) -> list[pl.Expr]:
    """Round columns to the digits that are kept; what is not finite reads as null."""
    return [
        pl.when(pl.col(name).is_finite()).then(pl.col(name).round_sig_figs(DIGITS)).alias(name)
        for name in columns
    ]


def with_comparisons(rows: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Add prior_value, trailing_mean, year_ago_value, change and change_pct.

    Args:
        rows: the rows to show, with the ids they are compared with (STEPS).
        figures: every evaluated figure, values rounded.

    Returns:
        The rows. The trailing mean needs all three values; a change in per cent needs a prior
        value other than 0. What stands at as_of whatever the period is compared with nothing.
    """
    same = [name for name in KEY if name != "period"]
    states = [kpi.id for kpi in registry() if kpi.is_state]
    values = figures.select(*same, "period", "value").filter(~pl.col("kpi").is_in(states))
    for step in STEPS:
        other = values.rename({"period": step, "value": f"{step}_value"})
        rows = rows.join(
            other, on=[*same, step], how="left", nulls_equal=True, maintain_order="left"
        )
    three = [pl.col(f"{step}_value") for step in STEPS[:3]]
    change = pl.col("value") - pl.col("prior_value")
    share = pl.when(pl.col("prior_value") != 0).then(change / pl.col("prior_value").abs())
    return rows.with_columns(
        (pl.sum_horizontal(three, ignore_nulls=False) / 3).alias("trailing_mean"),
        change.alias("change"),
        share.alias("change_pct"),
    ).with_columns(rounded("trailing_mean", "change", "change_pct"))
