"""What people say about it: ratings."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Mean, Measure, Ratio, kpi

SCORE = pl.col("score")
KIND = pl.col("kind")
NEGATIVE = -0.25


@kpi(
    title="CSAT",
    formula="conversations rated satisfied / conversations with a rating",
    fact="ratings",
    stage="experience",
    category="experience",
    unit="share",
    better="up",
    advice=(
        "Look at resolution and at the time it takes: people who wait or are not helped rate low.",
        "Look at hand-offs, and at those who arrived upset: refunds, outages, bans.",
        "A steady fall over three months is the system, not a week: read the transcripts.",
    ),
    companions=("resolution_rate", "time_to_resolution_s", "csat_mean"),
    misread=(
        "Alone it blames the bot for what people arrived with.",
        "Those who answer are not those who chat: read it with the response rate.",
    ),
    cadence=("weekly", "monthly", "quarterly"),
    needs=("events.csat_score|events.thumbs_up",),
)
def csat() -> Measure:
    """Conversations rated satisfied, over the conversations with a rating.

    Satisfied is a score of four or five (the cut-off is a setting) or a thumb up. A conversation
    counts once, with its newest rating, on the day it was given. Null without a rating. It
    confirms what other figures show; it rarely discovers anything first.
    """
    return Ratio(pl.col("satisfied"))


@kpi(
    title="CSAT response rate",
    formula="engaged conversations with a rating / engaged conversations",
    fact="conversations",
    stage="experience",
    category="experience",
    unit="share",
    better="up",
    advice=(
        "Ask everyone, at the same moment.",
        "Ask one question, inside the chat.",
    ),
    companions=("csat",),
    misread="More answers are not better ones if only the solved conversations are asked.",
    needs=("events.csat_score|events.thumbs_up",),
)
def csat_response_rate() -> Measure:
    """Engaged conversations that were rated, over all engaged conversations.

    A share of the conversations started in the period; null without an engaged one. A low rate
    says how little the satisfaction of those who answered tells about the rest.
    """
    return Ratio(pl.col("rated"), pl.col("engaged"))


@kpi(
    title="Mean CSAT score",
    formula="mean of each conversation's last score, 1 to 5",
    fact="scores",
    stage="experience",
    category="experience",
    unit="score",
    span=(1, 5),
    decimals=2,
    better="up",
    advice="Look at how the scores are spread before the mean.",
    companions=("csat",),
    misread="A mean of four can hide one person in five who is angry.",
    needs=("events.csat_score",),
)
def csat_mean() -> Measure:
    """Mean satisfaction score from 1 to 5, each conversation with its last score.

    Over the scores given in the period; null without any.
    """
    return Mean(SCORE, KIND == "csat")


@kpi(
    title="Mean effort score",
    formula="mean of each conversation's last effort score, 1 to 7 (7 = very easy)",
    fact="scores",
    stage="experience",
    category="experience",
    unit="score",
    span=(1, 7),
    decimals=2,
    better="up",
    advice=(
        "Find the step that takes most messages.",
        "Answer in the chat instead of sending people to a page.",
    ),
    companions=("csat",),
    misread="Seven is very easy here: elsewhere the scale runs the other way.",
    needs=("events.ces_score",),
)
def ces_mean() -> Measure:
    """Mean effort score from 1 to 7, where 7 is very easy, each conversation with its last score.

    Over the scores given in the period; null without any.
    """
    return Mean(SCORE, KIND == "ces")


@kpi(
    title="CSAT of tickets",
    formula="tickets rated satisfied / rated closed tickets that name a conversation",
    fact="tickets",
    stage="experience",
    category="experience",
    unit="share",
    better="up",
    advice="Read the tickets rated badly from the chat on: people repeat themselves where the "
    "hand-off lost their story.",
    companions=("csat", "escalation_outcome_rate"),
    misread="It rates bot, hand-off and person together.",
    needs=("tickets.csat_score", "tickets.closed_at", "tickets.session_id|events.ticket_id"),
)
def csat_tickets() -> Measure:
    """Tickets rated satisfied, over the rated and closed tickets that began in a conversation.

    A ticket names a conversation by its session, or is the ticket of an escalation; one that names
    conversations of two bots counts at both, and once in the portfolio. By the day it was closed;
    null without any.
    """
    rated = pl.col("bot_id").is_not_null() & pl.col("satisfied").is_not_null()
    return Ratio(pl.col("satisfied"), rated)


@kpi(
    title="NPS",
    formula="100 x (share of 9 and 10 - share of 0 to 6)",
    fact="scores",
    stage="experience",
    category="experience",
    unit="points",
    span=(-100, 100),
    better="up",
    advice="Read what detractors write; the score alone names no reason.",
    companions=("csat",),
    misread=(
        "Points from minus to plus a hundred, not a share.",
        "It rates the company: the bot is a small part of it.",
    ),
    needs=("events.nps_score",),
)
def nps() -> Measure:
    """Promoters less detractors in points from -100 to 100, each conversation's last score.

    Promoters answer 9 or 10, detractors 0 to 6. Over the scores given in the period; null without
    any.
    """
    points = pl.when(SCORE >= 9).then(100).when(SCORE <= 6).then(-100).otherwise(0)
    return Mean(points, KIND == "nps")


@kpi(
    title="Mean sentiment",
    formula="mean over conversations of their mean sentiment, -1 to 1",
    fact="conversations",
    stage="experience",
    category="experience",
    unit="score",
    span=(-1, 1),
    decimals=2,
    better="up",
    advice=(
        "Look at the intents with the lowest sentiment.",
        "Compare the first and the last message: some people arrive upset.",
    ),
    companions=("negative_sentiment_rate",),
    misread="A model guesses it from words: trust the trend before the level.",
    needs=("events.sentiment",),
)
def sentiment_mean() -> Measure:
    """Mean sentiment of the visitors' messages from -1 to 1, each conversation weighing the same.

    Over the conversations started in the period that have a sentiment; null without any.
    """
    return Mean(pl.col("sentiment"))


@kpi(
    title="Negative conversations",
    formula="conversations with mean sentiment below -0.25 / conversations with sentiment",
    fact="conversations",
    stage="experience",
    category="experience",
    unit="share",
    better="down",
    advice=(
        "Flag such conversations while they run and offer a person.",
        "Look at the intents they are about.",
    ),
    companions=("resolved_negative_rate", "csat"),
    misread="A topic can be negative without the bot being the reason.",
    needs=("events.sentiment",),
)
def negative_sentiment_rate() -> Measure:
    """Conversations whose mean sentiment is below -0.25, over those with a sentiment.

    A share of the conversations started in the period; null without any.
    """
    return Ratio(pl.col("sentiment") < NEGATIVE, pl.col("sentiment").is_not_null())


@kpi(
    title="Solved but angry",
    formula="contained, last sentiment below -0.25 / contained with sentiment",
    fact="conversations",
    stage="experience",
    category="experience",
    unit="share",
    better="down",
    advice=(
        "Shorten the path: the task was done and the person was annoyed.",
        "Offer a person earlier.",
    ),
    companions=("resolution_rate", "csat"),
    misread="Counted as resolved and felt as a failure: the resolution rate does not see it.",
    needs=("events.sentiment", "events.outcome"),
)
def resolved_negative_rate() -> Measure:
    """Contained conversations that ended on a negative message, over those with a sentiment.

    The last message of the visitor with a sentiment counts, below -0.25 is negative. Null without
    any.
    """
    last = pl.col("last_sentiment")
    return Ratio(last < NEGATIVE, pl.col("contained") & last.is_not_null())
