"""From lead to opportunity: the stages, each over the one before."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Measure, Quantile, Ratio, elapsed, kpi
from kpikit.kpis.leads import CHATBOT

MQL = pl.col("mql_at").is_not_null()
SQL = pl.col("sql_at").is_not_null()
OPPORTUNITY = pl.col("opportunity_at").is_not_null()
MEETING = pl.col("meeting_booked_at").is_not_null()


@kpi(
    title="Lead to MQL",
    formula="leads with a marketing-qualified date / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    advice=(
        "Compare it with the web form's leads in the lead system.",
        "Look at what marketing turned down, and why.",
    ),
    companions=("mql_to_sql_rate",),
    misread="A young month looks worse than it is: its leads had less time.",
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
    advice=(
        "Ask sales why they sent leads back; two reasons usually explain most.",
        "Move that question into the chat.",
    ),
    companions=("lead_to_mql_rate", "sql_to_opportunity_rate"),
    misread="Few leads make it jump: read it with its n.",
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
    advice=(
        "See how long accepted leads wait for a first call.",
        "Look at the notes of those that went nowhere.",
    ),
    companions=("mql_to_sql_rate", "opportunity_to_won_rate"),
    misread="By the day the lead was created: a young month had less time.",
    needs=("leads.sql_at", "leads.opportunity_at"),
    settles="stage",
)
def sql_to_opportunity_rate() -> Measure:
    """Sales-qualified chatbot leads that became an opportunity, over the sales-qualified ones.

    By the day the lead was created; null without any.
    """
    return Ratio(OPPORTUNITY, CHATBOT & SQL)


@kpi(
    title="Lead to meeting",
    formula="leads that took the next step / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    area="performance",
    unit="share",
    better="up",
    bands={
        "*": Band(good_low=0.10, good_high=0.25, source="Chatmount"),
        "page:demo": Band(good_low=0.30, good_high=0.50, source="Chatmount"),
    },
    advice=(
        "Many leads and few meetings: the wrong people are captured, so review the targeting.",
        "Review the qualifying questions.",
        "Offer the calendar in the chat instead of a call back.",
    ),
    companions=("form_lead_to_meeting_rate", "lead_capture_rate"),
    misread=(
        "The form's rate is a benchmark, not a control group: people choose their channel.",
        "A demo page has a higher band than the rest: split it by page type.",
    ),
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
    advice=(
        "Find the step before it that lost most: meeting, qualification or fit.",
        "Check that the lead system still gets the id of the chat.",
    ),
    companions=("lead_to_meeting_rate", "close_rate"),
    misread="A young month looks worse than it is: its leads had less time.",
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
    advice=(
        "See how long leads wait for the first answer from sales.",
        "Route the ready ones past the queue.",
    ),
    companions=("lead_to_opportunity_rate",),
    misread="Only leads that got there are in it: the slow ones of a young month are still "
    "missing.",
    needs=("leads.opportunity_at",),
    settles="stage",
)
def lead_to_opportunity_days() -> Measure:
    """Median whole days from the creation of a chatbot lead to its opportunity.

    Over the leads created in the period that have one; null without any.
    """
    return Quantile((elapsed("created_at", "opportunity_at") / 86_400).floor(), where=CHATBOT)
