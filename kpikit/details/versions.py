"""KPIs that changed their meaning, as they were before: both versions over the same periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.details.model import Detail
from kpikit.evaluate import evaluate
from kpikit.kpi import Older, computable, registry
from kpikit.periods import Calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from kpikit.details.model import Asked
    from kpikit.periods import Period

SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "kpi": pl.String(), "version": pl.Int64(),
    "until": pl.Date(), "shown": pl.String(),
    "value": pl.Float64(), "numerator": pl.Float64(), "denominator": pl.Float64(), "n": pl.Int64(),
})  # fmt: skip


def build(asked: Asked) -> pl.DataFrame:
    """One row for each earlier version of a KPI in each period shown, of either side of the break.

    version is the earlier one and until the day on which the next began; shown is the period that
    value, numerator, denominator and n are of. Only changes within the periods shown are here, and
    only those whose declaration keeps the measure they replaced.
    """
    periods = _shown(asked)
    days = {older: day for older, day in _changed(periods)}
    if not days:
        return pl.DataFrame(schema=SCHEMA)
    with computable(days) as ids:
        figures = evaluate(asked.facts, asked.config, periods=periods, only=ids)
    found = {older.id: (older.kpi.id, older.version, day) for older, day in days.items()}
    known = figures.filter(pl.col("lack").is_null(), pl.col("method") == "")
    parts = [
        known.filter(pl.col("kpi") == name).with_columns(
            pl.lit(asked.period.id).alias("period"),
            pl.col("period").alias("shown"),
            pl.lit(kpi).alias("kpi"),
            pl.lit(version, pl.Int64).alias("version"),
            pl.lit(day).alias("until"),
        )
        for name, (kpi, version, day) in found.items()
    ]
    return pl.concat(parts).select(SCHEMA.names())


def _shown(asked: Asked) -> list[Period]:
    """The periods of the results, oldest first; running totals have a span a bot."""
    calendar = Calendar(asked.config.timezone, asked.config.fiscal_year_start)
    ids = asked.results.sort("period_start").get_column("period").unique(maintain_order=True)
    return [calendar.parse(name) for name in ids if not name.startswith("launch")]


def _changed(periods: Sequence[Period]) -> Iterator[tuple[Older, dt.date]]:
    """Earlier versions that ended within the periods, with the day on which they did."""
    for kpi in registry().published() if periods else ():
        days = {change.version: change.day for change in kpi.breaks}
        for version, _ in kpi.former:
            day = days[version + 1]
            first = min(period.first_day for period in periods)
            if first <= day <= max(period.last_day for period in periods):
                yield Older(kpi, version), day


VERSIONS = Detail("versions", SCHEMA, build)
