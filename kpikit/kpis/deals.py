"""Deals whose lead came from the chatbot: their size, their sum, and what is still open."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import AS_OF, Count, Mean, Measure, Sum, kpi

AMOUNT = pl.col("amount")
OMITTED = pl.col("amount_omitted")
WON = pl.col("stage") == "won"
FROM_CHAT = (pl.col("credit") == "sourced").fill_null(value=False)
SOURCED = WON & FROM_CHAT


@kpi(
    title="Mean deal size",
    formula="mean amount of won sourced deals",
    fact="deals",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    companions=("close_rate", "revenue_sourced"),
    needs=("deals.amount",),
)
def deal_size_mean() -> Measure:
    """Mean amount of the won deals whose lead came from the chatbot, by the day they closed.

    Null without any.
    """
    return Mean(AMOUNT, SOURCED, OMITTED)


@kpi(
    title="Open pipeline",
    formula="sum of sourced deals that are open at as_of",
    fact="deals",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    companions=("revenue_sourced", "close_rate"),
    needs=("deals.amount",),
)
def pipeline_open() -> Measure:
    """Amount of the open deals whose lead came from the chatbot, as they stand at as_of.

    A state and no event: every period shows the same number, that of the day the data end. A sum,
    0 without any; not every open deal will be won.
    """
    return Sum(AMOUNT, (pl.col("stage") == "open") & FROM_CHAT, OMITTED, stamp=AS_OF)


@kpi(
    title="Revenue sourced",
    formula="sum of won sourced deals",
    fact="deals",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    companions=("revenue_booked",),
    needs=("deals.amount",),
)
def revenue_sourced() -> Measure:
    """Amount of the won deals whose lead came from the chatbot, by the day they closed.

    A sum, 0 without any.
    """
    return Sum(AMOUNT, SOURCED, OMITTED)


@kpi(
    title="Won deals",
    formula="count of won sourced deals",
    fact="deals",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="count",
    published=False,
)
def won_deals() -> Measure:
    """Won deals whose lead came from the chatbot, by the day they closed; any amount or none."""
    return Count(SOURCED)
