"""Tickets at the help desk: whose conversation they name, and how a hand-off's ticket ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.model import DIMENSIONS

if TYPE_CHECKING:
    from kpikit.facts.scope import Scope

SESSION = ["bot_id", "session_id"]


def tickets(scope: Scope, conversations: pl.DataFrame, escalations: pl.DataFrame) -> pl.DataFrame:
    """One row per ticket and bot with a conversation that it names.

    A ticket names the conversations of its session_id, at every bot that has one, and those whose
    escalation has its ticket_id; of several at one bot the one of its session counts, else the
    first escalated. One that names none has a single row without a bot. Dimensions are those of
    the conversation; satisfied is null where nobody rated it.

    Args:
        scope: what the facts are built from.
        conversations: every conversation.
        escalations: those of `kpikit.facts.parts`.
    """
    score = pl.col("csat_score")
    satisfied = (score >= scope.config.windows.csat_satisfied_from).alias("satisfied")
    plain = scope.rows("tickets").select(
        "ticket_id", "session_id", "user_id", "created_at", "closed_at", satisfied
    )
    named = _by_session(plain, conversations.lazy()), _by_escalation(plain, escalations.lazy())
    links = (
        pl.concat(named)
        .sort("own", "first_at", "session_id", descending=[True, False, False])
        .unique(["ticket_id", "bot_id"], keep="first", maintain_order=True)
        .join(conversations.lazy().select(*SESSION, *DIMENSIONS), on=SESSION, how="left")
        .drop("own", "first_at")
    )
    rows = plain.drop("session_id").join(links, on="ticket_id", how="left")
    return rows.sort("created_at", "ticket_id", "bot_id").collect()


def _by_session(tickets: pl.LazyFrame, conversations: pl.LazyFrame) -> pl.LazyFrame:
    """The conversations of each ticket's own session."""
    talked = conversations.select(*SESSION, pl.col("started_at").alias("first_at"))
    found = tickets.select("ticket_id", "session_id").join(talked, on="session_id")
    return found.select("ticket_id", *SESSION, "first_at", pl.lit(value=True).alias("own"))


def _by_escalation(tickets: pl.LazyFrame, escalations: pl.LazyFrame) -> pl.LazyFrame:
    """The conversations with an escalation that names the ticket."""
    handed = escalations.select("ticket_id", *SESSION, pl.col("escalated_at").alias("first_at"))
    found = handed.join(tickets.select("ticket_id"), on="ticket_id", how="semi")
    return found.select("ticket_id", *SESSION, "first_at", pl.lit(value=False).alias("own"))


def with_tickets(escalations: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Add how the ticket that each escalation opened ended.

    - ticket_judged: it is closed, or open although it was due before as_of.
    - ticket_kept: closed in time (sla_met), and not rated or rated satisfied.

    Both are false where the escalation names no ticket that is there.

    Args:
        escalations: those of `kpikit.facts.parts`.
        scope: what the facts are built from.
    """
    closed = pl.col("closed_at").is_not_null()
    overdue = (pl.col("due_at") < scope.as_of).fill_null(value=False)
    content = pl.col("csat_score") >= scope.config.windows.csat_satisfied_from
    ended = scope.rows("tickets").select(
        "ticket_id",
        (closed | overdue).alias("ticket_judged"),
        (closed & pl.col("sla_met").fill_null(value=False) & content.fill_null(value=True)).alias(
            "ticket_kept"
        ),
    )
    joined = escalations.lazy().join(ended, on="ticket_id", how="left", maintain_order="left")
    flags = pl.col("ticket_judged", "ticket_kept").fill_null(value=False)
    return joined.with_columns(flags).collect()
