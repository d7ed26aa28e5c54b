"""Deals and orders, each credited at most once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.credit import latest, of_session, owned
from kpikit.facts.leads import LEAD_OWNERS
from kpikit.facts.model import DIMENSIONS

if TYPE_CHECKING:
    from kpikit.config import Config

PERSONS = {"user_id": "user", "visitor_id": "visitor"}
CREDITED = ["credit", "credit_bot_id", "credit_session_id"]


def lead_touches(candidates: pl.DataFrame, created: pl.DataFrame) -> pl.DataFrame:
    """The meaningful conversations of each lead, session and user."""
    names = created.select("key", "lead_id").unique()
    by_lead = candidates.join(names, on="key")
    rest = {c: kind for c, kind in LEAD_OWNERS.items() if c != "lead_id"}
    return pl.concat(
        [owned(candidates, rest), owned(by_lead, {"lead_id": "lead"}).drop("lead_id")],
    )


def deals(
    rows: pl.DataFrame, leads: pl.DataFrame, touches: pl.DataFrame, *, config: Config
) -> pl.DataFrame:
    """One row per deal, with its lead's bot and dimensions and what it is credited to.

    - sourced: its lead's source is chatbot and it was not created before the lead's start_at; it
      belongs to the lead's bot, whether or not a conversation of that lead is in the data.
    - assisted: not sourced, closed, and its lead had a meaningful conversation with first_user_at
      < closed_at, started in [closed_at - attribution_window, closed_at): the latest.

    A deal whose lead is not visible has no bot and no credit.

    Args:
        rows: the visible deals, amounts in the project's currency; an open one has no closed_at.
        leads: of `kpikit.facts.leads.leads`.
        touches: of `lead_touches`.
        config: its bots have the attribution windows.
    """
    known = leads.select(
        "lead_id", "bot_id", "source", "session_id", "user_id", "start_at", *DIMENSIONS
    )
    named = rows.join(known, on="lead_id", how="left", maintain_order="left")
    early = (pl.col("created_at") < pl.col("start_at")).fill_null(value=False)
    sourced = (pl.col("source") == "chatbot").fill_null(value=False) & ~early
    named = named.with_columns(sourced.alias("sourced"))
    claims = named.filter(
        ~pl.col("sourced") & pl.col("source").is_not_null() & pl.col("closed_at").is_not_null()
    ).with_columns(id="deal_id", at="closed_at")
    found = latest(owned(claims, LEAD_OWNERS), touches, attribution_window(config))
    found = _placed(found, touches).rename({"id": "deal_id"})
    credit = (
        pl.when("sourced").then(pl.lit("sourced"))
        .when(pl.col("credit_session_id").is_not_null()).then(pl.lit("assisted"))
    )  # fmt: skip
    return named.join(found, on="deal_id", how="left", maintain_order="left").select(
        "deal_id", "lead_id", "bot_id", "stage", "created_at", "closed_at", "amount",
        "amount_omitted", "order_id", credit.alias("credit"),
        pl.when("sourced").then("bot_id").otherwise("credit_bot_id").alias("credit_bot_id"),
        "credit_session_id", *DIMENSIONS,
    )  # fmt: skip


def attribution_window(config: Config) -> pl.Expr:
    """The days within which a bot's conversation may be credited; 90 for a bot not configured."""
    days = {bot.id: bot.attribution_window for bot in config.bots}
    return pl.col("bot_id").replace_strict(days, default=90, return_dtype=pl.Int64)


def _placed(found: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """Name the conversations that were found: id, credit_bot_id, credit_session_id."""
    places = candidates.unique("place").select(
        "place",
        pl.col("bot_id").alias("credit_bot_id"),
        pl.col("session_id").alias("credit_session_id"),
    )
    return found.join(places, on="place").drop("place")


def orders(
    rows: pl.LazyFrame, conversations: pl.DataFrame, candidates: pl.DataFrame, *, days: int
) -> pl.DataFrame:
    """One row per order, with its bot, the dimensions of its conversation and its credit.

    - bot_id: its own, else that of its session's earliest conversation.
    - direct: its session is a meaningful conversation with first_user_at < ordered_at (several:
      the one at its own bot, else the earliest, ties by bot_id).
    - assisted: not direct, and its user or visitor (its own, else its session's conversation's)
      had one started in [ordered_at - order_window, ordered_at), at any bot: the latest.

    Args:
        rows: the visible orders that are no deal's, amounts in the project's currency.
        conversations: every conversation.
        candidates: of `kpikit.facts.credit.candidates`.
        days: the order window.
    """
    source = conversations.lazy().select(
        "bot_id", "session_id", "started_at", *DIMENSIONS,
        pl.col("user_id").alias("#user"), pl.col("visitor_id").alias("#visitor"),
    )  # fmt: skip
    session = of_session(rows, "order_id", source).drop("started_at")
    named = (
        rows.join(session, on="order_id", how="left")
        .with_columns(
            pl.coalesce("user_id", "#user").alias("user_id"),
            pl.coalesce("visitor_id", "#visitor").alias("visitor_id"),
        )
        .collect()
    )
    direct = _direct(named, candidates)
    claims = named.join(direct, on="order_id", how="anti").with_columns(
        id="order_id", at="ordered_at"
    )
    found = latest(owned(claims, PERSONS), owned(candidates, PERSONS), pl.lit(days, pl.Int64))
    assisted = _placed(found, candidates).select(
        pl.col("id").alias("order_id"), pl.lit("assisted").alias("credit"), *CREDITED[1:]
    )
    credited = named.join(pl.concat([direct, assisted]), on="order_id", how="left")
    return credited.sort("ordered_at", "order_id").select(
        "order_id", "ordered_at", "user_id", "amount", "amount_omitted",
        pl.coalesce("bot_id", "session_bot_id"), *CREDITED, *DIMENSIONS,
    )  # fmt: skip


def _direct(orders: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """The orders placed in a meaningful conversation: order_id and CREDITED."""
    asked = orders.lazy().select("order_id", "session_id", "ordered_at", "bot_id")
    meant = candidates.lazy().select("bot_id", "session_id", "started_at", "first_user_at")
    first = pl.col("first_user_at") < pl.col("ordered_at")
    matched = asked.rename({"bot_id": "#own"}).join(meant, on="session_id").filter(first)
    elsewhere = pl.col("#own").ne_missing(pl.col("bot_id"))
    return (
        matched.sort(elsewhere, "started_at", "bot_id")
        .unique("order_id", keep="first", maintain_order=True)
        .select(
            "order_id",
            pl.lit("direct").alias("credit"),
            pl.col("bot_id").alias("credit_bot_id"),
            pl.col("session_id").alias("credit_session_id"),
        )
        .collect()
    )
