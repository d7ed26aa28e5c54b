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
    "support": Band(good_low=0.60, good_high=0.80, source="Chatmount"),
    "sales": Band(good_low=0.30, good_high=0.50, source="Chatmount"),
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
    advice=(
        "Rank the questions that end in a hand-off and take the first ten.",
        "See for each whether the answer is missing from the content or retrieval does not find "
        "it.",
        "Fix those ten and expect ten to fifteen points; check with the deflection gap that they "
        "held.",
    ),
    companions=("deflection_gap", "csat", "resolution_rate"),
    misread=(
        "That nobody took over does not mean that the visitor was helped: see the deflection gap.",
        "Pushed up at any price it costs satisfaction.",
    ),
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
    misread="Visitors who opened the chat and left are not in it: it is no match for a rate over "
    "all conversations.",
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
    unbanded="the guides give bands for claimed containment alone: set a target",
    advice=(
        "Read the tickets that followed a contained conversation: they show which answers did "
        "not help.",
        "Take the intents with most of them first.",
    ),
    companions=("csat", "time_to_resolution_s", "containment_rate"),
    misread=(
        "No ticket found is not the same as satisfied: some people give up.",
        "It is not containment, which also counts claims that no ticket could contradict.",
    ),
    cadence=("weekly", "monthly", "quarterly"),
    needs=("events.outcome", "tickets", TICKET_LINK),
    settles="tickets",
)
def resolution_rate() -> Measure:
    """Conversations that ended with the bot and were followed by no ticket, over those checkable.

    Only conversations whose ticket and return windows have passed count, and contained ones only
    where a ticket could be linked at all; null without any. This is containment reconciled with
    the help desk, as one guide asks, so that it is not overcounted. It says that no ticket was
    found, not that the visitor was satisfied: one who came back with the same question counts, and
    is left out of the first contact resolution and of what held.
    """
    resolved = MATURE & CONTAINED & pl.col("linkable") & ~pl.col("ticketed")
    return Ratio(resolved, CHECKABLE)


@kpi(
    title="Deflection gap",
    formula="mature and ticketed / mature and not (contained, not linkable)",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    advice=(
        "Fix the intents with most tickets after a contained conversation.",
        "Where the bot only points to a page, have it answer or hand over.",
    ),
    companions=("resolution_rate", "containment_rate"),
    misread="A small gap proves little where few conversations can be linked to a ticket: see "
    "the unverifiable rung.",
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
    advice=(
        "Look at what people come back with within a day: the first answer was incomplete.",
        "Answer the usual next question in the first reply.",
    ),
    companions=("resolution_rate", "repeat_user_rate"),
    misread="It counts conversations, not issues, and only those of users with an id.",
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
