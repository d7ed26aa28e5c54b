"""What a report made at an instant may see: the rows that had happened, each once.

The order of work is the contract's: as_of, duplicates, then test sessions, outbound sessions and
erased users. Quarantine came before, when the files were read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from kpikit.errors import DataError
from kpikit.tables import schema
from kpikit.visible.excluded import SESSION, leave_out, set_outbound_apart
from kpikit.visible.seen import first_rows, seen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from kpikit.config import Config
    from kpikit.tables import Table, Tables

__all__ = ["Visible", "default_as_of", "visible"]


@dataclass(frozen=True)
class Visible:
    """The rows that count, and those that were left out.

    Attributes:
        tables: the visible rows, held in memory.
        outbound: events of the sessions that the bot opened and no user answered.
        left_out: how many: sessions as "test", "erased" and "outbound", rows as "duplicates"
            (repeated ids), "later" (after as_of) and "named" (they name a session, user or lead
            that is left out); "<table>.duplicates" and so on say where.
    """

    tables: Tables
    outbound: pl.DataFrame
    left_out: Mapping[str, int]


def default_as_of(tables: Tables) -> dt.datetime:
    """Return the newest ts of the accepted events, test sessions included.

    Raises:
        DataError: there is no event at all.
    """
    table = tables.get("events")
    newest = None if table is None else table.frame.select(pl.col("ts").max()).collect().item()
    if newest is None:
        raise DataError(_without_events(tables))
    instant: dt.datetime = newest
    return instant


def _without_events(tables: Tables) -> str:
    """Why there is no event: none was written, all were set aside, or all were left out."""
    report = tables.quality.tables.get("events")
    said = "events: there is no row to report on"
    if report is None or not report.files:
        return said
    files = ", ".join(file.path for file in report.files)
    if not report.read:
        return f"{said}: {files} holds none"
    if not report.quarantined:
        return f"{said}: `where` or `ignore_bots` leaves out all {report.read} of {files}"
    often = report.broken[0]
    return (
        f"{said}: {report.quarantined} of {report.read} of {files} were set aside, most often "
        f"{often.column or 'the line'}: {often.rule}; `kpikit check` writes them to quarantine/"
    )


def visible(tables: Tables, *, as_of: dt.datetime, config: Config) -> Visible:
    """Keep what had happened at an instant, each row once, without tests and erased users.

    A row is judged by its table's first timestamp or date (a review by reviewed_at too; a deal
    without created_at is visible); a later timestamp in a visible row reads as null, and a deal
    closed later reads as open. An erasure holds whatever the instant.

    Args:
        tables: the accepted rows.
        as_of: the instant, aware of its time zone.
        config: its time zone decides the local day of as_of.
    """
    today = as_of.astimezone(ZoneInfo(config.timezone)).date()
    frames: dict[str, pl.DataFrame] = {}
    left_out = {"duplicates": 0, "later": 0, "named": 0}
    for name, table in tables.tables.items():
        rows = _read(table)
        now = seen(name, rows, limits=(as_of, today))
        frames[name] = first_rows(name, now)
        _count(left_out, f"{name}.later", len(rows) - len(now))
        _count(left_out, f"{name}.duplicates", len(now) - len(frames[name]))
    before = {name: len(rows) for name, rows in frames.items()}
    left_out |= leave_out(frames)
    for name in frames.keys() - {"events"}:
        _count(left_out, f"{name}.named", before[name] - len(frames[name]))
    outbound = set_outbound_apart(frames)
    left_out["outbound"] = outbound.select(SESSION).n_unique()
    kept = {name: _table(tables[name], rows) for name, rows in frames.items()}
    return Visible(tables.with_tables(kept), outbound, left_out)


def _count(left_out: dict[str, int], key: str, rows: int) -> None:
    """Note rows left out, for their table and in the total of their kind."""
    if rows:
        left_out[key] = rows
        left_out[key.partition(".")[2]] += rows


def _read(table: Table) -> pl.DataFrame:
    """Collect a table; of events only what is there: a column of nulls is not free by millions."""
    if table.name != "events":
        return table.frame.collect()
    wanted = {*table.columns, *schema(table.name).required, "session_id", "seq"}
    names = [name for name in table.frame.collect_schema().names() if name in wanted]
    return table.frame.select(names).collect()


def _table(table: Table, rows: pl.DataFrame) -> Table:
    """Put rows back into a table with every column its schema has."""
    columns = table.frame.collect_schema()
    absent = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in columns.items()
        if name not in rows.columns
    ]
    return table.with_frame(rows.lazy().with_columns(absent).select(columns.names()))
