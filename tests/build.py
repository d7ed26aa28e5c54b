"""Small tables for tests: rows as dicts, the other columns null."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.config import Config
from kpikit.facts import build_facts
from kpikit.tables import SCHEMAS, LoadReport, Table, Tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.facts import Facts

Row = dict[str, Any]
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def at(minutes: float = 0, *, days: float = 0, us: int = 0) -> dt.datetime:
    """An instant, counted from Monday 2026-03-02 09:00 UTC."""
    return START + dt.timedelta(minutes=minutes, days=days, microseconds=us)


def event(name: str, ts: dt.datetime, session: str | None = "s1", **rest: Any) -> Row:
    """One event of bot "b1", unless said otherwise."""
    return {"event": f"chat.{name}", "ts": ts, "session_id": session, "bot_id": "b1", **rest}


def talk(session: str, ts: dt.datetime, *, outcome: str | None = None, **rest: Any) -> list[Row]:
    """A meaningful conversation: user and bot, twice, half a minute apart; then its outcome.

    It ends 90 seconds after ts. What is in `rest` goes on every event.
    """
    steps = ["message.user", "message.bot", "message.user", "message.bot"]
    half = dt.timedelta(seconds=30)
    rows = [event(step, ts + n * half, session, **rest) for n, step in enumerate(steps)]
    ended = [event("outcome", ts + 3 * half, session, outcome=outcome, **rest)] if outcome else []
    return rows + ended


def table(name: str, rows: Sequence[Row], *, columns: Sequence[str] | None = None) -> Table:
    """A table of those rows, numbered by seq in their order unless they bring one."""
    schema = SCHEMAS[name]
    known = {column.name: column.dtype for column in schema.columns}
    numbered = [{"seq": place, **row} for place, row in enumerate(rows)]
    unknown = {key for row in numbered for key in row} - set(known)
    assert not unknown, f"{name} has no {unknown}"
    data = {column: [row.get(column) for row in numbered] for column in known}
    frame = pl.DataFrame(data, schema=known)
    supplied = {key for row in rows for key in row} if columns is None else columns
    return Table(name, frame.lazy(), frozenset({*supplied, *schema.required}))


def tables(*, events: Sequence[Row] = (), **others: Sequence[Row]) -> Tables:
    """Tables of those rows; a table not named is absent, one without rows is there and empty."""
    named = {"events": events, **others}
    return Tables({name: table(name, rows) for name, rows in named.items()}, LoadReport())


def config(**fields: Any) -> Config:
    """A project with one support bot "b1" in UTC, unless said otherwise."""
    bots = [{"id": "b1", "type": "support"}]
    return Config.model_validate({"company": "Test", "bots": bots, **fields})


def facts(
    *,
    as_of: dt.datetime | None = None,
    settings: Mapping[str, Any] | None = None,
    **rows: Sequence[Row],
) -> Facts:
    """Facts of those rows, by default a year after the first instant."""
    instant = as_of or at(days=365)
    return build_facts(tables(**rows), config(**(settings or {})), as_of=instant)


def by_session(frame: pl.DataFrame, column: str) -> dict[str, Any]:
    """A column of a fact by session_id."""
    return dict(zip(frame["session_id"].to_list(), frame[column].to_list(), strict=True))
