"""The last month of a quarter: whether what the quarter shows is still so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.view import Result, View


def latest(view: View, row: Result) -> list[Result]:
    """A measure in the last month of its quarter; none where the run holds no such month.

    Args:
        view: of the quarter.
        row: the measure in it.
    """
    months = view.months() if kind_of(row.period) == "quarter" else []
    if not months:
        return []
    last = view.get(row.kpi.id, method=row.method or None, period=months[-1])
    return [last] if last.known and last.period_end == row.period_end else []


def alone(view: View, row: Result) -> str:
    """A sentence on the last month of a quarter, for after one on the quarter; else empty."""
    for last in latest(view, row):
        possible = f", {last.interval_text} possible" if last.low is not None else ""
        return f" In {labels.period(last.period)} alone it was {last.text}{possible}."
    return ""
