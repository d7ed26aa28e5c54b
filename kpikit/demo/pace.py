"""When things happen: busy days, quiet holidays, office hours, and the day the data end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from kpikit.demo import company
from kpikit.demo.clock import DAY, EPOCH, HOUR, LocalClock, instant
from kpikit.demo.draw import Ints, Rng, between, pick

if TYPE_CHECKING:
    from kpikit.demo.company import Pace

AS_OF = instant(company.AS_OF)
LAST_DAY = company.AS_OF.date()
_HOLIDAYS = {(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)}


def moments(rng: Rng, clock: LocalClock, *, pace: Pace, scale: float) -> Ints:
    """All instants of a stream, month by month in the planned numbers, else unordered."""
    first = clock.labels.index(f"{pace.since:%Y-%m}")
    parts = []
    for step, month in enumerate(range(first, len(clock.labels))):
        days = clock.days_of(month)
        weights = np.array([_weight(pace, int(day)) for day in days])
        season = pace.season[int(clock.labels[month][5:]) - 1]
        part = weights.sum() / len(days) if clock.labels[month] == company.OPEN_MONTH else 1.0
        n = round(pace.volume * pace.growth**step * season * part * scale)
        day = days[pick(rng, n, weights.tolist())]
        time = pick(rng, n, pace.hours) * HOUR + between(rng, n, low=0, high=HOUR)
        # The last day ends early: all of it happens before six.
        parts.append(clock.at(day, np.where(day == AS_OF // DAY, time // 4, time)))
    return np.concatenate(parts)


def _weight(pace: Pace, day: int) -> float:
    """How busy a day is."""
    date = EPOCH + dt.timedelta(days=day)
    if not pace.since <= date <= LAST_DAY:
        return 0.0
    holiday = pace.holidays if (date.month, date.day) in _HOLIDAYS else 1.0
    return pace.weekdays[date.weekday()] * holiday * (0.15 if date == LAST_DAY else 1.0)
