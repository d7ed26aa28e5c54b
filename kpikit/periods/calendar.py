"""Makes periods: from text, from the clock, and from another period."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from kpikit.periods.meant import meant
from kpikit.periods.period import (
    DAY,
    Kind,
    NoPeriod,
    Period,
    add_months,
    month_end,
    month_of,
    read_day,
    weeks_of,
    written_end,
    year_back,
)

Cadence = Literal["week", "month", "quarter"]

FORMS = (
    "2026-W45 (week), 2026-10 (month), 2026-Q3 (fiscal quarter), 2026-10-01..2026-10-15 (days), "
    "2026-09-T12 (twelve months) or launch..2026-09"
)
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q(\d)")
_TRAILING = re.compile(r"(\d{4})-(\d{2})-T(\d{1,3})")
LAUNCH: Literal["launch"] = "launch"


@dataclass(frozen=True)
class Calendar:
    """Makes periods for one time zone and fiscal year.

    Attributes:
        timezone: IANA name of the zone that decides local days.
        fiscal_year_start: the month in which the fiscal year begins.
    """

    timezone: str = "UTC"
    fiscal_year_start: int = 1

    def day_start(self, day: dt.date) -> dt.datetime:
        """The first instant of a local day, UTC; where midnight is skipped, the hour after it."""
        local = dt.datetime.combine(day, dt.time(), ZoneInfo(self.timezone))
        return local.astimezone(dt.UTC)

    def local_day(self, instant: dt.datetime) -> dt.date:
        """The local day of an instant."""
        return instant.astimezone(ZoneInfo(self.timezone)).date()

    def parse(self, text: str, launch: dt.date | None = None) -> Period:
        """Read a period.

        Args:
            text: one of the forms above.
            launch: the first day of ``launch..`` periods.

        Raises:
            UsageError: the text is no period; with what is allowed and the nearest form.
        """
        for year in re.findall(r"(?<!\d)\d{4}(?!\d)", text):
            if not 1900 <= int(year) <= 2900:
                raise NoPeriod(text, "the year must be from 1900 to 2900")
        period = self._plain(text)
        if period is None and text.startswith(f"{LAUNCH}.."):
            period = self._since_launch(text, launch)
        if period is None and ".." in text:
            period = self._range(text)
        if period is None:
            raise self._unread(text)
        return period

    def last_completed(self, kind: Cadence, now: dt.datetime) -> Period:
        """The last week, month or quarter that ended at or before an instant."""
        day = self.local_day(now)
        if kind == "week":
            here = self._week(*day.isocalendar()[:2])
        elif kind == "month":
            here = self._month(day.year, day.month)
        else:
            here = self._quarter(*self._fiscal(day))
        return self._shifted(here, -1)

    def shift(self, period: Period, n: int) -> Period | None:
        """The period n steps later (negative: before).

        A range steps by its own days and a trailing period by its own months, so that neighbours
        do not overlap. A running total since launch steps by the unit it ends with; None where
        that would end before the launch.
        """
        if period.kind != "launch":
            return self._shifted(period, n)
        until = self._until(period.id.partition("..")[2])
        moved = self._shifted(until, n)
        if moved.last_day < period.first_day:
            return None
        return self._make(
            f"{LAUNCH}..{written_end(moved)}", LAUNCH, period.first_day, moved.last_day
        )

    def year_before(self, period: Period) -> Period | None:
        """The same period a year before; None for a week 53 the other year lacks, or pre-launch."""
        year = int(re.findall(r"\d{4}", period.id)[0])
        if period.kind == "week":
            number = int(period.id[-2:])
            return self._week(year - 1, number) if number <= weeks_of(year - 1) else None
        if period.kind == "range":
            return self._days(year_back(period.first_day), year_back(period.last_day))
        if period.kind == "trailing":
            return self.parse(f"{year - 1}{period.id[4:]}")
        if period.kind == "launch":
            until = self.year_before(self._until(period.id.partition("..")[2]))
            if until is None or until.last_day < period.first_day:
                return None
            return self._make(
                f"{LAUNCH}..{written_end(until)}", LAUNCH, period.first_day, until.last_day
            )
        return self._shifted(period, -12 if period.kind == "month" else -4)

    def _plain(self, text: str) -> Period | None:
        if match := _WEEK.fullmatch(text):
            year, number = int(match[1]), int(match[2])
            if not 1 <= number <= weeks_of(year):
                raise NoPeriod(text, f"the week must be from W01 to W{weeks_of(year)} in {year}")
            return self._week(year, number)
        if match := _QUARTER.fullmatch(text):
            if not 1 <= int(match[2]) <= 4:
                raise NoPeriod(text, "the quarter must be from Q1 to Q4")
            return self._quarter(int(match[1]), int(match[2]))
        match = _MONTH.fullmatch(text) or _TRAILING.fullmatch(text)
        if match is None:
            return None
        if not 1 <= int(match[2]) <= 12:
            raise NoPeriod(text, "the month must be from 01 to 12")
        if match.re is _MONTH:
            return self._month(int(match[1]), int(match[2]))
        if int(match[3]) == 0:
            raise NoPeriod(text, "it must have at least one month, such as T12")
        return self._trailing(int(match[1]), int(match[2]), int(match[3]))

    def _range(self, text: str) -> Period:
        first, last = (read_day(side) for side in text.split("..", 1))
        if first is None or last is None:
            rule = "a range is two days, such as 2026-10-01..2026-10-15"
            raise NoPeriod(text, rule, self._nearest(text))
        if last < first:
            raise NoPeriod(text, "it must not end before it starts", f"{last}..{first}")
        return self._days(first, last)

    def _since_launch(self, text: str, launch: dt.date | None) -> Period:
        end = text.partition("..")[2]
        if not end:
            raise NoPeriod(text, "it must say when it ends, such as launch..2026-09")
        until = self._until(end)
        if launch is None:
            raise NoPeriod(text, "there is no launch date, and no conversation to take it from")
        if until.last_day < launch:
            raise NoPeriod(text, f"it must not end before the launch on {launch}")
        return self._make(text, LAUNCH, launch, until.last_day)

    def _until(self, text: str) -> Period:
        day = read_day(text)
        return self._days(day, day) if day else self.parse(text)

    def _shifted(self, period: Period, n: int) -> Period:
        first = period.first_day
        if period.kind == "week":
            return self._week(*(first + n * 7 * DAY).isocalendar()[:2])
        if period.kind == "month":
            return self._month(*add_months(first.year, first.month, n))
        if period.kind == "quarter":
            return self._quarter(*self._fiscal(dt.date(*add_months(*month_of(first), 3 * n), 1)))
        if period.kind == "trailing":
            size = int(period.id.partition("T")[2])
            return self._trailing(*add_months(*month_of(period.last_day), n * size), size)
        step = n * period.days * DAY
        return self._days(first + step, period.last_day + step)

    def _make(self, name: str, kind: Kind, *days: dt.date) -> Period:
        first, last = days
        return Period(name, kind, self.day_start(first), self.day_start(last + DAY), first, last)

    def _week(self, year: int, number: int) -> Period:
        first = dt.date.fromisocalendar(year, number, 1)
        return self._make(f"{year:04}-W{number:02}", "week", first, first + 6 * DAY)

    def _month(self, year: int, month: int) -> Period:
        first, last = dt.date(year, month, 1), month_end(year, month)
        return self._make(f"{year:04}-{month:02}", "month", first, last)

    def _quarter(self, year: int, number: int) -> Period:
        begins = year if self.fiscal_year_start == 1 else year - 1
        first = add_months(begins, self.fiscal_year_start, 3 * (number - 1))
        last = month_end(*add_months(*first, 2))
        return self._make(f"{year:04}-Q{number}", "quarter", dt.date(*first, 1), last)

    def _trailing(self, year: int, month: int, size: int) -> Period:
        first = dt.date(*add_months(year, month, 1 - size), 1)
        name = f"{year:04}-{month:02}-T{size}"
        return self._make(name, "trailing", first, month_end(year, month))

    def _days(self, first: dt.date, last: dt.date) -> Period:
        return self._make(f"{first}..{last}", "range", first, last)

    def _fiscal(self, day: dt.date) -> tuple[int, int]:
        into = (day.month - self.fiscal_year_start) % 12
        ends_next_year = self.fiscal_year_start > 1 and day.month >= self.fiscal_year_start
        return day.year + ends_next_year, into // 3 + 1

    def _unread(self, text: str) -> NoPeriod:
        """The error about a text in no form of ours: what it breaks, or the forms there are."""
        near = self._nearest(text)
        try:
            if near and not near.startswith(LAUNCH):
                self.parse(near)
        except NoPeriod as error:
            return NoPeriod(text, error.rule)
        last = "" if near else "; where none is given, it is the last one that ended"
        return NoPeriod(text, f"it must be {FORMS}{last}", near)

    def _nearest(self, text: str) -> str:
        """The nearest text in a form of ours; empty where none is near."""
        written = re.findall(r"\d{4}-\d{2}-\d{2}", text)
        if len(written) == 2:
            return "..".join(written)
        if ".." not in text or text.startswith(LAUNCH):
            return meant(text)
        sides = [self._plain(meant(side)) for side in text.split("..", 1)]
        first, last = sides
        return f"{first.first_day}..{last.last_day}" if first and last else ""
