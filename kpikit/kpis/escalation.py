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
    bands={"*": Band(good_low=0.15, good_high=0.30, source="Chatmount")},
    advice=(
        "Split it by trigger before anything else.",
        "Read what came before hand-offs out of frustration or for want of an answer: those are "
        "losses.",
        "Leave the hand-offs of buyers alone: they are revenue on its way.",
    ),
    companions=("escalation_rate_frustration", "escalation_rate_high_intent"),
    misread=(
        "The same total can be revenue or leakage: the mix decides.",
        "It is not one minus containment: abandoned conversations are neither.",
    ),
    cadence=("daily", "weekly", "monthly", "quarterly"),
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
    unbanded="the guides give a band for all triggers together, none for one of them",
    advice=(
        "Read these conversations first: they show where the bot repeats itself or misunderstands.",
        "Offer a person before the third attempt.",
    ),
    companions=("escalation_rate", "csat"),
    misread="It holds only the frustrated who were handed over; those who left are among the "
    "abandoned.",
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
    unbanded="the guides give a band for all triggers together, none for one of them",
    advice=(
        "Say in the first message what the bot can do: who asks for a person at once does not "
        "trust it yet.",
        "Look at the intents: some matters need a person, and the bot should say so first.",
    ),
    companions=("escalation_rate",),
    misread="Asking for a person is not always distrust of the bot.",
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
    unbanded="the guides give a band for all triggers together, none for one of them",
    advice=(
        "Add the missing content: these are questions the bot had nothing for.",
        "Where the content is there, look at why retrieval did not find it.",
    ),
    companions=("escalation_rate", "fallback_rate"),
    misread="Questions the bot answered wrongly are not in it: it was sure of those.",
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
    unbanded="the guides give a band for all triggers together, none for one of them",
    advice=(
        "Check that the bot still recognises buying intent.",
        "Check that somebody answers when it hands over.",
    ),
    companions=("escalation_rate", "lead_to_meeting_rate"),
    misread="Fewer hand-offs of buyers look like better automation and are lost revenue.",
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
    unbanded="it is a gap in the record, and the less of it the better the mix can be read",
    advice="Have the bot write down why it hands over: without it the mix cannot be read.",
    companions=("escalation_rate",),
    misread="A missing trigger is a fault of logging, not a kind of visitor.",
)
def escalation_rate_unknown() -> Measure:
    """Conversations handed over with no reason recorded, over all conversations.

    The first hand-off has no trigger, or only the outcome says there was one. It completes the
    mix, so that the five trigger rates add up to the escalation rate; null without a conversation.
    """
    return Ratio(ESCALATED & pl.col("trigger").is_null())
