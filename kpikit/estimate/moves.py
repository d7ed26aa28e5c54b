"""Which moves stand out from chance and from the usual ups and downs: the change rule.

A figure is put on a scale on which its chance does not depend on its size (shares by the arcsine
of the root, what is above zero by the logarithm), and its newest period is held against the mean
of the three before it. How far a KPI moves from period to period without any reason, tau^2, is
learnt from the twelve periods before, of all bots together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

PRIORS = 3
FREEDOM = 24
"""Degrees of freedom of t; fewer where fewer periods were seen."""

RATE = 0.05
"""Of the moves that are marked, the part that may be marked for nothing."""

LEVEL = 0.95
FEWEST = 10
"""A smaller count has no useful logarithm."""


class Tested(NamedTuple):
    """The test of each series' newest period; nan where it is not tested.

    Attributes:
        t: the move over its standard error; above zero where the figure rose.
        p: the chance of a move at least as large, either way.
        flag: 1 where it rose and 0 where nothing stands out, -1 where it fell, nan untested.
    """

    t: Floats
    p: Floats
    flag: Floats


def on_scale(
    value: ArrayLike, ends: tuple[ArrayLike, ArrayLike], scale: str
) -> tuple[Floats, Floats]:
    """Figures and their sampling variances on the scale they are tested on.

    The variance is that of a normal error with the same 95 % interval: (width / 2 z)^2. For
    Wilson's interval on n trials the arcsine scale gives (atan(z / sqrt n) / 2 z)^2, close to
    1 / 4n, at 0 and at 1/2 alike.

    Args:
        value: the figures.
        ends: of their 95 % intervals.
        scale: share (arcsine of the root), log, or plain (scores, which have ends of their own).

    Returns:
        Both nan where a figure or an end is off the scale, or the ends are the same.

    >>> y, variance = on_scale([0.5], ([0.401], [0.599]), "share")
    >>> round(float(y[0]), 4), round(float(variance[0]) ** -1 / 4)
    (0.7854, 97)
    """
    from scipy.special import ndtri

    with np.errstate(invalid="ignore", divide="ignore"):
        y, low, high = (_scaled(one, scale) for one in (value, *ends))
        variance = ((high - low) / (2 * float(ndtri((1 + LEVEL) / 2)))) ** 2
    known = np.isfinite(y) & (variance > 0) & np.isfinite(variance)
    return np.where(known, y, np.nan), np.where(known, variance, np.nan)


def _scaled(given: ArrayLike, scale: str) -> Floats:
    one = np.asarray(given, dtype=np.float64)
    if scale == "plain":
        return one
    return np.arcsin(np.sqrt(one)) if scale == "share" else np.log(one)


def counts_on_scale(count: ArrayLike, days: ArrayLike) -> tuple[Floats, Floats]:
    """The logarithm of a count a day and its Poisson variance, 1 / count.

    A month has 28 to 31 days, and that is no change. Counts below 10 give nan.

    >>> [round(float(one[0]), 4) for one in counts_on_scale([310], [31])]
    [2.3026, 0.0032]
    """
    counts = np.asarray(count, dtype=np.float64)
    known = np.where(counts >= FEWEST, counts, np.nan)
    return np.log(known / np.asarray(days, dtype=np.float64)), 1 / known


def usual(
    y: Floats, variance: Floats, groups: NDArray[np.intp], *, pooled: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """How much figures move from period to period beyond chance: tau^2 of each group of series.

    The moment estimator of DerSimonian and Laird (1986), one mean a series, pooled over the
    series of a group: (sum(Q_i) - sum(k_i - 1)) / sum(C_i) and at least 0, where Q_i is the sum of
    w (y - weighted mean)^2, w = 1 / variance, over the k_i periods of series i, and C_i is
    sum(w) - sum(w^2) / sum(w).

    Args:
        y: series by periods on their scale, nan where a period is not known.
        variance: their sampling variances.
        groups: the number of the group, from 0, of each series.
        pooled: the series that are learnt from.

    Returns:
        tau^2 and sum(k_i - 1) of each group; tau^2 is nan where no series has two periods.
    """
    known = np.isfinite(y) & np.isfinite(variance) & pooled[:, None]
    weight = np.where(known, 1 / np.where(known, variance, 1.0), 0.0)
    total = weight.sum(axis=1)
    safe = np.where(total > 0, total, 1.0)
    mean = (weight * np.where(known, y, 0.0)).sum(axis=1) / safe
    squares = (weight * (np.where(known, y, 0.0) - mean[:, None]) ** 2).sum(axis=1)
    spread = total - (weight**2).sum(axis=1) / safe
    free = np.maximum(known.sum(axis=1) - 1, 0).astype(np.float64)
    q, c, freedom = (_summed(one, free > 0, groups) for one in (squares, spread, free))
    excess = np.maximum(q - freedom, 0.0)
    return np.where(c > 0, excess / np.where(c > 0, c, 1.0), np.nan), freedom


def _summed(one: Floats, where: NDArray[np.bool_], groups: NDArray[np.intp]) -> Floats:
    size = int(groups.max()) + 1 if len(groups) else 0
    return np.bincount(groups, weights=np.where(where, one, 0.0), minlength=size).astype(np.float64)


def stand_out(
    y: Floats, variance: Floats, groups: NDArray[np.intp], *, pooled: NDArray[np.bool_]
) -> Tested:
    """Test the newest period of every series against the three before it.

    t = (y_now - mean of the prior three) / sqrt(v_now + sum of their v / 9 + 4/3 tau^2) with 24
    degrees of freedom, fewer where the periods seen give fewer. Of all tests together those are
    marked that Benjamini and Hochberg's step-up rule (1995) marks at 5 %.

    Args:
        y: series by periods on their scale, the newest last; nan where a period is not known.
        variance: their sampling variances.
        groups: the number, from 0, of the KPI of each series.
        pooled: the series that tau^2 is learnt from; of a portfolio beside its bots not its own.
    """
    from scipy.special import stdtr

    tau, freedom = usual(y[:, :-1], variance[:, :-1], groups, pooled=pooled)
    before = slice(-1 - PRIORS, -1)
    change = y[:, -1] - y[:, before].mean(axis=1)
    chance = variance[:, -1] + variance[:, before].sum(axis=1) / PRIORS**2
    t = change / np.sqrt(chance + (1 + 1 / PRIORS) * tau[groups])
    degrees = np.minimum(freedom, FREEDOM)[groups]
    p = np.where(degrees > 0, 2 * stdtr(np.maximum(degrees, 1), -np.abs(t)), np.nan)
    found = benjamini_hochberg(p)
    return Tested(t, p, np.where(np.isnan(p), np.nan, np.sign(t) * found))


def benjamini_hochberg(p: ArrayLike, rate: float = RATE) -> NDArray[np.bool_]:
    """Which of many tests stand out: the largest p(i) <= i / m x rate, and all below it.

    Args:
        p: of each test, nan where there was none.
        rate: the part of what is marked that may be marked for nothing.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5, float("nan")]).tolist()
    [True, False, False, False, False]
    """
    given = np.asarray(p, dtype=np.float64)
    tests = np.sort(given[np.isfinite(given)])
    below = tests <= rate * np.arange(1, len(tests) + 1) / max(len(tests), 1)
    if not below.any():
        return np.zeros(given.shape, dtype=np.bool_)
    return np.asarray(given <= tests[below][-1])
