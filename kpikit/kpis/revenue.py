"""Revenue credited to the bot: sourced, booked, assisted, influenced, expected."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Derived, Measure, Priced, Sum, kpi, over, part, value
from kpikit.kpis.deals import AMOUNT, OMITTED, WON

ASSISTED = (pl.col("credit") == "assisted").fill_null(value=False)


@kpi(
    title="Revenue from orders",
    formula="sum of orders placed in a conversation's session",
    fact="orders",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    advice=(
        "Look at the pages where people chat and do not buy.",
        "Check that orders still bring the id of the session.",
    ),
    companions=("revenue_booked",),
    misread="Saying hello and buying is no influence, so such orders are not in it.",
    suits=("shop",),
    needs=("orders.session_id",),
)
def revenue_orders() -> Measure:
    """Amount of the orders placed in the session of a meaningful conversation.

    A conversation is meaningful where the visitor wrote twice and the bot answered; saying hello
    and buying is not influence. A sum, 0 without any.
    """
    return Sum(AMOUNT, (pl.col("credit") == "direct").fill_null(value=False), OMITTED)


@kpi(
    title="Revenue booked",
    formula="revenue sourced + revenue from orders",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    advice=(
        "See which leg fell: deals or orders.",
        "Then whether volume or value did.",
    ),
    companions=("net_incremental_revenue", "revenue_influenced"),
    misread="Attributed is not incremental: without a holdout nobody knows what would have been "
    "bought.",
    cadence=("monthly", "quarterly"),
)
def revenue_booked() -> Measure:
    """Sourced deals won plus direct orders: revenue in the books that names the bot.

    A project without deals counts its orders alone, and the other way round. It is attributed to
    the bot, not proven to be caused by it.
    """
    legs = ("revenue_sourced", "revenue_orders")
    return Derived(
        value(legs[0]) + value(legs[1]),
        n=part(legs[0], "n") + part(legs[1], "n"),
        legs=legs,
        forgives=("table",),
    )


@kpi(
    title="Assisted deals, amount",
    formula="sum of won deals a conversation assisted",
    fact="deals",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    needs=("deals.amount",),
    published=False,
)
def assisted_deals() -> Measure:
    """Amount of the won deals that a conversation came before, at full weight."""
    return Sum(AMOUNT, WON & ASSISTED, OMITTED)


@kpi(
    title="Assisted orders, amount",
    formula="sum of orders a conversation assisted",
    fact="orders",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    needs=("orders.session_id|orders.user_id|orders.visitor_id",),
    published=False,
)
def assisted_orders() -> Measure:
    """Amount of the orders that a conversation came shortly before, at full weight."""
    return Sum(AMOUNT, ASSISTED, OMITTED)


@kpi(
    title="Assisted sales, amount",
    formula="assisted deals + assisted orders",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    published=False,
)
def assisted_sales() -> Measure:
    """Amount of all sales that a conversation came before, at full weight."""
    legs = ("assisted_deals", "assisted_orders")
    return Derived(
        value(legs[0]) + value(legs[1]),
        n=part(legs[0], "n") + part(legs[1], "n"),
        legs=legs,
        forgives=("table",),
    )


@kpi(
    title="Revenue assisted",
    formula="assist weight x amount of assisted deals and orders",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    advice="See whether fewer sales were touched or smaller ones.",
    companions=("revenue_booked", "revenue_influenced"),
    misread=(
        "The weight is an assumption: show it with the figure.",
        "A longer window credits more without anything having changed.",
    ),
)
def revenue_assisted() -> Measure:
    """Sales that a meaningful conversation came before, at a partial weight.

    The weight is an assumption of the bot (a fifth unless given): the guides warn against claiming
    such sales in full. Deals by the day they closed, orders by the day they were placed.
    """
    return Priced("assisted_sales", ("assist_weight",))


@kpi(
    title="Revenue influenced",
    formula="revenue booked + revenue assisted",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    advice="See whether the booked or the assisted part fell.",
    companions=("revenue_booked",),
    misread="Claiming touched deals in full reports revenue that would have come anyway.",
)
def revenue_influenced() -> Measure:
    """Booked revenue plus the assisted revenue at its partial weight."""
    total = part("revenue_booked", "n") + part("revenue_assisted", "n")
    return Derived(value("revenue_booked") + value("revenue_assisted"), n=total)


@kpi(
    title="Revenue expected",
    formula="leads captured x close rate x deal value",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    advice="See whether leads, close rate or deal value fell.",
    companions=("revenue_booked", "close_rate"),
    misread="A projection, not a measurement: it belongs to leads, not to deals of the period.",
    settles="close",
)
def revenue_expected() -> Measure:
    """What the leads captured in the period are worth, at their close rate and deal value.

    Close rate and value are observed once ten leads old enough to be judged have won, else they
    are the bot's assumptions. A reference from another cohort than the booked revenue, never a
    part of it.
    """
    return Priced("leads_captured", ("lead_value",))


@kpi(
    title="Revenue per conversation",
    formula="revenue booked / engaged conversations",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    decimals=2,
    better="up",
    advice="See whether revenue fell or conversations without a purpose grew.",
    companions=("revenue_booked", "engaged_conversations"),
    misread="All engaged conversations are in it, not only those that sold.",
    suits=("shop", "sales"),
)
def revenue_per_conversation() -> Measure:
    """Booked revenue over the engaged conversations of the period; null without any."""
    engaged = value("engaged_conversations")
    return over(value("revenue_booked"), engaged, n=part("engaged_conversations", "n"))
