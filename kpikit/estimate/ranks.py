"""Order statistics of each cell: sort once, then take the two values that bound the quantile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.quantiles import places
from kpikit.estimate.shares import effective_n
from kpikit.estimate.sums import numbers, of_kpi, squared, user_sums
from kpikit.evaluate.rows import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.kpi import Quantile


def rank_ends(
    rows: pl.LazyFrame, quantiles: Mapping[str, Quantile], values: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The ends of each quantile's interval, by KPI id.

    One user's values are alike, so the share below the quantile is worth fewer values than there
    are; the ends lie that much further out (Woodruff 1952).

    Args:
        rows: KEYS, USER and the numbers as "id#num".
        quantiles: the measures by KPI id.
        values: KEYS and each quantile under its id.

    Returns:
        Frames of KEYS, low and high (null where there are too few values).
    """
    below = [(pl.col(f"{k}#num") <= pl.col(k)).alias(f"{k}#below") for k in quantiles]
    marked = rows.join(values.lazy(), on=KEYS, how="left", nulls_equal=True).with_columns(below)
    sides: dict[str, tuple[str, str | None]] = {k: (f"{k}#below", None) for k in quantiles}
    sorts = {_same(m): f"{k}#num" for k, m in quantiles.items()}
    in_order = rows.group_by(KEYS).agg(pl.col(c).drop_nulls().sort() for c in sorts.values())
    sums, lists = pl.collect_all([user_sums(marked, sides), in_order])
    cells = lists.join(sums, on=KEYS, nulls_equal=True)
    return {k: _ends(cells, k, (m.q, sorts[_same(m)])) for k, m in quantiles.items()}


def _same(measure: Quantile) -> str:
    """Quantiles of the same numbers share one sort."""
    return str(measure.sides()["num"])


def _ends(cells: pl.DataFrame, kpi_id: str, of: tuple[float, str]) -> pl.DataFrame:
    q, column = of
    sums = of_kpi(cells, kpi_id)
    below, n = numbers(sums, "top"), numbers(sums, "bottom")
    share = below / np.where(n > 0, n, np.nan)
    worth = effective_n(
        share,
        n=n,
        total=n,
        users=numbers(sums, "users"),
        squares=numbers(sums, "dd"),
        residuals=squared(share, sums),
    )
    low, high = places(n, q, worth=worth)
    placed = cells.with_columns(pl.Series("low", low), pl.Series("high", high))
    return placed.select(*KEYS, *(_at(column, end).alias(end) for end in ("low", "high")))


def _at(column: str, place: str) -> pl.Expr:
    """The value at a place of a sorted list; null where the place is -1."""
    found = pl.col(column).list.get(pl.max_horizontal(place, 0), null_on_oob=True)
    return pl.when(pl.col(place) >= 0).then(found).cast(pl.Float64)
