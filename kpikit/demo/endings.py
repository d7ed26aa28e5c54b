"""How conversations end: outcome, hand-over, rating, ticket - and the rung that follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit.demo import company
from kpikit.demo.chats import KEPT, TICKETED
from kpikit.demo.clock import DAY, HOUR
from kpikit.demo.draw import Bools, Ints, Rng, between, pick
from kpikit.demo.pace import AS_OF

if TYPE_CHECKING:
    from kpikit.demo.chats import Chats
    from kpikit.demo.clock import LocalClock
    from kpikit.demo.talks import Talks

RUNGS = (
    "escalated", "unknown", "abandoned", "ticketed", "returned", "pending", "unverifiable",
    "durable",
)  # fmt: skip
_CONFIRMED, _HANDOVER_TICKET, _TWICE = 0.05, 0.65, 0.03
_STARS = (((4, 5), (0.36, 0.64)), ((1, 2, 3), (0.3, 0.26, 0.44)))


@dataclass(frozen=True)
class Endings:
    """Per conversation; instants are 0 where the thing did not happen.

    Attributes:
        ended: last message or hand-over; closed: what the ticket window runs from.
        outcome_at: when the outcome was posted; resolved_at: as the bot says.
        confirmed: a follow-up check said it was resolved.
        ticket_at: when a ticket of this conversation was opened; ticket: its number, else -1.
        rated_at, liked, stars: the rating that counts; first_rated_at: one it replaced.
        rung: place in RUNGS, as known at the end of the data.
        mature: old enough to be judged.
    """

    ended: Ints
    closed: Ints
    escalated_at: Ints
    outcome_at: Ints
    resolved_at: Ints
    confirmed: Bools
    ticket_at: Ints
    rated_at: Ints
    first_rated_at: Ints
    liked: Bools
    stars: Ints
    rung: Ints
    mature: Bools


def end_chats(rng: Rng, clock: LocalClock, *, chats: Chats, talks: Talks) -> Endings:
    """Close every conversation as planned and work out which rung it stands on."""
    n = len(chats)
    escalated_at = np.where(chats.escalated, talks.ended + between(rng, n, low=300, high=2_500), 0)
    ended = np.maximum(talks.ended, escalated_at)
    wait = np.where(chats.escalated, 5_000, np.where(chats.contained, 10 * 60_000, 25 * 60_000))
    outcome_at = np.where(chats.posted, ended + wait + between(rng, n, low=0, high=60_000), 0)
    says = chats.contained & (chats.bot != company.SHOP)
    resolved_at = np.where(says, ended + between(rng, n, low=500, high=20_000), 0)
    closed = np.where(says, resolved_at, ended)
    confirmed = chats.contained & (chats.after == KEPT) & (chats.bot == company.SUPPORT)
    confirmed &= rng.random(n) < _CONFIRMED
    ticket_at = _tickets(rng, clock, chats=chats, closed=closed, escalated_at=escalated_at)
    mature = confirmed | (closed + 7 * DAY <= AS_OF)
    return Endings(
        ended=ended, closed=closed, escalated_at=escalated_at, outcome_at=outcome_at,
        resolved_at=resolved_at, confirmed=confirmed, ticket_at=ticket_at, mature=mature,
        rung=_rungs(chats, ticket_at=ticket_at, confirmed=confirmed, mature=mature),
        **_ratings(rng, clock, chats=chats, ended=ended),
    )  # fmt: skip


def awake(clock: LocalClock, moments: Ints) -> Ints:
    """Move what would happen between midnight and six to the morning of the same local day."""
    hour = clock.local(moments) % DAY // HOUR
    return np.where(hour < 6, moments + 6 * HOUR, moments)


def _tickets(
    rng: Rng, clock: LocalClock, *, chats: Chats, closed: Ints, escalated_at: Ints
) -> Ints:
    """When each conversation's ticket was opened, on the whole minute: a help desk has no more."""
    n = len(chats)
    later = closed + between(rng, n, low=0.15 * DAY, high=6.6 * DAY)
    opened = np.where(chats.after == TICKETED, later, 0)
    # Someone who came back is served in the chat: a ticket would count against the first visit.
    handed = chats.escalated & (chats.bot != company.SALES) & (chats.origin < 0) & ~chats.test
    handed &= rng.random(n) < _HANDOVER_TICKET
    opened = np.where(handed, escalated_at, opened)
    opened = awake(clock, opened) // 60_000 * 60_000
    return np.where((chats.after == TICKETED) | handed, np.where(opened <= AS_OF, opened, 0), 0)


def _rungs(chats: Chats, *, ticket_at: Ints, confirmed: Bools, mature: Bools) -> Ints:
    """The rung of each conversation: the first that fits, in the order of precedence."""
    rungs = [
        chats.escalated,
        ~chats.posted,
        chats.fate == company.ABANDONED,
        (chats.after == TICKETED) & (ticket_at > 0),
        chats.after > TICKETED,
        ~mature,
        ~chats.known & ~confirmed,
    ]
    return np.select(rungs, list(range(len(rungs))), default=len(rungs))


def _ratings(rng: Rng, clock: LocalClock, *, chats: Chats, ended: Ints) -> dict[str, Any]:
    """Who rates, when, and how; a few rate twice, the other way, and the later rating counts."""
    n = len(chats)
    share, *happy = np.array([plan.csat for plan in company.BOTS]).T[:, chats.bot]
    liking = np.select([chats.fate == company.CONTAINED, chats.escalated], happy[:2], happy[2])
    labels = clock.labels
    wrong = (chats.month == labels.index(company.HALLUCINATION_MONTH)) & (chats.bot == 0)
    slow = (chats.month >= labels.index(company.SLOW_MONTH)) & (chats.bot == company.SLOW_BOT)
    liking = liking + wrong * company.HALLUCINATION_CSAT + slow * company.SLOW_CSAT
    liked = rng.random(n) < liking
    rates = (chats.turns > 0) & (rng.random(n) < share)
    rated_at = np.where(rates, ended + between(rng, n, low=60_000, high=540_000), 0)
    twice = rates & (rng.random(n) < _TWICE)
    good, poor = (np.array(values)[pick(rng, n, chances)] for values, chances in _STARS)
    return {
        "rated_at": rated_at,
        "first_rated_at": np.where(twice, rated_at - 45_000, 0),
        "liked": liked,
        "stars": np.where(liked, good, poor),
    }
