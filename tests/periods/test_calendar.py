"""Periods in local time; expected instants are worked out by hand from the zones' rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpikit.errors import UsageError
from kpikit.periods import Calendar, Period

BERLIN = Calendar("Europe/Berlin")
UTC = Calendar()
HOUR = dt.timedelta(hours=1)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def days(period: Period | None) -> tuple[str, str]:
    assert period is not None
    return str(period.first_day), str(period.last_day)


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("2026-W45", "week", "2026-11-02", "2026-11-08"),
        ("2026-W01", "week", "2025-12-29", "2026-01-04"),
        ("2020-W53", "week", "2020-12-28", "2021-01-03"),
        ("2026-10", "month", "2026-10-01", "2026-10-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2026-Q3", "quarter", "2026-07-01", "2026-09-30"),
        ("2026-10-01..2026-10-15", "range", "2026-10-01", "2026-10-15"),
        ("2026-09-T12", "trailing", "2025-10-01", "2026-09-30"),
        ("2026-01-T1", "trailing", "2026-01-01", "2026-01-31"),
    ],
)
def test_every_form_names_its_local_days(text: str, kind: str, first: str, last: str) -> None:
    period = UTC.parse(text)
    assert (period.id, period.kind, *days(period)) == (text, kind, first, last)


def test_a_range_includes_both_days() -> None:
    assert UTC.parse("2026-10-01..2026-10-15").days == 15


def test_instants_are_local_midnights() -> None:
    # Berlin is two hours ahead of UTC until 25 October 2026, then one.
    october = BERLIN.parse("2026-10")
    assert (october.start, october.end) == (utc("2026-09-30 22:00"), utc("2026-10-31 23:00"))


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-07-01", 24)]
)
def test_days_of_clock_changes_have_their_own_length(day: str, hours: int) -> None:
    period = BERLIN.parse(f"{day}..{day}")
    assert period.end - period.start == hours * HOUR
    assert period.days == 1


def test_where_midnight_is_skipped_the_day_starts_with_the_hour_after() -> None:
    # Clocks in Sao Paulo went from 00:00 to 01:00 on 4 November 2018 (UTC-3 to UTC-2).
    start = Calendar("America/Sao_Paulo").day_start(dt.date(2018, 11, 4))
    assert start == utc("2018-11-04 03:00")


@pytest.mark.parametrize(
    ("start", "text", "first", "last"),
    [
        (4, "2026-Q1", "2025-04-01", "2025-06-30"),
        (4, "2026-Q4", "2026-01-01", "2026-03-31"),
        (2, "2026-Q4", "2025-11-01", "2026-01-31"),
        (12, "2026-Q1", "2025-12-01", "2026-02-28"),
        (12, "2024-Q1", "2023-12-01", "2024-02-29"),
    ],
)
def test_a_fiscal_year_is_named_for_the_year_it_ends_in(
    start: int, text: str, first: str, last: str
) -> None:
    assert days(Calendar(fiscal_year_start=start).parse(text)) == (first, last)


def test_a_running_total_starts_with_the_launch() -> None:
    period = UTC.parse("launch..2026-09", dt.date(2026, 5, 17))
    assert (period.id, period.kind, *days(period)) == (
        *("launch..2026-09", "launch"),
        *("2026-05-17", "2026-09-30"),
    )


@pytest.mark.parametrize(
    ("kind", "now", "expected"),
    [
        ("week", "2026-11-21 12:00", "2026-W46"),
        ("month", "2026-11-21 12:00", "2026-10"),
        ("quarter", "2026-11-21 12:00", "2026-Q3"),
        # Ended at the very instant: 1 November begins in Berlin at 23:00 UTC.
        ("month", "2026-10-31 23:00", "2026-10"),
        ("month", "2026-10-31 22:59", "2026-09"),
        ("week", "2021-01-05 00:00", "2020-W53"),
    ],
)
def test_the_default_is_the_last_period_that_has_ended(kind: str, now: str, expected: str) -> None:
    assert BERLIN.last_completed(kind, utc(now)).id == expected  # type: ignore[arg-type]


def test_the_last_fiscal_quarter() -> None:
    calendar = Calendar(fiscal_year_start=4)
    assert calendar.last_completed("quarter", utc("2026-04-01 00:00")).id == "2026-Q4"
    assert calendar.last_completed("quarter", utc("2026-03-31 23:59")).id == "2026-Q3"


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        ("2021-W01", -1, "2020-W53"),
        ("2026-01", -1, "2025-12"),
        ("2026-01", -25, "2023-12"),
        ("2026-Q1", -1, "2025-Q4"),
        ("2026-Q1", 3, "2026-Q4"),
        ("2026-10-01..2026-10-15", -1, "2026-09-16..2026-09-30"),
        ("2026-09-T12", -1, "2025-09-T12"),
        ("2026-09-T3", -1, "2026-06-T3"),
    ],
)
def test_shifting(text: str, n: int, expected: str) -> None:
    assert UTC.shift(UTC.parse(text), n) == UTC.parse(expected)


def test_shifting_fiscal_quarters_crosses_the_fiscal_year() -> None:
    calendar = Calendar(fiscal_year_start=4)
    assert calendar.shift(calendar.parse("2026-Q1"), -1) == calendar.parse("2025-Q4")


def test_a_running_total_steps_by_its_last_unit_until_the_launch() -> None:
    launch = dt.date(2026, 8, 10)
    total = UTC.parse("launch..2026-09", launch)
    before = UTC.shift(total, -1)
    assert before == UTC.parse("launch..2026-08", launch)
    assert UTC.shift(total, -2) is None
    by_day = UTC.parse("launch..2026-08-12", launch)
    assert UTC.shift(by_day, -2) == UTC.parse("launch..2026-08-10", launch)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-W45", "2025-W45"),
        ("2026-W53", "no week 53 in 2025"),
        ("2026-10", "2025-10"),
        ("2026-Q3", "2025-Q3"),
        ("2024-02-29..2024-03-01", "2023-02-28..2023-03-01"),
        ("2026-09-T12", "2025-09-T12"),
    ],
)
def test_the_year_before(text: str, expected: str) -> None:
    before = UTC.year_before(UTC.parse(text))
    assert before is None if " " in expected else before == UTC.parse(expected)


def test_the_year_before_a_running_total() -> None:
    launch = dt.date(2024, 5, 1)
    total = UTC.parse("launch..2026-09", launch)
    assert UTC.year_before(total) == UTC.parse("launch..2025-09", launch)
    assert UTC.year_before(UTC.parse("launch..2025-04", launch)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-13", "the month must be from 01 to 12"),
        ("2025-W53", "the week must be from W01 to W52 in 2025"),
        ("2026-W60", "the week must be from W01 to W53 in 2026"),
        ("2026-W00", "the week must be from W01 to W53 in 2026"),
        ("2026-Q5", "the quarter must be from Q1 to Q4"),
        ("2026Q5", "the quarter must be from Q1 to Q4"),
        ("13/2026", "the month must be from 01 to 12"),
        ("2026-9", "did you mean '2026-09'"),
        ("26-10", "did you mean '2026-10'"),
        ("10/2026", "did you mean '2026-10'"),
        ("2026_10", "did you mean '2026-10'"),
        ("202610", "did you mean '2026-10'"),
        ("October 2026", "did you mean '2026-10'"),
        ("oct-2026", "did you mean '2026-10'"),
        ("2026w45", "did you mean '2026-W45'"),
        ("W45 2026", "did you mean '2026-W45'"),
        ("2026 Q3", "did you mean '2026-Q3'"),
        ("Q3/2026", "did you mean '2026-Q3'"),
        ("2026", "did you mean '2026-12-T12'"),
        ("2026-T12", "did you mean '2026-12-T12'"),
        ("2026-09-12", "did you mean '2026-09-12..2026-09-12'"),
        ("2026-10-01 to 2026-10-15", "did you mean '2026-10-01..2026-10-15'"),
        ("Launch-2026-9", "did you mean 'launch..2026-09'"),
        ("last", "it must be 2026-W45 (week)"),
        ("last month", "where none is given, it is the last one that ended"),
        ("Mai 2026", "it must be 2026-W45 (week)"),
        ("2026-02-30..2026-03-01", "it must be a day of the calendar"),
        ("2026-10-15..2026-10-01", "did you mean '2026-10-01..2026-10-15'"),
        ("2026-01..2026-03", "did you mean '2026-01-01..2026-03-31'"),
        ("2026-01..soon", "a range is two days"),
        ("2026-09-T0", "at least one month"),
        ("launch..2026-09", "there is no launch date"),
        ("launch..", "it must say when it ends"),
        ("launch", "it must be 2026-W45 (week)"),
        ("0000-01", "the year must be from 1900 to 2900"),
        ("", "it must be 2026-W45 (week)"),
    ],
)
def test_what_is_no_period_says_what_is(text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        UTC.parse(text)
    assert said in str(raised.value)
    assert str(raised.value).startswith(repr(text.split("..", maxsplit=1)[0])[:-1])
    assert "==" not in str(raised.value)


@pytest.mark.parametrize("text", ["2026-13", "2026Q5", "2026-W60", "13/2026"])
def test_what_is_out_of_the_calendar_is_not_suggested(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        UTC.parse(text)
    assert "did you mean" not in str(raised.value)


def test_a_running_total_cannot_end_before_the_launch() -> None:
    with pytest.raises(UsageError, match="must not end before the launch on 2026-05-17"):
        UTC.parse("launch..2026-04", dt.date(2026, 5, 17))


@given(
    day=st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)),
    start=st.integers(1, 12),
    kind=st.sampled_from(["week", "month", "quarter"]),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_periods_tile_time(day: dt.date, start: int, kind: str, zone: str) -> None:
    calendar = Calendar(zone, start)
    last = calendar.last_completed(kind, calendar.day_start(day))  # type: ignore[arg-type]
    after = calendar.shift(last, 1)
    assert after is not None
    assert last.end == after.start <= calendar.day_start(day) < after.end
    assert calendar.parse(last.id) == last
    assert calendar.shift(after, -1) == last
