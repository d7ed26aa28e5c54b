"""Intervals of shares of one count in another, each counted on its own fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.estimate.ends import Ends
from kpikit.estimate.shares import effective_n, wilson
from kpikit.estimate.sums import filed, numbers, of_kpi, products, squared
from kpikit.estimate.users import USER
from kpikit.evaluate.rows import KEYS, groups
from kpikit.kpi import Count, Derived, Distinct, registry

if TYPE_CHECKING:
    from kpikit.estimate.cells import Cells

WITH_USERS = ("conversations", "answers", "escalations", "goals", "ratings", "scores")
"""Facts whose rows belong to a conversation, and so to the same users."""

NAME, BOTH = "share", 2


def counts_of(measure: Derived) -> tuple[str, str] | None:
    """The two KPIs a share divides, if both count what users did; else None."""
    if measure.sides is None:
        return None
    names = [name for side in measure.sides for name in side.meta.root_names()]
    found = [registry()[name] for name in names if name in registry()]
    fit = [k for k in found if isinstance(k.measure, Count | Distinct) and k.fact in WITH_USERS]
    return (names[0], names[1]) if len(names) == len(fit) == BOTH else None


def counted_share(cells: Cells, counts: tuple[str, str], figure: pl.DataFrame) -> Ends:
    """Wilson's interval on what the users are worth who are in either count.

    Args:
        cells: those wanted.
        counts: ids of the KPIs above and below the line.
        figure: the share's numbers.
    """
    sides = [
        _by_user(cells, kpi_id).rename({"count": name})
        for kpi_id, name in zip(counts, (f"{NAME}.top", f"{NAME}.bottom"), strict=True)
    ]
    both = pl.concat(sides, how="diagonal").fill_null(0.0)
    totals = [pl.col(f"{NAME}.{side}").sum() for side in ("top", "bottom")]
    by_user = both.group_by([*KEYS, USER]).agg(totals)
    sums = by_user.group_by(KEYS).agg(products(NAME, 2)).collect()
    mine = pl.concat([sums.select(KEYS), of_kpi(sums, NAME)], how="horizontal")
    cell = cells.aligned(mine)
    share, n = numbers(figure, "value"), numbers(cell, "bottom")
    worth = effective_n(
        share,
        n=n,
        total=n,
        users=numbers(cell, "users"),
        squares=numbers(cell, "dd"),
        residuals=squared(share, cell),
    )
    return Ends("wilson", *wilson(share, worth))


def _by_user(cells: Cells, kpi_id: str) -> pl.LazyFrame:
    """How much each user adds to a count: KEYS, USER, count."""
    (group,) = groups([registry()[kpi_id]], cells.setting)
    rows = filed(group, cells.setting).group_by([*KEYS, USER])
    if isinstance(registry()[kpi_id].measure, Distinct):
        count = pl.col(f"{kpi_id}#unit").drop_nulls().n_unique()
    else:
        count = pl.col(f"{kpi_id}#rows").sum()
    return rows.agg(count.cast(pl.Float64).alias("count"))
