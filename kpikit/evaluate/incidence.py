"""How long winning takes when not everyone has been watched for long: Aalen-Johansen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 180
"""Days after which a win is no longer waited for."""

ENOUGH = 10
"""Leads that must have been watched that long, and wins a median is taken from."""

TOLERANCE = 1e-12


class Arm(NamedTuple):
    """The leads of one channel at an instant.

    Attributes:
        days: whole days from the start to the close, or to the instant while open.
        won: closed with a won deal.
        lost: closed without; neither is open.
        watched: whole days from the start to the instant, closed or not.
    """

    days: NDArray[np.int64]
    won: NDArray[np.bool_]
    lost: NDArray[np.bool_]
    watched: NDArray[np.int64]

    def only(self, rows: NDArray[np.int64]) -> Arm:
        """The leads at some places."""
        return Arm(self.days[rows], self.won[rows], self.lost[rows], self.watched[rows])


def win_curve(arm: Arm, horizon: int) -> NDArray[np.float64]:
    """Cumulative incidence of winning on each day from 0 to the horizon.

    F(d) = sum over t <= d of S(t-) wins(t) / at_risk(t), S losing the share that closes either way.
    Losing competes with winning, open leads are censored, and on one day closes come before
    censorings.

    Args:
        arm: leads; a negative number of days must be left out before.
        horizon: the last day.

    Returns:
        F, one number a day.
    """
    size = max(horizon, int(arm.days.max(initial=0))) + 1
    wins = np.bincount(arm.days[arm.won], minlength=size)
    losses = np.bincount(arm.days[arm.lost], minlength=size)
    everyone = np.bincount(arm.days, minlength=size)
    at_risk = np.maximum(everyone[::-1].cumsum()[::-1], 1)
    staying = np.cumprod(1 - (wins + losses) / at_risk)
    before = np.concatenate([[1.0], staying[:-1]])
    return np.cumsum(before * wins / at_risk)[: horizon + 1]


def horizon(arms: tuple[Arm, ...]) -> int | None:
    """The longest time, at most 180 days, that ten leads of every arm were watched."""
    watched = [LONGEST]
    for arm in arms:
        if len(arm.watched) < ENOUGH:
            return None
        watched.append(int(np.sort(arm.watched)[-ENOUGH]))
    return min(watched)


def wins_within(arm: Arm, days: int) -> int:
    """Wins within some days."""
    return int((arm.won & (arm.days <= days)).sum())


def median_within(arm: Arm, days: int) -> int | None:
    """The first day by which half of the wins within some days have come; None without a win."""
    curve = win_curve(arm, days)
    if curve[-1] <= 0:
        return None
    return int(np.argmax(curve >= curve[-1] / 2 - TOLERANCE))
