"""Intervals of shares: Wilson on an effective sample size, exact ones for what was sampled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.95
FEW_USERS = 10
"""Users, counted by weight, below which the spread between users says nothing."""


def wilson(share: ArrayLike, n: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Score interval of a share (Wilson 1927).

    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

    Args:
        share: the observed shares.
        n: trials behind each, whole or effective; nan or 0 gives nan.
        level: of confidence, both sides together.

    Returns:
        Lower and upper ends, within [0, 1]; 0 and 1 are met exactly.

    >>> [ends.round(4).tolist() for ends in wilson([81 / 263, 0.0], [263, 20])]
    [[0.2553, 0.0], [0.3662, 0.1611]]
    """
    from scipy.special import ndtri

    p, n = _arrays(share, n)
    z = float(ndtri((1 + level) / 2))
    n = np.where(n > 0, n, np.nan)
    middle = p + z * z / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + side * half) / (1 + z * z / n) for side in (-1, 1))
    known = np.isfinite(n)
    # Rounding must not leave a zero a hair above zero: nothing below it is possible.
    low = np.where(known & (p <= 0), 0.0, np.maximum(low, 0.0))
    return low, np.where(known & (p >= 1), 1.0, np.minimum(high, 1.0))


def effective_n(
    share: ArrayLike,
    *,
    n: ArrayLike,
    total: ArrayLike,
    users: ArrayLike,
    squares: ArrayLike,
    residuals: ArrayLike,
) -> Floats:
    """How many independent trials the conversations of users who come back are worth.

    p(1-p) / v with v = G/(G-1) sum(r^2) / D^2, the variance over G users, where user c adds
    r_c = N_c - p D_c; times (z/t)^2 for v being an estimate, with t of D^2/sum(D_c^2) - 1 degrees
    of freedom (Korn and Graubard 1998). Never above n. Where every user came once it is n; where
    p is 0 or 1 there is no variance to see, and it is the number of users.

    Args:
        share: N / D.
        n: trials; no more than that can be learnt.
        total: D, the sum of the users' denominators.
        users: G, those with a denominator.
        squares: sum(D_c^2).
        residuals: sum(r_c^2).

    Returns:
        n_eff; nan where users come back and a few of them are most of it.
    """
    from scipy.special import ndtri, stdtrit

    p, n, total, users = _arrays(share, n, total, users)
    squares, residuals = _arrays(squares, residuals)
    with np.errstate(divide="ignore", invalid="ignore"):
        weighing = total * total / squares
        # Alike users, and as many as trials: nobody came back and nobody weighs more.
        once = np.isclose(squares * users, total * total, rtol=1e-12) & (users == n)
        variance = users / (users - 1) * np.maximum(residuals, 0) / (total * total)
        t = stdtrit(np.maximum(weighing - 1, 1), (1 + LEVEL) / 2)
        worth = p * (1 - p) / variance * (ndtri((1 + LEVEL) / 2) / t) ** 2
    sure = (p <= 0) | (p >= 1)
    found = np.minimum(np.where(sure, users, worth), n)
    return np.where(once, n, np.where(weighing >= FEW_USERS, found, np.nan))


def clopper_pearson(
    share: ArrayLike, n: ArrayLike, *, tail: float = (1 - LEVEL) / 2
) -> tuple[Floats, Floats]:
    """Exact interval of a sampled share (Clopper and Pearson 1934), from beta quantiles.

    Args:
        share: the observed shares.
        n: items behind each, whole or effective.
        tail: chance left out on each side; 0.05 gives one-sided bounds at 95 %.

    >>> [ends.round(4).tolist() for ends in clopper_pearson([1 / 29, 0.0], [29, 20])]
    [[0.0009, 0.0], [0.1776, 0.1684]]
    """
    from scipy.special import betaincinv

    p, n = _arrays(share, n)
    hits = p * n
    misses = n - hits
    with np.errstate(invalid="ignore"):
        low = np.where(p <= 0, 0.0, betaincinv(hits, misses + 1, tail))
        high = np.where(p >= 1, 1.0, betaincinv(hits + 1, misses, 1 - tail))
    known = np.isfinite(n) & (n > 0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def hypergeometric(
    hits: ArrayLike, n: ArrayLike, population: ArrayLike, *, tail: float = (1 - LEVEL) / 2
) -> tuple[Floats, Floats]:
    """Exact interval of a share of a finite population sampled without replacement.

    The shares K/N under which neither the hits seen nor fewer (more) are rarer than the tail.

    Args:
        hits: how many of the sample.
        n: size of the sample.
        population: N, at least n.
        tail: chance left out on each side.
    """
    from scipy.stats import hypergeom

    hits, n, population = _arrays(hits, n, population)

    def many_enough(k: Floats) -> NDArray[np.bool_]:
        return np.asarray(hypergeom.sf(hits - 1, population, k, n) > tail)

    def few_enough(k: Floats) -> NDArray[np.bool_]:
        return np.asarray(hypergeom.cdf(hits, population, k, n) > tail)

    low = _first(many_enough, hits, population)
    beyond = _first(lambda k: ~few_enough(k), hits, population - n + hits + 1)
    return low / population, np.minimum(beyond - 1, population) / population


def smallest_sample(errors: float, below: float, *, level: float = LEVEL) -> int:
    """How many reviews with so many errors show a rate below a limit, one-sided.

    The smallest n with P(at most the errors | n, limit) <= 1 - level; errors of reviews that are
    worth less than their number need not be whole.

    >>> [smallest_sample(errors, 0.02) for errors in (0, 1, 2, 3, 5, 10)]
    [149, 236, 313, 386, 523, 845]
    """
    from scipy.special import betainc

    def shown(n: int) -> bool:
        return bool(betainc(n - errors, errors + 1, 1 - below) <= 1 - level)

    high = int(errors) + 1
    while not shown(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if shown(middle) else (middle, high)
    return high


def _first(meets: Callable[[Floats], NDArray[np.bool_]], low: Floats, high: Floats) -> Floats:
    """The smallest whole number from low to high that meets what all after it meet, else high."""
    low, high = np.broadcast_arrays(low - 1, high)
    low, high = low.astype(float), high.astype(float)
    while (high - low > 1).any():
        middle = np.where(high - low > 1, np.floor((low + high) / 2), high)
        met = meets(middle)
        low, high = np.where(met, low, middle), np.where(met, middle, high)
    return high


def _arrays(*given: ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.asarray(one, dtype=np.float64) for one in given)
