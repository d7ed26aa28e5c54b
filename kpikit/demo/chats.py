"""The plan of every conversation: when, with which bot, about what, and how it is to end.

Conversations are planned before a single message is written. What is planned here is what the
truths count, so no truth depends on reading the finished data back.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpikit.demo import company, words
from kpikit.demo.clock import DAY, EPOCH, HOUR
from kpikit.demo.draw import Bools, Ints, Rng, allot, between, pick
from kpikit.demo.pace import AS_OF, moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.demo.clock import LocalClock

KEPT, TICKETED, RETURNED = range(3)  # what follows a contained conversation
LONGEST = 90 * 60_000  # no conversation, with its outcome, lasts longer


@dataclass(frozen=True)
class Chats:
    """One row per conversation, in the order of their starts.

    Attributes:
        bot: place in company.BOTS; start: instant; month: of the clock, local.
        fate: place in company.FATES; turns: user messages; posted: the outcome arrives.
        after: KEPT, TICKETED or RETURNED; origin: the row this one returns to, else -1.
        known: has a user id; lead, test: is one; intent, page, ...: places in words.
    """

    bot: Ints
    start: Ints
    month: Ints
    fate: Ints
    turns: Ints
    posted: Bools
    after: Ints
    origin: Ints
    known: Bools
    lead: Bools
    test: Bools
    intent: Ints
    page: Ints
    language: Ints
    campaign: Ints
    channel: Ints

    def __len__(self) -> int:
        """How many conversations there are."""
        return len(self.start)

    @property
    def escalated(self) -> Bools:
        """Handed to a person."""
        mask: Bools = (self.fate > company.CONTAINED) & (self.fate < company.ABANDONED)
        return mask

    @property
    def contained(self) -> Bools:
        """Resolved by the bot, and its outcome arrived."""
        mask: Bools = (self.fate == company.CONTAINED) & self.posted
        return mask

    def take(self, rows: Ints) -> Chats:
        """The same table with these rows, in this order."""
        names = (field.name for field in dataclasses.fields(self))
        return Chats(**{name: getattr(self, name)[rows] for name in names})


def plan_chats(rng: Rng, clock: LocalClock, *, scale: float) -> Chats:
    """Plan all conversations.

    Args:
        rng: the part's own stream of chance.
        clock: the company's local time.
        scale: 1 for about 60,000 conversations.
    """
    bot, start = _starts(rng, clock, scale=scale)
    order = np.lexsort((bot, start))
    bot, start = bot[order], start[order]
    month = clock.month(start)
    fate = _fates(rng, clock, bot=bot, start=start)
    n = len(start)
    chats = Chats(
        bot=bot, start=start, month=month, fate=fate,
        turns=_turns(rng, bot, fate),
        posted=_posted(rng, clock, bot=bot, start=start),
        after=np.zeros(n, dtype=np.int64),
        origin=np.full(n, -1),
        known=rng.random(n) < np.array([plan.known for plan in company.BOTS])[bot],
        lead=np.zeros(n, dtype=bool),
        test=rng.random(n) < company.TEST_SHARE,
        **_labels(rng, bot),
    )  # fmt: skip
    chats = dataclasses.replace(chats, known=chats.known & ~chats.test)
    chats = dataclasses.replace(chats, lead=_leads(rng, chats))
    chats = dataclasses.replace(chats, after=_after(rng, clock, chats))
    return _with_returns(rng, clock, chats)


def _starts(rng: Rng, clock: LocalClock, *, scale: float) -> tuple[Ints, Ints]:
    """Bot and start of every conversation, month by month in the planned numbers."""
    starts = [moments(rng, clock, pace=plan.pace, scale=scale) for plan in company.BOTS]
    bots = np.repeat(np.arange(len(starts)), [len(one) for one in starts])
    return bots, np.concatenate(starts)


def _fates(rng: Rng, clock: LocalClock, *, bot: Ints, start: Ints) -> Ints:
    """How each conversation ends, in the shares of its bot's phase, a little off each month."""
    fate = np.zeros(len(start), dtype=np.int64)
    day = clock.local(start) // DAY
    month = clock.month(start)
    for number, plan in enumerate(company.BOTS):
        since = np.array([(phase.since - EPOCH).days for phase in plan.phases])
        phase = np.searchsorted(since, day, side="right") - 1
        group = np.where(bot == number, month * len(since) + phase, -1)
        for key in np.unique(group[group >= 0]):
            rows = np.flatnonzero(group == key)
            shares = np.array(plan.phases[int(key) % len(since)].shares)
            shares *= np.exp(0.035 * rng.standard_normal(len(shares)))
            fate[rows] = allot(rng, len(rows), shares.tolist())
    return fate


def _turns(rng: Rng, bot: Ints, fate: Ints) -> Ints:
    """User messages of each conversation."""
    turns = np.zeros(len(fate), dtype=np.int64)
    kind = np.where(fate == company.CONTAINED, 0, np.where(fate == company.ABANDONED, 2, 1))
    for number, plan in enumerate(company.BOTS):
        for row, chances in enumerate(plan.turns):
            members = np.flatnonzero((bot == number) & (kind == row))
            turns[members] = pick(rng, len(members), chances) + (row != 2)
    return turns


def _posted(rng: Rng, clock: LocalClock, *, bot: Ints, start: Ints) -> Bools:
    """Whether the outcome arrives: a few never do, and those of one week are lost."""
    name, first, last = company.LOST_OUTCOMES
    day = clock.local(start) // DAY
    week = (day >= (first - EPOCH).days) & (day <= (last - EPOCH).days)
    lost = week & (bot == company.BOT_IDS.index(name))
    posted: Bools = ~lost & (rng.random(len(bot)) >= company.UNPOSTED)
    return posted


def _labels(rng: Rng, bot: Ints) -> dict[str, Ints]:
    """What it is about and where it came from."""
    n = len(bot)

    def per_bot(weights: Sequence[Sequence[float]]) -> Ints:
        drawn = [pick(rng, n, one) for one in weights]
        return np.choose(bot, drawn)

    return {
        "intent": per_bot([[intent.share for intent in one] for one in words.INTENTS]),
        "page": per_bot([[page.share for page in one] for one in words.PAGES]),
        "language": pick(rng, n, [share for *_, share in words.LANGUAGES]),
        "campaign": pick(rng, n, [share for *_, share in words.CAMPAIGNS]),
        "channel": pick(rng, n, [share for *_, share in words.CHANNELS]),
    }


def _leads(rng: Rng, chats: Chats) -> Bools:
    """Which conversations leave a lead: long enough ones, more often on pages with intent."""
    high_intent = chats.fate == company.FATES.index("high_intent")
    able = (chats.bot == company.SALES) & (chats.turns >= 3) & (chats.known | chats.test)
    able &= (chats.fate == company.CONTAINED) | high_intent
    catch = np.array([page.catch for page in words.PAGES[company.SALES]])
    weight = catch[np.minimum(chats.page, len(catch) - 1)] * np.where(high_intent, 3.0, 1.0)
    key = rng.random(len(chats)) ** (1 / weight)
    lead = np.zeros(len(chats), dtype=bool)
    for month in np.unique(chats.month[able]):
        rows = np.flatnonzero(able & (chats.month == month))
        whole = int(((chats.bot == company.SALES) & (chats.month == month)).sum())
        lead[rows[np.argsort(-key[rows])][: round(whole * company.LEAD_SHARE)]] = True
    return lead


def _after(rng: Rng, clock: LocalClock, chats: Chats) -> Ints:
    """What follows each contained conversation of a known user that left no lead."""
    able = chats.contained & chats.known & ~chats.lead
    ticketed = np.array([plan.ticketed for plan in company.BOTS])[chats.bot]
    bad = chats.month == clock.labels.index(company.HALLUCINATION_MONTH)
    bad &= chats.bot == company.SUPPORT
    ticketed = np.where(bad, company.HALLUCINATION_TICKETED, ticketed)
    returned = np.array([plan.returned for plan in company.BOTS])[chats.bot]
    chance = rng.random(len(chats))
    after = np.where(chance < ticketed, TICKETED, KEPT)
    after = np.where((chance >= ticketed) & (chance < ticketed + returned), RETURNED, after)
    after = np.where((after == RETURNED) & (chats.start > AS_OF - DAY - LONGEST), KEPT, after)
    return np.where(able, after, KEPT)


def _with_returns(rng: Rng, clock: LocalClock, chats: Chats) -> Chats:
    """Add the second conversation of everyone who came back with the same question."""
    origin = np.flatnonzero(chats.after == RETURNED)
    n = len(origin)
    again = chats.take(origin)
    start = again.start + between(rng, n, low=1.6 * HOUR, high=22.5 * HOUR)
    fate = pick(rng, n, (0.5, 0.1, 0.15, 0.1, 0.0, 0.0, 0.15))
    again = dataclasses.replace(
        again, start=start, month=clock.month(start), fate=fate,
        # Only who asks again has come back with the same question.
        turns=np.maximum(_turns(rng, again.bot, fate), 1),
        posted=_posted(rng, clock, bot=again.bot, start=start),
        after=np.zeros(n, dtype=np.int64), origin=origin,
    )  # fmt: skip
    names = [field.name for field in dataclasses.fields(Chats)]
    both = {name: np.concatenate([getattr(chats, name), getattr(again, name)]) for name in names}
    order = np.lexsort((both["bot"], both["start"]))
    place = np.argsort(order)
    both["origin"] = np.where(both["origin"] >= 0, place[both["origin"]], -1)
    return Chats(**both).take(order)
