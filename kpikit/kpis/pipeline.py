"""From lead to deal: the stages, each over the one before, and the form as the benchmark."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Measure, Quantile, Ratio, elapsed, kpi
from kpikit.kpis.leads import CHATBOT, FORM

MQL = pl.col("mql_at").is_not_null()
SQL = pl.col("sql_at").is_not_null()
OPPORTUNITY = pl.col("opportunity_at").is_not_null()
MEETING = pl.col("meeting_booked_at").is_not_null()
WON = pl.col("won")


@kpi(
    title="Lead to MQL",
    formula="leads with a marketing-qualified date / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    companions=("mql_to_sql_rate",),
    needs=("leads.mql_at",),
    settles="stage",
)
def lead_to_mql_rate() -> Measure:
    """Chatbot leads that marketing qualified, over all chatbot leads created in the period.

    A share; null without a lead. Final a month after the period, when leads had time to move on.
    """
    return Ratio(MQL, CHATBOT)


@kpi(
    title="MQL to SQL",
    formula="leads with a sales-qualified date / marketing-qualified leads",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    companions=("lead_to_mql_rate", "sql_to_opportunity_rate"),
    needs=("leads.mql_at", "leads.sql_at"),
    settles="stage",
)
def mql_to_sql_rate() -> Measure:
    """Marketing-qualified chatbot leads that sales accepted, over the marketing-qualified ones.

    By the day the lead was created; null without any.
    """
    return Ratio(SQL, CHATBOT & MQL)


@kpi(
    title="SQL to opportunity",
    formula="leads with an opportunity date / sales-qualified leads",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    companions=("mql_to_sql_rate", "opportunity_to_won_rate"),
    needs=("leads.sql_at", "leads.opportunity_at"),
    settles="stage",
)
def sql_to_opportunity_rate() -> Measure:
    """Sales-qualified chatbot leads that became an opportunity, over the sales-qualified ones.

    By the day the lead was created; null without any.
    """
    return Ratio(OPPORTUNITY, CHATBOT & SQL)


@kpi(
    title="Opportunity to won",
    formula="leads with a won deal / leads with an opportunity date",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    companions=("close_rate",),
    needs=("leads.opportunity_at", "deals"),
    settles="close",
)
def opportunity_to_won_rate() -> Measure:
    """Chatbot opportunities with a won deal, over all chatbot opportunities.

    By the day the lead was created; null without any. Final half a year after the period, since
    deals take time to close.
    """
    return Ratio(WON, CHATBOT & OPPORTUNITY)


@kpi(
    title="Lead to meeting",
    formula="leads that took the next step / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    bands={
        "*": Band(good_low=0.10, good_high=0.25),
        "page:demo": Band(good_low=0.30, good_high=0.50),
    },
    advice="Many leads and few meetings mean the wrong people are captured: review targeting and "
    "the qualifying questions.",
    companions=("form_lead_to_meeting_rate", "lead_capture_rate"),
    needs=("leads.meeting_booked_at",),
    settles="stage",
)
def lead_to_meeting_rate() -> Measure:
    """Chatbot leads that booked a meeting, over all chatbot leads created in the period.

    A project may name another next step than the meeting. A share; null without a lead. Final a
    month after the period.
    """
    return Ratio(MEETING, CHATBOT)


@kpi(
    title="Lead to opportunity",
    formula="leads with an opportunity date or a deal / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    companions=("lead_to_meeting_rate", "close_rate"),
    needs=("leads.opportunity_at|deals",),
    settles="stage",
)
def lead_to_opportunity_rate() -> Measure:
    """Chatbot leads that became an opportunity, over all chatbot leads created in the period.

    An opportunity date or any deal shows it; either source suffices. Null without a lead.
    """
    return Ratio(OPPORTUNITY | pl.col("has_deal"), CHATBOT)


@kpi(
    title="Days to opportunity",
    formula="median whole days from lead to opportunity",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="days",
    better="down",
    companions=("lead_to_opportunity_rate",),
    needs=("leads.opportunity_at",),
    settles="stage",
)
def lead_to_opportunity_days() -> Measure:
    """Median whole days from the creation of a chatbot lead to its opportunity.

    Over the leads created in the period that have one; null without any.
    """
    return Quantile((elapsed("created_at", "opportunity_at") / 86_400).floor(), where=CHATBOT)


@kpi(
    title="Close rate",
    formula="leads with a won deal / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    advice="Compare with the form's close rate: if the form's is higher, the bot qualifies less "
    "strictly.",
    companions=("form_close_rate", "deal_size_mean"),
    needs=("deals",),
    settles="close",
)
def close_rate() -> Measure:
    """Chatbot leads with any won deal, over all chatbot leads created in the period.

    A share; null without a lead. Final half a year after the period, since deals take time.
    """
    return Ratio(WON, CHATBOT)


@kpi(
    title="Lead to meeting, web form",
    formula="form leads that took the next step / form leads",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    companions=("lead_to_meeting_rate",),
    needs=("leads.meeting_booked_at",),
    settles="stage",
)
def form_lead_to_meeting_rate() -> Measure:
    """Leads of the project's web forms that booked a meeting, over all its form leads.

    The benchmark for the bot's own rate: the same number on every bot's row. Null without a lead.
    """
    return Ratio(MEETING, FORM, project=True)


@kpi(
    title="Close rate, web form",
    formula="form leads with a won deal / form leads",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    companions=("close_rate",),
    needs=("deals",),
    settles="close",
)
def form_close_rate() -> Measure:
    """Leads of the project's web forms with any won deal, over all its form leads.

    The benchmark for the bot's own rate: the same number on every bot's row. Null without a lead.
    """
    return Ratio(WON, FORM, project=True)
