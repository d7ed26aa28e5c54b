"""Local time across both changes of the clock, against dates known by heart and zoneinfo."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kpikit.demo.clock import DAY, EPOCH, HOUR, LocalClock, instant

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def clock() -> LocalClock:
    return LocalClock("Europe/Berlin", first="2025-09", last="2026-04")


def utc(*parts: int) -> int:
    return instant(dt.datetime(*parts, tzinfo=dt.UTC))


def test_months_start_at_local_midnight(clock: LocalClock) -> None:
    assert clock.labels[0] == "2025-09"
    assert clock.labels[-1] == "2026-04"
    assert len(clock.edges) == len(clock.labels) + 1
    # Summer time until 26 October 2025, and again from 29 March 2026.
    assert clock.edges[1] == utc(2025, 9, 30, 22)
    assert clock.edges[2] == utc(2025, 10, 31, 23)
    assert clock.edges[7] == utc(2026, 3, 31, 22)
    found = clock.month(np.array([clock.edges[2] - 1, clock.edges[2]]))
    assert found.tolist() == [1, 2]


def test_instants_and_local_times_agree_with_zoneinfo(clock: LocalClock) -> None:
    for date in (dt.date(2025, 9, 30), dt.date(2025, 10, 26), dt.date(2026, 3, 29)):
        for hour in (0, 1, 4, 12, 23):
            day, time = np.array([(date - EPOCH).days]), np.array([hour * HOUR + 61_000])
            moment = dt.datetime(date.year, date.month, date.day, hour, 1, 1, tzinfo=BERLIN)
            assert clock.at(day, time).tolist() == [instant(moment)]
            shown = clock.local(np.array([instant(moment)]))
            assert shown.tolist() == (day * DAY + time).tolist()


def test_days_of_a_month(clock: LocalClock) -> None:
    days = clock.days_of(clock.labels.index("2026-02"))
    assert len(days) == 28
    assert EPOCH + dt.timedelta(days=int(days[0])) == dt.date(2026, 2, 1)
