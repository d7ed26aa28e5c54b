"""What cannot be: durations that run backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from kpikit.facts.business import Business

BACKWARDS = (
    ("first response before the start", "first_reply_at", "started_at", "engaged"),
    ("closed before the first question", "closed_at", "first_user_at", "contained"),
    ("ended before the start", "ended_at", "started_at", "contained"),
)


def negative_durations(
    conversations: pl.DataFrame, answers: pl.DataFrame, sales: Business
) -> dict[str, int]:
    """Count the durations below zero, by what they would say; no KPI counts them.

    Args:
        conversations: every conversation.
        answers: every answer.
        sales: leads and journeys among them.
    """
    counts = {
        words: conversations.filter(rows & (pl.col(end) < pl.col(start))).height
        for words, end, start, condition in BACKWARDS
        for rows in [pl.col(condition)]
    }
    early = pl.col("opportunity_at") < pl.col("created_at")
    counts["answered before the question"] = answers.filter(pl.col("latency_s") < 0).height
    counts["opportunity before the lead"] = sales["leads"].filter(early).height
    counts["deal closed before its start"] = sales["journeys"].filter(pl.col("days") < 0).height
    return {words: rows for words, rows in counts.items() if rows}
