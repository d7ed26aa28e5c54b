"""Intervals of the figures that are computed from rows, all figures of a fact at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.ends import Ends
from kpikit.estimate.kinds import kind_of
from kpikit.estimate.means import delta
from kpikit.estimate.money import log_t
from kpikit.estimate.ranks import rank_ends
from kpikit.estimate.reviews import sampled
from kpikit.estimate.shares import effective_n, wilson
from kpikit.estimate.strata import strata_worth
from kpikit.estimate.sums import filed, numbers, of_kpi, spread, squared, user_sums
from kpikit.evaluate.rows import KEYS, groups
from kpikit.evaluate.setting import PORTFOLIO
from kpikit.kpi import Quantile, Ratio, Repeaters, registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kpikit.estimate.cells import Cells
    from kpikit.evaluate.rows import Group
    from kpikit.kpi import RowMeasure

    Floats = NDArray[np.float64]


def row_ends(cells: Cells) -> dict[str, Ends]:
    """The intervals of every figure computed from rows, by KPI id."""
    setting = cells.setting
    estimated = [k for k in setting.needed if kind_of(k) and setting.lack(k) is None]
    found = {}
    for kpi in estimated:
        if isinstance(kpi.measure, Repeaters):
            found[kpi.id] = unit_share(cells.figure(kpi.id))
    for group in groups([kpi for kpi in estimated if kpi.id not in found], setting):
        found |= dict(_of_group(group, cells))
    return found


def unit_share(figure: pl.DataFrame) -> Ends:
    """The interval of a share of units that are in it once each."""
    value, n = numbers(figure, "value"), numbers(figure, "denominator")
    return Ends("wilson", *wilson(np.where((value >= 0) & (value <= 1), value, np.nan), n))


def _of_group(group: Group, cells: Cells) -> Iterator[tuple[str, Ends]]:
    rows = filed(group, cells.setting)
    ranked = {k: m for k, m in group.measures.items() if isinstance(m, Quantile)}
    if ranked:
        values = [cells.figure(k).get_column("value").alias(k) for k in ranked]
        known = cells.index.select(KEYS).hstack(values)
        if PORTFOLIO not in cells.setting.shown:
            # The project's figures stand on every bot's row, and their rows are the portfolio's.
            everyone = known.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))
            known = pl.concat([known, everyone.group_by(KEYS).agg(pl.col(*ranked).max())])
        by_kpi = rank_ends(rows, ranked, known)
        for kpi_id, found in by_kpi.items():
            ends = cells.aligned(found, project=ranked[kpi_id].project)
            yield kpi_id, Ends("order", numbers(ends, "low"), numbers(ends, "high"))
    summed = {k: m for k, m in group.measures.items() if k not in ranked}
    if summed:
        sums = _sums(rows, summed)
        for kpi_id, measure in summed.items():
            mine = pl.concat([sums.select(KEYS), of_kpi(sums, kpi_id)], how="horizontal")
            own = cells.aligned(mine, project=measure.project).drop(KEYS)
            yield kpi_id, _ends(kpi_id, cells.figure(kpi_id).hstack(own), cells)


def _sums(rows: pl.LazyFrame, measures: dict[str, RowMeasure]) -> pl.DataFrame:
    """User sums of all figures, the extremes of what is averaged, and the worth of strata."""
    kinds = {k: kind_of(registry()[k]) for k in measures}
    ratios = {k: isinstance(m, Ratio) for k, m in measures.items()}
    sides = {k: (f"{k}#num", f"{k}#den" if ratio else None) for k, ratio in ratios.items()}
    cubes = [k for k, kind in kinds.items() if kind == "delta"]
    extremes = [
        getattr(pl.col(f"{k}#num").cast(pl.Float64), end)().alias(f"{k}.{end}")
        for k in cubes
        for end in ("min", "max")
        if not ratios[k]
    ]
    both = [user_sums(rows, sides, cubes=cubes), rows.group_by(KEYS).agg(extremes)]
    sums, outermost = pl.collect_all(both)
    found = sums.join(outermost, on=KEYS, nulls_equal=True)
    reviewed = [k for k, kind in kinds.items() if kind == "clopper_pearson"]
    if not reviewed:
        return found
    return found.join(strata_worth(rows, reviewed), on=KEYS, how="left", nulls_equal=True)


def _ends(kpi_id: str, cell: pl.DataFrame, cells: Cells) -> Ends:
    """The interval of one figure, from its numbers and sums."""
    kind = kind_of(registry()[kpi_id])
    if kind == "delta":
        return _mean(cell)
    if kind == "log_t":
        wins, squares = numbers(cell, "users"), numbers(cell, "nn")
        revenue, leads = numbers(cell, "value"), cells.leads(kpi_id)
        return Ends(kind, *log_t(revenue, wins=wins, squares=squares, leads=leads))
    if kind == "clopper_pearson":
        return _reviewed(cell, cells.population(kpi_id))
    share = _share(cell)
    return Ends("wilson", *wilson(share, _worth(cell, share, numbers(cell, "bottom"))))


def _mean(cell: pl.DataFrame) -> Ends:
    """No mean is beyond the extremes of what is averaged."""
    value = numbers(cell, "value")
    low, high = delta(value, spread(value, cell))
    if "min" in cell.columns:
        low = np.maximum(low, numbers(cell, "min"))
        high = np.minimum(high, numbers(cell, "max"))
    return Ends("delta", low, high)


def _reviewed(cell: pl.DataFrame, population: Floats | float) -> Ends:
    n, share, strata = numbers(cell, "n"), _share(cell), numbers(cell, "strata")
    total, squares = numbers(cell, "bottom"), numbers(cell, "dd")
    # A few errors of little weight say nothing of those of more: never above what weights allow.
    even = total**2 / np.where(squares > 0, squares, np.nan)
    plain = np.minimum(_worth(cell, share, n), even)
    mixed = np.isfinite(strata) & (share > 0) & (share < 1)
    return sampled(share, n=n, worth=np.where(mixed, strata, plain), population=population)


def _share(cell: pl.DataFrame) -> Floats:
    value = numbers(cell, "value")
    return np.where((value >= 0) & (value <= 1), value, np.nan)


def _worth(cell: pl.DataFrame, share: Floats, n: Floats) -> Floats:
    return effective_n(
        share,
        n=n,
        total=numbers(cell, "bottom"),
        users=numbers(cell, "users"),
        squares=numbers(cell, "dd"),
        residuals=squared(share, cell),
    )
