"""Each figure with its interval, and the interval of its change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.estimate import change, intervals, numbers
from kpikit.results.compare import rounded
from kpikit.results.schema import KEY

if TYPE_CHECKING:
    from kpikit.evaluate import Board
    from kpikit.results.spans import Span

ENDS = ("low", "high", "claim_low", "claim_high")
CHANGES = ("change_low", "change_high")


def with_intervals(rows: pl.DataFrame, board: Board, span: Span) -> pl.DataFrame:
    """Add low, high, interval, change_low and change_high.

    A change has an interval where both periods have one and are independent: they share no day,
    and neither figure rests on what was observed over all time.

    Args:
        rows: the rows to show, with value, prior and prior_value.
        board: the figures they come from.
        span: the periods shown, and those before them.

    Returns:
        The rows, also with claim_low and claim_high (the bounds a verdict is judged by) and apart:
        whether two periods are off independently of each other.
    """
    ends = intervals(board, span.with_priors).with_columns(rounded(*ENDS))
    same = [name for name in KEY if name != "period"]
    prior = ends.select(
        *same,
        pl.col("period").alias("prior"),
        pl.col("low").alias("prior_low"),
        pl.col("high").alias("prior_high"),
    )
    beside = rows.join(
        ends, on=list(KEY), how="left", nulls_equal=True, maintain_order="left"
    ).join(prior, on=[*same, "prior"], how="left", nulls_equal=True, maintain_order="left")
    apart = [one.id for one in span.shown if span.is_apart(one)]
    now, before = (
        (numbers(beside, f"{of}value"), numbers(beside, f"{of}low"), numbers(beside, f"{of}high"))
        for of in ("", "prior_")
    )
    moved = change(now, before)
    independent = pl.col("period").is_in(apart) & pl.col("apart")
    return (
        beside.with_columns(pl.Series(n, end) for n, end in zip(CHANGES, moved, strict=True))
        .with_columns(rounded(*CHANGES))
        .with_columns(pl.when(independent).then(pl.col(name)).alias(name) for name in CHANGES)
        .with_columns(pl.col("interval").fill_null("none"))
        .drop("prior_low", "prior_high")
    )
