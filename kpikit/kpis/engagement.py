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
    advice=(
        "People open the chat and do not write: change the greeting and the suggested questions.",
        "Then the moment at which it appears.",
    ),
    companions=("completion_rate", "containment_rate_engaged"),
    misread="It is one reading of a word that the guides leave undefined: do not compare it "
    "elsewhere.",
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
    bands={"*": Band(good_low=0.60, bad_high=0.40, source="Chatmount")},
    advice=(
        "Replace a general greeting by one that fits the page.",
        "Suggest questions people can click.",
        "Look at the time to first answer: slow first replies end conversations.",
    ),
    companions=("time_to_first_answer_p50", "activation_rate"),
    misread="Two messages say that a conversation took place, not that it led anywhere.",
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
        "support": Band(good_low=4, good_high=7, bad_low=7, bad_high=4, source="Chatmount"),
        "sales": Band(good_low=6, good_high=10, bad_low=10, bad_high=6, source="Chatmount"),
    },
    advice=(
        "Below the band, read some short ones: one-line dismissals.",
        "Above it, count the clarifying turns: unclear replies.",
    ),
    companions=("resolution_rate", "csat"),
    misread="Shorter is not better: both ends of the band are signs.",
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
    unbanded="coming back can be trust or an unsolved problem: no level is good by itself",
    advice=(
        "Read it with first contact resolution: the same question again is an unsolved one.",
        "Where resolution is good and few return, ask which channel they prefer.",
    ),
    companions=("first_contact_resolution", "resolution_rate"),
    misread="More people coming back is no success by itself.",
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
    misread=(
        "Volume is no value: a thousand conversations with eighty leads beat ten thousand with "
        "none.",
        "A board wants outcomes: use it as the denominator it is.",
    ),
    cadence=("daily", "weekly", "monthly", "quarterly"),
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
    misread="Active is not useful: it says that people wrote, not what came of it.",
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
    misread="It says how many can be judged yet, not how many went well.",
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
    area="performance",
    unit="count",
    advice=(
        "Look at the release and at the model's provider of that day.",
        "Then at the unanswered rate: it says how many visitors noticed.",
    ),
    companions=("conversations", "unanswered_rate"),
    misread="It counts reports, not visitors: one visitor can meet many.",
    cadence=("daily", "weekly", "monthly", "quarterly"),
)
def errors() -> Measure:
    """Errors the chat reported, by their own time, with or without a conversation.

    A count, 0 where there are none.
    """
    return Count(pl.col("kind") == "error")
