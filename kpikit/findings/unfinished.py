"""What is not over yet: periods before this one whose figures can still change, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.words import titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View


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
