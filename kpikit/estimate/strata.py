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
    parts = _strata(rows, kpi_id)
    n, d, m = (numbers(parts, name) for name in ("n", "d", "m"))
    share = np.clip(n / d, 0, 1)
    whole, total = (numbers(parts, f"{name} of all") for name in ("n", "d"))
    p = np.clip(whole / total, 0, 1)
    columns = {
        "within": (d / total) ** 2 * smoothed(share, m) / m,
        # Weights may count items or not: at least there are as many items as reviews.
        "between": d / total * (share - p) ** 2 / (total * numbers(parts, "scale")),
        "p": p,
    }
    cells = (
        parts.with_columns(pl.Series(name, column) for name, column in columns.items())
        .group_by(KEYS, maintain_order=True)
        .agg(
            pl.col("within", "between").sum(),
            pl.col("p").first(),
            ((pl.len() > 1) & pl.col(STRATUM).is_not_null().all()).alias("known"),
        )
    )
    found = stratified(*(numbers(cells, name) for name in ("p", "within", "between")))
    known = pl.when("known").then(pl.Series(found)).alias(f"{kpi_id}.strata")
    return cells.select(*KEYS, known)


def _strata(rows: pl.LazyFrame, kpi_id: str) -> pl.DataFrame:
    """Each stratum's sums, how many independent reviews it has, and the sums of its cell."""
    n, d = pl.col(f"{kpi_id}#num").sum(), pl.col(f"{kpi_id}#den").sum()
    by_user = (
        rows.filter(pl.col(f"{kpi_id}#den") > 0)
        .group_by([*KEYS, STRATUM, USER])
        .agg(n.alias("n"), d.alias("d"), pl.len().alias("rows"))
    )
    sums = by_user.group_by([*KEYS, STRATUM]).agg(
        pl.col("n", "d", "rows").sum(), (pl.col("d") ** 2).sum().alias("dd")
    )
    of_all = [pl.col(name).sum().over(KEYS).alias(f"{name} of all") for name in ("n", "d")]
    scale = pl.max_horizontal((pl.col("rows") / pl.col("d")).max().over(KEYS), 1.0)
    reviews = (pl.col("d") ** 2 / pl.col("dd")).alias("m")
    return (
        sums.sort([*KEYS, STRATUM]).with_columns(*of_all, scale.alias("scale"), reviews).collect()
    )


def _joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    first, *rest = frames
    for frame in rest:
        first = first.join(frame, on=KEYS, how="full", coalesce=True, nulls_equal=True)
    return first
