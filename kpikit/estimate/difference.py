"""Intervals of figures made of others whose intervals are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def recovered(
    value: ArrayLike, moved: Iterable[tuple[ArrayLike, ArrayLike]]
) -> tuple[Floats, Floats]:
    """Combine independent parts: square and add what each one alone moves the figure by.

    The method of variance estimates recovery (Zou and Donner 2008); for the difference of two
    shares with Wilson ends it is Newcombe's hybrid score interval (1998, method 10).

    Args:
        value: the figure.
        moved: per part, the figure with that part at its lower and at its upper end.

    Returns:
        Lower and upper ends; nan where a part has no ends.
    """
    value = np.asarray(value, dtype=np.float64)
    below = np.zeros_like(value)
    above = np.zeros_like(value)
    for ends in moved:
        one, other = (np.asarray(end, dtype=np.float64) for end in ends)
        below = below + (value - np.minimum(one, other)) ** 2
        above = above + (np.maximum(one, other) - value) ** 2
    return value - np.sqrt(below), value + np.sqrt(above)


def change(
    now: tuple[ArrayLike, ArrayLike, ArrayLike], before: tuple[ArrayLike, ArrayLike, ArrayLike]
) -> tuple[Floats, Floats]:
    """Interval of the change from one period to an independent later one.

    Args:
        now: value, lower and upper end.
        before: those of the earlier period.

    >>> from kpikit.estimate.shares import wilson
    >>> ends = change((0.8, *wilson(0.8, 70)), (0.6, *wilson(0.6, 80)))
    >>> [end.round(4).item() for end in ends]
    [0.0524, 0.3339]
    """
    new, new_low, new_high = (np.asarray(one, dtype=np.float64) for one in now)
    old, old_low, old_high = (np.asarray(one, dtype=np.float64) for one in before)
    moved = [(new_low - old, new_high - old), (new - old_low, new - old_high)]
    return recovered(new - old, moved)
