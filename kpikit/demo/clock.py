"""Local days, hours and months of the made-up company, as whole numbers.

The demo keeps its own calendar, on the standard library's time zones, so that its truths owe
nothing to the code they are to judge. Instants are milliseconds since 1970 in UTC.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

if TYPE_CHECKING:
    from kpikit.demo.draw import Ints

HOUR, DAY = 3_600_000, 86_400_000
EPOCH = dt.date(1970, 1, 1)


def instant(moment: dt.datetime) -> int:
    """Milliseconds since 1970 of an aware datetime."""
    return round(moment.timestamp() * 1000)


class LocalClock:
    """Turns local days and hours into instants, and instants into local months.

    Attributes:
        labels: the months covered, such as ``2025-04``; a month's number is its place here.
        edges: the instant each month starts, and the one after the last ends.
    """

    def __init__(self, timezone: str, *, first: str, last: str) -> None:
        self.zone = ZoneInfo(timezone)
        self.labels = _months(first, last)
        starts = [dt.date.fromisoformat(f"{label}-01") for label in self.labels]
        starts.append((starts[-1] + dt.timedelta(days=31)).replace(day=1))
        self.first_day = (starts[0] - EPOCH).days
        days = range(self.first_day, (starts[-1] - EPOCH).days + 1)
        self._shift = np.array([[self._offset(day, hour) for hour in range(24)] for day in days])
        numbers = np.array([(day - EPOCH).days for day in starts])
        self.edges = self.at(numbers, np.zeros_like(numbers))

    def _offset(self, day: int, hour: int) -> int:
        """Milliseconds the local clock is ahead of UTC at a local day and hour."""
        date = EPOCH + dt.timedelta(days=day)
        moment = dt.datetime(date.year, date.month, date.day, hour, tzinfo=self.zone)
        return round((moment.utcoffset() or dt.timedelta()).total_seconds() * 1000)

    def at(self, day: Ints, time: Ints) -> Ints:
        """Instants of local days (since 1970) and local times of day (milliseconds)."""
        moment: Ints = day * DAY + time - self._shift[day - self.first_day, time // HOUR]
        return moment

    def month(self, moments: Ints) -> Ints:
        """Number of the local month of each instant."""
        month: Ints = np.searchsorted(self.edges, moments, side="right") - 1
        return month

    def local(self, moments: Ints) -> Ints:
        """Instants as local wall-clock milliseconds, whose day and hour are then a division."""
        guess = moments // HOUR
        whole, index = np.unique(guess, return_inverse=True)
        ahead = [
            dt.datetime.fromtimestamp(int(hour) * 3600, tz=self.zone).utcoffset() for hour in whole
        ]
        shift = np.array([round((a or dt.timedelta()).total_seconds() * 1000) for a in ahead])
        return moments + (shift[index] if len(whole) else 0)

    def days_of(self, month: int) -> Ints:
        """The local days of a month, since 1970."""
        first = dt.date.fromisoformat(f"{self.labels[month]}-01")
        after = (first + dt.timedelta(days=31)).replace(day=1)
        return np.arange((first - EPOCH).days, (after - EPOCH).days)


def _months(first: str, last: str) -> list[str]:
    """Month labels from first to last, both included."""
    year, month = int(first[:4]), int(first[5:])
    labels = [first]
    while labels[-1] != last:
        month += 1
        year, month = year + (month > 12), (month - 1) % 12 + 1
        labels.append(f"{year}-{month:02d}")
    return labels
