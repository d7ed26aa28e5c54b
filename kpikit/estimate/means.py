"""Intervals of means and of ratios of sums: the delta method over users."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.95
FEWEST = 30
"""Users below which the shape of the spread is guesswork: skewed means cover 80 to 90 %."""


def delta(
    value: ArrayLike, *, total: ArrayLike, users: ArrayLike, squares: ArrayLike, cubes: ArrayLike
) -> tuple[Floats, Floats]:
    """Interval of a mean or a ratio N / D of sums over users.

    The error is se = sqrt(G/(G-1) sum(r^2)) / D with r_c = N_c - value x D_c, and t has G-1 degrees
    of freedom. Durations, amounts and scores are skewed, so t is read through Hall's cubic
    transformation (1992) with the skewness of r; without skewness the ends are value -+ t se.

    Args:
        value: N / D.
        total: D, the sum of the users' denominators.
        users: G, those with a denominator.
        squares: sum(r_c^2).
        cubes: sum(r_c^3).

    Returns:
        Lower and upper ends; nan with fewer than 30 users, or where all are alike.
    """
    from scipy.special import stdtrit

    value, total, users, squares, cubes = (
        np.asarray(one, dtype=np.float64) for one in (value, total, users, squares, cubes)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.sqrt(users / (users - 1) * squares) / np.abs(total)
        skewness = cubes / users / (squares / users) ** 1.5 * np.sign(total)
        t = stdtrit(np.maximum(users - 1, 1), (1 + LEVEL) / 2)
        bend = skewness / np.sqrt(users)
        known = (users >= FEWEST) & (se > 0)
        low = np.where(known, value - se * _straightened(t, bend), np.nan)
        high = np.where(known, value - se * _straightened(-t, bend), np.nan)
    return low, high


def _straightened(t: Floats, bend: Floats) -> Floats:
    """Invert T + bend T^2 / 3 + bend^2 T^3 / 27 + bend / 6 = t; it is t itself without a bend."""
    curved = np.abs(bend) > 1e-8
    safe = np.where(curved, bend, 1.0)
    return np.where(curved, 3 / safe * (np.cbrt(1 + safe * (t - safe / 6)) - 1), t)
