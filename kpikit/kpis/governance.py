"""Is it safe: reviewed samples of consent, masking, deletion, redaction and policy."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Count, Derived, Measure, Ratio, Sum, kpi, value
from kpikit.kpis.answers import PASSED, WEIGHT, kind


@kpi(
    title="Privacy compliance rate",
    formula="reviews passed / reviews of consent, masking and deletion",
    fact="reviews",
    stage="governance",
    category="governance",
    unit="share",
    better="up",
    unbanded="the guides give none and anything below all is an incident: set a target",
    advice=(
        "Treat every failure as an incident.",
        "Split it by kind: consent, masking or deletion failed.",
    ),
    companions=("pii_redaction_rate",),
    misread="No reviews is not full compliance: nothing was checked.",
)
def privacy_compliance_rate() -> Measure:
    """Conversations that passed review for consent, masking or deletion, over those reviewed.

    Split by kind to see which of the three fails. Weighted where the sample is stratified; null
    without a review, which means nothing was checked, not that all was well.
    """
    return Ratio(PASSED, kind("consent", "masking", "deletion"), WEIGHT)


@kpi(
    title="Content adherence rate",
    formula="answers that passed review / answers reviewed for adherence",
    fact="reviews",
    stage="governance",
    category="governance",
    unit="share",
    better="up",
    advice=(
        "Read the failed answers by topic.",
        "Write rules for policy gaps: retraining does not fill them.",
    ),
    companions=("hallucination_rate",),
    misread="It is not one minus the hallucination rate: breaking a policy is not inventing a "
    "fact.",
)
def content_adherence_rate() -> Measure:
    """Answers that follow fact and policy, over the answers reviewed for it.

    Related to the hallucination rate and not its complement: breaking a policy is not inventing a
    fact. Weighted where the sample is stratified; null without a review.
    """
    return Ratio(PASSED, kind("adherence"), WEIGHT)


@kpi(
    title="PII redaction rate",
    formula="personal data redacted / personal data in the labelled sample",
    fact="reviews",
    stage="governance",
    category="governance",
    unit="share",
    better="up",
    unbanded="the guides give none and every miss is an incident: set a target",
    advice=(
        "Look at the kinds of data that slip through.",
        "Extend the detector for them and review again.",
    ),
    companions=("privacy_compliance_rate",),
    misread="A detector that sees nothing redacts all it sees: only a sample labelled by people "
    "counts.",
)
def pii_redaction_rate() -> Measure:
    """Labelled items of personal data that were redacted, over all labelled items.

    The denominator is what a person found, not what the detector did: a blind detector would
    otherwise score a hundred per cent. Null without a review.
    """
    return Ratio(PASSED, kind("redaction"), WEIGHT)


@kpi(
    title="Audit completeness",
    formula="conversations with a complete record / conversations",
    fact="conversations",
    stage="governance",
    category="governance",
    unit="share",
    better="up",
    advice=(
        "Find what is missing most: the start, the outcome, or the ids of messages.",
        "Send events from the server: browsers lose some.",
    ),
    companions=("rung_unknown",),
    needs=("events.outcome", "events.message_id"),
    misread="A complete record is not a correct one.",
)
def audit_completeness() -> Measure:
    """Conversations whose record is complete, over all conversations.

    Complete means a start, an outcome, an id on every message and no message before the start. A
    share of the conversations started in the period; null without any, and unavailable where the
    events have no outcome or no message_id at all.
    """
    return Ratio(pl.col("audit_complete"))


@kpi(
    title="Inputs blocked",
    formula="count of blocked inputs",
    fact="incidents",
    stage="governance",
    category="governance",
    unit="count",
    companions=("inputs_blocked_per_1000",),
    misread="It rises when attacks rise: it says nothing about those that got through.",
)
def inputs_blocked() -> Measure:
    """Messages the bot refused to read because they looked like an attack, by their own time.

    A count, 0 where there are none. What was not recognised is not in it.
    """
    return Count(pl.col("kind") == "input_blocked")


@kpi(
    title="Visitor messages",
    formula="count of visitor messages",
    fact="inputs",
    stage="governance",
    category="governance",
    unit="count",
    published=False,
)
def inputs_received() -> Measure:
    """Messages of visitors by their own time, whenever their conversation started."""
    return Sum(pl.col("messages"))


@kpi(
    title="Inputs blocked per 1,000",
    formula="1,000 x inputs blocked / visitor messages",
    stage="governance",
    category="governance",
    unit="count",
    span=(0, 1000),
    decimals=1,
    unbanded="more can be more attacks or a better filter: neither level is good by itself",
    companions=("inputs_blocked",),
    misread="A low figure can be a filter that sees nothing.",
)
def inputs_blocked_per_1000() -> Measure:
    """Blocked inputs per thousand messages of visitors, both by their own time.

    Null without a message. It tells a rise in attacks from a rise in traffic.
    """
    blocked, received = value("inputs_blocked"), value("inputs_received")
    return Derived(
        pl.when(received != 0).then(1000 * blocked / received),
        n=received,
        sides=(blocked, received),
    )
