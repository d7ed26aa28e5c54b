"""Intervals of revenue: few wins, of very different size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.95
FEWEST = 10
"""Wins below which no method is honest."""


def log_t(
    revenue: ArrayLike, *, wins: ArrayLike, squares: ArrayLike, leads: ArrayLike = np.inf
) -> tuple[Floats, Floats]:
    """Interval of the sum of k wins among n leads.

    revenue x exp(-+ t sqrt(cv^2/k + (1 - k/n)/k)), with t of k-1 degrees of freedom: the spread of
    the amounts, and the chance of how many win.

    Args:
        revenue: the sum of the wins.
        wins: k; several of one user are one.
        squares: the sum of the squared wins.
        leads: n, those that could have won; unknown and large unless given.

    Returns:
        Lower and upper ends; nan with fewer than ten wins or without revenue.

    >>> low, high = log_t(1_000.0, wins=10, squares=100_000.0, leads=100)
    >>> low.round(1).item(), high.round(1).item()
    (507.3, 1971.2)
    """
    from scipy.special import stdtrit

    revenue, wins, squares, leads = (
        np.asarray(one, dtype=np.float64) for one in (revenue, wins, squares, leads)
    )
    known = (wins >= FEWEST) & (revenue > 0)
    k = np.where(known, wins, 2.0)
    mean = np.where(known, revenue, 1.0) / k
    spread = np.maximum(np.where(known, squares, 0.0) / k - mean * mean, 0) * k / (k - 1)
    chance = np.maximum(1 - k / np.maximum(leads, k), 0)
    width = stdtrit(k - 1, (1 + LEVEL) / 2) * np.sqrt((spread / (mean * mean) + chance) / k)
    low, high = (np.where(known, revenue * np.exp(side * width), np.nan) for side in (-1, 1))
    return low, high
