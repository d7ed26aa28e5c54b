"""The journeys as they were: what facts of an earlier instant would have said of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.business import journeys_of
from kpikit.facts.conversations import conversations
from kpikit.facts.leads import ended
from kpikit.facts.messages import messages
from kpikit.facts.model import DIMENSIONS
from kpikit.facts.scope import Scope
from kpikit.facts.sessions import sessions
from kpikit.visible import visible

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.config import Config
    from kpikit.tables import Table, Tables

TABLES = ("events", "leads", "deals", "erasures")
NEEDED = frozenset({
    "event", "ts", "bot_id", "session_id", "seq", "event_id", "is_test", "direction", "user_id",
    "lead_id", "message_id", "kind", "page_url", *DIMENSIONS,
})  # fmt: skip
"""The columns of the events that a journey can depend on."""

COLUMNS = (
    "lead_id", "bot_id", "source", "arm", "start_at", "created_at", "closed_at", "status", "days",
    "deal_id", *DIMENSIONS,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Past:
    """What the journeys of any earlier instant are made from.

    Most leads were then what they are now, but for their deal: nothing happened later in the
    conversations they can have to do with. The others are built anew, by the functions the facts
    are built with, from what was visible then: a session may turn out to be a test only later, and
    the user of a conversation be named only later.

    Attributes:
        tables: the accepted rows.
        config: time zone, windows and page types.
        journeys: of the facts.
        deals: of the facts.
    """

    tables: Tables
    config: Config
    journeys: pl.DataFrame
    deals: pl.DataFrame

    def at(self, instant: dt.datetime) -> pl.DataFrame:
        """The journeys of an instant, not later than the facts: COLUMNS, by lead."""
        if "leads" not in self.tables:
            return self.journeys.select(COLUMNS)
        moved = self._unsettled(instant)
        others = self.journeys.join(moved, on="lead_id", how="anti")
        parts = [_without_later(others, self.deals, instant), self._anew(moved, instant)]
        return pl.concat(parts).sort("lead_id")

    def _unsettled(self, instant: dt.datetime) -> pl.DataFrame:
        """The leads that something but their deal happened to before and after an instant."""
        begun = pl.col("first") <= instant
        under_way = begun & (pl.col("last") > instant)
        ties = self._ties.filter(under_way | (pl.col("own") & ~begun)).select("lead_id")
        filled = pl.col("first_form_fill_at") > instant
        there = self._leads.filter(pl.col("created_at") <= instant)
        return pl.concat([
            there.filter(filled).select("lead_id"),
            there.select("lead_id").join(ties, on="lead_id", how="semi"),
        ]).unique()  # fmt: skip

    def _anew(self, leads: pl.DataFrame, instant: dt.datetime) -> pl.DataFrame:
        """The journeys of some leads, from their rows and those of their conversations."""
        if not len(leads):
            return self.journeys.select(COLUMNS).clear()
        ties = self._ties.join(leads, on="lead_id", how="semi")
        kept = {
            "events": _of(self._events, ties, "session_id"),
            "leads": _of(self.tables["leads"], leads, "lead_id"),
        }
        if "deals" in self.tables:
            # An id that comes twice, for two leads, is the deal of the earlier row.
            mine = _of(self.tables["deals"], leads, "lead_id").frame.collect()
            kept["deals"] = _of(self.tables["deals"], mine, "deal_id")
        if "erasures" in self.tables:
            kept["erasures"] = self.tables["erasures"]
        seen = visible(replace(self.tables, tables=kept), as_of=instant, config=self.config)
        scope = Scope(seen.tables, self.config, instant)
        of = sessions(scope.rows("events").collect())
        talks = conversations(of, messages(of), self.config.page_types)
        return journeys_of(scope, of, talks).select(COLUMNS)

    @functools.cached_property
    def _leads(self) -> pl.DataFrame:
        """Every row of the leads, the columns that tie it to others."""
        columns = ("lead_id", "created_at", "session_id", "user_id", "first_form_fill_at")
        return self.tables["leads"].frame.select(columns).collect()

    @functools.cached_property
    def _events(self) -> Table:
        """The whole sessions that a lead names, that created one, or that have its user."""
        events = self.tables["events"]
        names = [name for name in events.frame.collect_schema().names() if name in NEEDED]
        narrow = replace(events, frame=events.frame.select(names), columns=events.columns & NEEDED)
        users, named = (
            self._leads.get_column(name).drop_nulls().unique().implode()
            for name in ("user_id", "session_id")
        )
        touching = (
            pl.col("lead_id").is_not_null()
            | pl.col("user_id").is_in(users)
            | pl.col("session_id").is_in(named)
        )
        found = narrow.frame.filter(touching).select("session_id").drop_nulls().unique().collect()
        return _of(narrow, found, "session_id")

    @functools.cached_property
    def _ties(self) -> pl.DataFrame:
        """Which sessions a lead can have to do with.

        Returns:
            lead_id, session_id, own (it is the lead's, and not only its user's), first and last
            (the times of its events).
        """
        rows = self._events.frame.collect()
        spans = rows.group_by("session_id").agg(
            pl.col("ts").min().alias("first"), pl.col("ts").max().alias("last")
        )
        users = rows.select("user_id", "session_id").drop_nulls().unique()
        pairs = [
            (self._leads.select("lead_id", "session_id"), True),
            (rows.select("lead_id", "session_id"), True),
            (
                self._leads.drop("session_id")
                .join(users, on="user_id")
                .select("lead_id", "session_id"),
                False,
            ),
        ]
        every = pl.concat([pair.with_columns(own=pl.lit(own)) for pair, own in pairs])
        return every.drop_nulls().unique().join(spans, on="session_id")


def _of(table: Table, wanted: pl.DataFrame, column: str) -> Table:
    """The rows of a table that have one of some values, held in memory."""
    among = pl.col(column).is_in(wanted.get_column(column).unique().implode())
    return table.with_frame(table.frame.filter(among).collect().lazy())


def _without_later(
    journeys: pl.DataFrame, deals: pl.DataFrame, instant: dt.datetime
) -> pl.DataFrame:
    """Journeys without the leads and deals created later, deals closed later being open."""
    there = deals.filter((pl.col("created_at") <= instant).fill_null(value=True))
    closed = (pl.col("closed_at") <= instant).fill_null(value=False)
    known = there.with_columns(
        pl.when(closed).then("stage").otherwise(pl.lit("open")).alias("stage"),
        pl.when(closed).then("closed_at").alias("closed_at"),
    )
    begun = journeys.filter(pl.col("created_at") <= instant)
    plain = begun.drop("closed_at", "status", "days", "arm", "deal_id", "amount", "amount_omitted")
    return ended(plain, known, as_of=instant).select(COLUMNS)
