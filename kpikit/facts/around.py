"""What surrounds the conversations: visitors, widgets shown, sessions nobody answered, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.conversations import conversations
from kpikit.facts.messages import messages
from kpikit.facts.model import DIMENSIONS, SEGMENTS
from kpikit.facts.money import local_day
from kpikit.facts.sessions import sessions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.config import PageType
    from kpikit.facts.scope import Scope
    from kpikit.facts.sessions import Sessions

INCIDENTS = {"chat.error": "error", "chat.input_blocked": "input_blocked"}
SESSION = ["bot_id", "session_id"]


def outbound(events: pl.DataFrame, page_types: Sequence[PageType]) -> pl.DataFrame:
    """One row per session that the bot opened and no user answered.

    Args:
        events: of those sessions only.
        page_types: patterns that find the page_type in a page_url.
    """
    of = sessions(events)
    rows = conversations(of, messages(of), page_types)
    columns = ["bot_id", "session_id", "started_at", "person", *DIMENSIONS]
    return rows.select(columns).sort("started_at", "bot_id", "session_id")


def shown(events: pl.LazyFrame) -> pl.DataFrame:
    """One row per chat.widget_shown: bot_id, ts, person (null where nothing identifies one)."""
    person = pl.coalesce("user_id", "visitor_id", "session_id").alias("person")
    rows = events.filter(pl.col("event") == "chat.widget_shown")
    return rows.sort("ts", "seq").select("bot_id", "ts", person).collect()


def outcome_days(rows: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """Count conversations and known outcomes by bot and local day of the start."""
    day = local_day(pl.col("started_at"), timezone).alias("day")
    counts = rows.group_by("bot_id", day).agg(
        pl.len().cast(pl.Int64).alias("conversations"),
        pl.col("outcome").count().cast(pl.Int64).alias("outcomes"),
    )
    return counts.sort("bot_id", "day")


def incidents(of: Sessions, conversations: pl.DataFrame) -> pl.DataFrame:
    """One row per chat.error and chat.input_blocked, by its own time.

    Returns:
        bot_id, session_id (null where an error has none), ts, kind (error, input_blocked) and
        what it inherits from its conversation.
    """
    wanted = of.events.lazy().filter(pl.col("event").is_in(list(INCIDENTS)))
    kind = pl.col("event").replace_strict(INCIDENTS, return_dtype=pl.String).alias("kind")
    inherited = conversations.lazy().select(*SESSION, *SEGMENTS)
    rows = wanted.sort("ts", "seq").select(*SESSION, "ts", kind)
    return rows.join(inherited, on=SESSION, how="left", maintain_order="left").collect()


def inputs(rows: pl.DataFrame, conversations: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """User messages, counted by conversation, local day and intent: no period cuts a day in two.

    Args:
        rows: of `kpikit.facts.messages`.
        conversations: with key, once judged.
        timezone: decides the local day.

    Returns:
        bot_id, session_id, ts (of the first of them), messages, and what they inherit from their
        conversation; the intent is their own.
    """
    day = local_day(pl.col("ts"), timezone).alias("#day")
    counted = (
        rows.lazy()
        .filter("user")
        .group_by("key", day, "intent")
        .agg(pl.col("ts").min(), pl.len().cast(pl.Int64).alias("messages"))
    )
    names = [name for name in SEGMENTS if name != "intent"]
    inherited = conversations.lazy().select("key", *SESSION, *names)
    placed = counted.join(inherited, on="key", how="left").select(
        *SESSION, "ts", "messages", *SEGMENTS
    )
    return placed.collect()


def traffic(scope: Scope) -> pl.DataFrame:
    """One row per row of traffic: bot_id, date, page_type, visitors and at, the noon of its day.

    Noon lies in its local day in every zone, also where clocks change at midnight.
    """
    noon = pl.col("date").cast(pl.Datetime("us")) + pl.duration(hours=12)
    local = noon.dt.replace_time_zone(
        scope.config.timezone, ambiguous="earliest", non_existent="null"
    )
    rows = scope.rows("traffic").sort("date", "bot_id", "seq")
    at = local.dt.convert_time_zone("UTC").alias("at")
    return rows.select("bot_id", "date", "page_type", "visitors", at).collect()
