"""Where a measure changed its meaning, and what it would be by the definition before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from kpikit import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

HALF_A_DAY = dt.timedelta(hours=12)  # from a local midnight no zone leads into another day


class Before(NamedTuple):
    """A measure by the definition that it had.

    Attributes:
        until: the day on which the definition changed.
        values: of the periods shown, oldest first.
        now: its value in the period of the report, as text.
    """

    until: dt.date
    values: tuple[float | None, ...]
    now: str


def breaks_at(rows: Sequence[Result]) -> list[int]:
    """The places in a history at which a new definition begins; none at its left end.

    Args:
        rows: of one measure, oldest first.
    """
    if not rows:
        return []
    days = [change.day for change in rows[-1].kpi.breaks]
    ends = [(row.period_end - HALF_A_DAY).date() for row in rows]
    first = (rows[0].period_start + HALF_A_DAY).date()
    inside = [day for day in days if first < day <= ends[-1]]
    places = {next(n for n, end in enumerate(ends) if end >= day) for day in inside}
    return sorted(places - {0})


def formerly(view: View, row: Result) -> Before | None:
    """A measure by the definition before the newest one, where the run kept it.

    Args:
        view: of the report.
        row: of the measure.
    """
    mine = [one for one in view.detail("versions") if one["kpi"] == row.kpi.id]
    if not mine or row.method:
        return None
    newest = max(one["version"] for one in mine)
    rows: list[dict[str, Any]] = [one for one in mine if one["version"] == newest]
    values = {one["shown"]: one["value"] for one in rows}
    shown = [values.get(one.period) for one in view.history(row.kpi.id)]
    return Before(rows[0]["until"], tuple(shown), row.format(values.get(row.period)))


def by_both(view: View, row: Result) -> str:
    """A sentence with the measure by its definition and by the one before; empty where unchanged.

    Args:
        view: of the report.
        row: of the measure.
    """
    before = formerly(view, row)
    if before is None:
        return ""
    day = labels.day(before.until)
    return f"By the definition before {day}: {before.now}; by this one: {row.text}."
