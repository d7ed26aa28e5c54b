"""Which conversation a sale is credited to: matching by person, lead and session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

OWNER = ["kind", "owner"]


def candidates(conversations: pl.DataFrame) -> pl.DataFrame:
    """The conversations that a sale can be credited to: the meaningful ones.

    Returns:
        Their rows with place (higher = preferred: later start, then smaller bot_id, then smaller
        session_id) and known_at: a sale at t needs started_at < t and first_user_at < t, which is
        known_at < t.
    """
    return (
        conversations.filter("meaningful")
        .sort("started_at", "bot_id", "session_id", descending=[False, True, True])
        .with_row_index("place")
        .select(
            "place",
            "key",
            "bot_id",
            "session_id",
            "user_id",
            "visitor_id",
            "started_at",
            "first_user_at",
            pl.max_horizontal("started_at", "first_user_at").alias("known_at"),
        )
    )


def owned(rows: pl.DataFrame, columns: Mapping[str, str]) -> pl.DataFrame:
    """Say whose each row is: one row for each owner that a column names.

    Args:
        rows: conversations, or sales.
        columns: the kind of owner (user, visitor, session, lead) by the column that names it.
    """
    named = [
        rows.filter(pl.col(column).is_not_null()).with_columns(
            pl.lit(kind).alias("kind"), pl.col(column).alias("owner")
        )
        for column, kind in columns.items()
    ]
    return pl.concat(named)


def latest(sales: pl.DataFrame, touches: pl.DataFrame, windows: pl.Expr) -> pl.DataFrame:
    """Find each sale's latest conversation started in [t - window, t), at any bot.

    Args:
        sales: id, at (the t), kind, owner; one row for each owner of the sale.
        touches: rows of `candidates`, one for each owner.
        windows: the days a conversation may lie before the sale, of the conversation's bot.

    Returns:
        id and place, one row for each sale that has such a conversation.
    """
    # Bots share few windows, so one ordered pass for each replaces a join of every sale with
    # every conversation of its people.
    asked = touches.join(sales, on=OWNER, how="semi")
    by_window = asked.with_columns(windows.alias("days")).partition_by("days", as_dict=True)
    found = [
        _latest_within(sales, part, days=int(days[0])) for days, part in by_window.items()
    ] or [sales.select("id").clear().with_columns(pl.lit(0, pl.UInt32).alias("place"))]
    return pl.concat(found).group_by("id").agg(pl.col("place").max())


def _latest_within(sales: pl.DataFrame, touches: pl.DataFrame, *, days: int) -> pl.DataFrame:
    """The same for conversations that all have the same window."""
    # Of the conversations known before t, the latest to start need not be the last known.
    best = (
        touches.group_by(*OWNER, "known_at")
        .agg(pl.col("place").max())
        .sort("known_at")
        .with_columns(pl.col("place").cum_max().over(OWNER))
    )
    start = touches.select("place", "started_at").unique("place")
    near = sales.sort("at").join_asof(
        best, left_on="at", right_on="known_at", by=OWNER, allow_exact_matches=False,
        check_sortedness=False,
    )  # fmt: skip
    within = pl.col("started_at") >= pl.col("at") - pl.duration(days=days)
    return near.join(start, on="place").filter(within).select("id", "place")


def of_session(rows: pl.LazyFrame, id_column: str, conversations: pl.LazyFrame) -> pl.LazyFrame:
    """Find the conversation of each row's session: the one at its own bot, else the earliest.

    Args:
        rows: with the id, session_id and bot_id (null = no bot of its own).
        id_column: the column that tells the rows apart.
        conversations: with bot_id, session_id, started_at and what is to be taken from them.

    Returns:
        The id and the columns of the conversation, its bot as session_bot_id; rows whose session
        is no conversation are absent.
    """
    named = rows.select(id_column, "session_id", pl.col("bot_id").alias("#own"))
    matched = named.join(conversations, on="session_id", how="inner")
    elsewhere = pl.col("#own").ne_missing(pl.col("bot_id"))
    return (
        matched.sort(elsewhere, "started_at", "bot_id")
        .unique(id_column, keep="first", maintain_order=True)
        .drop("#own", "session_id")
        .rename({"bot_id": "session_bot_id"})
    )
