"""Intervals of what an experiment with a holdout shows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kpikit.estimate.cells import PLACE
from kpikit.estimate.difference import change
from kpikit.estimate.ends import Ends
from kpikit.estimate.shares import wilson
from kpikit.estimate.sums import numbers
from kpikit.evaluate.holdout import added

if TYPE_CHECKING:
    from kpikit.estimate.cells import Cells
    from kpikit.evaluate.trials import Arm, Gain, Trial
    from kpikit.kpi import Holdout

Z = 1.959963984540054
"""The normal quantile of a 95 % interval."""


def lift_ends(trial: Trial) -> tuple[float, float]:
    """Interval of the lift: the difference of two shares, Newcombe's hybrid score (1998)."""
    treatment, control = (
        (arm.share, *wilson(arm.share, arm.units)) for arm in (trial.treatment, trial.control)
    )
    low, high = change(treatment, control)
    return float(low), float(high)


def error_of(gain: Gain) -> float:
    """Standard error of a gain, by the delta method.

    gain = d x v x E: the lift d, the mean revenue v of K conversions, E persons that had the bot.
    E sqrt(v^2 Var(d) + d^2 Var(v)), Var(d) = p_t(1-p_t)/n_t + p_c(1-p_c)/n_c and Var(v) the
    variance of a conversion's revenue over K. Who converts and what a conversion brings are taken
    to be independent; E is a count, and costs are known.
    """
    trial = gain.trial
    if trial is None:
        return 0.0
    chance = _variance(trial.treatment) + _variance(trial.control)
    k, value = trial.conversions, trial.value
    spread = max(trial.squares - k * value**2, 0.0) / (k - 1) / k
    return gain.exposed * math.sqrt(value**2 * chance + trial.lift**2 * spread)


def holdout_ends(cells: Cells, measure: Holdout, key: str) -> Ends:
    """The interval of the net: gain +- 1.96 standard errors; of several bots squared and added."""
    value = numbers(cells.figure(key), "value")
    places = cells.index.get_column(PLACE).to_list()
    parts = added(cells.board, measure)
    errors = [
        np.nan if isinstance(parts[row], str) else math.hypot(*map(error_of, parts[row]))
        for row in places
    ]
    off = Z * np.array(errors, dtype=np.float64)
    # Every period of an experiment rests on the same two arms.
    return Ends("delta", value - off, value + off, apart=False)


def _variance(arm: Arm) -> float:
    return arm.share * (1 - arm.share) / arm.units
