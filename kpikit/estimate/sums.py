"""What an interval needs of each cell: sums over users of squares and cubes, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.means import Spread
from kpikit.estimate.users import STRATUM, USER, frame_with_user
from kpikit.evaluate.rows import KEYS
from kpikit.evaluate.setting import PORTFOLIO
from kpikit.kpi import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from kpikit.evaluate.rows import Group
    from kpikit.evaluate.setting import Setting

    Floats = NDArray[np.float64]

CELL = KEYS[1:]
NEGLIGIBLE = 1e-12
"""A sum of squares below this share of its parts is what rounding leaves of nothing."""


def filed(group: Group, setting: Setting) -> pl.LazyFrame:
    """The rows of a group with their user: the bots', and all of them again under "*".

    Returns:
        KEYS, USER, of reviews STRATUM, and every side as "id#side".
    """
    frame = frame_with_user(setting, group.fact)
    keep = [name for name in (USER, STRATUM) if name in frame.columns]
    rows = group.projected(frame, setting, keep=[pl.col(name) for name in keep])
    unit = FACTS[group.fact].unit
    once = rows if unit is None else rows.unique([*CELL, unit])
    bots = rows.filter(pl.col("bot_id").is_not_null())
    return pl.concat([bots, once.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))])


def user_sums(
    rows: pl.LazyFrame, sides: Mapping[str, tuple[str, str | None]], *, cubes: Iterable[str] = ()
) -> pl.LazyFrame:
    """Sum over users of what each adds to the two sides of a figure, squared.

    Args:
        rows: KEYS, USER and the sides.
        sides: numerator and denominator column by KPI id; None counts the rows that have a
            numerator.
        cubes: the KPIs whose skewness is asked for.

    Returns:
        By KEYS, per KPI: "id.top" and "id.bottom" (the sums), "id.users" (those with a
        denominator), "id.nn", "id.nd", "id.dd" (sums over users of products of their N and D),
        and for cubes also "id.nnn", "id.nnd", "id.ndd", "id.ddd".
    """
    wanted = frozenset(cubes)
    first, second = [], []
    for kpi_id, (top, bottom) in sides.items():
        n, d = f"{kpi_id}.top", f"{kpi_id}.bottom"
        counted = pl.col(top).count() if bottom is None else pl.col(bottom).sum()
        first += [_number(pl.col(top).sum()).alias(n), _number(counted).alias(d)]
        second += list(products(kpi_id, 3 if kpi_id in wanted else 2))
    # The order of users decides the last digit of sums of amounts; whole numbers have none.
    by_user = rows.group_by([*KEYS, USER], maintain_order=bool(wanted)).agg(first)
    return by_user.group_by(KEYS, maintain_order=bool(wanted)).agg(second)


def squared(value: Floats, sums: pl.DataFrame) -> Floats:
    """The sum over users of r^2, r = N - value x D, from the sums nn, nd and dd."""
    nn, nd, dd = (numbers(sums, name) for name in ("nn", "nd", "dd"))
    squares = nn - 2 * value * nd + value**2 * dd
    return np.where(squares > NEGLIGIBLE * nn, squares, 0.0)


def spread(value: Floats, sums: pl.DataFrame) -> Spread:
    """All that the delta method needs of the users, from the sums of `user_sums` with cubes."""
    nnn, nnd, ndd, ddd = (numbers(sums, name) for name in ("nnn", "nnd", "ndd", "ddd"))
    return Spread(
        total=numbers(sums, "bottom"),
        users=numbers(sums, "users"),
        sizes=numbers(sums, "dd"),
        squares=squared(value, sums),
        cubes=nnn - 3 * value * nnd + 3 * value**2 * ndd - value**3 * ddd,
        leverage=nnd - 2 * value * ndd + value**2 * ddd,
    )


def numbers(frame: pl.DataFrame, column: str) -> Floats:
    """A column as numbers, nan where it is null."""
    return frame.get_column(column).cast(pl.Float64).fill_null(float("nan")).to_numpy()


def of_kpi(frame: pl.DataFrame, kpi_id: str) -> pl.DataFrame:
    """The columns of one KPI, without its id."""
    start = f"{kpi_id}."
    names = {name: name.removeprefix(start) for name in frame.columns if name.startswith(start)}
    return frame.select(list(names)).rename(names)


def products(kpi_id: str, power: int) -> Iterable[pl.Expr]:
    """Aggregates over users of "id.top" and "id.bottom": see `user_sums`."""
    n, d = pl.col(f"{kpi_id}.top"), pl.col(f"{kpi_id}.bottom")
    yield from (side.sum() for side in (n, d))
    yield (d != 0).sum().alias(f"{kpi_id}.users")
    for degree in range(2, power + 1):
        for tops in range(degree + 1):
            name = "n" * tops + "d" * (degree - tops)
            product = pl.lit(1.0)
            for side in name:
                product = product * (n if side == "n" else d)
            yield product.sum().alias(f"{kpi_id}.{name}")


def _number(total: pl.Expr) -> pl.Expr:
    return total.cast(pl.Float64)
