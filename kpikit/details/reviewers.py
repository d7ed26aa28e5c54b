"""How far reviewers agree, and what an automatic judge was right about."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from kpikit.details.model import Detail
from kpikit.estimate.agreement import agreement
from kpikit.evaluate import PORTFOLIO

if TYPE_CHECKING:
    from kpikit.details.model import Asked

KEY = ["bot_id", "kind"]
YEAR = dt.timedelta(days=365)
"""Few items are seen by two people, so those of a year before the period's end count."""
SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "kind": pl.String(), "items": pl.Int64(),
    "reviewers": pl.Int64(), "measure": pl.String(), "value": pl.Float64(),
    "flagged": pl.Int64(), "flagged_wrong": pl.Int64(), "cleared": pl.Int64(),
    "cleared_wrong": pl.Int64(),
})  # fmt: skip
"""One row a bot and kind of review that two people or a judge looked at.

items: seen by two or more of the reviewers; measure: kappa of two, alpha of more; value: null where
all said the same. flagged, cleared: reviews an automatic judge flagged or let pass, and how many of
them the reviewers found wrong.
"""


def reviewers_of(asked: Asked) -> pl.DataFrame:
    """The reviews of live items of the year that ends with the period."""
    end = asked.period.end
    live = pl.col("origin").is_null() | (pl.col("origin") == "live")
    recent = (pl.col("item_at") >= end - YEAR) & (pl.col("item_at") < end)
    mine = asked.facts.reviews.filter(live, recent)
    both = pl.concat([mine, mine.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))])
    found = agreement(both).join(_judge(both), on=KEY, how="full", coalesce=True)
    counts = ("items", "reviewers", "flagged", "flagged_wrong", "cleared", "cleared_wrong")
    return (
        found.with_columns(pl.col(*counts).fill_null(0).cast(pl.Int64))
        .with_columns(pl.lit(asked.period.id).alias("period"))
        .select(SCHEMA.names())
        .sort(KEY)
        .cast(SCHEMA)
    )


def _judge(reviews: pl.DataFrame) -> pl.DataFrame:
    """What people found among the reviews that a judge flagged, and among the others."""
    flag, wrong = pl.col("judge_flag"), ~pl.col("passed")
    return (
        reviews.filter(flag.is_not_null())
        .group_by(KEY)
        .agg(
            flag.sum().alias("flagged"),
            (flag & wrong).sum().alias("flagged_wrong"),
            (~flag).sum().alias("cleared"),
            (~flag & wrong).sum().alias("cleared_wrong"),
        )
    )


REVIEWERS = Detail("reviewers", SCHEMA, reviewers_of)
