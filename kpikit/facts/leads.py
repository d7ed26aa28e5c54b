"""Leads with their conversation, bot and start, and their journey to a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.credit import OWNER, of_session, owned
from kpikit.facts.model import DIMENSIONS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kpikit.facts.sessions import Sessions

LEAD_OWNERS = {"lead_id": "lead", "session_id": "session", "user_id": "user"}
"""What makes a conversation a lead's: it created it, is its session, or is its user's."""

DAY = 86_400_000_000  # microseconds


def created_leads(of: Sessions) -> pl.DataFrame:
    """The chat.lead_created events that name a lead, earliest first: key, lead_id and session."""
    rows = of.rows(["chat.lead_created"], ["lead_id"]).filter(pl.col("lead_id").is_not_null())
    return rows.join(of.ids.lazy(), on="key").sort("ts", "seq").drop("event").collect()


def leads(rows: pl.LazyFrame, created: pl.DataFrame, conversations: pl.DataFrame) -> pl.DataFrame:
    """Give each lead its session, bot, start and the dimensions of its conversation.

    - session_id: its own, else that of its first chat.lead_created.
    - bot_id: its own, else that of its session's earliest conversation (ties: bot_id), else that
      of its first chat.lead_created; null counts only in the portfolio.
    - start_at, source chatbot: the first conversation with its bot, at or before created_at, of
      its session or of the user that the lead itself names, else created_at; source form:
      first_form_fill_at, else created_at; other: created_at.
    - dimensions: of its session's conversation, the one at its own bot before the earliest.

    Args:
        rows: the visible leads.
        created: of `created_leads`.
        conversations: every conversation.
    """
    first = (
        created.lazy()
        .unique("lead_id", keep="first", maintain_order=True)
        .select("lead_id", pl.col("session_id").alias("#session"), pl.col("bot_id").alias("#bot"))
    )
    named = (
        rows.drop(DIMENSIONS, strict=False)
        .join(first, on="lead_id", how="left")
        .with_columns(pl.coalesce("session_id", "#session"))
    )
    source = conversations.lazy().select("bot_id", "session_id", "started_at", *DIMENSIONS)
    session = of_session(named, "lead_id", source).drop("started_at")
    placed = named.join(session, on="lead_id", how="left").with_columns(
        pl.coalesce("bot_id", "session_bot_id", "#bot")
    )
    started = _started(placed, conversations.lazy())
    return (
        started.drop("#session", "#bot", "session_bot_id").sort("created_at", "lead_id").collect()
    )


def _started(leads: pl.LazyFrame, conversations: pl.LazyFrame) -> pl.LazyFrame:
    """Add start_at."""
    sessions = conversations.select("bot_id", "session_id", pl.col("started_at").alias("#named"))
    users = (
        conversations.filter(pl.col("user_id").is_not_null())
        .group_by("bot_id", "user_id")
        .agg(pl.col("started_at").min().alias("#users"))
    )
    created = pl.col("created_at")
    first = pl.min_horizontal(
        pl.when(pl.col(name) <= created).then(pl.col(name)) for name in ("#named", "#users")
    )
    filled_in = pl.when(pl.col("source") == "form").then(pl.col("first_form_fill_at"))
    talked = pl.when(pl.col("source") == "chatbot").then(first)
    return (
        leads.join(sessions, on=["bot_id", "session_id"], how="left")
        .join(users, on=["bot_id", "user_id"], how="left")
        .with_columns(pl.coalesce(talked, filled_in, created).alias("start_at"))
        .drop("#named", "#users")
    )


def qualified(rows: pl.LazyFrame, fields: Sequence[str]) -> pl.LazyFrame:
    """Fill qualified, where it is null, from the fields that make a lead qualified.

    Args:
        rows: the visible leads.
        fields: columns that must all be present; empty = nothing to fill from.
    """
    there = [name for name in fields if name in rows.collect_schema().names()]
    if not fields or len(there) < len(fields):
        return rows
    present = pl.all_horizontal(pl.col(name).is_not_null() for name in there)
    return rows.with_columns(pl.coalesce("qualified", present).alias("qualified"))


def with_deals(leads: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """Add has_deal, and won: whether any of the lead's deals was won."""
    known = deals.group_by("lead_id").agg(
        pl.lit(value=True).alias("has_deal"), (pl.col("stage") == "won").any().alias("won")
    )
    marked = leads.drop("seq").join(known, on="lead_id", how="left", maintain_order="left")
    return marked.with_columns(pl.col("has_deal", "won").fill_null(value=False))


def journeys(
    leads: pl.DataFrame, deals: pl.DataFrame, touches: pl.DataFrame, *, as_of: dt.datetime
) -> pl.DataFrame:
    """One row per lead, with its deal: the first won (closed_at, deal_id), else the newest.

    - status: won, lost, open (no deal: open); closed_at is null while open.
    - days: whole days from start_at to closed_at, or to as_of while open; negative where a deal
      closed before its start, which no duration KPI counts.
    - arm: chatbot (source chatbot, its deal not created before start_at), form (source form, no
      meaningful conversation of the lead, its session or user started before closed_at, or as_of
      while open), else mixed.
    - talked_at: of a form lead, when its first meaningful conversation started.

    Args:
        leads: of `leads`.
        deals: with amounts in the project's currency.
        touches: meaningful conversations by owner, of `kpikit.facts.credit.owned`.
        as_of: the instant of the facts.
    """
    talked = touches.group_by(OWNER).agg(pl.col("started_at").min().alias("#talked"))
    met = (
        owned(leads.filter(pl.col("source") == "form").with_columns(id="lead_id"), LEAD_OWNERS)
        .join(talked, on=OWNER)
        .group_by("id")
        .agg(pl.col("#talked").min())
    )
    talks = leads.join(met, left_on="lead_id", right_on="id", how="left", maintain_order="left")
    return ended(talks.rename({"#talked": "talked_at"}), deals, as_of=as_of)


def ended(leads: pl.DataFrame, deals: pl.DataFrame, *, as_of: dt.datetime) -> pl.DataFrame:
    """Journeys of leads whose start and first meaningful conversation are known; see `journeys`.

    Args:
        leads: with start_at and talked_at.
        deals: as they were at the instant.
        as_of: the instant.
    """
    closed = pl.when(pl.col("status") != "open").then(pl.col("closed_at"))
    elapsed = (pl.col("#end") - pl.col("start_at")).dt.total_microseconds()
    return (
        leads.join(_deal_of_lead(deals), on="lead_id", how="left", maintain_order="left")
        .with_columns(pl.col("stage").fill_null("open").alias("status"))
        .with_columns(closed.alias("closed_at"))
        .with_columns(pl.col("closed_at").fill_null(as_of).alias("#end"))
        .with_columns((elapsed // DAY).alias("days"), _arm())
        .select(
            "lead_id", "bot_id", "source", "arm", "start_at", "created_at", "closed_at", "status",
            "days", "deal_id", "amount", "amount_omitted", "talked_at", *DIMENSIONS,
        )
    )  # fmt: skip


def _deal_of_lead(deals: pl.DataFrame) -> pl.DataFrame:
    """The deal that a lead's journey ends with."""
    won = deals.filter(pl.col("stage") == "won").sort("closed_at", "deal_id", nulls_last=True)
    newest = deals.sort("created_at", "deal_id", descending=True, nulls_last=True)
    return (
        pl.concat([won, newest])
        .unique("lead_id", keep="first", maintain_order=True)
        .select(
            "lead_id", "deal_id", "stage", "closed_at", "amount", "amount_omitted",
            pl.col("created_at").alias("#deal_created"),
        )
    )  # fmt: skip


def _arm() -> pl.Expr:
    """Which channel a journey belongs to; mixed belongs to neither."""
    early = (pl.col("#deal_created") < pl.col("start_at")).fill_null(value=False)
    met = (pl.col("talked_at") < pl.col("#end")).fill_null(value=False)
    return (
        pl.when((pl.col("source") == "chatbot") & ~early).then(pl.lit("chatbot"))
        .when((pl.col("source") == "form") & ~met).then(pl.lit("form"))
        .otherwise(pl.lit("mixed")).alias("arm")
    )  # fmt: skip
