"""XmR charts: each series with its natural limits, and what stands out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.details.model import Detail
from kpikit.estimate.limits import moving_ranges, natural_limits, signals
from kpikit.results.spans import launched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.details.model import Asked

SHOWN = 13
METHODS = ("", "booked")
"""The only method of a KPI, or its headline one."""

SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "kpi": pl.String(), "at": pl.String(),
    "value": pl.Float64(), "range": pl.Float64(), "settled": pl.Boolean(), "signal": pl.String(),
    "centre": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
    "range_centre": pl.Float64(), "range_high": pl.Float64(),
})  # fmt: skip
"""One row a point, oldest first: at = its period, signal = beyond, run or "".

Limits are those of the settled points, the same on every row of a series.
"""


def natural(asked: Asked) -> pl.DataFrame:
    """Each KPI of each bot from twelve settled periods on, whole ones after the launch.

    Of a quarter whose KPIs have no twelve quarters behind them, the months.
    """
    own, months = (
        pl.DataFrame(list(_series(asked, kind)), schema=SCHEMA, orient="row")
        for kind in _kinds(asked)
    )
    return pl.concat([own, months.join(own, on=["bot_id", "kpi"], how="anti")])


def _kinds(asked: Asked) -> list[pl.DataFrame]:
    """The rows of the run's own kind of period, then those of months that came along."""
    days = launched(asked.facts, asked.config)
    launch = pl.col("bot_id").replace_strict(days, default=None, return_dtype=pl.Date)
    first = pl.col("period_start").dt.convert_time_zone(asked.config.timezone).dt.date()
    rows = asked.results.filter(
        pl.col("segment").is_null(), pl.col("method").is_in(METHODS), first >= launch
    )
    shape = pl.col("period").str.replace_all(r"\d", "0")
    like = shape == shape.filter(pl.col("period") == asked.period.id).first()
    return [rows.filter(like), rows.filter(~like)]


def _series(asked: Asked, rows: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    """The points of every series that has limits."""
    known = rows.filter(pl.col("value").is_not_null().sum().over("bot_id", "kpi") >= SHOWN - 1)
    for (bot, kpi), mine in known.group_by(["bot_id", "kpi"], maintain_order=True):
        points = mine.sort("period_start").tail(SHOWN)
        settled = points.get_column("status").cast(pl.String) == "final"
        values = points.get_column("value").fill_null(np.nan).to_numpy()
        limits = natural_limits(np.where(settled.to_numpy(), values, np.nan))
        if limits is None or not limits.range_centre:
            continue
        beside = zip(
            points.get_column("period"), values, moving_ranges(values), settled,
            signals(values, limits), strict=True,
        )  # fmt: skip
        for at, value, move, final, stands in beside:
            pair = (None if np.isnan(one) else one for one in (value, move))
            yield (bot, asked.period.id, kpi, at, *pair, final, stands, *limits)


LIMITS = Detail("limits", SCHEMA, natural)
