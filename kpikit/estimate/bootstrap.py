"""Intervals of the adjusted sales cycle: the leads of each arm drawn again, many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpikit.evaluate.incidence import Counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 2000
TAILS = (0.025, 0.975)


def drawn_medians(counts: Counts, *, seed: int, draws: int = DRAWS) -> Floats:
    """Medians of samples drawn from the leads of an arm with replacement (Efron 1981).

    Leads that share day and status are alike, so a sample is one multinomial draw over those
    cells: 100,000 leads cost no more than the days there are.

    Args:
        counts: of the arm's leads, up to the horizon; it is the same in every sample.
        seed: the same one gives the same samples.
        draws: how many samples.

    Returns:
        One median a sample; nan where none of its leads won within the horizon, which with ten
        wins or more happens in fewer than one of 20,000 samples.
    """
    cells = np.concatenate([counts.wins, counts.losses, counts.opens, counts.later.reshape(1)])
    there = np.flatnonzero(cells)
    drawn = np.zeros((draws, len(cells)), dtype=np.int64)
    generator = np.random.Generator(np.random.PCG64(seed))
    chances = cells[there] / cells.sum()
    drawn[:, there] = generator.multinomial(cells.sum(), chances, size=draws)
    wins, losses, opens = drawn[:, :-1].reshape(draws, 3, -1).swapaxes(0, 1)
    return Counts(wins, losses, opens, drawn[:, -1]).medians


def percentile_ends(drawn: Floats) -> tuple[float, float]:
    """The 2.5 % and 97.5 % percentiles of what was drawn, rounded outwards to values drawn.

    Samples without a value say nothing and are left out.
    """
    known = drawn[np.isfinite(drawn)]
    if not len(known):
        return np.nan, np.nan
    low = np.quantile(known, TAILS[0], method="lower")
    return float(low), float(np.quantile(known, TAILS[1], method="higher"))
