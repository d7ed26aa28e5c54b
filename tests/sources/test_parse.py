"""Values into kinds; expected by the contract's types and by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from kpikit.sources.parse import as_text, parse, tidy
from kpikit.tables import Column


def read(values: list[object] | pl.Series, kind: str, *, upper: bool = False) -> list[object]:
    series = pl.Series("x", values, strict=False)
    column = Column("x", kind, "", upper=upper)  # type: ignore[arg-type]
    parsed = parse(series, column, rule=None, timezone="UTC")
    assert parsed.dtype == column.dtype
    return parsed.to_list()


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (["1", "0.5", "1e3", "-2", "+5", None], "number", [1, 0.5, 1000, -2, 5, None]),
        (["$125,000", "1,000", "12%", "1.234,5", "nan", "inf", "x"], "number", [None] * 7),
        ([1, 2], "number", [1.0, 2.0]),
        ([Decimal("1.25")], "number", [1.25]),
        ([float("nan"), float("inf"), 2.5], "number", [None, None, 2.5]),
        ([True], "number", [None]),
        ([dt.date(2026, 1, 1)], "number", [None]),
        (["3", "3.0", "-1", "3.5", "9007199254740993", "x"], "integer",
         [3, 3, -1, None, 9007199254740993, None]),
        ([3.0, 3.5, None], "integer", [3, None, None]),
        ([3], "integer", [3]),
        (["true", "False", "YES", "no", "1", "0", "1.0", "0.0", "2", "y"], "boolean",
         [True, False, True, False, True, False, True, False, None, None]),
        ([True, None], "boolean", [True, None]),
        ([1, 0, 2], "boolean", [True, False, None]),
        (["007", "1e3", "x"], "text", ["007", "1e3", "x"]),
        ([7, 12345678901], "text", ["7", "12345678901"]),
        ([7.0, 2.5, None], "text", ["7", "2.5", None]),
        ([True], "text", ["true"]),
        ([[1, 2], None], "text", [None, None]),
        ([{"a": 1}], "number", [None]),
        ([None, None], "timestamp", [None, None]),
        (["2026-01-31"], "date", [dt.date(2026, 1, 31)]),
    ],
)  # fmt: skip
def test_values_of_every_kind(values, kind, expected):
    assert read(values, kind) == expected


def test_a_currency_code_is_read_in_capitals():
    assert read(["usd", "EUR", None], "text", upper=True) == ["USD", "EUR", None]


def test_text_of_native_values_is_what_a_file_would_hold():
    assert as_text(pl.Series(["a"], dtype=pl.Categorical)).to_list() == ["a"]
    assert as_text(pl.Series([b"a"])).to_list() == ["a"]
    assert as_text(pl.Series([{"a": 1}, None])).to_list() == ['{"a":1}', None]
    assert as_text(pl.Series([[1, 2]])).to_list() == ["[1, 2]"]
    assert as_text(pl.Series([dt.date(2026, 1, 31)])).to_list() == ["2026-01-31"]
    assert as_text(pl.Series([float("nan"), 1e300])).to_list() == ["NaN", "1e+300"]


def test_blanks_around_a_text_go_and_nothing_is_null():
    series = pl.Series([" a ", "", "  ", None, "b c"])
    assert tidy(series).to_list() == ["a", None, None, None, "b c"]
    assert tidy(pl.Series([1, 2])).to_list() == [1, 2]


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (pl.Series([float("nan"), 1.5]), [None, 1.5]),
        (pl.Series([" a", ""], dtype=pl.Categorical), ["a", None]),
        (pl.Series(["a"], dtype=pl.Enum(["a"])), ["a"]),
        (pl.Series([b" 7 ", b"caf\xe9"]), ["7", "caf\ufffd"]),
        (pl.Series([dt.timedelta(minutes=1)]), ["0:01:00"]),
        (pl.Series([dt.time(9, 30)]), ["09:30:00"]),
    ],
)
def test_types_of_their_own_become_what_the_readers_know(series, expected):
    assert tidy(series).to_list() == expected


@pytest.mark.parametrize("kind", ["timestamp", "date"])
@pytest.mark.parametrize("unit", ["ms", "us"])
def test_a_native_moment_beyond_the_year_9999_cannot_be_read_but_is_shown(kind, unit):
    """Epoch milliseconds that a tool stored as seconds: 1589375664123 s is the year 52335."""
    ticks = 1589375664123 * {"ms": 1_000, "us": 1_000_000}[unit]
    series = pl.Series([ticks, 0]).cast(pl.Datetime(unit))
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert read(series, kind) == [None, epoch if kind == "timestamp" else epoch.date()]
    assert as_text(series).to_list()[0] == str(ticks)
    days = pl.Series([10**7]).cast(pl.Int32).cast(pl.Date)
    assert read(days, "date") == [None]
