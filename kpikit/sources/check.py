"""Rows held against their schema: which pass, and for each that does not, why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from kpikit.sources.amounts import FOREIGN, read_amounts, settle
from kpikit.sources.amounts import describe as describe_number
from kpikit.sources.epochs import advice, meant
from kpikit.sources.erased import WHO
from kpikit.sources.moments import WAY_OUT, describe
from kpikit.sources.parse import RULES, as_text, parse
from kpikit.sources.raw import FILE, PLACE, ROW
from kpikit.tables.quality import AHEAD
from kpikit.tables.schema import GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.config import Source
    from kpikit.tables import Column, Schema

HUGE = 1e15  # no amount and no score is; a timestamp or an id in the wrong column may be
HUGE_RULE = "a number of at most fifteen digits before its decimal point"
NESTED = r"^[\[{]"


class Failing(NamedTuple):
    """A rule, the column it is about, and where rows break it."""

    column: str
    rule: str
    rows: pl.Series


class Setting(NamedTuple):
    """When the run happens, the zone whose local day counts, and the currency of the project."""

    now: dt.datetime
    timezone: str
    currency: str


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
    source: Source,
    *,
    nested: frozenset[str],
    setting: Setting,
) -> Checked:
    """Read a batch of mapped rows as their types and hold them against every rule.

    A value that cannot be read hides none of its row's other faults.

    Args:
        written: our columns as they were written, those the source has, and `PLACE`.
        schema: of the table.
        source: how it writes its dates and numbers.
        nested: columns that hold lists or objects.
        setting: rows whose stamp is later than now are refused, where the schema says so.
    """
    typed: list[pl.Series] = []
    failing: list[Failing] = []
    units: dict[str, pl.Series] = {}
    for column in (*schema.columns, *schema.helpers):
        if column.name in written.columns:
            raw, name = written[column.name], column.name
            series, unit = _read(raw, column, source=source, timezone=setting.timezone)
            typed.append(series.alias(name))
            failing += _of_column(raw, series, column, wording=_wording(column, source))
            failing += _nested(raw, column) if name in nested else ()
            if unit is not None:
                units[name] = unit
    frame = pl.DataFrame([*typed, written[PLACE]])
    failing += [*_required(written, schema), *_across(frame, written, schema)]
    failing += _ahead(frame, schema, setting)
    for name, unit in units.items():
        fills = "currency" in schema.names
        frame, wrong = settle(frame, unit, project=setting.currency, fills=fills)
        failing.append(Failing(name, FOREIGN, wrong))
    return Checked(frame, [each for each in failing if each.rows.any()])


def quarantine(checked: Checked, written: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows that break rules, a record for each rule, with the value as written, and whose.

    Args:
        checked: the outcome of `check`.
        written: the rows it was given, with `FILE` and `ROW`.
    """
    for failing in checked.failing:
        rows = written.filter(failing.rows)
        yield rows.select(
            FILE,
            pl.col(ROW).alias("row"),
            column=pl.lit(failing.column),
            value=_text(rows, failing.column),
            rule=pl.lit(failing.rule),
            **{name: _text(rows, name) for name in WHO},
        )


def _text(rows: pl.DataFrame, name: str) -> pl.Series:
    """A column as text; nulls where there is none."""
    if name in rows.columns:
        return as_text(rows[name])
    return pl.repeat(None, rows.height, dtype=pl.String, eager=True)


def rules_broken(raw: pl.Series, column: Column, *, source: Source, timezone: str) -> list[str]:
    """The rules that values of a column break, as they would in a file of the source.

    Args:
        raw: the tidied values.
        column: they are for.
        source: how it writes its dates and numbers.
        timezone: of the project.
    """
    series, _ = _read(raw, column, source=source, timezone=timezone)
    failing = _of_column(raw, series, column, wording=_wording(column, source))
    return [each.rule for each in failing if each.rows.any()]


def _read(
    raw: pl.Series, column: Column, *, source: Source, timezone: str
) -> tuple[pl.Series, pl.Series | None]:
    """The typed values, and the currencies beside them where some are."""
    unit = None
    number = source.numbers.get(column.name)
    if number is not None:
        raw, unit = read_amounts(raw, number, money=column.money)
    rule = source.dates.get(column.name)
    typed = parse(raw, column, rule=rule, timezone=timezone)
    return typed, None if unit is None or unit.is_null().all() else unit


def _wording(column: Column, source: Source) -> str:
    """What a value must look like."""
    if column.name in source.numbers:
        return describe_number(source.numbers[column.name], money=column.money)
    rule = source.dates.get(column.name)
    return RULES.get(column.kind) or describe(rule, kind=column.kind)


def _of_column(
    raw: pl.Series, typed: pl.Series, column: Column, *, wording: str
) -> Iterator[Failing]:
    unread = raw.is_not_null() & typed.is_null()
    if unread.any() and column.kind in {"timestamp", "date"}:
        units = meant(raw)
        for unit in units.filter(unread).drop_nulls().unique().sort():
            form = wording.removesuffix(WAY_OUT)
            rule = f"{form}; it looks like {unit} since 1970: {advice(column.name, unit)}"
            here = unread & (units == unit).fill_null(value=False)
            unread &= ~here
            yield Failing(column.name, rule, here)
    yield Failing(column.name, wording, unread)
    if column.kind == "number":
        yield Failing(column.name, HUGE_RULE, (typed.abs() >= HUGE).fill_null(value=False))
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


def _ahead(frame: pl.DataFrame, schema: Schema, setting: Setting) -> Iterator[Failing]:
    if schema.may_be_ahead or schema.stamp not in frame.columns:
        return
    stamp = frame[schema.stamp]
    if stamp.dtype == pl.Date:
        today = setting.now.astimezone(ZoneInfo(setting.timezone)).date()
        late, limit = stamp > today, today.isoformat()
    else:
        late, limit = stamp > setting.now, setting.now.astimezone(dt.UTC).isoformat()
    rule = f"{AHEAD}, {limit}"
    yield Failing(schema.stamp, rule, late.fill_null(value=False))
