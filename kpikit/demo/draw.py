"""Chance, kept on a short lead: seeded draws, exact shares, evenly spread quantiles."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Rng = np.random.Generator

_GOLDEN = 0.6180339887498949


def generator(seed: int, part: int) -> Rng:
    """A stream of its own for each part, so that a change in one leaves the others alone."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, part])))


def allot(rng: Rng, n: int, shares: Sequence[float]) -> Ints:
    """Categories 0, 1, ... of n items in exactly these shares (largest remainder), shuffled."""
    wanted = np.asarray(shares, dtype=np.float64) / sum(shares) * n
    counts = np.floor(wanted).astype(np.int64)
    most = np.argsort(counts - wanted, kind="stable")
    counts[most[: n - int(counts.sum())]] += 1
    return rng.permutation(np.repeat(np.arange(len(counts)), counts))


def pick(rng: Rng, n: int, weights: Sequence[float]) -> Ints:
    """Draw n independent choices among 0, 1, ... with these weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    places: Ints = np.searchsorted(edges, rng.random(n) * edges[-1], side="right")
    return places


def between(rng: Rng, n: int, *, low: float, high: float) -> Ints:
    """Draw n whole numbers from low up to, not including, high."""
    return (low + rng.random(n) * (high - low)).astype(np.int64)


def lognormal(rng: Rng, median: Floats | float, sigma: Floats | float, *, n: int) -> Floats:
    """Draw n skewed positive numbers with this median."""
    return median * np.exp(sigma * rng.standard_normal(n))


def even_lognormal(n: int, median: float, sigma: float, *, start: float) -> Floats:
    """Lognormal numbers of which every stretch covers the distribution evenly.

    The quantiles step by the golden ratio: two sources drawn so have the same distribution, not
    merely the same law, however few their rows.
    """
    quantiles = (start + np.arange(n) * _GOLDEN) % 1 * 0.98 + 0.01
    normal = NormalDist()
    scores = np.array([normal.inv_cdf(float(quantile)) for quantile in quantiles])
    return median * np.exp(sigma * scores)


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """For groups of these sizes: the group of each member, and its place within the group."""
    group = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return group, np.arange(len(group)) - first[group]


def running(values: Ints, counts: Ints) -> Ints:
    """Running sums of values, starting anew in each group."""
    total = np.cumsum(values)
    first = np.cumsum(counts) - counts
    before = np.concatenate([[0], total])[first]
    sums: Ints = total - np.repeat(before, counts)
    return sums
