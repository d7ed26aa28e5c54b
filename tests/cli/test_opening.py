from __future__ import annotations

import datetime as dt

import pytest

from kpikit.cli.opening import read_instant
from kpikit.errors import UsageError
from kpikit.periods import Calendar

BERLIN = Calendar("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-05", "2026-11-04T23:00"),  # midnight in Berlin, in winter one hour ahead
        ("2026-07-05", "2026-07-04T22:00"),  # in summer two
        ("2026-11-05T06:00Z", "2026-11-05T06:00"),
        ("2026-11-05T06:00", "2026-11-05T06:00"),  # without a zone it is UTC
        ("2026-11-05T06:00+02:00", "2026-11-05T04:00"),
        ("2026-11-05 06:00:30", "2026-11-05T06:00:30"),
    ],
)
def test_an_instant_is_read_as_the_contract_says(text: str, utc: str) -> None:
    expected = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert read_instant(text, BERLIN, option="--now") == expected


def test_nothing_stays_nothing() -> None:
    assert read_instant(None, BERLIN, option="--now") is None


@pytest.mark.parametrize("text", ["", "today", "2026-13-01", "05.11.2026", "2026-11-5"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no day of the calendar and no instant"):
        read_instant(text, BERLIN, option="--now")


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "3000-01-01T00:00Z"])
def test_a_year_beyond_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=f"--now '{text}': the year must be from 1900 to 2900"):
        read_instant(text, BERLIN, option="--now")
