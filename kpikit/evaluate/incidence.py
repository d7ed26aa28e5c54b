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


class Counts(NamedTuple):
    """How many leads won, were lost or were last seen open, by day; many arms at once if need be.

    Attributes:
        wins: by day (the last axis) from 0 to the horizon.
        losses: likewise.
        opens: likewise; these are censored.
        later: those that none of it happened to within the horizon.
    """

    wins: NDArray[np.int64]
    losses: NDArray[np.int64]
    opens: NDArray[np.int64]
    later: NDArray[np.int64]

    @classmethod
    def of(cls, arm: Arm, horizon: int) -> Counts:
        """Count the leads of an arm; a negative number of days must be left out before."""
        days = np.minimum(arm.days, horizon + 1)
        won, lost, left = (
            np.bincount(days[rows], minlength=horizon + 2)
            for rows in (arm.won, arm.lost, ~(arm.won | arm.lost))
        )
        later = np.asarray(won[-1] + lost[-1] + left[-1])
        return cls(won[:-1], lost[:-1], left[:-1], later)

    @property
    def at_risk(self) -> NDArray[np.int64]:
        """Leads neither closed nor lost from sight before each day."""
        gone = self.wins + self.losses + self.opens
        found: NDArray[np.int64] = gone[..., ::-1].cumsum(axis=-1)[..., ::-1]
        return found + self.later[..., None]

    @property
    def curve(self) -> NDArray[np.float64]:
        """Cumulative incidence of winning on each day (Aalen and Johansen 1978).

        F(d) = sum over t <= d of S(t-) wins(t) / at_risk(t), S losing the share that closes either
        way. Losing competes with winning, open leads are censored, and on one day closes come
        before censorings.
        """
        at_risk = np.maximum(self.at_risk, 1)
        staying = np.cumprod(1 - (self.wins + self.losses) / at_risk, axis=-1)
        before = np.concatenate([np.ones_like(staying[..., :1]), staying[..., :-1]], axis=-1)
        found: NDArray[np.float64] = np.cumsum(before * self.wins / at_risk, axis=-1)
        return found

    @property
    def medians(self) -> NDArray[np.float64]:
        """The first day by which half of the wins have come; nan without a win."""
        curve = self.curve
        last = curve[..., -1:]
        found: NDArray[np.float64] = np.where(
            last[..., 0] > 0, np.argmax(curve >= last / 2 - TOLERANCE, axis=-1), np.nan
        )
        return found


def win_curve(arm: Arm, horizon: int) -> NDArray[np.float64]:
    """Cumulative incidence of winning, one number for each day from 0 to the horizon."""
    return Counts.of(arm, horizon).curve


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
    median = float(Counts.of(arm, days).medians)
    return None if np.isnan(median) else int(median)
