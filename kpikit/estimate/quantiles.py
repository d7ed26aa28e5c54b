"""Which order statistics bound a quantile, whatever the distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Places = NDArray[np.int64]

TAIL = 0.025


def places(n: ArrayLike, q: float, *, worth: ArrayLike | None = None) -> tuple[Places, Places]:
    """Places of the values that bound a quantile in sorted order, counted from 0.

    How many of n values lie below the quantile is binomial (n, q); the ends are the values at its
    2.5 % and 97.5 % quantiles, as in ``scipy.stats.quantile_test``. A 99th percentile needs 368
    values before the largest one is far enough out, a median 6.

    Args:
        n: how many values there are.
        q: the quantile, between 0 and 1.
        worth: how many independent values they are worth, at most n; n unless given, nan = unknown.

    Returns:
        Lower and upper places; both -1 where there are too few values.

    >>> [ends.tolist() for ends in places([5, 6, 100], 0.5)]
    [[-1, 0, 39], [-1, 5, 60]]
    """
    sizes = np.asarray(n, dtype=np.float64)
    counted = sizes if worth is None else np.minimum(np.asarray(worth, dtype=np.float64), sizes)
    whole = np.where(np.isfinite(counted), np.floor(counted), 0)
    low = _binomial_quantile(TAIL, whole, q) - 1
    high = _binomial_quantile(1 - TAIL, whole, q)
    enough = (whole > 0) & (low >= 0) & (high < whole)
    # Fewer independent values than there are: the same shares of them, rounded outwards.
    scale = sizes / np.maximum(whole, 1)
    first = np.floor(np.where(enough, low, 0) * scale)
    last = np.ceil((np.where(enough, high, 0) + 1) * scale) - 1
    return _whole(first, enough), _whole(np.minimum(last, sizes - 1), enough)


def fewest(q: float) -> int:
    """The smallest number of values that bound a quantile on both sides.

    >>> fewest(0.99), fewest(0.5)
    (368, 6)
    """
    sides = [int(np.ceil(np.log(TAIL) / np.log(side))) for side in (q, 1 - q)]
    return max(sides)


def _binomial_quantile(chance: float, n: NDArray[np.float64], q: float) -> NDArray[np.float64]:
    """The smallest k with P(X <= k) >= chance; scipy.stats has it too, but takes 1.5 s to load."""
    from scipy.special import bdtr, bdtrik

    trials = np.maximum(n, 1)
    found = np.ceil(bdtrik(chance, trials, q))
    before = np.maximum(found - 1, 0)
    enough = bdtr(before, trials.astype(np.int64), q) >= chance
    kept: NDArray[np.float64] = np.where(enough, before, found)
    return kept


def _whole(found: NDArray[np.float64], enough: NDArray[np.bool_]) -> Places:
    return np.where(enough, found, -1).astype(np.int64)
