"""From lead to won deal, and the web form as the benchmark."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Measure, Ratio, kpi
from kpikit.kpis.leads import CHATBOT, FORM
from kpikit.kpis.pipeline import MEETING, OPPORTUNITY

WON = pl.col("won")


@kpi(
    title="Opportunity to won",
    formula="leads with a won deal / leads with an opportunity date",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    advice=(
        "Compare it with opportunities from the web form.",
        "Where only this step is weak, the bot promises what the product does not hold.",
    ),
    companions=("close_rate",),
    misread="Judged too early it condemns a channel whose deals are still open.",
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
    title="Close rate",
    formula="leads with a won deal / leads captured",
    fact="leads",
    stage="leads",
    category="revenue",
    unit="share",
    better="up",
    advice=(
        "Compare it with the form's: a lower one means that the bot qualifies less strictly.",
        "See at which step of the funnel the difference arises.",
    ),
    companions=("form_close_rate", "deal_size_mean"),
    misread="Deals take months: a month judged early looks like a failure and is not.",
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
    misread="It is a benchmark, not a control group: people choose form or chat.",
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
    misread="It is a benchmark, not a control group: people choose form or chat.",
    needs=("deals",),
    settles="close",
)
def form_close_rate() -> Measure:
    """Leads of the project's web forms with any won deal, over all its form leads.

    The benchmark for the bot's own rate: the same number on every bot's row. Null without a lead.
    """
    return Ratio(WON, FORM, project=True)
