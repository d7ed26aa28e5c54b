"""Timestamps and dates. Expected instants are computed by hand from the zones' known rules:
Berlin is UTC+1, UTC+2 from 2026-03-29 02:00 to 2026-10-25 03:00 local time."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpikit.config import DateRule
from kpikit.errors import UsageError
from kpikit.sources.moments import check_format, describe, read_dates, read_timestamps

BERLIN = DateRule(timezone="Europe/Berlin")


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc]


def moment(text: str | None, rule: DateRule | None = None) -> dt.datetime | None:
    return read_timestamps(pl.Series([text], dtype=pl.String), rule).item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02T03:04:05Z", utc(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02T03:04:05z", utc(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02T03:04:05.123456Z", utc(2026, 1, 2, 3, 4, 5, 123456)),
        ("2026-01-02T03:04:05.123456789Z", utc(2026, 1, 2, 3, 4, 5, 123456)),
        ("2026-01-02T03:04:05+02:00", utc(2026, 1, 2, 1, 4, 5)),
        ("2026-01-02T03:04:05.5+0200", utc(2026, 1, 2, 1, 4, 5, 500000)),
        ("2026-01-02T03:04:05-05", utc(2026, 1, 2, 8, 4, 5)),
        ("2026-01-02T03:04Z", utc(2026, 1, 2, 3, 4)),
        ("2026-01-02 03:04:05", utc(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02 03:04:05 UTC", utc(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02 03:04:05+00:00", utc(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02T03:04", utc(2026, 1, 2, 3, 4)),
        ("2026-01-02", utc(2026, 1, 2)),
        ("2024-12-30 3:15:52", utc(2024, 12, 30, 3, 15, 52)),
        (None, None),
        ("01/02/2026", None),
        ("2026-02-30", None),
        ("2026-01-02T25:00:00Z", None),
        ("1700000000", None),
        ("yesterday", None),
    ],
)
def test_iso_8601_is_read_and_nothing_else(text, expected):
    assert moment(text) == expected


def test_a_series_may_mix_forms_and_each_is_read():
    texts = ["2026-01-02T03:04:05Z", None, "x", "2026-01-02", "2026-01-02 03:04:05.25"]
    assert read_timestamps(pl.Series(texts), None).to_list() == [
        utc(2026, 1, 2, 3, 4, 5), None, None, utc(2026, 1, 2), utc(2026, 1, 2, 3, 4, 5, 250000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-15 12:00:00", utc(2026, 1, 15, 11)),
        ("2026-07-15 12:00:00", utc(2026, 7, 15, 10)),
        ("2026-10-25 02:30:00", utc(2026, 10, 25, 0, 30)),  # twice: the earlier, still UTC+2
        ("2026-10-25 03:00:00", utc(2026, 10, 25, 2)),
        ("2026-03-29 02:30:00", None),  # never: clocks went from 02:00 to 03:00
        ("2026-03-29 03:00:00", utc(2026, 3, 29, 1)),
        ("2026-07-15T12:00:00Z", utc(2026, 7, 15, 12)),  # its own offset is stronger
        ("2026-07-15", utc(2026, 7, 14, 22)),
    ],
)
def test_a_stated_zone_places_what_has_no_offset(text, expected):
    assert moment(text, BERLIN) == expected


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("s", "1589375664", utc(2020, 5, 13, 13, 14, 24)),
        ("s", "1589375664.123457", utc(2020, 5, 13, 13, 14, 24, 123457)),
        ("s", "1.589375664e9", utc(2020, 5, 13, 13, 14, 24)),
        ("s", "-1", utc(1969, 12, 31, 23, 59, 59)),
        ("ms", "1589375664123", utc(2020, 5, 13, 13, 14, 24, 123000)),
        ("us", "1589375664123457", utc(2020, 5, 13, 13, 14, 24, 123457)),
        ("s", "1589375664123457", None),  # microseconds read as seconds: the year 50 million
        ("s", "1e300", None),
        ("s", "inf", None),
        ("s", "2020-05-13", None),
    ],
)
def test_epoch_numbers(unit, value, expected):
    assert moment(value, DateRule(epoch=unit)) == expected


@pytest.mark.parametrize(
    "values", [[1589375664], [1589375664.0], pl.Series([1589375664], dtype=pl.UInt32)]
)
def test_epoch_numbers_of_their_own_type(values):
    read = read_timestamps(pl.Series(values), DateRule(epoch="s"))
    assert read.item() == utc(2020, 5, 13, 13, 14, 24)


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("%d/%m/%Y %H:%M", "31/12/2026 23:59", utc(2026, 12, 31, 23, 59)),
        ("%d/%m/%Y %H:%M", "1/2/2026 9:05", utc(2026, 2, 1, 9, 5)),
        ("%m/%d/%Y", "01/02/2026", utc(2026, 1, 2)),
        ("%m/%d/%y %I:%M %p", "12/31/26 11:59 PM", utc(2026, 12, 31, 23, 59)),
        ("%Y-%m-%d %H:%M:%S.%f", "2026-01-01 00:00:00.123", utc(2026, 1, 1, 0, 0, 0, 123000)),
        ("%d.%m.%Y %H:%M %z", "31.12.2026 10:00 +0200", utc(2026, 12, 31, 8)),
        ("%d/%m/%Y", "12/31/2026", None),
        ("%d/%m/%Y", "2026-12-31", None),
    ],
)
def test_a_stated_format_is_the_only_one(form, text, expected):
    assert moment(text, DateRule(format=form)) == expected


def test_a_stated_format_with_a_zone():
    rule = DateRule(format="%d/%m/%Y %H:%M", timezone="America/New_York")
    assert moment("01/07/2026 08:00", rule) == utc(2026, 7, 1, 12)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("%Y-%m-%d %Z", "%Z cannot be read"),
        ("%H:%M", "must hold a year"),
        ("day", "must hold a year"),
        ("%d/%m/%Y %H", "hour and minute"),
    ],
)
def test_a_format_that_cannot_be_used_is_refused(form, reason):
    with pytest.raises(UsageError, match=reason):
        check_format(form)


def test_native_timestamps_and_dates():
    naive = dt.datetime(2026, 7, 15, 12)
    assert read_timestamps(pl.Series([naive]), None).item() == utc(2026, 7, 15, 12)
    assert read_timestamps(pl.Series([naive]), BERLIN).item() == utc(2026, 7, 15, 10)
    aware = pl.Series([naive]).dt.replace_time_zone("Asia/Tokyo").dt.cast_time_unit("ns")
    assert read_timestamps(aware, BERLIN).item() == utc(2026, 7, 15, 3)
    assert read_timestamps(pl.Series([naive.date()]), None).item() == utc(2026, 7, 15)
    assert read_timestamps(pl.Series([naive.time()]), None).item() is None
    assert read_timestamps(pl.Series([1.5]), None).item() is None


@pytest.mark.parametrize(
    ("value", "rule", "expected"),
    [
        ("2026-01-31", None, dt.date(2026, 1, 31)),
        ("2026-01-31 23:30:00", None, dt.date(2026, 1, 31)),
        ("2026-01-31T23:30:00-05:00", None, dt.date(2026, 1, 31)),  # as written
        ("31/01/2026", DateRule(format="%d/%m/%Y"), dt.date(2026, 1, 31)),
        ("31.01.2026 23:30 -0500", DateRule(format="%d.%m.%Y %H:%M %z"), dt.date(2026, 1, 31)),
        ("1769902200", DateRule(epoch="s"), dt.date(2026, 2, 1)),  # 23:30 UTC, 00:30 in Berlin
        (dt.date(2026, 1, 31), None, dt.date(2026, 1, 31)),
        (dt.datetime(2026, 1, 31, 23, 30), None, dt.date(2026, 1, 31)),
        (dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC), None, dt.date(2026, 2, 1)),
        ("2026-01-31 lunch", None, None),
        ("2026-02-30", None, None),
        ("2026-1-31", None, dt.date(2026, 1, 31)),
        ("2026-1-31 7:00", None, dt.date(2026, 1, 31)),
        ("2026-01-31 7 o'clock", None, None),
        (None, None, None),
        (46053, None, None),
    ],
)
def test_days(value, rule, expected):
    assert read_dates(pl.Series([value]), rule, timezone="Europe/Berlin").item() == expected


def test_a_rule_in_words():
    assert describe(None, kind="date") == "a date, ISO 8601; any other form is stated under dates"
    assert describe(DateRule(epoch="ms"), kind="timestamp") == "a number of ms since 1970"
    words = describe(DateRule(format="%d.%m.%Y", timezone="Europe/Berlin"), kind="timestamp")
    assert words == "a timestamp, written as %d.%m.%Y, a time that exists in Europe/Berlin"


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(min_value=dt.datetime(1970, 1, 1), max_value=dt.datetime(2100, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
)
def test_what_python_writes_as_iso_8601_is_read_back(local, minutes):
    aware = local.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    assert moment(aware.isoformat()) == aware
    assert moment(aware.isoformat(sep=" ")) == aware
    assert moment(local.isoformat()) == local.replace(tzinfo=dt.UTC)
