"""How a KPI changed its meaning: on which day, to what, and from what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.kpi.measures import Measure


class Break(NamedTuple):
    """A day on which a KPI changed its meaning: figures from before it are not comparable.

    Attributes:
        day: the day.
        version: the version that begins on it.
        note: what changed.
    """

    day: dt.date
    version: int
    note: str


class Former(NamedTuple):
    """An entry of a history that keeps the measure it replaced, so that both can be shown.

    Attributes:
        entry: "2026-10-01: what changed".
        was: how it was computed until that day.
    """

    entry: str
    was: Measure
