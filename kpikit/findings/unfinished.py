"""What is not over yet: the period itself, and earlier ones whose figures can still change."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpikit import labels
from kpikit.findings.words import titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

INSTANT = dt.timedelta(microseconds=1)


def is_over(view: View) -> bool:
    """Whether the period of the report had ended by the time its data go to."""
    row = view["conversations"]
    return row.period_end <= row.as_of


def named(view: View) -> str:
    """The period of the report, "September 2026"; while it runs, "September 2026 so far"."""
    return labels.period(view.period) + ("" if is_over(view) else " so far")


def unfinished(view: View) -> str:
    """A sentence for the top of a report whose period still runs; empty where it is over."""
    if is_over(view):
        return ""
    context, row = view.context, view["conversations"]
    last = (row.period_end - INSTANT).astimezone(ZoneInfo(context.timezone)).date()
    name, moment = labels.period(view.period), labels.moment(context.as_of, context.timezone)
    return (
        f"{name[:1].upper()}{name[1:]} is not over: the data go to {moment}, the period to "
        f"{labels.day(last)}. Counts and sums are what came so far."
    )


def open_until(row: Result) -> str:
    """The day from which on a figure cannot change: "until 31 Oct"; empty where it is final.

    Where no day decides it, what it waits for.
    """
    if not (row.known and row.status == "provisional"):
        return ""
    if row.final_on is None:
        return row.reason or "not final"
    return f"until {labels.until(row.final_on, row.as_of)}"


def open_periods(rows: Sequence[Result]) -> str:
    """Which periods of a history are not final, each with its day: "Aug until 28 Feb 2027".

    Args:
        rows: of one measure, oldest first.
    """
    said = [
        f"{labels.period(row.period, short=True, year=row.period[:4] != rows[-1].period[:4])} {day}"
        for row in rows
        if (day := open_until(row))
    ]
    return ", ".join(said)


def open_before(view: View, rows: Sequence[Result]) -> list[tuple[str, str]]:
    """The measures of which earlier periods can still change, and until when; alike ones together.

    Args:
        view: of the report.
        rows: the measures that are shown.
    """
    found: dict[str, list[str]] = {}
    for row in rows:
        text = open_periods(view.history(row.kpi.id, method=row.method or None)[:-1])
        if text:
            found.setdefault(text, []).append(row.kpi.title)
    return [(titles(names), f"{text}.") for text, names in found.items()]
