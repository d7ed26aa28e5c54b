"""Rows held against their schema: which pass, and for each that does not, why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from kpikit.sources.moments import describe
from kpikit.sources.parse import RULES, as_text, parse
from kpikit.sources.raw import FILE, PLACE, ROW
from kpikit.tables.schema import GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpikit.config import DateRule
    from kpikit.tables import Column, Schema

NESTED = r"^[\[{]"


class Failing(NamedTuple):
    """A rule, the column it is about, and where rows break it."""

    column: str
    rule: str
    rows: pl.Series


class Clock(NamedTuple):
    """When the run happens, and the zone whose local day counts."""

    now: dt.datetime
    timezone: str


class Checked(NamedTuple):
    """The typed columns that a batch brought, and the rules that its rows break."""

    typed: pl.DataFrame
    failing: list[Failing]

    @property
    def bad(self) -> pl.Series | None:
        """True for the rows that break any rule; None where no row does."""
        bad = None
        for failing in self.failing:
            bad = failing.rows if bad is None else bad | failing.rows
        return bad


def check(
    written: pl.DataFrame,
    schema: Schema,
    *,
    dates: Mapping[str, DateRule],
    nested: frozenset[str],
    clock: Clock,
) -> Checked:
    """Read a batch of mapped rows as their types and hold them against every rule.

    A value that cannot be read hides none of its row's other faults.

    Args:
        written: our columns as they were written, those the source has, and `PLACE`.
        schema: of the table.
        dates: how the source writes its dates.
        nested: columns that hold lists or objects.
        clock: rows whose stamp is later than now are refused, where the schema says so.
    """
    typed: list[pl.Series] = []
    failing: list[Failing] = []
    for column in (*schema.columns, *schema.helpers):
        if column.name in written.columns:
            raw, rule = written[column.name], dates.get(column.name)
            series = parse(raw, column, rule=rule, timezone=clock.timezone).alias(column.name)
            typed.append(series)
            failing += _of_column(raw, series, column, rule=rule)
            failing += _nested(raw, column) if column.name in nested else ()
    frame = pl.DataFrame([*typed, written[PLACE]])
    failing += [*_required(written, schema), *_across(frame, written, schema)]
    failing += _ahead(frame, schema, clock)
    return Checked(frame, [each for each in failing if each.rows.any()])


def quarantine(checked: Checked, written: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows that break rules, a record for each rule, with the value as it was written.

    Args:
        checked: the outcome of `check`.
        written: the rows it was given, with `FILE` and `ROW`.
    """
    for failing in checked.failing:
        rows = written.filter(failing.rows)
        value = as_text(rows[failing.column]) if failing.column in rows.columns else None
        yield rows.select(
            FILE,
            pl.col(ROW).alias("row"),
            column=pl.lit(failing.column),
            value=pl.lit(None, dtype=pl.String) if value is None else value,
            rule=pl.lit(failing.rule),
        )


def _of_column(
    raw: pl.Series, typed: pl.Series, column: Column, *, rule: DateRule | None
) -> Iterator[Failing]:
    wording = RULES.get(column.kind) or describe(rule, kind=column.kind)
    yield Failing(column.name, wording, raw.is_not_null() & typed.is_null())
    if column.allowed:
        outside = ~typed.is_in(list(column.allowed))
    elif column.limits:
        low = column.low if column.low is not None else float("-inf")
        high = column.high if column.high is not None else float("inf")
        outside = ~typed.is_between(low, high)
    else:
        return
    yield Failing(column.name, column.limits, outside.fill_null(value=False))


def _nested(raw: pl.Series, column: Column) -> Iterator[Failing]:
    """Objects that a text reader wrote out as text; typed ones are unreadable anyway."""
    if raw.dtype == pl.String and column.kind == "text":
        objects = raw.str.contains(NESTED).fill_null(value=False)
        yield Failing(column.name, RULES["text"], objects)


def _required(written: pl.DataFrame, schema: Schema) -> Iterator[Failing]:
    for name in schema.required:
        yield Failing(name, "required", _empty(written, name))


def _empty(written: pl.DataFrame, name: str) -> pl.Series:
    if name in written.columns:
        return written[name].is_null()
    return pl.repeat(value=True, n=written.height, dtype=pl.Boolean, eager=True)


def _across(frame: pl.DataFrame, written: pl.DataFrame, schema: Schema) -> Iterator[Failing]:
    for rule in schema.rules:
        seen = []
        for name in rule.broken.meta.root_names():
            if name.startswith(GIVEN):
                series = ~_empty(written, name.removeprefix(GIVEN))
            elif name in frame.columns:
                series = frame[name]
            else:
                series = pl.repeat(None, written.height, dtype=schema[name].dtype, eager=True)
            seen.append(series.alias(name))
        broken = pl.DataFrame(seen).select(rule.broken.fill_null(value=False)).to_series()
        yield Failing(rule.column, rule.rule, broken)


def _ahead(frame: pl.DataFrame, schema: Schema, clock: Clock) -> Iterator[Failing]:
    if schema.may_be_ahead or schema.stamp not in frame.columns:
        return
    stamp = frame[schema.stamp]
    if stamp.dtype == pl.Date:
        today = clock.now.astimezone(ZoneInfo(clock.timezone)).date()
        late, limit = stamp > today, today.isoformat()
    else:
        late, limit = stamp > clock.now, clock.now.astimezone(dt.UTC).isoformat()
    rule = f"not after the time of the run, {limit}"
    yield Failing(schema.stamp, rule, late.fill_null(value=False))
