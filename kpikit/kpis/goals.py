"""Goals the bot is there for, and who starts a conversation at all."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Count, Distinct, Measure, Ratio, kpi, over, part, value

ROW = pl.concat_str(pl.lit("#"), pl.int_range(pl.len()))


@kpi(
    title="Goal completion rate",
    formula="completed goals / attempted goals",
    fact="goals",
    stage="engagement",
    category="experience",
    unit="share",
    better="up",
    advice="Look at the step where people stop, not at the total: paths are too long or unclear.",
    companions=("goal_session_rate", "fallback_rate"),
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
    unit="share",
    better="up",
    companions=("goal_completion_rate",),
)
def goal_session_rate() -> Measure:
    """Conversations in which a goal was completed, over all conversations.

    A share of the conversations started in the period; null without any.
    """
    return over(value("goal_sessions"), value("conversations"), n=part("conversations", "n"))


@kpi(
    title="People who wrote",
    formula="distinct persons with an engaged conversation",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="count",
    published=False,
)
def engaged_persons() -> Measure:
    """Distinct persons with an engaged conversation started in the period."""
    return Distinct(pl.col("person"), pl.col("engaged"))


@kpi(
    title="People who saw the widget",
    formula="distinct persons with a chat.widget_shown",
    fact="shown",
    stage="engagement",
    category="experience",
    unit="count",
    published=False,
)
def shown_persons() -> Measure:
    """Distinct persons who were shown the widget; a row without any id is a person of its own."""
    return Distinct(pl.coalesce("person", ROW))


@kpi(
    title="Initiation rate",
    formula="distinct persons with an engaged conversation / distinct persons shown the widget",
    stage="engagement",
    category="experience",
    unit="share",
    better="up",
    advice="Change when the widget appears and what it says first: one line can double this.",
    companions=("activation_rate",),
)
def initiation_rate() -> Measure:
    """Persons who wrote to the bot, over the persons who were shown the widget.

    The two sides are counted apart, so that it can exceed one where conversations start without
    the widget. Null where it was shown to nobody.
    """
    return over(value("engaged_persons"), value("shown_persons"), n=part("shown_persons", "n"))


@kpi(
    title="Outbound conversations",
    formula="count of sessions the bot opened and nobody answered",
    fact="outbound",
    stage="engagement",
    category="experience",
    unit="count",
    companions=("conversations",),
)
def outbound_conversations() -> Measure:
    """Sessions the bot opened and nobody answered; they are no conversations. A count."""
    return Count()
