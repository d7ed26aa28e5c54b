"""Where a flagged change is: its parts within and between segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.details.model import Detail
from kpikit.estimate.split import rate_and_mix
from kpikit.estimate.sums import filed
from kpikit.estimate.users import USER
from kpikit.evaluate import PORTFOLIO
from kpikit.evaluate.rows import KEYS, groups
from kpikit.evaluate.setting import Setting
from kpikit.evaluate.windows import Windows
from kpikit.kpi import Mean, Ratio, registry
from kpikit.periods import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kpikit.details.model import Asked
    from kpikit.periods import Period

    Floats = NDArray[np.float64]

BOT = "bot_id"
SEGMENTS = ("intent", "page_type", "language", "channel")
PRIORS = 3
OTHERS = "others (fewer than {})"
"""The segments of too few persons to show, as one."""

SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "kpi": pl.String(), "segment": pl.String(),
    "segment_value": pl.String(), "rate": pl.Float64(), "mix": pl.Float64(),
    "value_before": pl.Float64(), "value": pl.Float64(),
    "weight_before": pl.Float64(), "weight": pl.Float64(),
})  # fmt: skip
"""rate + mix of one segment column add up to the value less the mean of the three values before.

segment: intent, page_type, language or channel, and in the portfolio bot_id; segment_value null =
not recorded. weight: the part of the denominator, before: mean of the three periods. The values
and weights of what is combined, for want of persons, are null.
"""


def change_parts(asked: Asked) -> pl.DataFrame:
    """Split every flagged share and mean of the run's period by what its rows can be told apart by.

    A segment of fewer than `min_cell` persons, now or in the three periods before together, is
    combined with the others like it. What one segment makes up alone is left out.
    """
    flagged = _flagged(asked)
    periods = _periods(asked)
    if not flagged or len(periods) <= PRIORS:
        return SCHEMA.to_frame()
    kpis = frozenset(kpi for _, kpi in flagged)
    rows = []
    for by in (None, *SEGMENTS):
        windows = Windows.of(periods)
        setting = Setting(asked.facts, asked.config, windows, by=by, only=kpis)
        for (bot, kpi), counts in _counts(setting):
            if (bot, kpi) in flagged:
                head = (bot, asked.period.id, kpi, by or BOT)
                parts = _parts(counts, [p.id for p in periods], asked.config.windows.min_cell)
                rows += [(*head, *part) for part in parts]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _flagged(asked: Asked) -> set[tuple[str, str]]:
    """Bot and KPI of the flagged figures that are quotients of sums over rows."""
    moved = asked.results.filter(
        pl.col("period") == asked.period.id, pl.col("flag").is_in(["up", "down"])
    ).select("bot_id", "kpi")
    measures = {kpi: registry()[kpi].measure for kpi in moved.get_column("kpi").unique()}
    fit = {k for k, m in measures.items() if isinstance(m, Ratio | Mean) and not m.project}
    return {(bot, kpi) for bot, kpi in moved.iter_rows() if kpi in fit}


def _periods(asked: Asked) -> list[Period]:
    """The three periods before and the run's, oldest first."""
    calendar = Calendar(asked.config.timezone, asked.config.fiscal_year_start)
    found = [calendar.shift(asked.period, -n) for n in range(PRIORS, 0, -1)]
    return [one for one in found if one is not None] + [asked.period]


def _counts(setting: Setting) -> Iterator[tuple[tuple[str, str], pl.DataFrame]]:
    """By bot and KPI: period, segment_value, top, bottom and persons."""
    fit = [kpi for kpi in setting.wanted if setting.lack(kpi) is None]
    for group in groups(fit, setting):
        rows = filed(group, setting)
        for kpi_id, measure in group.measures.items():
            top = pl.col(f"{kpi_id}#num").cast(pl.Float64)
            whole = isinstance(measure, Ratio)
            bottom = pl.col(f"{kpi_id}#den") if whole else top.is_not_null()
            counted = rows.filter(bottom.cast(pl.Float64) > 0).group_by(KEYS).agg(
                top.sum().alias("top"),
                bottom.cast(pl.Float64).sum().alias("bottom"),
                pl.col(USER).n_unique().cast(pl.Int64).alias("persons"),
            ).collect()  # fmt: skip
            if setting.by is None:
                yield (PORTFOLIO, kpi_id), _of_bots(counted)
                continue
            for (bot,), mine in counted.partition_by("bot_id", as_dict=True).items():
                yield (str(bot), kpi_id), mine.drop("bot_id")


def _of_bots(counted: pl.DataFrame) -> pl.DataFrame:
    """The bots as segments of the portfolio; empty where rows of no bot make up a part of it."""
    whole = pl.col("bot_id") == PORTFOLIO
    bots = counted.filter(~whole).drop("segment_value").rename({"bot_id": "segment_value"})
    all_, of_bots = (
        frame.group_by("period").agg(pl.col("top", "bottom").sum()).sort("period").drop("period")
        for frame in (counted.filter(whole), bots)
    )
    same = all_.shape == of_bots.shape and np.allclose(all_.to_numpy(), of_bots.to_numpy())
    return bots if same else bots.clear()


def _parts(
    counts: pl.DataFrame, periods: Sequence[str], least: int
) -> Iterator[tuple[object, ...]]:
    """Label, rate, mix, values and weights of each segment, the largest part first."""
    shown = _combined(counts, periods, least)
    labels = shown.get_column("segment_value").unique(maintain_order=True).to_list()
    index = pl.DataFrame({"segment_value": labels}, schema={"segment_value": pl.String})
    if len(labels) < 2:
        return
    tops, bottoms = (
        np.array([
            index.join(shown.filter(pl.col("period") == period), on="segment_value", how="left",
                       nulls_equal=True, maintain_order="left").get_column(side).fill_null(0.0)
            for period in periods
        ])
        for side in ("top", "bottom")
    )  # fmt: skip
    if not (bottoms.sum(axis=1) > 0).all():
        return
    rate, mix = rate_and_mix(tops, bottoms)
    beside = _beside(tops, bottoms)
    for place in np.argsort(-np.abs(rate + mix), kind="stable"):
        hidden = labels[place] == OTHERS.format(least)
        own = [None if hidden or np.isnan(one[place]) else float(one[place]) for one in beside]
        yield labels[place], float(rate[place]), float(mix[place]), *own


def _combined(counts: pl.DataFrame, periods: Sequence[str], least: int) -> pl.DataFrame:
    """The segments of too few persons as one; one person may be counted in several periods."""
    newest = pl.col("period") == periods[-1]
    persons = counts.group_by("segment_value").agg(
        pl.col("persons").filter(newest).sum().alias("now"),
        pl.col("persons").filter(~newest).sum().alias("before"),
    )
    few = pl.any_horizontal(pl.col(name).is_between(1, least - 1) for name in ("now", "before"))
    marked = counts.join(
        persons.select("segment_value", few.alias("few")), on="segment_value", nulls_equal=True
    )
    label = pl.when("few").then(pl.lit(OTHERS.format(least))).otherwise("segment_value")
    sums = marked.with_columns(label.alias("segment_value")).group_by("period", "segment_value")
    return sums.agg(pl.col("top", "bottom").sum()).sort("segment_value", nulls_last=True)


def _beside(tops: Floats, bottoms: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Value and weight before (of the three periods together; their mean) and now."""
    weights = bottoms / bottoms.sum(axis=1, keepdims=True)
    sums = [(tops[:-1].sum(axis=0), bottoms[:-1].sum(axis=0)), (tops[-1], bottoms[-1])]
    before, now = (
        np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
        for top, bottom in sums
    )
    return before, now, weights[:-1].mean(axis=0), weights[-1]


CHANGE_PARTS = Detail("change_parts", SCHEMA, change_parts)
