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
    unit="share",
    better="up",
    bands={
        "*": Band(good_low=0.05, good_high=0.15, bad_high=0.03),
        "page:pricing": Band(good_low=0.15, good_high=0.30, bad_high=0.03),
        "page:demo": Band(good_low=0.15, good_high=0.30, bad_high=0.03),
        "page:comparison": Band(good_low=0.15, good_high=0.30, bad_high=0.03),
    },
    advice="Ask for contact details after two to four useful exchanges, not in the first message.",
    companions=("qualified_lead_rate", "lead_to_meeting_rate"),
    cadence=("weekly", "monthly", "quarterly"),
)
def lead_capture_rate() -> Measure:
    """Conversations in which a lead was captured, over all conversations.

    A share of the conversations started in the period; null without any. Pages where visitors are
    close to buying have a higher band than the rest.
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
    companions=("qualified_leads", "lead_capture_rate"),
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
    advice="Fewer qualified leads at the same capture rate: move the qualifying questions earlier.",
    companions=("leads_captured", "lead_to_meeting_rate"),
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
    bands={"*": Band(good_low=0.60, good_high=0.80, bad_high=0.40)},
    advice="The bot collects contacts from visitors who do not fit: qualify earlier and let clear "
    "misfits go.",
    companions=("lead_capture_rate", "icp_fit_rate"),
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
    advice="Look at the pages and campaigns the misfits come from.",
    companions=("qualified_lead_rate",),
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
    advice="Check contact details while the visitor is still there.",
    companions=("contact_bounce_rate",),
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
    advice="Bounces cost sales time: confirm addresses before the chat ends.",
    companions=("lead_validity_rate",),
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
    companions=("qualified_lead_rate",),
    needs=("leads.lead_score",),
)
def lead_score_mean() -> Measure:
    """Mean score of the chatbot's leads, on the scale of the lead system.

    Over the leads created in the period that have a score; null without any.
    """
    return Mean(pl.col("lead_score"), CHATBOT)
