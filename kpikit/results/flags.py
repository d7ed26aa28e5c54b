"""Which figures moved: the flag of the newest period, up, down, none or not tested.

Tested are shares, means, medians and other quantiles, scores, revenue, quotients of two figures
and counts, of every bot and of the portfolio, in a week, month or quarter that is over and follows
three whole ones after the launch. All of them together are one family of tests. Not tested (null):

- what has no interval and is no count: costs and what is priced or divided by them;
- what is put together by adding and subtracting others: its parts are tested;
- the counts of the ladder: their shares are tested; and counts below ten;
- what can still change, unless it is a share that leaves out on both sides what is pending;
- what reads the same observations in every period: expected revenue, the adjusted cycle, what
  stands at as_of;
- where fewer than three whole periods lie between the launch and the period, or one of them has
  no figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from kpikit.estimate import counts_on_scale, numbers, on_scale, stand_out
from kpikit.evaluate import PORTFOLIO
from kpikit.kpi import (
    Count,
    Derived,
    Distinct,
    Methods,
    Quantile,
    Ratio,
    Repeaters,
    Sum,
    registry,
    settled_by,
)
from kpikit.results.schema import FLAG

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kpikit.kpi import Kpi
    from kpikit.results.spans import Span

    Floats = NDArray[np.float64]

KINDS = ("week", "month", "quarter")
WAITS = {"end", "tickets"}
"""What a share may wait for and be tested all the same: it leaves out what is pending."""

OF_LADDER = "rung_"
SERIES = ["kpi", "bot_id"]
NAMES = {1.0: "up", 0.0: "none", -1.0: "down"}


class Panel(NamedTuple):
    """Series by periods, the newest last, in the order of their keys.

    Attributes:
        keys: kpi and bot_id of each series.
        y: the figures on the scale they are tested on.
        variance: their sampling variances.
    """

    keys: pl.DataFrame
    y: Floats
    variance: Floats


def with_flags(
    rows: pl.DataFrame, span: Span, launched: Mapping[str, dt.date | None], *, as_of: dt.datetime
) -> pl.DataFrame:
    """Add the flag of the newest period; null in the others and where nothing is tested.

    Args:
        rows: the rows of all periods shown, with value, low, high, apart, status and still.
        span: the periods shown.
        launched: the first day of each bot, and of the portfolio.
        as_of: what is later has not happened.
    """
    newest = span.shown[-1]
    if newest.kind not in KINDS:
        return rows.with_columns(pl.lit(None, FLAG).alias("flag"))
    over = rows.with_columns((pl.col("period_end") <= as_of).alias("over"))
    flags = tested(over, span, launched).with_columns(pl.lit(newest.id).alias("period"))
    whole = pl.col("segment").is_null() & (pl.col("method") == "")
    on = [*SERIES, "period"]
    joined = rows.join(flags.select(*on, "flag"), on=on, how="left", maintain_order="left")
    return joined.with_columns(pl.when(whole).then(pl.col("flag")).alias("flag"))


def tested(rows: pl.DataFrame, span: Span, launched: Mapping[str, dt.date | None]) -> pl.DataFrame:
    """The test of every KPI and bot: kpi, bot_id, t, p and flag; see `with_flags`."""
    panel = _panel(rows, span, launched)
    kpis = panel.keys.get_column("kpi")
    names = {kpi: place for place, kpi in enumerate(kpis.unique(maintain_order=True))}
    groups = np.array([names[kpi] for kpi in kpis], dtype=np.intp)
    # The portfolio is its bots once more: it is tested, but teaches nothing new.
    pooled = (panel.keys.get_column("bot_id") != PORTFOLIO).to_numpy()
    found = stand_out(panel.y, panel.variance, groups, pooled=pooled)
    flags = [NAMES.get(float(flag)) for flag in found.flag]
    return panel.keys.with_columns(
        pl.Series("t", found.t), pl.Series("p", found.p), pl.Series("flag", flags, dtype=FLAG)
    )


def scale_of(kpi: Kpi) -> str | None:
    """The scale a KPI is tested on: share, log, plain or count; None where it is not tested."""
    measure = kpi.measure
    if isinstance(measure, Methods) or kpi.is_state:
        return None
    if isinstance(measure, Count | Distinct):
        return None if kpi.id.startswith(OF_LADDER) else "count"
    if isinstance(measure, Derived):
        # A quotient of two figures; a difference can be zero, where no logarithm is.
        if measure.sides is None or any(len(side.meta.root_names()) != 1 for side in measure.sides):
            return None
    elif not isinstance(measure, Ratio | Repeaters | Quantile | Sum):
        return None
    return {"share": "share", "score": "plain", "points": "plain"}.get(kpi.unit, "log")


def _panel(rows: pl.DataFrame, span: Span, launched: Mapping[str, dt.date | None]) -> Panel:
    scales = {kpi.id: scale for kpi in registry() if (scale := scale_of(kpi))}
    whole = rows.filter(
        pl.col("segment").is_null() & (pl.col("method") == "") & pl.col("kpi").is_in([*scales])
    ).with_columns(
        pl.col("kpi").replace_strict(scales, return_dtype=pl.String).alias("scale"),
        (_settled() & _after(span, launched)).fill_null(value=False).alias("fit"),
    )
    ordered = whole.sort(*SERIES, "period_start", maintain_order=True)
    shape = (-1, len(span.shown))
    y, variance = (one.reshape(shape) for one in _scaled(ordered))
    return Panel(ordered.select(SERIES)[:: shape[1]], y, variance)


def _settled() -> pl.Expr:
    """Whether a figure is final, or a share of what is no longer pending."""
    steady = [
        kpi.id for kpi in registry()
        if kpi.unit == "share" and settled_by(kpi, kpi.measure) <= WAITS
    ]  # fmt: skip
    status = pl.col("status").cast(pl.String)
    open_ = (status == "provisional") & pl.col("still").is_null() & pl.col("kpi").is_in(steady)
    return (status == "final") | (open_ & pl.col("over"))


def _after(span: Span, launched: Mapping[str, dt.date | None]) -> pl.Expr:
    """Whether the whole period lies after the launch of the bot."""
    first = pl.col("period").replace_strict({one.id: one.first_day for one in span.shown})
    launch = pl.col("bot_id").replace_strict(dict(launched), default=None, return_dtype=pl.Date)
    return first >= launch


def _scaled(rows: pl.DataFrame) -> tuple[Floats, Floats]:
    """Each row on its scale, with its variance; nan where it is not fit for a test."""
    value, low, high = (numbers(rows, name) for name in ("value", "low", "high"))
    days = numbers(rows.select((pl.col("period_end") - pl.col("period_start")).dt.total_hours()
                               .truediv(24).round().alias("days")), "days")  # fmt: skip
    scale = rows.get_column("scale").to_numpy()
    fit = rows.get_column("fit").to_numpy()
    apart = rows.get_column("apart").fill_null(value=True).to_numpy()
    y, variance = (np.full(rows.height, np.nan) for _ in range(2))
    for name in ("share", "log", "plain", "count"):
        here = fit & (scale == name) & (apart | (name == "count"))
        if name == "count":
            found = counts_on_scale(value[here], days[here])
        else:
            found = on_scale(value[here], (low[here], high[here]), name)
        y[here], variance[here] = found
    return y, variance
