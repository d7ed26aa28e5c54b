"""Working days of a period: the days of the week that are worked, less public holidays."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

DAY = dt.timedelta(days=1)
WEEKEND = frozenset({5, 6})


class WorkDays(NamedTuple):
    """What kind of days a stretch of days has.

    Attributes:
        days: all of them.
        weekdays: those that are no weekend.
        holidays: the public holidays among the weekdays, by name; None where no country is known.
    """

    days: int
    weekdays: int
    holidays: tuple[str, ...] | None

    @property
    def worked(self) -> int:
        """Weekdays without public holidays; all weekdays where no country is known."""
        return self.weekdays - len(self.holidays or ())


def work_days(first: dt.date, last: dt.date, country: str | None = None) -> WorkDays:
    """Count the days from one to another, both included.

    Args:
        first: the first day.
        last: the last day.
        country: ISO 3166 code of the country, or of a part of it, whose holidays and weekend
            hold, such as DE or DE-HH. Without one nothing is assumed but Monday to Friday.

    >>> work_days(dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    WorkDays(days=31, weekdays=23, holidays=None)
    >>> work_days(dt.date(2026, 12, 1), dt.date(2026, 12, 31), "DE").worked
    22
    """
    days = [first + n * DAY for n in range((last - first).days + 1)]
    if country is None:
        return WorkDays(len(days), sum(day.weekday() not in WEEKEND for day in days), None)
    from holidays import country_holidays

    code, _, part = country.partition("-")
    years = range(first.year, last.year + 1)
    found = country_holidays(code, subdiv=part or None, years=years, language="en_US")
    weekdays = [day for day in days if day.weekday() not in found.weekend]
    return WorkDays(len(days), len(weekdays), tuple(found[day] for day in weekdays if day in found))
