"""Whose a row is: figures are uncertain by the user, as one user's conversations are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection

    from kpikit.evaluate.setting import Setting

USER, STRATUM = "#user", "#stratum"
OF_LEADS = ("journeys", "deals")
OWN = {
    "reviews": "review_id", "orders": "order_id", "tickets": "ticket_id",
    "leads": "lead_id", "journeys": "lead_id", "deals": "lead_id",
}  # fmt: skip
"""What a row without user and conversation is known by; in other facts each stands alone."""


def frame_with_user(setting: Setting, fact: str) -> pl.DataFrame:
    """The rows of a fact with the column USER, equal for the rows of one user.

    A user is the user_id: the row's own, else that of its lead, or of its conversation. A row
    without one belongs to nobody else: with the rest of its conversation, or alone. Reviews also
    have the column STRATUM: where they were drawn from, null where that is unknown.
    """
    frame = setting.frame(fact)
    if fact in OF_LEADS:
        known = setting.facts.leads.select("lead_id", "user_id")
        frame = frame.join(known, on="lead_id", how="left", maintain_order="left")
    elif fact == "reviews":
        talks = setting.facts.conversations.select("bot_id", "session_id", "user_id")
        frame = frame.join(talks, on=["bot_id", "session_id"], how="left", maintain_order="left")
        frame = frame.with_columns(_stratum().alias(STRATUM))
    return frame.with_columns(_user(fact, frame.columns).alias(USER))


def _user(fact: str, columns: Collection[str]) -> pl.Expr:
    """A number for each user: a hash, as sorting millions of names would cost more."""
    own = pl.col(OWN[fact]).hash(1) if fact in OWN else pl.int_range(pl.len(), dtype=pl.UInt64)
    if "session_id" in columns and fact != "leads":
        talk = pl.col("session_id").hash(2) ^ pl.col("bot_id").hash(3)
        own = pl.when(pl.col("session_id").is_not_null()).then(talk).otherwise(own)
    if "user_id" not in columns:
        return own
    return pl.when(pl.col("user_id").is_not_null()).then(pl.col("user_id").hash(4)).otherwise(own)


def _stratum() -> pl.Expr:
    """The stratum of a review, else whether a model flagged it."""
    return pl.coalesce("stratum", pl.lit("flag ") + pl.col("judge_flag").cast(pl.String))
