"""The ladder: where every conversation ended up. The eight counts add up to the conversations."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Count, Measure, kpi
from kpikit.kpis.quality import TICKET_LINK

CLAIMED = ("events.outcome", "tickets", TICKET_LINK)


def rung(name: str) -> Count:
    """Conversations on one rung of the ladder."""
    return Count(pl.col("rung") == name)


@kpi(
    title="Escalated",
    formula="count of conversations handed to a person",
    fact="conversations",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    companions=("escalation_rate",),
    misread="A hand-off is not a failure: the triggers say which ones are.",
)
def rung_escalated() -> Measure:
    """Conversations of the period that were handed to a person. A count."""
    return rung("escalated")


@kpi(
    title="Outcome unknown",
    formula="count of conversations without any outcome",
    fact="conversations",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    advice="A jump here is a logging fault before it is anything else: check that outcomes arrive.",
    companions=("conversations",),
    misread="Unknown is not abandoned: no outcome arrived at all.",
)
def rung_unknown() -> Measure:
    """Conversations of the period with no outcome recorded at all. A count."""
    return rung("unknown")


@kpi(
    title="Abandoned",
    formula="count of conversations that ended neither with the bot's answer nor with a person",
    fact="conversations",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    companions=("completion_rate",),
    misread="Some of those who leave have what they came for, and nobody knows how many.",
    needs=("events.outcome",),
)
def rung_abandoned() -> Measure:
    """Conversations of the period the visitor left before they were solved. A count."""
    return rung("abandoned")


@kpi(
    title="Ticket followed",
    formula="count of contained conversations that a ticket followed",
    fact="conversations",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    companions=("deflection_gap",),
    misread="A ticket that names no conversation counts against every one of its user's in the "
    "window.",
    needs=CLAIMED,
    settles="tickets",
)
def rung_ticketed() -> Measure:
    """Contained conversations of the period that a ticket followed within its window. A count."""
    return rung("ticketed")


@kpi(
    title="Came back",
    formula="count of contained conversations whose user returned with the same intent",
    fact="conversations",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    companions=("first_contact_resolution",),
    misread="Only known users can be seen to return.",
    needs=CLAIMED,
    settles="tickets",
)
def rung_returned() -> Measure:
    """Contained conversations whose user came back with the same intent within a day. A count."""
    return rung("returned")


@kpi(
    title="Pending",
    formula="count of contained conversations whose windows are still open",
    fact="conversations",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    companions=("mature_conversations",),
    misread="Not a success yet: some of them will draw a ticket.",
    needs=CLAIMED,
    settles="tickets",
)
def rung_pending() -> Measure:
    """Contained conversations too young to be judged: a ticket may still follow. A count."""
    return rung("pending")


@kpi(
    title="Unverifiable",
    formula="count of contained conversations that no ticket could be linked to",
    fact="conversations",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    advice="Pass the session id or the user id to the help desk: without either nobody can check.",
    companions=("resolution_rate",),
    misread="Neither solved nor failed: nobody can check.",
    needs=CLAIMED,
    settles="tickets",
)
def rung_unverifiable() -> Measure:
    """Contained conversations that no ticket could be linked to, so nobody knows. A count."""
    return rung("unverifiable")


@kpi(
    title="Held: no ticket, no return found",
    formula="count of contained conversations with no ticket and no return",
    fact="conversations",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    companions=("durable_cost_saved", "resolution_rate"),
    misread="That nothing was found does not prove that the visitor was helped.",
    needs=CLAIMED,
    settles="tickets",
)
def rung_durable() -> Measure:
    """Contained conversations that held: no ticket and no return was found. A count."""
    return rung("durable")
