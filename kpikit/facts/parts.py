"""What else happens inside a conversation: ratings, scores, hand-offs, goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import polars as pl

from kpikit.facts.messages import answers
from kpikit.facts.model import SEGMENTS

if TYPE_CHECKING:
    from kpikit.facts.sessions import Sessions

SURVEY = ("csat_score", "thumbs_up", "nps_score", "ces_score")
GOAL = ("goal", "goal_status")
ESCALATION = (
    "trigger", "ticket_id", "agent_id", "intended_team", "assigned_team", "context_read_at",
    "first_agent_response_at", "succeeded", "context_complete",
)  # fmt: skip


class Parts(TypedDict):
    """The facts of this module, under their names in Facts."""

    answers: pl.DataFrame
    ratings: pl.DataFrame
    scores: pl.DataFrame
    escalations: pl.DataFrame
    goals: pl.DataFrame


def parts(
    of: Sessions, messages: pl.DataFrame, conversations: pl.DataFrame, *, satisfied_from: int
) -> Parts:
    """Build what happens inside conversations, each row with what it inherits from its own.

    Args:
        of: the sessions and their events.
        messages: of `kpikit.facts.messages`.
        conversations: with key, once judged.
        satisfied_from: the lowest csat_score that says satisfied.
    """
    inherited = conversations.lazy().select(
        "key", "bot_id", "session_id", "user_id", "started_at", *SEGMENTS
    )

    def placed(part: pl.LazyFrame) -> pl.LazyFrame:
        # A column of its own, such as an answer's intent, stays the part's.
        own = set(part.collect_schema().names()) - {"key"}
        return part.join(inherited.drop(own, strict=False), on="key", how="left").drop("key")

    def in_order(part: pl.LazyFrame, time: str) -> pl.DataFrame:
        return placed(part).sort(time, "bot_id", "session_id").collect()

    return Parts(
        # Of these there are millions, and whoever wants them in order sorts what is wanted.
        answers=placed(answers(messages)).collect(),
        ratings=in_order(ratings(of, satisfied_from), "rated_at"),
        scores=in_order(scores(of), "scored_at"),
        escalations=in_order(escalations(of), "escalated_at"),
        goals=in_order(goals(of), "started_at"),
    )


def with_ratings(conversations: pl.DataFrame, ratings: pl.DataFrame) -> pl.DataFrame:
    """Mark the conversations that have a rating: rated."""
    rated = ratings.select("bot_id", "session_id", pl.lit(value=True).alias("rated"))
    keys = ["bot_id", "session_id"]
    marked = conversations.join(rated, on=keys, how="left", maintain_order="left")
    return marked.with_columns(pl.col("rated").fill_null(value=False))


def ratings(of: Sessions, satisfied_from: int) -> pl.LazyFrame:
    """The newest rating of each conversation that has one.

    A rating is a chat.survey with a csat_score or thumbs_up; satisfied = csat_score >=
    satisfied_from, or thumbs_up.
    """
    score, thumb = pl.col("csat_score"), pl.col("thumbs_up")
    return (
        of.rows(["chat.survey"], SURVEY)
        .filter(score.is_not_null() | thumb.is_not_null())
        .group_by("key")
        .agg(pl.col("ts").last().alias("rated_at"), score.last(), thumb.last())
        .with_columns(
            ((score >= satisfied_from).fill_null(value=False) | thumb.fill_null(value=False)).alias(
                "satisfied"
            )
        )
    )


def scores(of: Sessions) -> pl.LazyFrame:
    """The last score of each conversation and kind (csat, nps, ces), with its own time."""
    kinds = ["csat_score", "nps_score", "ces_score"]
    return (
        of.rows(["chat.survey"], kinds)
        .unpivot(kinds, index=["key", "ts", "seq"], variable_name="kind", value_name="score")
        .filter(pl.col("score").is_not_null())
        .sort("key", "ts", "seq")
        .group_by("key", pl.col("kind").str.strip_suffix("_score"))
        .agg(pl.col("ts").last().alias("scored_at"), pl.col("score").last())
    )


def escalations(of: Sessions) -> pl.LazyFrame:
    """One row per chat.escalation, with the trigger of that event."""
    rows = of.rows(["chat.escalation"], ESCALATION)
    return rows.rename({"ts": "escalated_at"}).drop("event", "seq")


def goals(of: Sessions) -> pl.LazyFrame:
    """One row per distinct (conversation, goal); a completed goal counts as attempted.

    Rows without goal or status are ignored.
    """
    rows = of.rows(["chat.goal"], GOAL).filter(
        pl.col("goal").is_not_null() & pl.col("goal_status").is_not_null()
    )
    return rows.group_by("key", "goal").agg(
        (pl.col("goal_status") == "completed").any().alias("completed")
    )
