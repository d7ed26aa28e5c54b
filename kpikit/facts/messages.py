"""Messages in the order people read them, and the answers among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.sessions import MESSAGES, Sessions
from kpikit.visible.seen import repeated

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = (
    "message_id", "intent", "sentiment", "kind", "first_token_at", "response_template_id",
)  # fmt: skip


def messages(of: Sessions) -> pl.DataFrame:
    """One row per message: a distinct (role, message_id) of its session, at its earliest row.

    A row without message_id is a message of its own. The order is (ts, user before bot, seq).

    Returns:
        key, ts, seq, user (true: the user's), turn (how many user messages of the session there
        are up to this one), after_user (the previous message is the user's), asked_at (the ts of
        the previous message), nameless (it has no message_id) and columns of the events.
    """
    role = (pl.col("event") == MESSAGES[0]).alias("user")
    rows = of.rows(MESSAGES, COLUMNS).select(pl.exclude("event"), role).collect()
    repeats = repeated(rows, ["key", "user", "message_id"], order=["key", "ts", "seq"])
    rows = rows if repeats is None else rows.filter(~repeats)
    nameless = pl.col("message_id").is_null().alias("nameless")
    return _user_first(rows).select(pl.exclude("message_id"), nameless, *_places())


def _user_first(rows: pl.DataFrame) -> pl.DataFrame:
    """Order messages of the same instant; rows come ordered by (key, ts, seq)."""
    tied = (pl.col("key") == pl.col("key").shift()) & (pl.col("ts") == pl.col("ts").shift())
    swapped = rows.select((tied & pl.col("user") & ~pl.col("user").shift()).any()).item()
    if not swapped:
        return rows
    ordered = rows.sort("key", "ts", ~pl.col("user"), "seq")
    return ordered.with_columns(pl.col("key").set_sorted())


def _places() -> Sequence[pl.Expr]:
    """Where each message stands in its session, without a window: rows come in order."""
    opens = (pl.col("key") != pl.col("key").shift()).fill_null(value=True)
    users = pl.col("user").cast(pl.Int32).cum_sum()
    before = pl.when(opens).then(users - pl.col("user")).forward_fill()
    return (
        (users - before).alias("turn"),
        (pl.col("user").shift(fill_value=False) & ~opens).alias("after_user"),
        pl.col("ts").shift().alias("asked_at"),
    )


def answers(rows: pl.DataFrame) -> pl.LazyFrame:
    """One row per bot message, of any kind, whose previous message is the user's.

    latency_s = (first_token_at, else ts) - the user message's ts, in seconds; the clocks of two
    systems can make it negative, and no duration KPI counts that. A null kind reads as answer.
    """
    shown = pl.coalesce("first_token_at", "ts")
    latency = (shown - pl.col("asked_at")).dt.total_microseconds() / 1e6
    return (
        rows.lazy()
        .filter(~pl.col("user") & pl.col("after_user"))
        .select(
            "key", "ts", latency.alias("latency_s"),
            pl.col("kind").fill_null("answer"), "response_template_id", "intent",
        )
    )  # fmt: skip


def exchanges(rows: pl.DataFrame) -> pl.LazyFrame:
    """One row per session with messages: their counts, first times and first intent."""
    user, ts = pl.col("user"), pl.col("ts")
    first = user & (pl.col("turn") == 1)
    reply = ~user & (pl.col("turn") > 0)
    answer = reply & (pl.col("kind").fill_null("answer") == "answer")
    felt = pl.when(user).then(pl.col("sentiment"))
    # when/then inside an aggregate is several times faster than filter.
    return (
        rows.lazy()
        .group_by("key")
        .agg(
            user.sum().alias("user_messages"),
            (~user).sum().alias("bot_messages"),
            (~user & (pl.col("kind") == "fallback")).sum().alias("fallback_messages"),
            pl.when(first).then(ts).min().alias("first_user_at"),
            pl.when(reply).then(ts).min().alias("first_reply_at"),
            pl.when(answer).then(ts).min().alias("first_answer_at"),
            pl.when(first).then(pl.col("intent")).first(ignore_nulls=True).alias("intent"),
            felt.mean().alias("sentiment"),
            felt.last(ignore_nulls=True).alias("last_sentiment"),
            ts.min().alias("first_message_at"),
            ts.max().alias("last_message_at"),
            pl.col("nameless").any(),
        )
    )
