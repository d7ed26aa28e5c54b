"""Did the bot solve it? Containment as claimed, and resolution as far as it can be checked."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Measure, Ratio, kpi

CONTAINED = pl.col("contained")
ENGAGED = pl.col("engaged")
MATURE = pl.col("mature")
# A contained conversation that no ticket could ever be linked to proves nothing either way.
CHECKABLE = MATURE & ~(CONTAINED & ~pl.col("linkable"))
TICKET_LINK = "tickets.session_id|tickets.user_id"

CONTAINMENT_BANDS = {
    "support": Band(good_low=0.60, good_high=0.80),
    "sales": Band(good_low=0.30, good_high=0.50),
}


@kpi(
    title="Containment rate",
    formula="contained conversations / conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    bands=CONTAINMENT_BANDS,
    advice="Rank the questions that end in a hand-off and fix the first ten: either the answer is "
    "not in the content, or retrieval does not find it.",
    companions=("deflection_gap", "csat", "resolution_rate"),
    cadence=("weekly", "monthly", "quarterly"),
    needs=("events.outcome",),
)
def containment_rate() -> Measure:
    """Conversations the bot resolved with no hand-off to a person, over all conversations.

    A share of the conversations started in the period; null without any. This is what the bot
    claims: most guides call it containment or resolution, but it does not look for a ticket that
    followed. A very high value deserves a look at the deflection gap before it is celebrated.
    """
    return Ratio(CONTAINED)


@kpi(
    title="Containment rate, engaged",
    formula="contained conversations / engaged conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    bands=CONTAINMENT_BANDS,
    advice="Read with the activation rate: if only this one is good, people open the chat and "
    "do not write.",
    companions=("containment_rate", "activation_rate"),
    needs=("events.outcome",),
)
def containment_rate_engaged() -> Measure:
    """Engaged conversations the bot resolved with no hand-off, over engaged conversations.

    Engaged means at least one message from the visitor. A share of the conversations started in
    the period; null without an engaged one. It takes the visitors who opened the chat and left
    out of the denominator, which some guides do without saying so.
    """
    return Ratio(CONTAINED, ENGAGED)


@kpi(
    title="Resolution rate",
    formula="mature, contained, linkable, not ticketed / mature and not (contained, not linkable)",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    advice="Read the tickets that followed a contained conversation: they show which answers did "
    "not help.",
    companions=("csat", "time_to_resolution_s", "containment_rate"),
    cadence=("weekly", "monthly", "quarterly"),
    needs=("events.outcome", "tickets", TICKET_LINK),
    settles="tickets",
)
def resolution_rate() -> Measure:
    """Conversations that ended with the bot and were followed by no ticket, over those checkable.

    Only conversations whose ticket and return windows have passed count, and contained ones only
    where a ticket could be linked at all; null without any. This is containment reconciled with
    the help desk, as one guide asks, so that it is not overcounted. It says that no ticket was
    found, not that the visitor was satisfied.
    """
    held = MATURE & CONTAINED & pl.col("linkable") & ~pl.col("ticketed")
    return Ratio(held, CHECKABLE)


@kpi(
    title="Deflection gap",
    formula="mature and ticketed / mature and not (contained, not linkable)",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    advice="Containment that turns into tickets is postponed work. Fix the intents with most "
    "tickets after a contained conversation.",
    companions=("resolution_rate", "containment_rate"),
    needs=("events.outcome", "tickets", TICKET_LINK),
    settles="tickets",
)
def deflection_gap() -> Measure:
    """Conversations claimed as solved that a ticket followed, over those that can be checked.

    The denominator is that of the resolution rate; null where it is empty. One guide calls what
    this measures deflection theatre: the bot said something, and the visitor wrote to support.
    """
    return Ratio(MATURE & pl.col("ticketed"), CHECKABLE)


@kpi(
    title="First contact resolution",
    formula="contained, not ticketed, not returned / mature conversations of known users",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="up",
    advice="Look at what people come back with within a day: the first answer was incomplete.",
    companions=("resolution_rate", "repeat_user_rate"),
    needs=("events.outcome", "tickets", "events.user_id", TICKET_LINK),
    settles="tickets",
)
def first_contact_resolution() -> Measure:
    """Conversations solved at once, over the mature conversations of known users.

    Solved at once: contained, no ticket followed, and the same user did not start another
    conversation on the same intent with the same bot within the return window. Users without an
    id cannot be followed and are left out; null without any known user.
    """
    once = CONTAINED & ~pl.col("ticketed") & ~pl.col("returned")
    return Ratio(once, MATURE & pl.col("user_id").is_not_null())
