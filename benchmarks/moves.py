"""False alarms and power of the change rule, beside what is usually done instead.

A run of 50 shares of 20 bots, which have from 40 to 4,000 conversations a month; every share moves
by 5 % of itself from month to month without any reason. The newest month is held against the three
before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kpikit.estimate import on_scale, stand_out
from kpikit.estimate.limits import WIDTH
from kpikit.estimate.moves import benjamini_hochberg
from kpikit.estimate.shares import wilson

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

KPIS, BOTS, MONTHS = 50, 20, 13
SMALLEST, LARGEST = 40, 4000
USUAL = 0.05
SHIFT, CHANGED = 0.25, 0.05
"""For power: one share in twenty is 25 % lower in the newest month."""

CLASSES = ((40, 400), (400, 1500), (1500, 4001))


class Run(NamedTuple):
    """One run: hits and conversations by share, bot and month, and what has really changed."""

    hits: Floats
    n: Floats
    real: Bools


def simulated(generator: np.random.Generator, *, shift: float = 0.0) -> Run:
    """Draw a run; without a shift nothing has changed."""
    volume = np.geomspace(SMALLEST, LARGEST, BOTS)[None, :, None]
    level = generator.uniform(0.1, 0.8, (KPIS, 1, 1))
    truth = level * np.exp(USUAL * generator.standard_normal((KPIS, BOTS, MONTHS)))
    real = (generator.random((KPIS, BOTS)) < CHANGED) & (shift > 0)
    truth[:, :, -1] = np.where(real, truth[:, :, -1] * (1 - shift), truth[:, :, -1])
    n = np.maximum(generator.poisson(volume, (KPIS, BOTS, MONTHS)), 5)
    return Run(generator.binomial(n, np.minimum(truth, 1.0)).astype(float), n.astype(float), real)


def ours(run: Run) -> Bools:
    """What kpikit marks."""
    share = run.hits / run.n
    y, variance = on_scale(share, wilson(share, run.n), "share")
    flat = (KPIS * BOTS, MONTHS)
    groups = np.repeat(np.arange(KPIS), BOTS)
    everyone = np.ones(KPIS * BOTS, dtype=bool)
    found = stand_out(y.reshape(flat), variance.reshape(flat), groups, pooled=everyone)
    return np.asarray(np.abs(found.flag) == 1).reshape(KPIS, BOTS)


def tenth(run: Run) -> Bools:
    """More than 10 % off the mean of three."""
    share = run.hits / run.n
    before = share[:, :, -4:-1].mean(axis=2)
    return np.asarray(np.abs(share[:, :, -1] - before) > 0.1 * before)


def z_test(run: Run) -> Bools:
    """The usual test of two proportions at 5 %."""
    return np.asarray(_p(run) < 0.05)


def z_corrected(run: Run) -> Bools:
    """The same with Benjamini and Hochberg's rule."""
    return benjamini_hochberg(_p(run))


def limits_of_three(run: Run) -> Bools:
    """Beyond natural limits from three points."""
    share = run.hits / run.n
    three = share[:, :, -4:-1]
    reach = WIDTH * np.abs(np.diff(three, axis=2)).mean(axis=2)
    return np.asarray(np.abs(share[:, :, -1] - three.mean(axis=2)) > reach)


def _p(run: Run) -> Floats:
    from scipy.special import ndtr

    top, bottom = (one[:, :, -4:-1].sum(axis=2) for one in (run.hits, run.n))
    now, n = run.hits[:, :, -1], run.n[:, :, -1]
    pooled = (top + now) / (bottom + n)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / bottom))
    z = np.divide(now / n - top / bottom, error, out=np.zeros_like(error), where=error > 0)
    return np.asarray(2 * ndtr(-np.abs(z)))


RULES: Mapping[str, Callable[[Run], Bools]] = {
    "moved by more than 10 %": tenth,
    "z test at .05": z_test,
    "z test with Benjamini-Hochberg": z_corrected,
    "XmR limits from three points": limits_of_three,
    "kpikit": ours,
}
TEXT = """
## Do the marks of a change hold?
{runs} simulated runs of {tests:,} tests each ({kpis} shares of {bots} chatbots with {low} to
{high:,} conversations a month), in which every share moves by 5 % of itself from month to month and
nothing else happens. Marks in 1,000 tests, all of them false; then the part of real falls of 25 %
that is marked, where one share in twenty falls.

| rule | false alarms in 1,000 | {heads} |
|---|---:|{lines}|
{rows}

The price is power: with few conversations even a fall of a quarter is seldom marked. What is not
marked is not distinguishable from usual movement, which is less than knowing that it stayed.
"""


def page(seed: int, runs: int) -> str:
    """The section of docs/coverage.md on changes."""
    still = [simulated(np.random.default_rng([seed, 1, place])) for place in range(runs)]
    falls = [
        simulated(np.random.default_rng([seed, 2, place]), shift=SHIFT) for place in range(runs)
    ]
    volume = np.geomspace(SMALLEST, LARGEST, BOTS)
    rows = []
    for name, rule in RULES.items():
        false = 1000 * float(np.mean([rule(run).mean() for run in still]))
        marked = [rule(run) for run in falls]
        shown = [f"{_power(marked, falls, (low <= volume) & (volume < high)):.0%}"
                 for low, high in CLASSES]  # fmt: skip
        alarms = f"{false:.0f}" if false >= 1 else f"{false:.2f}"
        rows.append(f"| {name} | {alarms} | {' | '.join(shown)} |")
    heads = [f"of {low:,} to {high - high % 10:,}" for low, high in CLASSES]
    return TEXT.format(
        runs=runs, tests=KPIS * BOTS, kpis=KPIS, bots=BOTS, low=SMALLEST, high=LARGEST,
        heads=" | ".join(heads), lines="|".join(["---:"] * len(heads)), rows="\n".join(rows),
    )  # fmt: skip


def _power(marked: list[Bools], runs: list[Run], here: Bools) -> float:
    """The part of the real falls of some bots that is marked."""
    hits = sum(int((one & run.real)[:, here].sum()) for one, run in zip(marked, runs, strict=True))
    return hits / sum(int(run.real[:, here].sum()) for run in runs)
