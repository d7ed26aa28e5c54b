"""Who is behind each conversation: known users who come back now and then, and strangers.

A user's conversations are at least ten days apart, unless a return was planned. Tickets are
linked to conversations through their user within seven days, so what is planned for one
conversation can never be claimed by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpikit.demo import company
from kpikit.demo.clock import DAY

if TYPE_CHECKING:
    from kpikit.demo.chats import Chats
    from kpikit.demo.draw import Ints, Rng

APART = 10 * DAY
_COMES_BACK = 0.42
_MEAN_GAP = 24 * DAY


def assign_users(rng: Rng, chats: Chats) -> Ints:
    """Number the user of each conversation; -1 where nobody is logged in.

    Customers of the shop and of the help desk are the same people; buyers of whole offices are
    others. The conversation that leaves a lead is its user's first.
    """
    user = np.full(len(chats), -1)
    named = chats.known & (chats.origin < 0)
    used = 0
    for pool in (chats.bot != company.SALES, chats.bot == company.SALES):
        rows = np.flatnonzero(named & pool)
        fresh = _roots(_earlier(rng, chats.start[rows], first=chats.lead[rows]))
        people, number = np.unique(fresh, return_inverse=True)
        user[rows] = number + used
        used += len(people)
    back = np.flatnonzero(chats.origin >= 0)
    user[back] = user[chats.origin[back]]
    return user


def _earlier(rng: Rng, start: Ints, *, first: np.ndarray) -> Ints:
    """For each conversation the one its user had before it, at most one each; else itself."""
    n = len(start)
    gap = APART + (rng.exponential(_MEAN_GAP, n)).astype(np.int64)
    target = np.searchsorted(start, start - gap, side="right") - 1
    target = np.where((rng.random(n) < _COMES_BACK) & ~first, target, -1)
    wanted = np.flatnonzero(target >= 0)
    _, taken = np.unique(target[wanted], return_index=True)
    earlier = np.arange(n)
    earlier[wanted[taken]] = target[wanted[taken]]
    return earlier


def _roots(earlier: Ints) -> Ints:
    """Follow each chain of earlier conversations to its first."""
    while True:
        further = earlier[earlier]
        if np.array_equal(further, earlier):
            return earlier
        earlier = further
