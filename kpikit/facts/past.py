"""The journeys as they were: what facts of an earlier instant would have said of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.business import journeys_of
from kpikit.facts.conversations import conversations
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


@dataclass(frozen=True, eq=False)
class Past:
    """What the journeys of any instant are made from.

    They are built anew from what was visible then, by the functions the facts are built with: a
    session may turn out to be a test only later, and the user of a conversation be named only
    later. Only what a lead can have to do with is kept.

    Attributes:
        tables: the accepted rows.
        config: time zone, windows and page types.
    """

    tables: Tables
    config: Config

    def journeys(self, instant: dt.datetime) -> pl.DataFrame:
        """The journeys of an instant, with the columns of `Facts.journeys`.

        Amounts in another currency are null.
        """
        seen = visible(self._kept, as_of=instant, config=self.config)
        scope = Scope(seen.tables, self.config, instant)
        of = sessions(scope.rows("events").collect())
        return journeys_of(scope, of, conversations(of, messages(of), self.config.page_types))

    @functools.cached_property
    def _kept(self) -> Tables:
        kept = {name: self.tables[name] for name in TABLES if name in self.tables}
        if "leads" in kept:
            leads = kept["leads"].frame.collect()
            kept["leads"] = kept["leads"].with_frame(leads.lazy())
            kept["events"] = _around(kept["events"], leads)
        return replace(self.tables, tables=kept)


def _around(events: Table, leads: pl.DataFrame) -> Table:
    """The whole sessions that a lead names, that created one, or that have an event of its user."""
    names = [name for name in events.frame.collect_schema().names() if name in NEEDED]
    narrow = replace(events, columns=events.columns & NEEDED).with_frame(events.frame.select(names))
    users, named = (
        leads.get_column(name).drop_nulls().unique().implode() for name in ("user_id", "session_id")
    )
    touching = (
        pl.col("lead_id").is_not_null()
        | pl.col("user_id").is_in(users)
        | pl.col("session_id").is_in(named)
    )
    found = narrow.frame.filter(touching).select("session_id").collect().get_column("session_id")
    whole = pl.col("session_id").is_in(found.drop_nulls().unique().implode())
    return narrow.with_frame(narrow.frame.filter(whole).collect().lazy())
