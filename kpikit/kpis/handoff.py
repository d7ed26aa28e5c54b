"""How well hand-offs to people go."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Measure, Quantile, Ratio, elapsed, kpi


@kpi(
    title="Escalation quality",
    formula="hand-offs that succeeded / hand-offs where that is known",
    fact="escalations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    advice=(
        "Give people the last three messages, the intent and the articles the bot used.",
        "Compare the teams: one of them often explains most failures.",
    ),
    companions=("handoff_context_rate", "escalation_rate"),
    misread="Whoever took over says whether it went well: ask for it in the same way everywhere.",
    needs=("events.succeeded",),
)
def escalation_quality() -> Measure:
    """Hand-offs that ended well, over those where the ending is known.

    By the time of the hand-off; null without any known.
    """
    return Ratio(pl.col("succeeded"), pl.col("succeeded").is_not_null())


@kpi(
    title="Routing accuracy",
    formula="hand-offs at the intended team / hand-offs with both teams known",
    fact="escalations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    advice=(
        "Look at the pairs of teams that are mixed up most.",
        "Let the bot ask one question where two teams are close.",
    ),
    companions=("escalation_quality",),
    misread="The intended team is what the bot had in mind: it can be reached and still be wrong.",
    cadence=("weekly", "monthly", "quarterly"),
    needs=("events.intended_team", "events.assigned_team"),
)
def escalation_routing_accuracy() -> Measure:
    """Hand-offs that reached the team they were meant for, over those with both teams recorded.

    By the time of the hand-off; null without any.
    """
    both = pl.col("intended_team").is_not_null() & pl.col("assigned_team").is_not_null()
    return Ratio(pl.col("intended_team") == pl.col("assigned_team"), both)


@kpi(
    title="Escalation outcome rate",
    formula="tickets of hand-offs closed in time and not rated badly / tickets closed or overdue",
    fact="escalations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    advice=(
        "See which half fails: tickets closed too late need people, tickets rated badly need "
        "better answers.",
        "Compare hand-offs with and without context.",
    ),
    companions=("escalation_quality", "csat_tickets"),
    misread="Tickets that are open and not due yet are left out, so a young period can still move.",
    cadence=("weekly", "monthly", "quarterly"),
    needs=("events.ticket_id", "tickets.closed_at", "tickets.sla_met"),
)
def escalation_outcome_rate() -> Measure:
    """Hand-offs whose ticket was closed in time and not rated badly, over those to be judged.

    To be judged is a hand-off whose ticket is closed, or open although it was due. Rated badly is
    a score below the project's cut-off; no rating counts as none. By the time of the hand-off;
    null without any.
    """
    return Ratio(pl.col("ticket_kept"), pl.col("ticket_judged"))


@kpi(
    title="Hand-offs with context",
    formula="hand-offs with full context / hand-offs where that is known",
    fact="escalations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    advice=(
        "Send the last three messages, the intent and the articles with every hand-off.",
        "Find the channel that loses them.",
    ),
    companions=("escalation_quality", "handoff_context_read_s"),
    misread="That context was sent does not mean it was read: see the time to context read.",
    needs=("events.context_complete",),
)
def handoff_context_rate() -> Measure:
    """Hand-offs in which the person got the whole context, over those where that is known.

    By the time of the hand-off; null without any known.
    """
    return Ratio(pl.col("context_complete"), pl.col("context_complete").is_not_null())


@kpi(
    title="Time to context read",
    formula="median(context read - hand-off), seconds",
    fact="escalations",
    stage="quality",
    category="experience",
    unit="seconds",
    better="down",
    advice=(
        "Put the context where people answer, not a click away.",
        "Shorten it: three messages and the intent are read, a transcript is not.",
    ),
    companions=("handoff_first_response_s",),
    misread="Reading is not answering: the first response has a clock of its own.",
    needs=("events.context_read_at",),
)
def handoff_context_read_s() -> Measure:
    """Median seconds from a hand-off until the person read its context; null without any."""
    return Quantile(elapsed("escalated_at", "context_read_at"))


@kpi(
    title="Time to a person's first response",
    formula="median(person's first reply - hand-off), seconds",
    fact="escalations",
    stage="quality",
    category="experience",
    unit="seconds",
    better="down",
    advice=(
        "Staff the hours in which the bot hands over: waiting undoes what it gained.",
        "Tell visitors how long it will take, or take their contact.",
    ),
    companions=("handoff_context_read_s", "csat"),
    misread="It starts at the hand-off, not when the visitor first asked for a person.",
    needs=("events.first_agent_response_at",),
)
def handoff_first_response_s() -> Measure:
    """Median seconds from a hand-off to the person's first reply; null without any."""
    return Quantile(elapsed("escalated_at", "first_agent_response_at"))
