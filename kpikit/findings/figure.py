"""The numbers of a sentence, each with the raw value it was written from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.view import Result

OF_VALUE = (
    "value", "low", "high", "prior_value", "trailing_mean", "year_ago_value", "change",
    "change_low", "change_high", "good_low", "good_high", "bad_low", "bad_high", "target",
)  # fmt: skip
"""The columns of the results table that are in the unit of the KPI."""

COUNTS = ("numerator", "denominator", "n")
"""Those that count rows."""


class Figure(NamedTuple):
    """A number that a sentence may write.

    Attributes:
        value: as it is before it is rounded.
        unit: a KPI unit: share, count, money, seconds, days, hours, ratio, points, score, messages.
        source: where it stands, such as "results pricing 2026-09 csat value" or "context days".
    """

    value: float
    unit: str
    source: str


def figures(*rows: Result) -> tuple[Figure, ...]:
    """Every number of results: what a sentence about them may say."""
    return tuple(figure for row in rows for figure in _of(row))


def counted(value: float, source: str) -> Figure:
    """A count that is no KPI: of measures, of days, of rows of a table."""
    return Figure(float(value), "count", source)


def _of(row: Result) -> Iterable[Figure]:
    method = f" {row.method}" if row.method else ""
    part = f" {row.segment} {row.segment_value}" if row.segment else ""
    place = f"results {row.bot_id} {row.period} {row.kpi.id}{method}{part}"
    units = {**dict.fromkeys(OF_VALUE, row.kpi.unit), **dict.fromkeys(COUNTS, "count")}
    units["change_pct"] = "share"
    for name, unit in units.items():
        value = getattr(row, name)
        if value is not None:
            yield Figure(float(value), unit, f"{place} {name}")
