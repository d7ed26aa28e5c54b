"""Leads and deals, as the CRM exports them: from the chatbot, from the web form, from fairs.

Every source has the same days from first contact to signature, drawn evenly from one
distribution. Whoever finds the chatbot faster has been misled by the formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.demo import company
from kpikit.demo.chats import KEPT
from kpikit.demo.clock import DAY, HOUR
from kpikit.demo.draw import Bools, Ints, allot, between, even_lognormal, lognormal, pick
from kpikit.demo.events import lead_at, lead_scores
from kpikit.demo.lines import blank, ids, named, written
from kpikit.demo.pace import AS_OF, moments

if TYPE_CHECKING:
    from kpikit.demo.clock import LocalClock
    from kpikit.demo.draw import Floats, Rng
    from kpikit.demo.log import Log

SOURCES = ("chatbot", "form", "other")
WON, LOST, OPEN, NONE = range(4)


@dataclass(frozen=True)
class Leads:
    """One row per lead, by time of creation; instants are 0 where the thing did not happen.

    Attributes:
        source: place in SOURCES; chat: conversation it came from or had, else -1.
        start: first contact; fate: place in company.LEAD_FATES; closed: as it will be known one
            day; ``AS_OF`` decides what the export shows.
        mixed: a form lead that had chatted before.
    """

    source: Ints
    chat: Ints
    start: Ints
    created: Ints
    fate: Ints
    closed: Ints
    opportunity: Ints
    meeting: Ints
    mql: Ints
    sql: Ints
    qualified: Bools
    mixed: Bools
    amount: Floats

    @property
    def has_deal(self) -> Bools:
        """A deal stands in the export."""
        return (self.opportunity > 0) & (self.opportunity <= AS_OF)

    @property
    def won(self) -> Bools:
        """Won by the end of the data."""
        mask: Bools = (self.fate == WON) & (self.closed <= AS_OF)
        return mask


def plan_leads(rng: Rng, clock: LocalClock, *, log: Log, scale: float) -> Leads:
    """Plan all leads and what becomes of them."""
    source, created, chat = _arrivals(rng, clock, log=log, scale=scale)
    chat = _chatted_before(rng, log, source=source, created=created, chat=chat)
    n = len(source)
    filling = between(rng, n, low=0, high=HOUR)
    start = np.where(source == 0, log.chats.start[chat], created - filling)
    fate = np.zeros(n, dtype=np.int64)
    month = clock.month(created)
    for number, name in enumerate(SOURCES):
        for one in np.unique(month[source == number]):
            rows = np.flatnonzero((source == number) & (month == one))
            fate[rows] = allot(rng, len(rows), company.LEAD_SHARES[name])
    closed = _closings(start, source=source, fate=fate)
    amount = np.round(lognormal(rng, company.DEAL_MEDIAN, company.DEAL_SIGMA, n=n), 2)
    deal = np.where(source == 1, 0.75, 0.84), np.where(source == 1, 0.30, 0.38)
    return Leads(
        source=source, chat=chat, start=start, created=created, fate=fate, closed=closed,
        amount=amount, mixed=(source == 1) & (chat >= 0),
        qualified=rng.random(n) < np.where(fate == NONE, deal[1], deal[0]),
        **_stages(rng, created=created, closed=closed, fate=fate),
    )  # fmt: skip


def _arrivals(rng: Rng, clock: LocalClock, *, log: Log, scale: float) -> tuple[Ints, Ints, Ints]:
    """Source, creation and conversation of every lead, by time of creation."""
    chat = np.flatnonzero(log.chats.lead)
    parts = [(np.zeros(len(chat), dtype=np.int64), lead_at(log)[chat], chat)]
    for number, pace in ((1, company.FORM_LEADS), (2, company.OTHER_LEADS)):
        at = moments(rng, clock, pace=pace, scale=scale)
        parts.append((np.full(len(at), number), at, np.full(len(at), -1)))
    source, created, chat = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((source, created))
    return source[order], created[order], chat[order]


def _chatted_before(rng: Rng, log: Log, *, source: Ints, created: Ints, chat: Ints) -> Ints:
    """Give some form leads a conversation they had in the days before they filled the form."""
    chats, talks = log.chats, log.talks
    met = np.flatnonzero(
        (chats.bot == company.SALES) & (chats.turns >= 2) & (talks.first_answer > 0)
        & chats.known & ~chats.lead & (chats.after == KEPT) & (chats.origin < 0)
    )  # fmt: skip
    # Whoever chatted once only: else a later conversation could be the one to be credited.
    met = met[np.isin(log.user[met], _once(log.user))]
    wish = np.flatnonzero((source == 1) & (rng.random(len(source)) < company.MIXED_SHARE))
    before = created[wish] - between(rng, len(wish), low=3 * HOUR, high=8 * DAY)
    place = np.searchsorted(chats.start[met], before) - 1
    _, taken = np.unique(place, return_index=True)
    taken = taken[place[taken] >= 0]
    taken = taken[before[taken] - chats.start[met[place[taken]]] < 8 * DAY]
    given = chat.copy()
    given[wish[taken]] = met[place[taken]]
    return given


def _once(user: Ints) -> Ints:
    """The users that had one conversation."""
    people, counts = np.unique(user, return_counts=True)
    once: Ints = people[counts == 1]
    return once


def _closings(start: Ints, *, source: Ints, fate: Ints) -> Ints:
    """When each won or lost deal closes: the same days for every source."""
    closed = np.zeros(len(start), dtype=np.int64)
    for number in range(len(SOURCES)):
        for end, sigma in ((WON, company.CYCLE_SIGMA), (LOST, 0.75)):
            rows = np.flatnonzero((source == number) & (fate == end))
            shift = 0.25 if end == WON else 0.6
            days = even_lognormal(len(rows), company.CYCLE_MEDIAN, sigma, start=shift)
            closed[rows] = start[rows] + (days * DAY).astype(np.int64)
    return closed


def _stages(rng: Rng, *, created: Ints, closed: Ints, fate: Ints) -> dict[str, Ints]:
    """When each lead reached the stages between its creation and its end."""
    n = len(created)
    deal = fate != NONE
    end = np.where(fate == OPEN, created + (lognormal(rng, 40.0, 0.5, n=n) * DAY), closed)
    span = (end - created) * (0.10 + 0.35 * rng.random(n))
    opportunity = np.where(deal, created + span, 0).astype(np.int64)
    meets = rng.random(n) < np.where(deal, 0.62, 0.045)
    visit = created + np.where(deal, span * (0.3 + 0.65 * rng.random(n)), rng.random(n) * 14 * DAY)
    mql = deal | (rng.random(n) < 0.42)
    sql = deal | (mql & (rng.random(n) < 0.28))
    early = np.where(deal, span * 0.15, (0.2 + rng.random(n) * 4) * DAY)
    later = np.where(deal, span * 0.6, early + (1 + rng.random(n) * 6) * DAY)
    return {
        "opportunity": opportunity,
        "meeting": np.where(meets, visit, 0).astype(np.int64),
        "mql": np.where(mql, created + early, 0).astype(np.int64),
        "sql": np.where(sql, created + later, 0).astype(np.int64),
    }


def lead_ids(leads: Leads) -> pl.Series:
    """The chatbot's leads are called as in its log, the others as the CRM calls them."""
    own = ids("L", np.where(leads.source == 0, leads.chat, -1))
    return own.fill_null(ids("F", np.arange(len(leads.source))))


def leads_table(rng: Rng, leads: Leads, log: Log) -> pl.DataFrame:
    """The CRM's list of leads, with its own column names."""
    n = len(leads.source)
    bot = np.where((leads.source == 0) & (rng.random(n) < 0.9), leads.chat, -1)
    stranger = ids("f", np.arange(n))
    answers = ["no", "yes"]
    guess = between(rng, n, low=0, high=90)
    place = np.maximum(leads.chat, 0)
    user = log.user_id.gather(place).zip_with(pl.Series(leads.chat >= 0), stranger)
    return pl.DataFrame({
        "Lead ID": lead_ids(leads),
        "Created": written(leads.created),
        "Source": named(["Chatbot", "Web form", "Trade fair"], leads.source),
        "Assistant": blank(named(["sales-bot"], np.zeros(n, dtype=np.int64)), bot < 0),
        "Chat session": blank(log.session.gather(place), leads.source > 0),
        "Customer": user,
        "Form filled": written(np.where(leads.source == 1, leads.start, 0)),
        "Score": np.where(leads.chat >= 0, lead_scores(log)[place], guess),
        "Reachable": named(answers, (rng.random(n) < 0.93).astype(np.int64)),
        "Mail bounced": named(answers, (rng.random(n) < 0.05).astype(np.int64)),
        "Target customer": named([*answers, None], pick(rng, n, (0.3, 0.5, 0.2))),
        "Qualified": named(answers, leads.qualified.astype(np.int64)),
        "Marketing qualified": written(seen(leads.mql)),
        "Sales qualified": written(seen(leads.sql)),
        "Visit booked": written(seen(leads.meeting)),
        "Opportunity since": written(seen(leads.opportunity)),
    })  # fmt: skip


def deals_table(leads: Leads) -> pl.DataFrame:
    """The CRM's list of deals; it writes time as milliseconds."""
    rows = np.flatnonzero(leads.has_deal)
    closed = seen(leads.closed[rows])
    stage = np.where(closed == 0, 2, leads.fate[rows])
    return pl.DataFrame({
        "Deal": ids("D", rows),
        "Lead": lead_ids(leads).gather(rows),
        "Stage": named(["Won", "Lost", "Negotiation"], stage),
        "Opened": leads.opportunity[rows],
        "Closed": pl.Series(closed).replace(0, None),
        "Amount": leads.amount[rows],
        "Currency": named([company.CURRENCY], stage * 0),
    })  # fmt: skip


def seen(moments: Ints) -> Ints:
    """What the export of the last day can know: later instants are 0."""
    return np.where(moments <= AS_OF, moments, 0)
