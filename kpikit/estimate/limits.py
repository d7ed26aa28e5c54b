"""Natural limits of a series: the XmR chart of individual values and moving ranges.

Shewhart (1931), Economic Control of Quality of Manufactured Product; Wheeler and Chambers (1992),
Understanding Statistical Process Control. The charts are for looking: of series in which nothing
changes, one in thirty has a point outside limits from its own thirteen values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

FEWEST = 12
WIDTH = 2.66
"""3 / 1.128: three standard deviations, as the mean range of two values estimates one."""

RANGES = 3.267
"""1 + 3 x .8525 / 1.1284: the limit of a moving range over their mean."""

RUN = 8


class Limits(NamedTuple):
    """What a series does when left alone.

    Attributes:
        centre: the mean.
        low: centre - 2.66 mean ranges.
        high: centre + 2.66 mean ranges.
        range_centre: the mean moving range.
        range_high: 3.267 mean ranges.
    """

    centre: float
    low: float
    high: float
    range_centre: float
    range_high: float


def moving_ranges(values: ArrayLike) -> Floats:
    """How far each value is from the one before; nan for the first and beside a missing one.

    >>> moving_ranges([1, 4, 2]).tolist()
    [nan, 3.0, 2.0]
    """
    series = np.asarray(values, dtype=np.float64)
    return np.concatenate([[np.nan], np.abs(np.diff(series))])[: len(series)]


def natural_limits(values: ArrayLike) -> Limits | None:
    """The limits of a series, oldest first; None with fewer than 12 values.

    Args:
        values: one a period, nan where there is none.
    """
    series = np.asarray(values, dtype=np.float64)
    ranges = moving_ranges(series)
    if np.isfinite(series).sum() < FEWEST or not np.isfinite(ranges).any():
        return None
    centre, spread = float(np.nanmean(series)), float(np.nanmean(ranges))
    reach = WIDTH * spread
    return Limits(centre, centre - reach, centre + reach, spread, RANGES * spread)


def signals(values: ArrayLike, limits: Limits) -> list[str]:
    """What stands out of a series: "beyond" a limit, in a "run" of 8 on one side, or "".

    A missing value or one on the centre ends a run.
    """
    series = np.asarray(values, dtype=np.float64)
    sides = np.nan_to_num(np.sign(series - limits.centre))
    breaks = np.flatnonzero(np.diff(sides)) + 1
    found = [""] * len(series)
    for run in np.split(np.arange(len(series)), breaks):
        if len(run) >= RUN and sides[run[0]]:
            for place in run:
                found[place] = "run"
    for place in np.flatnonzero((series < limits.low) | (series > limits.high)):
        found[place] = "beyond"
    return found
