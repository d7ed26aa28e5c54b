"""Working days, by the calendar on the wall."""

from __future__ import annotations

import datetime as dt

import pytest

from kpikit.periods.workdays import work_days


@pytest.mark.parametrize(
    ("year", "country", "worked"),
    [
        # 23 weekdays in both years; 25 and 26 December 2025 are a Thursday and a Friday.
        (2025, "DE", 21),
        # 25 December 2026 is a Friday, the 26th a Saturday.
        (2026, "DE", 22),
        # England makes up for Boxing Day on Monday 28 December 2026.
        (2026, "GB-ENG", 21),
        (2026, "US", 22),
        (2026, None, 23),
    ],
)
def test_december_has_as_many_working_days_as_the_calendar_says(
    year: int, country: str | None, worked: int
) -> None:
    found = work_days(dt.date(year, 12, 1), dt.date(year, 12, 31), country)
    assert (found.days, found.weekdays, found.worked) == (31, 23, worked)


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    """All Saints, Sunday 1 November 2026, is no weekday; Epiphany 2026 is a Tuesday in Bavaria."""
    january = dt.date(2026, 1, 1), dt.date(2026, 1, 31)
    assert work_days(*january, "DE-BY").holidays == ("New Year's Day", "Epiphany")
    assert work_days(*january, "DE-HH").holidays == ("New Year's Day",)


def test_without_a_country_nothing_is_known_of_holidays() -> None:
    assert work_days(dt.date(2026, 12, 25), dt.date(2026, 12, 25)).holidays is None
