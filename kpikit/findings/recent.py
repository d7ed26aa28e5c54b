"""The last month of a quarter: whether what the quarter shows is still so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kpikit import labels

if TYPE_CHECKING:
    from kpikit.view import Result, View

MONTH = re.compile(r"\d{4}-\d{2}")
QUARTER = re.compile(r"\d{4}-Q\d")


def latest(view: View, row: Result) -> list[Result]:
    """A measure in the last month of its quarter; none where the run holds no such month.

    Args:
        view: of the quarter.
        row: the measure in it.
    """
    if not QUARTER.fullmatch(row.period):
        return []
    spans = view.results.select("period", "period_start", "period_end").unique().iter_rows()
    inside = [
        period
        for period, start, end in spans
        if MONTH.fullmatch(period) and start >= row.period_start and end == row.period_end
    ]
    if not inside:
        return []
    last = view.get(row.kpi.id, method=row.method or None, period=inside[0])
    return [last] if last.known else []


def alone(view: View, row: Result) -> str:
    """A sentence on the last month of a quarter, for after one on the quarter; else empty."""
    for last in latest(view, row):
        possible = f", {last.interval_text} possible" if last.low is not None else ""
        return f" In {labels.period(last.period)} alone it was {last.text}{possible}."
    return ""
