"""Intervals of means and of ratios of sums: the delta method over users."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.95
FEWEST = 40
"""Users, counted by weight, below which the shape of the spread is guesswork."""

TOLERANCE = 1e-9


class Spread(NamedTuple):
    """What a figure N / D needs of its users' residuals r_c = N_c - N/D x D_c.

    Attributes:
        total: D, the sum of the users' denominators.
        users: G, those with a denominator.
        sizes: sum(D_c^2).
        squares: sum(r_c^2).
        cubes: sum(r_c^3).
        leverage: sum(r_c^2 D_c).
    """

    total: Floats
    users: Floats
    sizes: Floats
    squares: Floats
    cubes: Floats
    leverage: Floats


def delta(value: ArrayLike, spread: Spread) -> tuple[Floats, Floats]:
    """Interval of a mean or a ratio N / D of sums over users.

    The error is sqrt(G/(G-1) sum(r^2)) / D, raised where large users pull the ratio to themselves
    by (1 + 2h) / (1 + 2/G), h = sum(r^2 D_c) / (D sum(r^2)); t has the degrees of freedom of the
    users counted by weight, D^2/sum(D_c^2) - 1. Durations, amounts and scores are skewed, so t is
    read through Hall's cubic transformation (1992) with the skewness of r; without skewness, of
    users who came once, the ends are Student's.

    Args:
        value: N / D.
        spread: of the users.

    Returns:
        Lower and upper ends; nan with fewer than 40 users by weight, or where all are alike.
    """
    from scipy.special import stdtrit

    value = np.asarray(value, dtype=np.float64)
    total, users, sizes, squares, cubes, leverage = (
        np.asarray(one, dtype=np.float64) for one in spread
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        weighing = total * total / sizes
        raised = (1 + 2 * leverage / (total * squares)) / (1 + 2 / users)
        se = np.sqrt(users / (users - 1) * squares * np.maximum(raised, 1)) / np.abs(total)
        skewness = cubes / users / (squares / users) ** 1.5 * np.sign(total)
        t = stdtrit(np.maximum(weighing - 1, 1), (1 + LEVEL) / 2)
        bend = skewness / np.sqrt(users)
        known = (weighing >= FEWEST - TOLERANCE) & (se > 0)
        low = np.where(known, value - se * _straightened(t, bend), np.nan)
        high = np.where(known, value - se * _straightened(-t, bend), np.nan)
    return low, high


def _straightened(t: Floats, bend: Floats) -> Floats:
    """Invert T + bend T^2 / 3 + bend^2 T^3 / 27 + bend / 6 = t; it is t itself without a bend."""
    curved = np.abs(bend) > 1e-8
    safe = np.where(curved, bend, 1.0)
    return np.where(curved, 3 / safe * (np.cbrt(1 + safe * (t - safe / 6)) - 1), t)
