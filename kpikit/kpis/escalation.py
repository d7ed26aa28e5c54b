"""How many conversations went to a person, and why: the mix says more than the total."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Measure, Ratio, kpi

ESCALATED = pl.col("escalated")


def because_of(trigger: str) -> Ratio:
    """Conversations escalated by one trigger, over all conversations."""
    return Ratio(ESCALATED & (pl.col("trigger") == trigger).fill_null(value=False))


@kpi(
    title="Escalation rate",
    formula="escalated conversations / conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="band",
    bands={"*": Band(good_low=0.15, good_high=0.30)},
    advice="Do not steer the total. Split it by trigger: frustration and unanswered questions are "
    "losses, a buyer who asks for a person is not.",
    companions=("escalation_rate_frustration", "escalation_rate_high_intent"),
    cadence=("weekly", "monthly", "quarterly"),
)
def escalation_rate() -> Measure:
    """Conversations handed to a person, over all conversations.

    A share of the conversations started in the period; null without any. It is not one minus
    containment: abandoned conversations are neither. For sales bots an escalation is often the
    aim, so read the triggers before the total.
    """
    return Ratio(ESCALATED)


@kpi(
    title="Escalations from frustration",
    formula="escalated with trigger frustration / conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    advice="Read these conversations first: they show where the bot repeats itself or "
    "misunderstands.",
    companions=("escalation_rate", "csat"),
    needs=("events.trigger",),
)
def escalation_rate_frustration() -> Measure:
    """Conversations handed over because the visitor was frustrated, over all conversations.

    The trigger is that of the first hand-off. The five trigger rates add up to the escalation
    rate; null without a conversation.
    """
    return because_of("frustration")


@kpi(
    title="Escalations on request",
    formula="escalated with trigger explicit_ask / conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    advice="People who ask for a person at once do not trust the bot yet: show what it can do "
    "in its first message.",
    companions=("escalation_rate",),
    needs=("events.trigger",),
)
def escalation_rate_explicit_ask() -> Measure:
    """Conversations handed over because the visitor asked for a person, over all conversations.

    The trigger is that of the first hand-off; null without a conversation.
    """
    return because_of("explicit_ask")


@kpi(
    title="Escalations for want of an answer",
    formula="escalated with trigger unanswered / conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    advice="Add the missing content: these are questions the bot had nothing for.",
    companions=("escalation_rate", "fallback_rate"),
    needs=("events.trigger",),
)
def escalation_rate_unanswered() -> Measure:
    """Conversations handed over because the bot had no answer, over all conversations.

    The trigger is that of the first hand-off; null without a conversation.
    """
    return because_of("unanswered")


@kpi(
    title="Escalations of buyers",
    formula="escalated with trigger high_intent / conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    advice="Fewer buyers reach a person: check that the bot still recognises buying intent and "
    "that someone answers.",
    companions=("escalation_rate", "lead_to_meeting_rate"),
    needs=("events.trigger",),
)
def escalation_rate_high_intent() -> Measure:
    """Conversations handed over because the visitor is about to buy, over all conversations.

    The only trigger where more is better: it is revenue on its way to a person. The trigger is
    that of the first hand-off; null without a conversation.
    """
    return because_of("high_intent")


@kpi(
    title="Escalations without a trigger",
    formula="escalated without a trigger / conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    advice="Have the bot write down why it hands over: without it the mix cannot be read.",
    companions=("escalation_rate",),
)
def escalation_rate_unknown() -> Measure:
    """Conversations handed over with no reason recorded, over all conversations.

    The first hand-off has no trigger, or only the outcome says there was one. It completes the
    mix, so that the five trigger rates add up to the escalation rate; null without a conversation.
    """
    return Ratio(ESCALATED & pl.col("trigger").is_null())
