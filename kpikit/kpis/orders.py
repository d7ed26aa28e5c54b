"""Order values with and without a conversation before them."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Derived, Mean, Measure, Ratio, kpi, part, value

CREDITED = pl.col("credit").is_not_null()
LINK = ("orders.session_id|orders.user_id|orders.visitor_id",)


def order_value(where: pl.Expr, *, project: bool = False) -> Mean:
    """Mean amount of some orders."""
    return Mean(pl.col("amount"), where, pl.col("amount_omitted"), project=project)


@kpi(
    title="Order value with chat",
    formula="mean amount of direct and assisted orders",
    fact="orders",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    decimals=2,
    better="up",
    advice="See which products people ask about, and what they buy.",
    companions=("order_value_unassisted",),
    misread="A mean of few orders follows the largest of them.",
    suits=("shop",),
    needs=LINK,
)
def order_value_assisted() -> Measure:
    """Mean amount of the orders that a conversation of this bot came before; null without any."""
    return order_value(CREDITED)


@kpi(
    title="Order value without chat",
    formula="mean amount of the project's other orders",
    fact="orders",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    decimals=2,
    better="up",
    unbanded="it is the benchmark of orders with a conversation",
    advice="It is the benchmark: see what changed in the shop before reading the difference.",
    companions=("order_value_assisted",),
    misread="It is the project's number, not the bot's.",
    suits=("shop",),
    needs=LINK,
)
def order_value_unassisted() -> Measure:
    """Mean amount of the project's orders credited to no bot, the same on every bot's row.

    Null without any.
    """
    return order_value(~CREDITED, project=True)


@kpi(
    title="Order value lift",
    formula="order value with chat - order value without chat",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    decimals=2,
    better="up",
    advice="Offer what goes with a product where people ask about it.",
    companions=("order_value_assisted", "order_value_unassisted"),
    misread="Who chats may buy more anyway: a difference, not an effect.",
    suits=("shop",),
)
def order_value_lift() -> Measure:
    """How much more an order with a conversation is worth than one without.

    People who chat may buy more anyway: a difference, not an effect. Null where either is.
    """
    with_chat, without = "order_value_assisted", "order_value_unassisted"
    total = part(with_chat, "n") + part(without, "n")
    return Derived(value(with_chat) - value(without), n=total)


@kpi(
    title="Conversion rate",
    formula="engaged conversations that led to an order or a won deal / engaged conversations",
    fact="conversations",
    stage="leads",
    category="revenue",
    commercial=True,
    unit="share",
    better="up",
    advice=(
        "Look at the pages where people chat and do not buy.",
        "Compare with visitors who did not chat only in an experiment.",
    ),
    companions=("revenue_booked", "lead_capture_rate"),
    misread=(
        "It counts conversations, not visitors.",
        "Who chats may have bought anyway: it is no effect of the bot.",
    ),
    suits=("shop", "sales"),
    needs=("orders|deals",),
    settles="attribution",
)
def conversion_rate() -> Measure:
    """Engaged conversations with an order credited to them or whose lead won, over engaged ones.

    An order counts whether placed in the session or soon after; a lead by its session. Null
    without an engaged conversation.
    """
    return Ratio(pl.col("order_credited") | pl.col("lead_won"), pl.col("engaged"))
