"""Goals the bot is there for."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Count, Distinct, Measure, Ratio, kpi, over, part, value


@kpi(
    title="Goal completion rate",
    formula="completed goals / attempted goals",
    fact="goals",
    stage="engagement",
    category="experience",
    area="performance",
    unit="share",
    better="up",
    advice=(
        "Look at the step where people stop, not at the total.",
        "Shorten the path and fill the gaps in knowledge at that step.",
        "Offer a way back from a fallback into the flow.",
    ),
    companions=("goal_session_rate", "fallback_rate"),
    misread="Without a written start and end point the number means nothing: say what counts as "
    "an attempt.",
    suits=("sales", "booking", "onboarding", "internal"),
    needs=("events.goal", "events.goal_status"),
)
def goal_completion_rate() -> Measure:
    """Goals completed over goals attempted, each once a conversation.

    Goals of the conversations started in the period; a completed goal was also attempted. Null
    without any.
    """
    return Ratio(pl.col("completed"))


@kpi(
    title="Conversations that reached a goal",
    formula="count of conversations with a completed goal",
    fact="goals",
    stage="engagement",
    category="experience",
    unit="count",
    needs=("events.goal", "events.goal_status"),
    published=False,
)
def goal_sessions() -> Measure:
    """Conversations started in the period with at least one completed goal."""
    return Distinct(pl.struct("bot_id", "session_id"), pl.col("completed"))


@kpi(
    title="Goal session rate",
    formula="conversations with a completed goal / conversations",
    stage="engagement",
    category="experience",
    area="performance",
    unit="share",
    better="up",
    advice=(
        "See whether few attempt the goal or few complete it: the completion rate tells.",
        "Where few attempt it, offer it earlier.",
    ),
    companions=("goal_completion_rate",),
    misread="Conversations that never wanted the goal lower it: it does not rate the flow.",
    suits=("sales", "booking", "onboarding", "internal"),
)
def goal_session_rate() -> Measure:
    """Conversations in which a goal was completed, over all conversations.

    A share of the conversations started in the period; null without any.
    """
    return over(value("goal_sessions"), value("conversations"), n=part("conversations", "n"))


@kpi(
    title="Outbound conversations",
    formula="count of sessions the bot opened and nobody answered",
    fact="outbound",
    stage="engagement",
    category="experience",
    unit="count",
    companions=("conversations",),
    misread="Nobody answered, so they are in no rate: many of them say nothing about the bot's "
    "answers.",
)
def outbound_conversations() -> Measure:
    """Sessions the bot opened and nobody answered; they are no conversations. A count."""
    return Count()
