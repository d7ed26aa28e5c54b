"""What the KPIs are computed from: a frame for each fact, built once."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, NoReturn

from kpikit.errors import did_you_mean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import polars as pl

DIMENSIONS = ("page_type", "utm_source", "utm_campaign", "language", "channel")
"""What a conversation hands on to the leads, orders and deals that come from it."""

SEGMENTS = (*DIMENSIONS, "intent", "trigger", "outcome", "rung")
"""What a conversation hands on to its own parts: answers, ratings, escalations, goals."""


@dataclass(frozen=True, eq=False)
class Facts:
    """The facts of a project at an instant; the frames of an absent table are empty.

    Attributes:
        conversations: one row per conversation, with its rung on the ladder.
        answers: one row per bot message that follows a user message.
        ratings: the newest rating of each conversation that has one.
        scores: the last score of each conversation and kind: csat, nps, ces.
        escalations: one row per chat.escalation, with the trigger of that event and how its
            ticket ended.
        goals: one row per conversation and goal.
        outbound: sessions the bot opened and no user answered; they are no conversations.
        shown: one row per chat.widget_shown; person is null where nothing identifies one.
        incidents: one row per chat.error and chat.input_blocked.
        inputs: user messages counted by conversation, local day and intent.
        traffic: one row per row of traffic; at is the noon of its local day.
        tickets: one row per ticket and bot whose conversation it names; of the others, one.
        leads: one row per lead, with its session, bot, start_at, has_deal and won.
        journeys: one row per lead, with the deal it ends with, its arm and its days.
        deals: one row per deal, sourced, assisted or not credited.
        orders: one row per order that is no won deal, direct, assisted or not credited.
        costs: one row per cost.
        reviews: one row per review, with its weight.
        assignments: one row per experiment and unit, in the arm it was put into first.
        changes: one row per change worth a mark; bot_id is null where it is of all bots.
        outcome_days: bot_id, day, conversations, outcomes: how many conversations of a local day
            have an outcome; a day without any is a gap in the feed, not in the service.
        as_of: the instant the facts are true of.
        rejected: tables of which every row was set aside, with how many; they count as absent.
        supplied: the columns each input table has, by table; an absent table is absent.
        left_out: how many sessions and rows do not count, and why (see `kpikit.visible`).
        bots: every bot with an event that counts, one that no session has too.
        negative: how many durations run backwards, by what they would say.
        journeys_at: what the journeys of an earlier instant were, without amounts.
    """

    conversations: pl.DataFrame
    answers: pl.DataFrame
    ratings: pl.DataFrame
    scores: pl.DataFrame
    escalations: pl.DataFrame
    goals: pl.DataFrame
    outbound: pl.DataFrame
    shown: pl.DataFrame
    incidents: pl.DataFrame
    inputs: pl.DataFrame
    traffic: pl.DataFrame
    tickets: pl.DataFrame
    leads: pl.DataFrame
    journeys: pl.DataFrame
    deals: pl.DataFrame
    orders: pl.DataFrame
    costs: pl.DataFrame
    reviews: pl.DataFrame
    assignments: pl.DataFrame
    changes: pl.DataFrame
    outcome_days: pl.DataFrame
    as_of: dt.datetime
    supplied: Mapping[str, frozenset[str]]
    rejected: Mapping[str, int]
    left_out: Mapping[str, int]
    journeys_at: Callable[[dt.datetime], pl.DataFrame]
    bots: tuple[str, ...] = ()
    negative: Mapping[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        """How many rows each fact has: the frames themselves would fill the screen."""
        frames = {name: getattr(self, name) for name in self._names()}
        rows = ", ".join(f"{name} {frame.height:,}" for name, frame in frames.items())
        return f"<Facts as of {self.as_of:%Y-%m-%d %H:%M} UTC: {rows}>"

    def __getattr__(self, name: str) -> NoReturn:
        """Say which facts there are; asked for only where there is no such attribute."""
        if name.startswith("_"):
            raise AttributeError(name)
        names = self._names()
        near = did_you_mean(name, names)
        raise AttributeError(f"there is no fact '{name}'{near}; there are {', '.join(names)}")

    @classmethod
    def _names(cls) -> list[str]:
        kinds = {one.name: str(one.type) for one in fields(cls)}
        return [name for name, kind in kinds.items() if kind == "pl.DataFrame"]
