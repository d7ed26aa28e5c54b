"""Do people use it: activation, completion, length, coming back."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Count, Measure, Ratio, Repeaters, kpi

ENGAGED = pl.col("engaged")


@kpi(
    title="Activation rate",
    formula="engaged conversations / conversations",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="share",
    better="up",
    advice="People open the chat and do not write: change the greeting, the suggested questions "
    "or the moment it appears.",
    companions=("completion_rate", "containment_rate_engaged"),
)
def activation_rate() -> Measure:
    """Conversations with at least one message from the visitor, over all conversations.

    A share of the conversations started in the period; null without any. One guide lists an
    activation rate among its five headline figures and does not define it; this is our reading.
    """
    return Ratio(ENGAGED)


@kpi(
    title="Completion rate",
    formula="conversations with two or more visitor messages / conversations",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="share",
    better="up",
    bands={"*": Band(good_low=0.60, bad_high=0.40)},
    advice="Work on the first message: a specific greeting, suggested questions, and a fast first "
    "reply.",
    companions=("time_to_first_answer_p50", "activation_rate"),
)
def completion_rate() -> Measure:
    """Conversations in which the visitor wrote at least twice, over all conversations.

    A share of the conversations started in the period; null without any. The denominator is every
    opened conversation, not only the engaged ones.
    """
    return Ratio(pl.col("completed"))


@kpi(
    title="Messages per resolved conversation",
    formula="(visitor + bot messages) of contained conversations / contained conversations",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="messages",
    better="band",
    bands={
        "support": Band(good_low=4, good_high=7, bad_low=7, bad_high=4),
        "sales": Band(good_low=6, good_high=10, bad_low=10, bad_high=6),
    },
    advice="Too few messages are one-line dismissals, too many are unclear replies: read some of "
    "each and count the clarifying turns.",
    companions=("resolution_rate", "csat"),
    needs=("events.outcome",),
)
def messages_per_resolved() -> Measure:
    """Messages of both sides in contained conversations, per contained conversation.

    Over the conversations started in the period; null without a contained one. Both ends of the
    band matter.
    """
    return Ratio(pl.col("user_messages") + pl.col("bot_messages"), pl.col("contained"))


@kpi(
    title="Repeat users",
    formula="known users with two or more engaged conversations / with one or more",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="share",
    better="band",
    advice="Coming back can mean trust or an unsolved problem: read it with the resolution rate.",
    companions=("first_contact_resolution", "resolution_rate"),
    needs=("events.user_id",),
)
def repeat_user_rate() -> Measure:
    """Known users with two or more engaged conversations in the period, over those with any.

    Known means a user id is recorded. In the portfolio a user with one conversation at each of two
    bots is one repeat user. Null without a known user.
    """
    return Repeaters(pl.col("user_id"), ENGAGED)


@kpi(
    title="Conversations",
    formula="count of conversations",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="count",
    advice="Volume alone says nothing about value: use it as the denominator it is.",
    companions=("engaged_conversations",),
    cadence=("weekly", "monthly", "quarterly"),
)
def conversations() -> Measure:
    """Conversations started in the period.

    One per bot and session; test sessions, erased users and outbound messages nobody answered are
    left out. A count, 0 where there are none.
    """
    return Count()


@kpi(
    title="Engaged conversations",
    formula="count of conversations with at least one visitor message",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="count",
    companions=("conversations", "activation_rate"),
)
def engaged_conversations() -> Measure:
    """Conversations started in the period in which the visitor wrote something.

    A count, 0 where there are none.
    """
    return Count(ENGAGED)


@kpi(
    title="Mature conversations",
    formula="count of conversations whose ticket and return windows have passed",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="count",
    companions=("resolution_rate", "conversations"),
    settles="tickets",
)
def mature_conversations() -> Measure:
    """Conversations started in the period that can be judged: their windows have passed.

    Also those a follow-up check confirmed earlier. A count, 0 where there are none.
    """
    return Count(pl.col("mature"))


@kpi(
    title="Errors",
    formula="count of error events",
    fact="incidents",
    stage="engagement",
    category="resolution",
    unit="count",
    better="down",
    advice="A jump is a fault of the service before it is anything else: look at the release and "
    "at the model's provider of that day.",
    companions=("conversations", "unanswered_rate"),
    cadence=("daily", "weekly", "monthly"),
)
def errors() -> Measure:
    """Errors the chat reported, by their own time, with or without a conversation.

    A count, 0 where there are none.
    """
    return Count(pl.col("kind") == "error")
