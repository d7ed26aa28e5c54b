"""The sales cycle as the field publishes it: medians over the deals won in the period."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Derived, Measure, Quantile, kpi, over, part, value

CHATBOT, FORM = "sales_cycle_chatbot_days", "sales_cycle_form_days"
BOTH = part(CHATBOT, "n") + part(FORM, "n")


def won_days(arm: str, *, project: bool = False) -> Quantile:
    """Median whole days from first contact to the won deal, of one arm."""
    won = (pl.col("status") == "won") & (pl.col("arm") == arm) & (pl.col("days") >= 0)
    return Quantile(pl.col("days"), where=won, project=project)


@kpi(
    title="Sales cycle, chatbot, as published",
    formula="median days from first conversation to won deal",
    fact="journeys",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="days",
    better="down",
    advice=(
        "Compare the adjusted figure first: this one moves with the age of the channel.",
        "Look at the stage in which deals wait longest.",
    ),
    companions=("sales_cycle_form_days", "sales_cycle_reduction_days"),
    misread="Deals still open are not in it, so a young channel looks faster than it is.",
    cadence=("quarterly",),
)
def sales_cycle_chatbot_days() -> Measure:
    """Median whole days from a lead's first conversation to its won deal, chatbot leads.

    The first is that of the lead's session or of its user, with the bot that brought the lead,
    also long before it; without one the clock starts when the lead was created. Deals won in the
    period; null without any. Slow deals of a young channel are not won yet, so this flatters a
    new or growing bot.
    """
    return won_days("chatbot")


@kpi(
    title="Sales cycle, web form, as published",
    formula="median days from first form to won deal",
    fact="journeys",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="days",
    better="down",
    unbanded="it is the benchmark of the chatbot's",
    advice="It is the benchmark: see what changed in sales before reading the difference.",
    companions=("sales_cycle_chatbot_days",),
    misread="It is the project's number, not the bot's.",
    cadence=("quarterly",),
)
def sales_cycle_form_days() -> Measure:
    """Median whole days from the first form to the won deal, leads that never really chatted.

    The project's form leads, the same number on every bot's row. Deals won in the period; null
    without any.
    """
    return won_days("form", project=True)


@kpi(
    title="Sales cycle reduction, as published",
    formula="form median - chatbot median, days",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="days",
    span=(None, None),
    better="up",
    unbanded="the guide's band is in per cent: see the share",
    advice=(
        "Look at the adjusted figure before acting: medians over closed deals favour the younger "
        "channel.",
        "See that as many leads close: fast and few is no gain.",
    ),
    companions=("sales_cycle_reduction_pct", "close_rate"),
    misread=(
        "It flatters a new or growing bot, by a fifth or more.",
        "People choose their channel: it is no effect of the bot.",
    ),
    cadence=("quarterly",),
)
def sales_cycle_reduction_days() -> Measure:
    """Days by which chatbot deals close faster than form deals, as published.

    Form median minus chatbot median over the deals won in the period: positive is faster (the
    published formula has the other sign). Null where either arm has no won deal. Biased toward
    the younger channel, and not causal: people choose their channel.
    """
    return Derived(value(FORM) - value(CHATBOT), n=BOTH)


@kpi(
    title="Sales cycle reduction, as published, share",
    formula="(form median - chatbot median) / form median",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="share",
    span=(None, 1),
    better="up",
    bands={"*": Band(good_low=0.15, good_high=0.40, source="Chatmount")},
    advice="Look at the adjusted share before acting on it.",
    companions=("sales_cycle_reduction_days",),
    misread="A bot of six months can show a fifth without any true gain.",
    cadence=("quarterly",),
)
def sales_cycle_reduction_pct() -> Measure:
    """The sales cycle reduction as a share of the form's median, as published.

    Positive is faster; null where either arm has no won deal or the form's median is 0. Biased
    toward the younger channel.
    """
    return over(value(FORM) - value(CHATBOT), value(FORM), n=BOTH)
