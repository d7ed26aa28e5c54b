"""Counting what is in the tables: rows, rules broken, duplicates, links, days covered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from kpikit.check.alike import alike
from kpikit.check.model import CheckReport, Link, Rule, TableCheck
from kpikit.check.money import negatives
from kpikit.errors import DataError
from kpikit.tables import QUARANTINE, Table, schema
from kpikit.visible import default_as_of, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpikit.config import Config
    from kpikit.tables import Tables
    from kpikit.visible import Visible

NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)  # nothing is later
SESSION = ["bot_id", "session_id"]
# Of millions of events, only what the counts below are made of is looked at.
EVENTS = (
    "event", "ts", *SESSION, "event_id", "user_id", "is_test", "direction", "lead_id", "seq",
)  # fmt: skip


def check_report(
    tables: Tables, config: Config, *, as_of: dt.datetime | None = None
) -> CheckReport:
    """Count what is in a project's tables and how well they are linked.

    Args:
        tables: as loaded.
        config: of the project; its zone decides the local days.
        as_of: later rows are neither duplicates nor linked; default: the newest event.
    """
    seen = visible(_narrow(tables), as_of=as_of or _newest(tables), config=config)
    reports, examples = tables.quality.tables, _examples(tables.quality.quarantine)
    return CheckReport(
        tables=tuple(_table(name, tables, config, left_out=seen.left_out) for name in reports),
        rules=tuple(
            Rule(name, b.column, b.rule, b.rows, *examples.get((name, b.column, b.rule), ("", "")))
            for name, report in reports.items()
            for b in report.broken
        ),
        links=tuple(_links(seen)),
        test_sessions=seen.left_out["test"],
        outbound=seen.left_out["outbound"],
        erased=seen.left_out["erased"],
    )


def _examples(
    quarantine: Mapping[str, pl.DataFrame],
) -> dict[tuple[str, ...], tuple[str, str]]:
    """The first value, where there is one, and its file and row, by table, column and rule."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for name, rows in quarantine.items():
        told = rows.sort(pl.col("value").is_null(), maintain_order=True)
        firsts = told.unique(["column", "rule"], keep="first", maintain_order=True)
        for file, row, column, value, rule in firsts.select(QUARANTINE.names()).iter_rows():
            found[name, column, rule] = (value or "", f"{file}, row {row}")
    return found


def _newest(tables: Tables) -> dt.datetime:
    try:
        return default_as_of(tables)
    except DataError:
        return NEVER


def _narrow(tables: Tables) -> Tables:
    events = tables["events"]
    few = Table("events", events.frame.select(EVENTS), events.columns & {*EVENTS})
    return tables.with_tables({"events": few})


def _table(name: str, tables: Tables, config: Config, *, left_out: Mapping[str, int]) -> TableCheck:
    report = tables.quality.tables[name]
    first, last = _span(tables[name], config.timezone)
    twice, example = alike(tables[name])
    below = negatives(tables[name])
    return TableCheck(
        name=name,
        read=report.read,
        kept=report.kept,
        quarantined=report.quarantined,
        ignored=report.ignored,
        duplicates=left_out.get(f"{name}.duplicates", 0),
        first=first,
        last=last,
        unknown=report.unknown,
        contacts=report.contacts,
        notes=(*report.notes, below) if below else report.notes,
        alike=twice,
        alike_example=example,
    )


def _span(table: Table, timezone: str) -> tuple[dt.date | None, dt.date | None]:
    """The first and last local day of a table's accepted rows."""
    stamp = pl.col(schema(table.name).stamp)
    if schema(table.name)[schema(table.name).stamp].kind == "timestamp":
        stamp = stamp.dt.convert_time_zone(timezone).dt.date()
    ends = table.frame.select(first=stamp.min(), last=stamp.max()).collect()
    return ends.row(0)


def _links(seen: Visible) -> Iterator[Link]:
    """How many rows find what they name among the visible rows, by the columns there are."""
    frames = {name: table.frame.collect() for name, table in seen.tables.tables.items()}
    events = frames["events"].filter(pl.col("session_id").is_not_null())
    sessions = events.group_by(SESSION).agg(pl.col("user_id").is_not_null().any())
    yield Link("sessions with a user", int(sessions["user_id"].sum()), sessions.height)
    created = events.filter(pl.col("event") == "chat.lead_created")["lead_id"]
    in_session = _among("session_id", sessions["session_id"])
    of_user = _among("user_id", events["user_id"])
    rules = [
        (
            "leads",
            "lead_id",
            "chatbot leads with a session",
            in_session | _among("lead_id", created),
        ),
        ("deals", "lead_id", "deals with a lead", _among("lead_id", frames.get("leads"))),
        ("tickets", "session_id", "tickets with a session", in_session),
        ("tickets", "user_id", "tickets of a user of the chat", of_user),
        ("orders", "session_id", "orders with a session", in_session),
        ("orders", "user_id", "orders of a user of the chat", of_user),
    ]
    for name, column, words, linked in rules:
        if name in frames and column in seen.tables[name].columns:
            rows = frames[name]
            rows = rows.filter(pl.col("source") == "chatbot") if name == "leads" else rows
            yield Link(words, rows.filter(linked).height, rows.height)


def _among(column: str, values: pl.Series | pl.DataFrame | None) -> pl.Expr:
    """Whether a column has one of some values; where there is no such table, no row has."""
    if values is None:
        return pl.lit(value=False)
    found = values[column] if isinstance(values, pl.DataFrame) else values
    return pl.col(column).is_in(found.drop_nulls().implode()).fill_null(value=False)
