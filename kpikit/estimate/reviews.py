"""Shares that are known from reviewed samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpikit.estimate.ends import Ends
from kpikit.estimate.shares import LEVEL, clopper_pearson, hypergeometric

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LARGE = 0.05
"""The part of a population from which on it matters that nothing is drawn twice."""


def sampled(
    share: ArrayLike, *, n: ArrayLike, worth: ArrayLike, population: ArrayLike = np.inf
) -> Ends:
    """Exact intervals of reviewed shares, and the one-sided bounds that claims are judged by.

    Clopper-Pearson on the effective sample size. A plain sample (worth as many as it has) of more
    than a twentieth of a known population: the hypergeometric distribution inverted instead.

    Args:
        share: the weighted shares.
        n: reviews.
        worth: how many independent equal ones they are worth; nan = unknown.
        population: what they were drawn from; infinite or too small counts as unknown.
    """
    share, n, worth, population = np.broadcast_arrays(
        *(np.asarray(one, dtype=np.float64) for one in (share, n, worth, population))
    )
    finite = (worth == n) & (population >= n) & (n > LARGE * population)
    ends = []
    for tail in ((1 - LEVEL) / 2, 1 - LEVEL):
        low, high = (np.array(end) for end in clopper_pearson(share, worth, tail=tail))
        if finite.any():
            hits = np.round(share[finite] * n[finite])
            exact = hypergeometric(hits, n[finite], population[finite], tail=tail)
            low[finite], high[finite] = exact
        ends += [low, high]
    return Ends("clopper_pearson", ends[0], ends[1], (ends[2], ends[3]))


def worth(share: float, high: float, n: int) -> float:
    """How many independent reviews a reviewed share rests on, read back from its interval.

    Args:
        share: the share, below 1.
        high: the upper end of its Clopper-Pearson interval.
        n: reviews; they are worth no more than that.
    """
    least, most = 0.0, float(n)
    if float(clopper_pearson(share, most)[1]) >= high * (1 - 1e-6):
        return most
    for _ in range(50):
        middle = (least + most) / 2
        wide = float(clopper_pearson(share, middle)[1]) > high
        least, most = (middle, most) if wide else (least, middle)
    return most


def stratified(share: ArrayLike, within: ArrayLike, between: ArrayLike) -> Floats:
    """How many independent reviews a stratified sample is worth: p(1-p) over its variance.

    Args:
        share: p, the weighted share.
        within: sum(W_h^2 s_h^2 / m_h), for strata with a part W_h of the items and m_h reviews.
        between: sum(W_h (p_h - p)^2) / N, for the N items are themselves a sample of what the bot
            may say (Cochran 1977, 12.2).
    """
    p, v, w = (np.asarray(one, dtype=np.float64) for one in (share, within, between))
    with np.errstate(divide="ignore", invalid="ignore"):
        worth: Floats = np.divide(p * (1 - p), v + w)
    return worth


def smoothed(share: ArrayLike, n: ArrayLike) -> Floats:
    """The variance of one review in a stratum, never 0: a few without an error prove little.

    The larger of p(1-p) n/(n-1) and q(1-q) with q = (n p + 1/2) / (n + 1).
    """
    p, n = np.asarray(share, dtype=np.float64), np.asarray(n, dtype=np.float64)
    q = (n * p + 0.5) / (n + 1)
    seen = p * (1 - p) * n / np.maximum(n - 1, 1)
    larger: Floats = np.maximum(seen, q * (1 - q))
    return larger
