"""The ladder: how far each conversation's claim to be resolved has held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from kpikit.config import Windows

RUNGS = (
    "escalated", "unknown", "abandoned", "ticketed", "returned", "pending", "unverifiable",
    "durable",
)  # fmt: skip
"""In order of precedence: a conversation stands on the first that fits."""

THREAD = ["bot_id", "user_id", "intent"]


def ladder(
    conversations: pl.DataFrame,
    tickets: pl.LazyFrame | None,
    *,
    windows: Windows,
    as_of: dt.datetime,
) -> pl.DataFrame:
    """Add mature, linkable, ticketed, returned and rung to the conversations.

    - mature: confirmed, or closed_at + max(ticket_window, return_window) <= as_of.
    - linkable: confirmed, or user_id known, or some visible ticket of the project names a session.
    - ticketed: contained, and a ticket names the session with created_at < closed_at +
      ticket_window (also one from before closed_at), or one that names no session but the user
      was created in [closed_at, closed_at + ticket_window).
    - returned: contained, not ticketed, and the user started another conversation with the bot
      and intent (null equals null) in (closed_at, closed_at + return_window].
    - rung: one of RUNGS.

    Args:
        conversations: of `kpikit.facts.conversations`, in any order.
        tickets: the visible tickets; None where the project has no such table. Then ticketed and
            returned are null, and so is the rung of every contained conversation.
        windows: of the project.
        as_of: the instant of the facts.
    """
    ticket_window = dt.timedelta(days=windows.ticket_days)
    return_window = dt.timedelta(hours=windows.return_hours)
    settled = pl.col("closed_at") + max(ticket_window, return_window) <= as_of
    linked = pl.col("confirmed") | pl.col("user_id").is_not_null()
    rows = conversations.with_columns((pl.col("confirmed") | settled).alias("mature"))
    if tickets is None:
        unknown = pl.lit(None, pl.Boolean)
        return rows.with_columns(
            linked.alias("linkable"), _rung(None), ticketed=unknown, returned=unknown
        )
    # Counted, because is_not_null().any() of no rows at all is true in polars 2.1.
    named = tickets.select(pl.col("session_id").count()).collect().item() > 0
    rows = rows.with_columns((linked | pl.lit(value=named)).alias("linkable"))
    rows = _with_tickets(rows, tickets, ticket_window)
    rows = _with_returns(rows, return_window)
    return rows.with_columns(_rung("ticketed"))


def _rung(ticketed: str | None) -> pl.Expr:
    """The first rung that fits; null where it takes tickets to know and there is no table."""
    chain = (
        pl.when("escalated").then(pl.lit("escalated"))
        .when(pl.col("outcome").is_null()).then(pl.lit("unknown"))
        .when(~pl.col("contained")).then(pl.lit("abandoned"))
    )  # fmt: skip
    if ticketed is None:
        return chain.otherwise(pl.lit(None, pl.String)).alias("rung")
    return (
        chain.when(ticketed).then(pl.lit("ticketed"))
        .when("returned").then(pl.lit("returned"))
        .when(~pl.col("mature")).then(pl.lit("pending"))
        .when(~pl.col("linkable")).then(pl.lit("unverifiable"))
        .otherwise(pl.lit("durable")).alias("rung")
    )  # fmt: skip


def _with_tickets(rows: pl.DataFrame, tickets: pl.LazyFrame, window: dt.timedelta) -> pl.DataFrame:
    """Mark contained conversations that a ticket followed."""
    opened = pl.col("created_at")
    by_session = (
        tickets.filter(pl.col("session_id").is_not_null())
        .group_by("session_id")
        .agg(opened.min().alias("#named_at"))
    )
    by_user = (
        tickets.filter(pl.col("session_id").is_null() & pl.col("user_id").is_not_null())
        .select("user_id", opened.alias("#next_at"))
        .sort("#next_at")
    )
    contained = rows.lazy().filter("contained").select("key", "session_id", "user_id", "closed_at")
    followed = (
        contained.sort("closed_at")
        .join_asof(
            by_user, left_on="closed_at", right_on="#next_at", by="user_id", strategy="forward",
            check_sortedness=False,
        )
        .join(by_session, on="session_id", how="left")
        .filter(pl.min_horizontal("#named_at", "#next_at") < pl.col("closed_at") + window)
        .select("key")
        .collect()
    )  # fmt: skip
    return rows.with_columns(pl.col("key").is_in(followed["key"].implode()).alias("ticketed"))


def _with_returns(rows: pl.DataFrame, window: dt.timedelta) -> pl.DataFrame:
    """Mark contained, unticketed conversations after which the user came back with the same."""
    known = rows.lazy().filter(pl.col("user_id").is_not_null())
    # Collected, because each run of the plan would number the threads anew.
    threads = known.select(THREAD).unique().collect().with_row_index("thread")
    placed = known.join(threads.lazy(), on=THREAD, how="left", nulls_equal=True)
    # How many conversations of the thread had started up to each instant.
    started = (
        placed.group_by("thread", "started_at")
        .len()
        .sort("started_at")
        .select("thread", pl.col("started_at").alias("#at"), pl.col("len").cum_sum().over("thread"))
        .collect()
        .lazy()
    )
    asked = placed.filter(pl.col("contained") & ~pl.col("ticketed")).select(
        "key", "thread", "started_at", "closed_at", end=pl.col("closed_at") + window
    )
    counted = _so_far(_so_far(asked, started, "closed_at"), started, "end")
    # A resolution dated before its own start must not make a conversation its own return.
    itself = (pl.col("started_at") > pl.col("closed_at")) & (pl.col("started_at") <= pl.col("end"))
    others = pl.col("#end").cast(pl.Int64) - pl.col("#closed_at") - itself.cast(pl.Int64)
    back = counted.filter(others > 0).select("key").collect()
    return rows.with_columns(pl.col("key").is_in(back["key"].implode()).alias("returned"))


def _so_far(asked: pl.LazyFrame, started: pl.LazyFrame, at: str) -> pl.LazyFrame:
    """Add how many conversations of the thread had started at or before an instant."""
    return (
        asked.sort(at)
        .join_asof(started, left_on=at, right_on="#at", by="thread", check_sortedness=False)
        .with_columns(pl.col("len").fill_null(0).cast(pl.Int64).alias(f"#{at}"))
        .drop("len", "#at", strict=False)
    )
