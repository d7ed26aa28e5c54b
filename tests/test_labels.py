"""Expected texts are written by hand from the rules for numbers and words of the report's look."""

import datetime as dt

import pytest

from kpikit import labels

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (None, "share", None, "–"),
        (0.56, "share", None, "56.0%"),
        (0.00049, "share", None, "0.0%"),
        (-0.00049, "share", None, "0.0%"),  # what rounds to zero carries no minus
        (1, "share", 0, "100%"),
        (4812, "count", None, "4,812"),
        (176.5, "count", None, "177"),  # half up, not to even
        (0.275, "money", 2, "$0.28"),  # $2,200 over 8,000 resolved
        (223, "money", None, "$223"),
        (999.6, "money", None, "$1.0k"),  # never "$1,000" beside "$1.0k"
        (95_700, "money", None, "$95.7k"),
        (999_960, "money", None, "$1.00m"),
        (1_614_000, "money", None, "$1.61m"),
        (-4_249, "money", None, "−$4.2k"),
        (3.52, "ratio", None, "3.5×"),
        (14.84, "seconds", None, f"14.8{NBSP}s"),
        (32, "days", None, f"32{NBSP}d"),
        (6.5, "days", None, f"6.5{NBSP}d"),  # a median between two days
        (8.04, "messages", None, "8.0"),
        (4.25, "score", None, "4.3"),
        (-12, "points", None, "−12"),
    ],
)
def test_number(value: float | None, unit: str, decimals: int | None, expected: str) -> None:
    assert labels.number(value, unit, decimals=decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(1, f"1{NBSP}day"), (0, f"0{NBSP}days"), (-3, f"−3{NBSP}days")]
)
def test_days_in_words(value: float, expected: str) -> None:
    assert labels.number(value, "days", words=True) == expected


def test_currency_without_a_symbol_is_named() -> None:
    assert labels.number(1200, "money", currency="CHF") == f"CHF{NBSP}1.2k"
    assert labels.number(1200, "money", currency="EUR") == "€1.2k"


@pytest.mark.parametrize(
    ("low", "high", "unit", "words", "expected"),
    [
        (0.546, 0.574, "share", False, "54.6 to 57.4%"),
        (84_100, 215_400, "money", False, "$84.1k to $215.4k"),
        (900, 1_200, "money", False, "$900 to $1.2k"),
        (-3, 7, "days", True, f"−3 to 7{NBSP}days"),
        (2.2, 5.5, "ratio", False, "2.2 to 5.5×"),
        (None, 5.5, "ratio", False, "–"),
    ],
)
def test_interval(low: float | None, high: float, unit: str, words: bool, expected: str) -> None:
    assert labels.interval(low, high, unit, words=words) == expected


@pytest.mark.parametrize(
    ("value", "unit", "relative", "expected"),
    [
        (-0.049, "share", None, f"−4.9{NBSP}pts"),
        (0.0, "share", None, f"0.0{NBSP}pts"),
        (13_100, "money", 0.244, "+24%"),
        (562, "count", 0.1122, "+11%"),
        (13_100, "money", None, "+$13.1k"),  # nothing to divide by
        (5.3, "seconds", None, f"+5.3{NBSP}s"),
        (-1, "days", None, f"−1{NBSP}d"),
        (None, "share", None, "–"),
    ],
)
def test_change(value: float | None, unit: str, relative: float | None, expected: str) -> None:
    assert labels.change(value, unit, relative=relative) == expected


def test_parts_add_up_to_the_rounded_total() -> None:
    """Three thirds of a hundred: the largest remainder, the first of equals, takes the unit."""
    assert [str(p) for p in labels.parts([100 / 3] * 3)] == ["34", "33", "33"]
    assert [str(p) for p in labels.parts([0.14, 0.14, 0.72], 1)] == ["0.2", "0.1", "0.7"]
    assert labels.parts([]) == []


@pytest.mark.parametrize("value", [1e300, -1e300, 1e28, 5e-324])
def test_whatever_a_float_holds_can_be_written(value: float) -> None:
    for unit in ("count", "money", "share", "days"):
        assert labels.number(value, unit, decimals=2)


@pytest.mark.parametrize(
    ("text", "short", "year", "expected"),
    [
        ("2026-09", False, True, "September 2026"),
        ("2026-09", True, False, "Sep"),
        ("2026-Q3", False, True, "Q3 2026"),
        ("2026-W45", False, True, "week 45, 2026"),
        ("2026-W05", True, True, "W5 2026"),
        ("2026-09-T12", False, True, "12 months to September 2026"),
        ("2026-10-01..2026-10-15", False, True, "2026-10-01 to 2026-10-15"),
    ],
)
def test_period(text: str, short: bool, year: bool, expected: str) -> None:
    assert labels.period(text, short=short, year=year) == expected


def test_moment_is_on_the_projects_clock() -> None:
    at = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)  # 02:30 summer time in Rome
    assert labels.moment(at, "Europe/Rome") == "25 Oct 2026, 02:30"
    later = at + dt.timedelta(hours=1)  # the hour that happens twice
    assert labels.moment(later, "Europe/Rome") == "25 Oct 2026, 02:30"
