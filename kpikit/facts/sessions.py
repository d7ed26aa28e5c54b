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
    """Sessions and the order of their events.

    The order is kept apart from the events: sorting five narrow columns once, and fetching others
    for the rows that need them, costs a third of sorting whole events.

    Attributes:
        order: key, ts, seq, row, event of every event but chat.widget_shown, which never opens
            a conversation; sorted by (key, ts, seq). Keys count from 0; row is the place in
            events.
        events: visible events in any order; columns nobody supplied may be missing.
    """

    order: pl.DataFrame
    events: pl.DataFrame

    @property
    def ids(self) -> pl.DataFrame:
        """Key, bot_id and session_id of each session, in the order of the keys."""
        opens = (pl.col("key") != pl.col("key").shift()).fill_null(value=True)
        first = self.order.filter(opens)
        return self.fetch(first, ["bot_id", "session_id"]).select("key", "bot_id", "session_id")

    def rows(self, names: Sequence[str], columns: Sequence[str] = ()) -> pl.LazyFrame:
        """Events of some names, in order, with key, event, ts, seq and the columns asked for."""
        picked = self.order.filter(pl.col("event").is_in(names))
        return self.fetch(picked, columns).lazy()

    def fetch(self, picked: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
        """Add columns of the events to rows of the order; those not there as nulls."""
        absent = [name for name in columns if name not in self.events.columns]
        there = [name for name in columns if name in self.events.columns]
        places = picked.get_column("row")
        return picked.drop("row").with_columns(
            *(self.events.get_column(name).gather(places) for name in there),
            *(pl.lit(None, schema("events")[name].dtype).alias(name) for name in absent),
        )

    def having(self, columns: Sequence[str]) -> pl.DataFrame:
        """Events with something in one of the columns, in order, with all of them."""
        there = [name for name in columns if name in self.events.columns]
        if not there:
            return self.fetch(self.order.clear(), columns)
        known = self.events.select(
            pl.any_horizontal(pl.col(name).is_not_null() for name in there)
        ).to_series()
        return self.fetch(self.order.filter(known.gather(self.order["row"])), columns)


def sessions(events: pl.DataFrame) -> Sessions:
    """Give each (bot_id, session_id) a key and put its events in order.

    Args:
        events: visible events, in any order.
    """
    names = pl.Enum(schema("events")["event"].allowed)
    code = _code("bot_id") * 2**32 + _code("session_id")
    narrow = (
        events.lazy()
        .with_row_index("row")
        .filter(pl.col("session_id").is_not_null() & (pl.col("event") != "chat.widget_shown"))
        .select(code.alias("key"), "ts", "seq", "row", pl.col("event").cast(names))
    )
    # In two steps, because events mostly come in order of time.
    ordered = narrow.sort("ts", "seq").collect().sort("key", maintain_order=True)
    opens = (pl.col("key") != pl.col("key").shift()).fill_null(value=False)
    key = opens.cum_sum().cast(pl.UInt32).alias("key")
    return Sessions(ordered.with_columns(key.set_sorted()), events)


def _code(column: str) -> pl.Expr:
    """A number for each text, different for different texts."""
    return pl.col(column).cast(pl.Categorical).to_physical().cast(pl.UInt64)


def starts(of: Sessions) -> pl.LazyFrame:
    """One row per session: started_at, the first chat.session_started, else the first event.

    Its opened_at is that chat.session_started, null where there is none.
    """
    opened = pl.when(pl.col("event") == "chat.session_started").then(pl.col("ts")).min()
    return (
        of.order.lazy()
        .group_by("key")
        .agg(opened.alias("opened_at"), pl.col("ts").min().alias("#first"))
        .select("key", "opened_at", pl.coalesce("opened_at", "#first").alias("started_at"))
    )


def people(of: Sessions) -> pl.LazyFrame:
    """The first non-null user_id and visitor_id of each session that has any, by (ts, seq)."""
    return _firsts(of.having(PEOPLE).lazy(), PEOPLE)


def dimensions(of: Sessions, page_types: Sequence[PageType]) -> pl.LazyFrame:
    """The first non-null of each dimension of each session that has any, by (ts, seq).

    Where an event has a page_url and no page_type, the first pattern found in the url decides.
    """
    rows = of.having([*DIMENSIONS, "page_url"]).lazy()
    derived = pl.lit(None, pl.String)
    for rule in reversed(page_types):
        found = pl.col("page_url").str.contains(rule.pattern)
        derived = pl.when(found).then(pl.lit(rule.type)).otherwise(derived)
    return _firsts(rows.with_columns(pl.coalesce("page_type", derived)), DIMENSIONS)


def _firsts(rows: pl.LazyFrame, columns: Sequence[str]) -> pl.LazyFrame:
    return rows.group_by("key").agg(pl.col(name).first(ignore_nulls=True) for name in columns)
