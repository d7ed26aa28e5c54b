"""What was changed, on which day: the uprights of charts over time, and the list behind them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from kpikit import labels
from kpikit.context import PORTFOLIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.view import Result, View

MOST = 9
"""Changes that are marked; of more the newest."""


class Changed(NamedTuple):
    """A change of the chatbot within the periods of the report, by its number."""

    number: int
    day: dt.date
    text: str


class Mark(NamedTuple):
    """A day to mark on a chart over periods.

    Attributes:
        at: where it is: 0 is the middle of the first period, 1 that of the second.
        day: the local day.
        label: what stands at the line: the number of the change, or what it is.
        definition: whether the measure changed its meaning, not the chatbot.
    """

    at: float
    day: dt.date
    label: str
    definition: bool


def changes(view: View) -> list[Changed]:
    """What was changed in the periods of the report, numbered, the oldest first."""
    rows = view.history("conversations")
    dated = [(day, text) for day, text in _told(view) if _at(view, rows, day) is not None]
    return [Changed(n, day, text) for n, (day, text) in enumerate(dated[-MOST:], start=1)]


def marks(view: View, rows: Sequence[Result]) -> list[Mark]:
    """What was changed within a history: the chatbot by number, and the measure's definition.

    Args:
        view: of the report.
        rows: the history that is drawn, oldest first.
    """
    found = []
    for change in changes(view):
        at = _at(view, rows, change.day)
        if at is not None:
            found.append(Mark(at, change.day, str(change.number), definition=False))
    for day in (change.day for change in (rows[-1].kpi.breaks if rows else ())):
        at = _at(view, rows, day)
        if at is not None:
            found.append(Mark(at, day, "defined anew", definition=True))
    return sorted(found, key=lambda mark: mark.at)


def marked(found: Sequence[Mark]) -> str:
    """What the uprights of a chart are, as one more sentence of its caption; empty without one.

    It begins with a full stop, as captions end without one.
    """
    text = ""
    if any(not mark.definition for mark in found):
        text = ". Dotted uprights: changes, by their number under What changed"
    days = dict.fromkeys(labels.day(mark.day) for mark in found if mark.definition)
    if days:
        text += f". Dashed upright: the definition changed on {' and '.join(days)}"
    return text


def _told(view: View) -> Iterator[tuple[dt.date, str]]:
    """Day and words of each change, in the portfolio with the chatbot."""
    names = {bot.id: bot.name for bot in view.context.bots}
    for row in view.detail("changes"):
        of = names.get(row["of_bot"], row["of_bot"]) if view.bot.id == PORTFOLIO else None
        yield row["day"], f"{row['what']} ({of})" if of else row["what"]


def _at(view: View, rows: Sequence[Result], day: dt.date) -> float | None:
    """Where the start of a day is among periods; None outside of them and at their left edge."""
    instant = dt.datetime.combine(day, dt.time(), ZoneInfo(view.context.timezone))
    for place, row in enumerate(rows):
        if row.period_start <= instant < row.period_end:
            along = (instant - row.period_start) / (row.period_end - row.period_start)
            return place - 0.5 + along if place or along else None
    return None
