"""How fast the bot is, from several clocks that the field mixes up."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Mean, Measure, Quantile, elapsed, kpi

CONTAINED = pl.col("contained")
LATENCY = pl.col("latency_s")


def latency(q: float) -> Quantile:
    """A quantile of the seconds from a visitor's message to the bot's reply."""
    return Quantile(LATENCY, q, LATENCY >= 0)


@kpi(
    title="Time to first answer, median",
    formula="median(first token or reply - the visitor's message), seconds",
    fact="answers",
    stage="quality",
    category="experience",
    unit="seconds",
    better="down",
    bands={"*": Band(good_high=1.5, bad_low=3.0, source="Chatmount")},
    advice=(
        "Time each hop: start of the model, retrieval, re-ranking.",
        "Speed up the slowest; stream the answer while the rest runs.",
    ),
    companions=("time_to_first_answer_p99", "completion_rate"),
    misread=(
        "A fast greeting is not a fast answer: see the time to first meaningful response.",
        "It is not the time to first response, whose clock starts when the chat opens.",
    ),
)
def time_to_first_answer_p50() -> Measure:
    """Median seconds from a visitor's message to the first sign of the bot's reply.

    Every turn counts: the first token where it is recorded, else the reply's own time. Turns of
    the conversations started in the period; null without any.
    """
    return latency(0.5)


@kpi(
    title="Time to first answer, slowest 1 %",
    formula="99th percentile(first token or reply - the visitor's message), seconds",
    fact="answers",
    stage="quality",
    category="experience",
    unit="seconds",
    better="down",
    bands={"*": Band(good_high=4.0, source="Chatmount")},
    advice=(
        "Look at the slowest turns one by one: a cold start, an overloaded index, a retry.",
        "Set a limit after which the bot says that it is still looking.",
    ),
    companions=("time_to_first_answer_p50", "unanswered_rate"),
    misread="A median in order hides it: one turn in a hundred waits at least this long.",
)
def time_to_first_answer_p99() -> Measure:
    """Seconds within which 99 of 100 replies begin, from the visitor's message.

    Every turn counts, as for the median; quantiles interpolate linearly. Null without any turn.
    """
    return latency(0.99)


@kpi(
    title="Time to first response",
    formula="median(first reply - start of the conversation), seconds",
    fact="conversations",
    stage="quality",
    category="experience",
    unit="seconds",
    better="down",
    unbanded="it holds the visitor's own hesitation, so no guide judges it",
    advice=(
        "Compare it with the time to first answer: what is left is the visitor's hesitation.",
        "Offer a first question to click where people hesitate.",
    ),
    companions=("time_to_first_answer_p50", "time_to_meaningful_response_s"),
    misread="It is not the bot's speed alone: the clock starts when the chat opens.",
)
def time_to_first_response_s() -> Measure:
    """Median seconds from the start of a conversation to the bot's first reply to the visitor.

    Over the conversations started in the period that have a reply; null without any.
    """
    return Quantile(elapsed("started_at", "first_reply_at"))


@kpi(
    title="Time to first meaningful response",
    formula="median(first answer - first visitor message), seconds",
    fact="conversations",
    stage="quality",
    category="experience",
    unit="seconds",
    better="down",
    unbanded="one guide calls four seconds good in an example and gives no line",
    advice=(
        "Cut greetings and filler before the first useful sentence.",
        "Answer the question that was asked before asking for details.",
    ),
    companions=("time_to_first_answer_p50", "csat"),
    misread="The bot's own marks decide what is filler: an unmarked greeting counts as an answer.",
)
def time_to_meaningful_response_s() -> Measure:
    """Median seconds from the visitor's first message to the first real answer.

    Greetings, filler and fallbacks do not count as an answer. Over the conversations started in
    the period that have one; null without any.
    """
    return Quantile(elapsed("first_user_at", "first_answer_at"))


@kpi(
    title="Time to resolution",
    formula="median(closed - first visitor message) over contained conversations, seconds",
    fact="conversations",
    stage="quality",
    category="experience",
    unit="seconds",
    better="down",
    advice=(
        "Read the longest contained conversations: many clarifying turns lengthen them.",
        "Answer in one message what people ask in three.",
    ),
    companions=("resolution_rate", "csat"),
    misread="Short is not solved: a bot that sends people away quickly is fast too.",
    needs=("events.outcome",),
)
def time_to_resolution_s() -> Measure:
    """Median seconds from the visitor's first message until a contained conversation was closed.

    Closed is the recorded time of resolution, else the last message. Null without any.
    """
    return Quantile(elapsed("first_user_at", "closed_at"), where=CONTAINED)


@kpi(
    title="Average handle time",
    formula="mean(end - start) over contained conversations, seconds",
    fact="conversations",
    stage="quality",
    category="experience",
    unit="seconds",
    better="down",
    advice=(
        "Compare it with the median time to resolution: far above means a few very long ones.",
        "Look at those: idle chats that never close are the usual reason.",
    ),
    companions=("time_to_resolution_s", "messages_per_resolved"),
    misread="It is a mean: a handful of conversations left open can double it.",
    needs=("events.outcome",),
)
def average_handle_time_s() -> Measure:
    """Mean seconds a contained conversation lasted, from its start to its last message.

    One guide divides the time of all conversations by the resolved ones; here both sides are the
    contained conversations. Null without any.
    """
    return Mean(elapsed("started_at", "ended_at"), CONTAINED)
