"""What the KPIs are computed from: a frame for each fact, built once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import polars as pl

DIMENSIONS = ("page_type", "utm_source", "utm_campaign", "language", "channel")
"""What a conversation hands on to the leads, orders and deals that come from it."""

SEGMENTS = (*DIMENSIONS, "intent", "trigger", "outcome", "rung")
"""What a conversation hands on to its own parts: answers, ratings, escalations, goals."""


@dataclass(frozen=True, eq=False)
class Facts:
    """The facts of a project at an instant; frames of an absent table are empty.

    Attributes:
        conversations: one row per conversation, with its rung on the ladder.
        answers: one row per bot message that follows a user message.
        as_of: the instant the facts are true of.
        supplied: the columns each input table has, by table; an absent table is absent.
        left_out: how many sessions and rows do not count, and why (see `kpikit.visible`).
    """

    conversations: pl.DataFrame
    answers: pl.DataFrame
    as_of: dt.datetime
    supplied: Mapping[str, frozenset[str]]
    left_out: Mapping[str, int]
