"""A change of a rate or a mean split into what changed within segments and what changed between.

Shift-share analysis, in demography the decomposition of Kitagawa (1955), "Components of a
difference between two rates", Journal of the American Statistical Association 50. It is arithmetic:
it says where a change is, not why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def rate_and_mix(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    """The parts that add up to the change of a quotient on the mean of earlier periods.

    With w the part of the denominator and r the quotient of a segment, R of all, and bars for the
    means of two periods (so that neither is the base):

        rate = mean w x change of r,    mix = (mean r - mean R) x change of w

    Against several periods each part is the mean of its parts against each. Taking R off moves
    nothing in the sum, as the changes of w add up to 0; it lets a segment that grew count for the
    change only as far as it is unlike the rest. A segment that is new or gone has no r of its own
    on one side: all its part is mix.

    Args:
        numerator: by period, the newest last, and segment.
        denominator: likewise; 0 where a segment has no rows. Of a whole period above 0.

    Returns:
        Rate and mix of each segment.

    >>> rate, mix = rate_and_mix([[40, 20], [20, 30]], [[50, 50], [25, 75]])
    >>> rate.round(3).tolist(), mix.round(3).tolist()
    ([0.0, 0.0], [-0.062, -0.038])
    """
    tops = np.asarray(numerator, dtype=np.float64)
    bottoms = np.asarray(denominator, dtype=np.float64)
    weights = bottoms / bottoms.sum(axis=1, keepdims=True)
    whole = tops.sum(axis=1) / bottoms.sum(axis=1)
    there = bottoms > 0
    quotients = np.divide(tops, bottoms, out=np.zeros_like(tops), where=there)
    now, before = quotients[-1], quotients[:-1]
    old = np.where(there[:-1], before, now)
    new = np.where(there[-1], now, before)
    level = ((whole[-1] + whole[:-1]) / 2)[:, None]
    rate = (weights[-1] + weights[:-1]) / 2 * (new - old)
    mix = ((new + old) / 2 - level) * (weights[-1] - weights[:-1])
    return rate.mean(axis=0), mix.mean(axis=0)
