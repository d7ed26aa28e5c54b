"""The events of each session in order, under a short key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.model import DIMENSIONS
from kpikit.tables import schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.config import PageType

PEOPLE = ("user_id", "visitor_id")
MESSAGES = ("chat.message.user", "chat.message.bot")


@dataclass(frozen=True, eq=False)
class Sessions:
    """Sessions and their events.

    Attributes:
        ids: key, bot_id, session_id of each session that some event opens.
        events: their events but for chat.widget_shown, which never opens a conversation, with
            the session's key, in the order (key, ts, seq).
    """

    ids: pl.DataFrame
    events: pl.DataFrame

    def rows(self, events: Sequence[str], columns: Sequence[str] = ()) -> pl.LazyFrame:
        """Events of some names with key, event, ts, seq and the columns asked for, in order."""
        rows = self.events.lazy().filter(pl.col("event").is_in(events))
        return filled(rows, columns).select("key", "event", "ts", "seq", *columns)


def sessions(events: pl.DataFrame) -> Sessions:
    """Give each (bot_id, session_id) a short key and put its events in order.

    Args:
        events: visible events in any order; columns nobody supplied may be missing.
    """
    rows = events.lazy().filter(
        pl.col("session_id").is_not_null() & (pl.col("event") != "chat.widget_shown")
    )
    ids = rows.select("bot_id", "session_id").unique().collect().with_row_index("key")
    keyed = rows.join(ids.lazy(), on=["bot_id", "session_id"], how="left")
    # One sort by a short key serves every "first", "last" and "previous" below.
    ordered = keyed.drop("bot_id", "session_id").sort("key", "ts", "seq").collect()
    return Sessions(ids, ordered.with_columns(pl.col("key").set_sorted()))


def filled(rows: pl.LazyFrame, names: Sequence[str]) -> pl.LazyFrame:
    """Add the event columns that are not there, as nulls of their type."""
    columns = schema("events")
    absent = set(names) - set(rows.collect_schema().names())
    return rows.with_columns(pl.lit(None, columns[n].dtype).alias(n) for n in absent)


def starts(of: Sessions) -> pl.LazyFrame:
    """One row per session: started_at, the first chat.session_started, else the first event.

    Its opened_at is that chat.session_started, null where there is none.
    """
    opened = pl.when(pl.col("event") == "chat.session_started").then(pl.col("ts")).min()
    return (
        of.events.lazy()
        .group_by("key")
        .agg(opened.alias("opened_at"), pl.col("ts").min().alias("#first"))
        .select("key", "opened_at", pl.coalesce("opened_at", "#first").alias("started_at"))
    )


def people_and_dimensions(of: Sessions, page_types: Sequence[PageType]) -> pl.LazyFrame:
    """One row per session that has any: the first non-null of each by (ts, seq).

    Where an event has a page_url and no page_type, the first pattern found in the url decides.
    """
    names = (*PEOPLE, *DIMENSIONS)
    there = [name for name in (*names, "page_url") if name in of.events.columns]
    known = pl.any_horizontal(pl.col(name).is_not_null() for name in there or ["key"])
    rows = filled(of.events.lazy().select("key", *there).filter(known), (*names, "page_url"))
    derived = pl.lit(None, pl.String)
    for rule in reversed(page_types):
        found = pl.col("page_url").str.contains(rule.pattern)
        derived = pl.when(found).then(pl.lit(rule.type)).otherwise(derived)
    return (
        rows.with_columns(pl.coalesce("page_type", derived).alias("page_type"))
        .group_by("key")
        .agg(pl.col(name).first(ignore_nulls=True) for name in names)
    )
