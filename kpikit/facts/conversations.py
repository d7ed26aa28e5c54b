"""Conversations: one row per (bot_id, session_id), before anything outside the chat is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.messages import exchanges
from kpikit.facts.model import DIMENSIONS
from kpikit.facts.sessions import Sessions, dimensions, people, starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.config import PageType

CONVERSATION = (
    "bot_id", "session_id", "started_at", "user_id", "visitor_id", "person", *DIMENSIONS,
    "user_messages", "bot_messages", "fallback_messages", "first_user_at", "first_reply_at",
    "first_answer_at", "intent", "sentiment", "last_sentiment", "engaged", "completed",
    "meaningful", "ended_at", "outcome", "resolved_at", "confirmed", "escalated", "trigger",
    "contained", "closed_at", "mature", "linkable", "ticketed", "returned", "rung",
    "lead_created", "lead_won", "order_credited", "rated", "audit_complete",
)  # fmt: skip
"""The columns of a conversation, once the ladder has judged it."""

COUNTS = ("user_messages", "bot_messages", "fallback_messages")


def conversations(
    of: Sessions, messages: pl.DataFrame, page_types: Sequence[PageType]
) -> pl.DataFrame:
    """What the events of a session say about it.

    - started_at: the first chat.session_started, else the first event of any other kind.
    - ended_at: the last message (each at its earliest row) or escalation, else started_at.
    - outcome, resolved_at, confirmed: of the last chat.outcome with an outcome.
    - contained: outcome resolved_by_bot and not escalated; closed_at: resolved_at, else ended_at.
    - audit_complete: a start, an outcome, an id on every message, none of them before the start.

    Args:
        of: the sessions and their events in order.
        messages: those of `kpikit.facts.messages`.
        page_types: patterns that find the page_type in a page_url.

    Returns:
        One row per session in the order of its key.
    """
    parts = (
        starts(of),
        people(of),
        dimensions(of, page_types),
        exchanges(messages),
        _outcomes(of),
        _escalations(of),
        _flags(of),
    )
    rows = of.ids.lazy()
    for part in parts:
        rows = rows.join(part, on="key", how="left", maintain_order="left")
    return _ended(_measured(rows)).collect()


def _outcomes(of: Sessions) -> pl.LazyFrame:
    """The last outcome of each session that has one, with what came in the same row."""
    names = ("outcome", "resolved_at", "confirmed")
    known = of.rows(["chat.outcome"], names).filter(pl.col("outcome").is_not_null())
    return known.group_by("key").agg(pl.col(name).last() for name in names)


def _escalations(of: Sessions) -> pl.LazyFrame:
    """The trigger of each session's first escalation, also when null, and the last one's time."""
    rows = of.rows(["chat.escalation"], ["trigger"])
    return rows.group_by("key").agg(
        pl.col("trigger").first(),
        pl.col("ts").max().alias("last_escalation_at"),
        pl.lit(value=True).alias("handed_over"),
    )


def _flags(of: Sessions) -> pl.LazyFrame:
    """Sessions that created a lead."""
    rows = of.rows(["chat.lead_created"]).select("key").unique()
    return rows.with_columns(pl.lit(value=True).alias("lead_created"))


def _measured(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Fill what a session without messages, escalations or leads lacks; derive from counts."""
    users = pl.col("user_messages").fill_null(0)
    return rows.with_columns(
        *(pl.col(name).fill_null(0).cast(pl.Int64) for name in COUNTS),
        pl.coalesce("user_id", "visitor_id", "session_id").alias("person"),
        (users >= 1).alias("engaged"),
        (users >= 2).alias("completed"),
        ((users >= 2) & pl.col("first_answer_at").is_not_null()).alias("meaningful"),
        pl.col("lead_created").fill_null(value=False),
        pl.col("confirmed").fill_null(value=False),
        pl.coalesce(pl.max_horizontal("last_message_at", "last_escalation_at"), "started_at").alias(
            "ended_at"
        ),
        (
            pl.col("handed_over").fill_null(value=False)
            | (pl.col("outcome") == "escalated").fill_null(value=False)
        ).alias("escalated"),
    )


def _ended(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Add how it ended, and whether its record is complete."""
    complete = (
        pl.col("opened_at").is_not_null()
        & pl.col("outcome").is_not_null()
        & ~pl.col("nameless").fill_null(value=False)
        & (pl.col("first_message_at") >= pl.col("opened_at")).fill_null(value=True)
    )
    contained = (pl.col("outcome") == "resolved_by_bot").fill_null(value=False)
    return rows.with_columns(
        (contained & ~pl.col("escalated")).alias("contained"),
        pl.coalesce("resolved_at", "ended_at").alias("closed_at"),
        complete.alias("audit_complete"),
    )


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The conversations as everybody else sees them: without key, in order of time."""
    return rows.select(CONVERSATION).sort("started_at", "bot_id", "session_id")
