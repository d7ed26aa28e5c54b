"""Their values as ours: text into numbers, booleans, timestamps and dates, never by guessing.

Every function keeps the length of its series and returns null where a value cannot be read. The
caller tells an unreadable value from an absent one by looking at what came in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.sources.moments import read_dates, read_timestamps, within_years

if TYPE_CHECKING:
    from kpikit.config import DateRule
    from kpikit.tables import Column

EXACT = 2.0**53  # beyond this a float no longer holds every whole number
TRUE, FALSE = ("true", "yes", "1", "1.0"), ("false", "no", "0", "0.0")
RULES = {
    "text": "one value, not a list or an object",
    "number": "a number such as 125000 or 0.5; any other form is stated under numbers",
    "integer": "a whole number such as 125000; any other form is stated under numbers",
    "boolean": "true or false, yes or no, 1 or 0",
}


def as_text(series: pl.Series) -> pl.Series:
    """Any series as the text a CSV file would hold; a whole float is written without a point."""
    kind = series.dtype
    if kind == pl.String:
        return series
    if kind.is_float():
        whole = series.cast(pl.Int64, strict=False).cast(pl.String)
        is_whole = (series == series.floor()) & (series.abs() < EXACT)
        return whole.zip_with(is_whole.fill_null(value=False), series.cast(pl.String))
    if isinstance(kind, pl.Struct):
        return series.struct.json_encode().set(series.is_null(), None)
    if isinstance(kind, pl.Datetime | pl.Date):
        readable = within_years(series)  # the engine stops at a year nobody meant
        return readable.cast(pl.String).fill_null(series.to_physical().cast(pl.String))
    if kind.is_nested() or isinstance(kind, pl.Binary | pl.Duration):
        texts = [None if item is None else _shown(item) for item in series.to_list()]
        return pl.Series(series.name, texts, dtype=pl.String)
    return series.cast(pl.String, strict=False)


def _shown(item: object) -> str:
    return item.decode(errors="replace") if isinstance(item, bytes) else str(item)


def tidy(series: pl.Series) -> pl.Series:
    """A series as the readers below expect it.

    Text loses the blanks around it and is null where nothing is left; what is not a number is
    null; words, bytes and durations of their own type become text; other types stay.
    """
    kind = series.dtype
    if kind.is_float():
        return series.fill_nan(None)
    if isinstance(kind, pl.Categorical | pl.Enum | pl.Binary | pl.Duration | pl.Time):
        series = as_text(series)
    if series.dtype != pl.String:
        return series
    bare = series.str.strip_chars()
    return bare.set(bare == "", None)


def parse(series: pl.Series, column: Column, *, rule: DateRule | None, timezone: str) -> pl.Series:
    """Read a tidied series as a column's kind.

    Args:
        series: as it came from the file.
        column: what it must become.
        rule: how the source writes this date, where it is not ISO 8601.
        timezone: of the project; decides the day of an instant in a date column.

    Returns:
        A series of the column's dtype, null where a value is absent or unreadable.
    """
    if series.dtype.is_nested() or series.dtype == pl.Null:
        return pl.Series(series.name, [None] * len(series), dtype=column.dtype)
    if column.kind == "timestamp":
        return read_timestamps(series, rule)
    if column.kind == "date":
        return read_dates(series, rule, timezone=timezone)
    if column.kind == "text":
        text = as_text(series)
        return text.str.to_uppercase() if column.upper else text
    return {"number": _number, "integer": _integer, "boolean": _boolean}[column.kind](series)


def _number(series: pl.Series) -> pl.Series:
    if series.dtype == pl.Boolean or series.dtype.is_temporal():
        return pl.Series(series.name, [None] * len(series), dtype=pl.Float64)
    number = series.cast(pl.Float64, strict=False)
    return number.set((~number.is_finite()).fill_null(value=False), None)


def _integer(series: pl.Series) -> pl.Series:
    if series.dtype.is_integer():
        return series.cast(pl.Int64, strict=False)
    number = _number(series)
    whole = (number == number.floor()) & (number.abs() < EXACT)
    exact = as_text(series).cast(pl.Int64, strict=False)  # ids beyond 2**53 keep every digit
    rounded = number.set(~whole.fill_null(value=True), None).cast(pl.Int64, strict=False)
    return exact.zip_with(exact.is_not_null(), rounded)


def _boolean(series: pl.Series) -> pl.Series:
    if series.dtype == pl.Boolean:
        return series
    words = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    lower = as_text(series).str.to_lowercase()
    return lower.replace_strict(words, default=None, return_dtype=pl.Boolean)
