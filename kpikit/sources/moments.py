"""Timestamps and dates: ISO 8601, epoch numbers, or the format and time zone a source states.

Text is read in one stated way or not at all: a third of all US dates would also pass as
day/month. A timestamp without an offset is UTC, or local in the zone the source states; a local
time that happens twice when clocks go back is the earlier one, and one that never happened when
they went forward is unreadable.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import UsageError

if TYPE_CHECKING:
    from kpikit.config import DateRule

UTC = pl.Datetime("us", "UTC")
DAY = 86_400_000_000
PER_UNIT = {"s": 1_000_000, "ms": 1_000, "us": 1}
YEAR_1000 = -30_610_224_000_000_000  # below it a year was written in fewer than four digits
YEAR_1, YEAR_10000 = -62_135_596_800_000_000, 253_402_300_800_000_000  # what Python can hold
# Tried in this order on what is left: most logs are read by the first pattern of their kind.
WITH_OFFSET = ("%+", "%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z")
WITHOUT_OFFSET = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
WAY_OUT = "; any other form is stated under dates"
YEARS = re.compile(r"%[-_0]?[YyGFDcxs+]")


def describe(rule: DateRule | None, *, kind: str) -> str:
    """What a timestamp or date must look like under a rule, in words."""
    if rule and rule.epoch:
        return f"a number of {rule.epoch} since 1970"
    form = f"written as {rule.format}" if rule and rule.format else "ISO 8601"
    zone = f", a time that exists in {rule.timezone}" if rule and rule.timezone else ""
    return f"a {kind}, {form}{zone}{'' if rule else WAY_OUT}"


def check_format(pattern: str) -> str:
    """Translate a strptime pattern to the engine's, or say why it cannot be used.

    Raises:
        UsageError: the pattern has no year, names a zone by its letters, or is not a pattern.
    """
    if "%Z" in pattern:
        raise UsageError(
            f"dates: format '{pattern}': %Z cannot be read, CST alone means three zones; "
            "leave it out of the format and state the timezone"
        )
    # strptime's %f is a fraction of any length; here a bare %f would count nanoseconds.
    ours = pattern.replace(".%f", "%.f")
    if not YEARS.search(ours) or "%f" in ours:
        raise UsageError(f"dates: format '{pattern}' must hold a year, such as %d/%m/%Y %H:%M")
    try:
        _try(pl.Series([None, "0"], dtype=pl.String), ours)
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"dates: format '{pattern}': {reason}") from None
    return ours


def read_timestamps(series: pl.Series, rule: DateRule | None) -> pl.Series:
    """Read a series as UTC instants; null where it cannot be."""
    if series.dtype.is_temporal():
        return _native(series, rule)
    if rule and rule.epoch:
        return _epoch(series, PER_UNIT[rule.epoch])
    if series.dtype != pl.String:
        return pl.Series(series.name, [None] * len(series), dtype=UTC)
    zone = rule.timezone if rule else None
    if rule and rule.format:
        return _placed(_try(series, check_format(rule.format)), zone)
    return _iso(series, zone)


def read_dates(series: pl.Series, rule: DateRule | None, *, timezone: str) -> pl.Series:
    """Read a series as days.

    A day is taken as written, also from a timestamp. Only an instant without a written day, an
    epoch number or a native UTC timestamp, falls on its local day.
    """
    kind = series.dtype
    if kind == pl.Date:
        return within_years(series)
    if isinstance(kind, pl.Datetime) and kind.time_zone is None:
        return within_years(series).dt.date()
    if kind.is_temporal() or (rule and rule.epoch):
        return read_timestamps(series, rule).dt.convert_time_zone(timezone).dt.date()
    if kind != pl.String:
        return pl.Series(series.name, [None] * len(series), dtype=pl.Date)
    if rule and rule.format:
        return _written(series, check_format(rule.format))
    written = series.str.extract(r"^(\d{4}-\d\d?-\d\d?)")
    readable = (written == series) | _iso(series, None).is_not_null()
    return _try(written, "%Y-%m-%d").set(~readable.fill_null(value=False), None).dt.date()


def _written(series: pl.Series, pattern: str) -> pl.Series:
    """The day a text in a stated format shows, whatever offset follows it."""
    bare = re.sub(r"\s*%[:#]*z$", "", pattern)
    if bare != pattern:  # the offset moves the instant, not the day that was written
        series = series.str.replace(r"\s*(Z|[+-]\d\d:?(\d\d)?)$", "")
    return _try(series, bare).dt.date()


def within_years(series: pl.Series) -> pl.Series:
    """A native timestamp or date, null outside the years 1 to 9999, which nothing can show."""
    ticks, kind = series.to_physical().cast(pl.Int64), series.dtype
    if isinstance(kind, pl.Datetime) and kind.time_unit == "ns":
        return series  # nanoseconds reach from 1677 to 2262
    size = 1_000 if isinstance(kind, pl.Datetime) and kind.time_unit == "ms" else 1
    size = size if isinstance(kind, pl.Datetime) else DAY
    inside = ticks.is_between(YEAR_1 // size, YEAR_10000 // size - 1)
    return series.set(~inside.fill_null(value=True), None)


def _native(series: pl.Series, rule: DateRule | None) -> pl.Series:
    if not isinstance(series.dtype, pl.Datetime | pl.Date):
        return pl.Series(series.name, [None] * len(series), dtype=UTC)
    series = within_years(series)
    zone = getattr(series.dtype, "time_zone", None)
    return _placed(series.cast(pl.Datetime("us", zone)), rule.timezone if rule else None)


def _epoch(series: pl.Series, factor: int) -> pl.Series:
    whole = series.cast(pl.Int64, strict=False)
    exact = whole * factor if series.dtype == pl.String or series.dtype.is_integer() else None
    count = (series.cast(pl.Float64, strict=False) * factor).round()
    inside = count.is_between(YEAR_1, YEAR_10000 - 1)
    micros = count.set(~inside.fill_null(value=False), None).cast(pl.Int64, strict=False)
    if exact is not None:  # whole numbers keep every digit
        micros = exact.zip_with(exact.is_not_null() & micros.is_not_null(), micros)
    return micros.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _iso(series: pl.Series, zone: str | None) -> pl.Series:
    """ISO 8601 with the year first, with or without seconds, fraction, offset, T or time."""
    done = _placed(_try(series, WITH_OFFSET[0]), None)
    if done.null_count() == series.null_count():
        return done
    joined = series.str.replace(r"^(\d{4}-\d\d?-\d\d?) +", "${1}T")
    done = _fill(done, joined, WITH_OFFSET, zone=None)
    return _fill(done, joined, WITHOUT_OFFSET, zone=zone)


def _fill(
    done: pl.Series, texts: pl.Series, patterns: tuple[str, ...], *, zone: str | None
) -> pl.Series:
    """Read what is still unread, pattern by pattern, looking at the unread alone."""
    for pattern in patterns:
        left = done.is_null() & texts.is_not_null()
        if not left.any():
            break
        done = done.scatter(left.arg_true(), _placed(_try(texts.filter(left), pattern), zone))
    return done


def _try(texts: pl.Series, pattern: str) -> pl.Series:
    """Read by a pattern; null where a text does not fit, or its year has fewer than four digits."""
    with warnings.catch_warnings():
        # The engine warns of patterns that read oddly; check_format has translated or refused them.
        warnings.simplefilter("ignore")
        read = texts.str.to_datetime(pattern, time_unit="us", strict=False)
    # The engine takes 26-10-01 for a day of the year 26.
    ticks = read.to_physical()
    if (ticks.min() or 0) >= YEAR_1000:  # type: ignore[operator]
        return read
    return read.set((ticks < YEAR_1000).fill_null(value=False), None)


def _placed(moments: pl.Series, zone: str | None) -> pl.Series:
    """Instants in UTC: those with an offset have one, the others are in the stated zone."""
    if isinstance(moments.dtype, pl.Datetime) and moments.dtype.time_zone:
        return moments.dt.convert_time_zone("UTC")
    local = moments.dt.replace_time_zone(zone or "UTC", ambiguous="earliest", non_existent="null")
    return local.dt.convert_time_zone("UTC")
