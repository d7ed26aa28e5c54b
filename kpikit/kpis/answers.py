"""Are the answers right, and are there any? Reviewed samples and fallbacks."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Measure, Ratio, kpi

PASSED = pl.col("passed")
WEIGHT = pl.col("weight")


def kind(*names: str) -> pl.Expr:
    """Reviews of some kinds."""
    return pl.col("kind").is_in(names)


@kpi(
    title="Hallucination rate",
    formula="weight of answers that failed review / weight of answers reviewed",
    fact="reviews",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    bands={"*": Band(good_high=0.02, bad_low=0.05, source="Chatmount")},
    advice=(
        "See whether retrieval found the right passage.",
        "See whether the prompt says when to refuse.",
        "See whether the answer is in the content at all.",
    ),
    companions=("content_adherence_rate", "csat"),
    misread=(
        "One answer in twenty is not one visitor in twenty: a conversation has several answers.",
        "No error in a hundred answers does not prove a rate below two per cent.",
    ),
    cadence=("weekly", "monthly", "quarterly"),
)
def hallucination_rate() -> Measure:
    """Answers a reviewer found factually wrong, over the answers reviewed.

    The unit is one answer of the bot, weighted where the sample is stratified; reviews of golden
    questions count only in their own segment. Null without a review. A sample of a hundred cannot
    prove a rate below two per cent, so read it with its n.
    """
    return Ratio(~PASSED, kind("hallucination"), WEIGHT)


@kpi(
    title="Intent accuracy",
    formula="weight of intents a reviewer agreed with / weight of intents reviewed",
    fact="reviews",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    advice=(
        "Look at the pairs of intents that are confused most and give them more examples.",
        "Merge intents that even the reviewers cannot tell apart.",
    ),
    companions=("fallback_rate",),
    misread="It says how often the bot understood, not whether it helped.",
    cadence=("weekly", "monthly", "quarterly"),
)
def intent_accuracy() -> Measure:
    """Sampled messages where the reviewer agreed with the intent found, over those reviewed.

    Weighted where the sample is stratified; null without a review.
    """
    return Ratio(PASSED, kind("intent"), WEIGHT)


@kpi(
    title="Fallback rate",
    formula="fallback messages / bot messages",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    unbanded="what is normal depends on what the bot is asked to do: compare it with its own past",
    advice=(
        "Read the questions that ended in a fallback once a week.",
        "Add content or intents for the most frequent ones at once.",
        "Valid questions that nobody expected mean rigid flows: widen them.",
    ),
    companions=("escalation_rate_unanswered", "fallback_conversation_rate"),
    misread=(
        "A low rate can mean that the bot answers anything, right or wrong.",
        "The rate shows where to look; only the transcripts show why.",
        "A log that does not say what kind a message is shows no fallback at all.",
    ),
    cadence=("daily", "weekly", "monthly", "quarterly"),
)
def fallback_rate() -> Measure:
    """Replies that say the bot did not understand, over all messages of the bot.

    Messages of the conversations started in the period; null without a bot message. A message
    without a kind is an answer. The guides divide by messages without saying whose; here they are
    the bot's.
    """
    return Ratio(pl.col("fallback_messages"), pl.col("bot_messages"))


@kpi(
    title="Conversations with a fallback",
    formula="engaged conversations with a fallback / engaged conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    advice=(
        "Read the questions that ended in a fallback once a week.",
        "See how the bot goes on: a second way of asking saves many of them.",
    ),
    companions=("fallback_rate",),
    misread="One fallback marks the whole conversation, whether or not the bot recovered.",
)
def fallback_conversation_rate() -> Measure:
    """Engaged conversations in which the bot failed to understand at least once, over engaged ones.

    A share of the conversations started in the period; null without an engaged one.
    """
    return Ratio(pl.col("fallback_messages") > 0, pl.col("engaged"))


@kpi(
    title="Unanswered rate",
    formula="engaged, not escalated, without a reply / engaged conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    advice=(
        "Look for timeouts and errors behind these conversations: silence is a fault.",
        "Have the bot hand over when it cannot answer in time.",
    ),
    companions=("fallback_rate", "time_to_first_answer_p99"),
    misread="It is the bot's silence, not the visitor's.",
)
def unanswered_rate() -> Measure:
    """Engaged conversations the bot neither answered nor handed over, over engaged ones.

    A share of the conversations started in the period; null without an engaged one.
    """
    silent = pl.col("engaged") & ~pl.col("escalated") & pl.col("first_reply_at").is_null()
    return Ratio(silent, pl.col("engaged"))
