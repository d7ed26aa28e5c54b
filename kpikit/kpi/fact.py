"""Where the rows of each fact come from, and how they are filed and split."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DIMENSIONS = ("page_type", "utm_source", "utm_campaign", "language", "channel")
CONVERSATION_SEGMENTS = (*DIMENSIONS, "intent", "trigger", "outcome", "rung")


@dataclass(frozen=True)
class Fact:
    """Where a fact's rows come from and how they are filed.

    Attributes:
        tables: input tables it needs.
        stamp: the timestamp that files a row under a period.
        bot: the column that says whose row it is; null counts only in the portfolio.
        segments: the columns it may be segmented by.
        apart: a column and a value whose rows count only when segmented by that column.
        unit: what a row is about, where a fact has a row per bot: the portfolio counts it once.
    """

    tables: tuple[str, ...]
    stamp: str
    bot: str = "bot_id"
    segments: tuple[str, ...] = DIMENSIONS
    apart: tuple[str, str] | None = None
    unit: str | None = None

    def counted(self, by: Sequence[str | None]) -> pl.Expr:
        """The rows that count when grouped by some columns."""
        if self.apart is None or self.apart[0] in by:
            return pl.lit(value=True)
        column, apart = self.apart
        return (pl.col(column) != apart).fill_null(value=True)


FACTS: Mapping[str, Fact] = MappingProxyType({
    "conversations": Fact(("events",), "started_at", segments=CONVERSATION_SEGMENTS),
    "answers": Fact(
        ("events",), "started_at", segments=(*CONVERSATION_SEGMENTS, "response_template_id")
    ),
    "ratings": Fact(("events",), "rated_at", segments=CONVERSATION_SEGMENTS),
    "scores": Fact(("events",), "scored_at", segments=CONVERSATION_SEGMENTS),
    "escalations": Fact(("events",), "escalated_at", segments=CONVERSATION_SEGMENTS),
    "goals": Fact(("events",), "started_at", segments=CONVERSATION_SEGMENTS),
    "outbound": Fact(("events",), "started_at"),
    "shown": Fact(("events",), "ts", segments=()),
    "incidents": Fact(("events",), "ts", segments=CONVERSATION_SEGMENTS),
    "inputs": Fact(("events",), "ts", segments=CONVERSATION_SEGMENTS),
    "traffic": Fact(("traffic",), "at", segments=("page_type",)),
    "tickets": Fact(("tickets",), "closed_at", unit="ticket_id"),
    "leads": Fact(("leads",), "created_at"),
    "journeys": Fact(("leads", "deals"), "closed_at"),
    "deals": Fact(("deals", "leads"), "closed_at", bot="credit_bot_id"),
    "orders": Fact(("orders",), "ordered_at", bot="credit_bot_id"),
    "costs": Fact(("costs",), "date", segments=("category",)),
    "reviews": Fact(
        ("reviews",),
        "item_at",
        segments=("kind", "origin", "stratum"),
        apart=("origin", "golden"),
    ),
    "derived": Fact((), "", segments=()),
})  # fmt: skip
