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
    advice=(
        "Compare it with deals from the web form.",
        "See whether one large deal left the mean or many small ones entered.",
    ),
    companions=("close_rate", "revenue_sourced"),
    misread="A mean of few deals follows the largest of them.",
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
    advice="See whether deals were won, lost, or never opened.",
    companions=("revenue_sourced", "close_rate"),
    misread=(
        "Open is not won: the close rate says how much of it may come.",
        "It is the same in every period of one run, so it shows no trend.",
    ),
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
    advice=(
        "See whether fewer deals were won or smaller ones.",
        "Then go back along the funnel: leads, meetings, opportunities.",
    ),
    companions=("revenue_booked",),
    misread="Credited to the bot, not proven to be caused by it.",
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
