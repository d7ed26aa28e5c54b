"""Reviews drawn in strata: what the sample is worth when the strata are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.reviews import smoothed, stratified
from kpikit.estimate.sums import numbers
from kpikit.estimate.users import STRATUM, USER
from kpikit.evaluate.rows import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable


def strata_worth(rows: pl.LazyFrame, kpis: Iterable[str]) -> pl.DataFrame:
    """How many independent reviews each cell's strata are worth.

    sum over strata of W_h^2 s_h^2 / m_h, with W_h the stratum's part of the weights and m_h how
    many independent reviews it has: no more than its users, nor than its weights allow.

    Args:
        rows: KEYS, USER, STRATUM, and per KPI "id#num" and "id#den" (weights).
        kpis: ids of KPIs.

    Returns:
        KEYS and "id.strata": null where some reviews have no stratum or all have one.
    """
    return _joined([_worth(rows, kpi_id) for kpi_id in kpis])


def _worth(rows: pl.LazyFrame, kpi_id: str) -> pl.DataFrame:
    n, d = pl.col(f"{kpi_id}#num").sum(), pl.col(f"{kpi_id}#den").sum()
    counted = rows.filter(pl.col(f"{kpi_id}#den") > 0)
    by_user = counted.group_by([*KEYS, STRATUM, USER]).agg(n=n, d=d, rows=pl.len())
    sums = by_user.group_by([*KEYS, STRATUM]).agg(
        pl.col("n", "d", "rows").sum(), (pl.col("d") ** 2).sum().alias("dd")
    )
    parts = sums.sort([*KEYS, STRATUM]).collect()
    share = np.clip(numbers(parts, "n") / numbers(parts, "d"), 0, 1)
    reviews = numbers(parts, "d") ** 2 / numbers(parts, "dd")
    inside = smoothed(share, reviews) / reviews * numbers(parts, "d") ** 2
    cells = (
        parts.with_columns(pl.Series("inside", inside))
        .group_by(KEYS, maintain_order=True)
        .agg(
            pl.col("n", "d", "rows", "inside").sum(),
            ((pl.len() > 1) & pl.col(STRATUM).is_not_null().all()).alias("known"),
        )
    )
    total = numbers(cells, "d")
    found = stratified(
        numbers(cells, "n") / total,
        numbers(cells, "inside") / total**2,
        # Weights that count items hold them all; others say only how the sample is skewed.
        total=np.maximum(total, numbers(cells, "rows")),
    )
    known = pl.when("known").then(pl.Series(found)).alias(f"{kpi_id}.strata")
    return cells.select(*KEYS, known)


def _joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    first, *rest = frames
    for frame in rest:
        first = first.join(frame, on=KEYS, how="full", coalesce=True, nulls_equal=True)
    return first
