"""What people say about it: ratings."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Mean, Measure, Ratio, kpi


@kpi(
    title="CSAT",
    formula="conversations rated satisfied / conversations with a rating",
    fact="ratings",
    stage="experience",
    category="experience",
    unit="share",
    better="up",
    advice="Before blaming the bot, look at resolution and at hand-offs: people who arrive upset "
    "or wait for a person rate low.",
    companions=("resolution_rate", "time_to_resolution_s", "csat_mean"),
    cadence=("weekly", "monthly", "quarterly"),
    needs=("events.csat_score|events.thumbs_up",),
)
def csat() -> Measure:
    """Conversations rated satisfied, over the conversations with a rating.

    Satisfied is a score of four or five (the cut-off is a setting) or a thumb up. A conversation
    counts once, with its newest rating, on the day it was given. Null without a rating. It
    confirms what other figures show; it rarely discovers anything first.
    """
    return Ratio(pl.col("satisfied"))


@kpi(
    title="Mean CSAT score",
    formula="mean score of each conversation's last rating, 1 to 5",
    fact="ratings",
    stage="experience",
    category="experience",
    unit="score",
    decimals=2,
    better="up",
    companions=("csat",),
    needs=("events.csat_score",),
)
def csat_mean() -> Measure:
    """Mean satisfaction score from 1 to 5, each conversation with its last score.

    Over the scores given in the period; null without any.
    """
    return Mean(pl.col("csat_score"))
