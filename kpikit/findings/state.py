"""The state of the data as a period sees it: days without outcomes, tables without news."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.figure import Figure, counted
from kpikit.findings.words import count, listed
from kpikit.tables.silence import CURRENT, silent_days

if TYPE_CHECKING:
    from kpikit.context import DayCount, TableQuality
    from kpikit.view import View


def lost_days(view: View) -> dict[str, list[DayCount]]:
    """Days that had conversations and no outcome at all, by the chatbot's name."""
    found = {
        one.bot.name: [day for day in one.days() if day.conversations and not day.outcomes]
        # Another bot's outcomes of that day must not hide the lost ones.
        for one in view.chatbots()
    }
    return {name: days for name, days in found.items() if days}


def lost_title(view: View) -> str:
    """How many days of outcomes are missing, and of which chatbots; empty where none is."""
    found = lost_days(view)
    if not found:
        return ""
    n = len({day.day for days in found.values() for day in days})
    where = f" at {listed(list(found))}" if view.bot.id == PORTFOLIO else ""
    days, verb = ("day", "is") if n == 1 else ("days", "are")
    return f"{count(n).capitalize()} {days} of outcomes {verb} missing{where}"


def lost_figures(view: View) -> tuple[Figure, ...]:
    """The numbers of a sentence on lost days."""
    every = [day for days in lost_days(view).values() for day in days]
    hit = sum(day.conversations for day in every)
    days = len({day.day for day in every})
    return counted(days, "context days"), counted(hit, "context days")


def rejected(view: View) -> list[TableQuality]:
    """The tables of which every row was set aside."""
    tables = view.context.quality.tables
    return [table for table in tables if table.quarantined and not table.kept]


def stale(view: View) -> list[TableQuality]:
    """The tables that end before the period, or are silent for longer than is usual for them."""
    return [t for t in view.context.quality.tables if t.name in CURRENT and _silent(t, view)]


def newest(table: TableQuality) -> str:
    """A sentence on the newest row of a table."""
    return f"The newest row of {table.name} is of {labels.day(_day(table.last))}."


def all_set_aside(table: TableQuality) -> str:
    """A sentence on a table without a row that could be used."""
    return f"All {table.quarantined:,} rows of {table.name} were set aside."


def set_aside(table: TableQuality) -> float:
    """The share of the rows of a table that broke a rule, of those that were to be used."""
    return table.quarantined / max(table.kept + table.quarantined, 1)


def part_set_aside(table: TableQuality) -> str:
    """A sentence on a table of which a part could not be used."""
    share = labels.number(set_aside(table), "share", decimals=0)
    what = table.name if table.name.endswith("s") else f"rows of {table.name}"
    return f"{share} of the {what} were set aside: figures rest on what is left."


def _silent(table: TableQuality, view: View) -> bool:
    if not table.first or not table.last:
        return False
    row = view["conversations"]
    until = min(row.period_end, view.context.as_of).date() - dt.timedelta(days=1)
    ends = _day(table.first), _day(table.last)
    return silent_days(*ends, table.kept, until=until, start=row.period_start.date()) > 0


def _day(text: str | None) -> dt.date:
    return dt.date.fromisoformat(str(text)[:10])
