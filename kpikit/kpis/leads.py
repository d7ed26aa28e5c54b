"""Leads the bot captured, and what they are worth knowing by."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Count, Mean, Measure, Ratio, kpi

CHATBOT = pl.col("source") == "chatbot"
FORM = pl.col("source") == "form"


@kpi(
    title="Lead capture rate",
    formula="conversations with a captured lead / conversations",
    fact="conversations",
    stage="leads",
    category="revenue",
    area="adoption",
    unit="share",
    better="up",
    bands={
        "*": Band(good_low=0.05, good_high=0.15, bad_high=0.03, source="Chatmount"),
        "page:pricing": Band(good_low=0.15, good_high=0.30, bad_high=0.03, source="Chatmount"),
        "page:demo": Band(good_low=0.15, good_high=0.30, bad_high=0.03, source="Chatmount"),
        "page:comparison": Band(good_low=0.15, good_high=0.30, bad_high=0.03, source="Chatmount"),
    },
    advice=(
        "Ask for contact details after two to four useful exchanges: not first, and not at the "
        "end.",
        "Look at the pages with most conversations and fewest leads.",
        "Below three in a hundred the flow is broken: try it yourself.",
    ),
    companions=("qualified_lead_rate", "lead_to_meeting_rate"),
    misread=(
        "Captured is not qualified: leads that fit nobody cost sales time.",
        "A general page and a pricing page have different bands: split it by page type.",
    ),
    suits=("sales", "booking"),
    cadence=("weekly", "monthly", "quarterly"),
)
def lead_capture_rate() -> Measure:
    """Conversations in which a lead was captured, over all conversations.

    A share of the conversations started in the period; null without any. Where a bot has leads in
    their table and not one chat.lead_created ever came, a 0 is no verdict on it: the events were
    not sent. Pages where visitors are close to buying have a higher band than the rest.
    """
    return Ratio(pl.col("lead_created"))


@kpi(
    title="Leads captured",
    formula="count of leads with source chatbot",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="count",
    better="up",
    advice=(
        "See whether conversations fell or the capture rate did.",
        "Then look at the pages and campaigns that lost most.",
    ),
    companions=("qualified_leads", "lead_capture_rate"),
    misread="A list of contacts is no revenue: read it with how many qualify and meet.",
    cadence=("weekly", "monthly", "quarterly"),
)
def leads_captured() -> Measure:
    """Leads the chatbot brought, by the day they were created.

    From the lead system, so that it can differ from the conversations that report a lead. A count.
    """
    return Count(CHATBOT)


@kpi(
    title="Qualified leads",
    formula="count of qualified leads with source chatbot",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="count",
    better="up",
    advice=(
        "Fewer at the same capture rate: move the qualifying questions earlier.",
        "Fewer leads at all: see the capture rate.",
    ),
    companions=("leads_captured", "lead_to_meeting_rate"),
    misread="Complete answers are what is counted unless the lead system says more: see the fit "
    "rate.",
    needs=("leads.qualified",),
)
def qualified_leads() -> Measure:
    """Leads the chatbot brought that meet the qualification, by the day they were created.

    Qualified is what the lead system says, or all qualifying fields of the project being filled
    in. A count.
    """
    return Count(CHATBOT & pl.col("qualified"))


@kpi(
    title="Qualified lead rate",
    formula="qualified leads / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    bands={"*": Band(good_low=0.60, good_high=0.80, bad_high=0.40, source="Chatmount")},
    advice=(
        "Ask the qualifying questions earlier.",
        "Let clear misfits go instead of taking their contact.",
        "Look at the pages and campaigns they come from.",
    ),
    companions=("lead_capture_rate", "icp_fit_rate"),
    misread="Filled-in fields are not a good fit: the fit rate says that.",
    needs=("leads.qualified",),
)
def qualified_lead_rate() -> Measure:
    """Qualified leads over all leads the chatbot brought.

    A share of the leads created in the period; null without any. Complete answers are not yet a
    good fit: the fit rate says that.
    """
    return Ratio(pl.col("qualified"), CHATBOT)


@kpi(
    title="Fit rate",
    formula="leads that fit the ideal customer / leads where the fit is known",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    advice=(
        "Look at the pages and campaigns the misfits come from.",
        "Ask sales which question would have told them.",
    ),
    companions=("qualified_lead_rate",),
    misread="Only leads somebody judged are in it.",
    needs=("leads.icp_fit",),
)
def icp_fit_rate() -> Measure:
    """Chatbot leads that fit the ideal customer profile, over those where the fit is known.

    A share of the leads created in the period; null without any known.
    """
    return Ratio(pl.col("icp_fit"), CHATBOT & pl.col("icp_fit").is_not_null())


@kpi(
    title="Valid leads",
    formula="leads with valid contact and a score above 0 / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    advice=(
        "Check contact details while the visitor is still there.",
        "Look at how the score comes to 0: a missing field is the usual reason.",
    ),
    companions=("contact_bounce_rate",),
    misread="A valid address is not a good lead.",
    cadence=("weekly", "monthly", "quarterly"),
    needs=("leads.contact_valid", "leads.lead_score"),
)
def lead_validity_rate() -> Measure:
    """Chatbot leads that can be reached and scored above zero, over all chatbot leads.

    A share of the leads created in the period; null without any.
    """
    return Ratio(pl.col("contact_valid") & (pl.col("lead_score") > 0), CHATBOT)


@kpi(
    title="Contact bounce rate",
    formula="leads whose contact bounced / leads where that is known",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="down",
    advice=(
        "Confirm addresses before the chat ends: bounces cost sales time.",
        "Say what the address is for; people who do not trust it make one up.",
    ),
    companions=("lead_validity_rate",),
    misread="Leads nobody wrote to yet are not in it.",
    cadence=("weekly", "monthly", "quarterly"),
    needs=("leads.contact_bounced",),
)
def contact_bounce_rate() -> Measure:
    """Chatbot leads whose mail or phone turned out dead, over those where that is known.

    A share of the leads created in the period; null without any known.
    """
    known = CHATBOT & pl.col("contact_bounced").is_not_null()
    return Ratio(pl.col("contact_bounced"), known)


@kpi(
    title="Mean lead score",
    formula="mean lead score of chatbot leads",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="score",
    better="up",
    unbanded="the scale is the lead system's own: compare it with its own past",
    advice=(
        "Look at the pages that bring low scores.",
        "Check that the score still agrees with what sales says.",
    ),
    companions=("qualified_lead_rate",),
    misread="A score that sales cannot explain is no measure of quality.",
    needs=("leads.lead_score",),
)
def lead_score_mean() -> Measure:
    """Mean score of the chatbot's leads, on the scale of the lead system.

    Over the leads created in the period that have a score; null without any.
    """
    return Mean(pl.col("lead_score"), CHATBOT)
