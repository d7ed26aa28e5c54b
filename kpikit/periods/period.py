"""What a period is, and the arithmetic of days, weeks and months behind it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from kpikit.errors import UsageError

Kind = Literal["week", "month", "quarter", "range", "trailing", "launch"]
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A period of local days.

    Attributes:
        id: as written in commands and results.
        kind: week, month, quarter, range, trailing or launch.
        start: its first instant, UTC.
        end: the first instant after it, UTC.
        first_day: its first local day.
        last_day: its last local day.
    """

    id: str
    kind: Kind
    start: dt.datetime
    end: dt.datetime
    first_day: dt.date
    last_day: dt.date

    @property
    def days(self) -> int:
        """How many local days it has."""
        return (self.last_day - self.first_day).days + 1


class NoPeriod(UsageError):  # noqa: N818 - what the text is
    """A text is no period.

    Attributes:
        rule: what it breaks.
    """

    def __init__(self, text: str, rule: str, nearest: str = "") -> None:
        hint = f" - did you mean '{nearest}'?" if nearest else ""
        super().__init__(f"'{text}' is no period: {rule}{hint}")
        self.rule = rule


def read_day(text: str) -> dt.date | None:
    """A day written as 2026-10-01, or None where the text has another form."""
    # fromisoformat also reads 20261001 and week dates, which are no day of ours.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise NoPeriod(text, f"it must be a day of the calendar ({error})") from None


def written_end(period: Period) -> str:
    """How the end of a running total is written."""
    return period.id.partition("..")[2] if period.kind == "range" else period.id


def weeks_of(year: int) -> int:
    """How many ISO weeks a year has, 52 or 53."""
    return dt.date(year, 12, 28).isocalendar().week


def month_of(day: dt.date) -> tuple[int, int]:
    """Year and month of a day."""
    return day.year, day.month


def add_months(year: int, month: int, n: int) -> tuple[int, int]:
    """The month n months later, as year and month."""
    index = year * 12 + month - 1 + n
    return index // 12, index % 12 + 1


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def year_back(day: dt.date) -> dt.date:
    """The same day a year before; of 29 February the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def kind_of(period_id: str) -> str:
    """What a period is, by its id alone: month, quarter, week or period.

    >>> [kind_of(one) for one in ("2026-09", "2026-Q3", "2026-W45", "2026-10-01..2026-10-15")]
    ['month', 'quarter', 'week', 'period']
    """
    if len(period_id) == 7 and period_id[5:].isdigit():
        return "month"
    return {"Q": "quarter", "W": "week"}.get(period_id[5:6], "period")
