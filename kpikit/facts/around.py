"""What surrounds the conversations: widgets shown, sessions nobody answered, days of outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.conversations import conversations
from kpikit.facts.messages import messages
from kpikit.facts.model import DIMENSIONS
from kpikit.facts.money import local_day
from kpikit.facts.sessions import sessions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.config import PageType


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
