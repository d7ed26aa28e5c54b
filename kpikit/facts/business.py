"""Facts about the business around the chat: leads, journeys, deals, orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import polars as pl

from kpikit.facts.credit import candidates
from kpikit.facts.leads import created_leads, journeys, leads, qualified, with_deals
from kpikit.facts.money import converted, local_day
from kpikit.facts.sales import deals, lead_touches, orders

if TYPE_CHECKING:
    from kpikit.facts.scope import Scope
    from kpikit.facts.sessions import Sessions


class Business(TypedDict):
    """The facts of this module, under their names in Facts."""

    leads: pl.DataFrame
    journeys: pl.DataFrame
    deals: pl.DataFrame
    orders: pl.DataFrame


def business(scope: Scope, of: Sessions, conversations: pl.DataFrame) -> Business:
    """Build leads, journeys, deals and orders.

    Args:
        scope: what they are built from.
        of: the sessions, for their chat.lead_created events.
        conversations: every conversation, with its key.
    """
    meant = candidates(conversations)
    placed, touches = _leads(scope, of, conversations, meant=meant)
    priced = _deals(scope)
    sold = _orders(scope, deals=priced, leads=placed)
    return Business(
        leads=with_deals(placed, priced),
        journeys=journeys(placed, priced, touches, as_of=scope.as_of),
        deals=deals(priced, placed, touches, config=scope.config),
        orders=orders(sold, conversations, meant, days=scope.config.windows.order_days),
    )


def journeys_of(scope: Scope, of: Sessions, conversations: pl.DataFrame) -> pl.DataFrame:
    """Build the journeys alone, of the instant of the scope.

    Args:
        scope: what they are built from.
        of: the sessions, for their chat.lead_created events.
        conversations: those that a lead can have to do with, with their key.
    """
    meant = candidates(conversations)
    placed, touches = _leads(scope, of, conversations, meant=meant)
    return journeys(placed, _deals(scope), touches, as_of=scope.as_of)


def _leads(
    scope: Scope, of: Sessions, conversations: pl.DataFrame, *, meant: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The leads with their place, and the meaningful conversations of each."""
    created = created_leads(of)
    known = qualified(scope.rows("leads"), scope.config.qualifying_fields)
    return leads(known, created, conversations), lead_touches(meant, created)


def _deals(scope: Scope) -> pl.DataFrame:
    """The visible deals in the project's currency; an open one has no closed_at.

    The rate is that of the local day of closed_at, of an open deal that of as_of.
    """
    is_open = pl.col("stage") == "open"
    closed = pl.when(~is_open).then(pl.col("closed_at"))
    instant = pl.when(is_open).then(scope.as_of).otherwise(pl.col("closed_at"))
    rows = scope.rows("deals").with_columns(closed.alias("closed_at"))
    return (
        converted(
            rows,
            scope.optional("fx"),
            day=local_day(instant, scope.config.timezone),
            currency=scope.config.currency,
        )
        .sort("closed_at", "deal_id")
        .collect()
    )


def _orders(scope: Scope, *, deals: pl.DataFrame, leads: pl.DataFrame) -> pl.LazyFrame:
    """The visible orders in the project's currency, but for those that are a won deal.

    The deal must be visible with its lead: else it is no revenue and the order must stay.
    """
    sold = deals.filter(pl.col("stage") == "won").join(leads, on="lead_id", how="semi")
    twice = pl.col("order_id").is_in(sold["order_id"].drop_nulls().implode())
    return converted(
        scope.rows("orders").filter(~twice),
        scope.optional("fx"),
        day=local_day(pl.col("ordered_at"), scope.config.timezone),
        currency=scope.config.currency,
    )


def with_sales(conversations: pl.DataFrame, sales: Business) -> pl.DataFrame:
    """Mark the conversations that sold something.

    - order_credited: an order is credited to it, direct or assisted.
    - lead_won: a lead of its session has a won deal.
    """
    credited = sales["orders"].select(
        pl.col("credit_bot_id").alias("bot_id"), pl.col("credit_session_id").alias("session_id")
    )
    won = sales["leads"].filter("won")["session_id"].drop_nulls()
    flagged = credited.drop_nulls().unique().with_columns(order_credited=True)
    return conversations.join(
        flagged, on=["bot_id", "session_id"], how="left", maintain_order="left"
    ).with_columns(
        pl.col("order_credited").fill_null(value=False),
        pl.col("session_id").is_in(won.implode()).alias("lead_won"),
    )
