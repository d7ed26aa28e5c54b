"""What the bot costs, and what a lead, a deal or a resolution costs."""

from __future__ import annotations

from kpikit.kpi import Allocated, Measure, kpi, over, part, value


@kpi(
    title="Total cost",
    formula="sum of costs, spread over their days, with the bot's part of shared costs",
    fact="costs",
    stage="outcomes",
    category="cost",
    unit="money",
    better="down",
    advice=(
        "See which category grew, and whether conversations grew with it.",
        "Cost per resolution tells growth from waste.",
    ),
    companions=("operating_cost", "net_incremental_revenue"),
    misread=(
        "The subscription is not the cost: people, integration and the model are in it.",
        "No invoice is not no cost: a bot without any has no figure.",
    ),
)
def total_cost() -> Measure:
    """All costs of the period: the bot's own and its part of the shared ones.

    A cost with an end date is spread evenly over its days. Shared costs go to the bots by their
    conversations of the period, or by fixed shares; the bots sum to the invoice. Unavailable where
    no cost touches the period: unknown is not free.
    """
    return Allocated()


@kpi(
    title="Operating cost",
    formula="total cost without integration and development",
    fact="costs",
    stage="outcomes",
    category="cost",
    unit="money",
    better="down",
    advice="See which category grew, and whether conversations grew with it.",
    companions=("total_cost", "net_cost_savings"),
    misread="Integration and development are not in it, so it is no base for the return.",
)
def operating_cost() -> Measure:
    """Costs of running the bot in the period: all but integration and development.

    Spread and allocated as the total cost is; unavailable where no cost touches the period.
    """
    return Allocated(without=("integration", "development"))


@kpi(
    title="Cost per lead",
    formula="total cost / leads captured",
    stage="outcomes",
    category="cost",
    commercial=True,
    unit="money",
    decimals=2,
    better="down",
    advice="See whether the cost grew or leads fell.",
    companions=("cost_per_qualified_lead", "leads_captured"),
    misread="A cheap lead that nobody calls is dear: read it per qualified lead and per deal.",
)
def cost_per_lead() -> Measure:
    """Total cost of the period over the leads captured in it; null without a lead."""
    return over(value("total_cost"), value("leads_captured"), n=part("leads_captured", "n"))


@kpi(
    title="Cost per qualified lead",
    formula="total cost / qualified leads",
    stage="outcomes",
    category="cost",
    commercial=True,
    unit="money",
    decimals=2,
    better="down",
    advice="See whether the cost grew, leads fell or fewer qualified.",
    companions=("cost_per_lead", "qualified_leads"),
    misread="The bot's own cost, not the company's blended acquisition cost.",
)
def cost_per_qualified_lead() -> Measure:
    """Total cost of the period over the qualified leads captured in it; null without any."""
    return over(value("total_cost"), value("qualified_leads"), n=part("qualified_leads", "n"))


@kpi(
    title="Cost per won deal",
    formula="total cost / won sourced deals closed in the period",
    stage="outcomes",
    category="cost",
    commercial=True,
    unit="money",
    decimals=2,
    better="down",
    advice="See whether the cost grew or fewer deals closed; deals of this month began months ago.",
    companions=("deal_size_mean", "close_rate"),
    misread="Costs of now over leads of earlier months: in a growing bot it looks too high.",
)
def cost_per_won_deal() -> Measure:
    """Total cost of the period over the chatbot's deals won in it; null without any."""
    return over(value("total_cost"), value("won_deals"), n=part("won_deals", "n"))


@kpi(
    title="Cost per resolution",
    formula="total cost / conversations resolved, the numerator of the resolution rate",
    stage="outcomes",
    category="cost",
    unit="money",
    decimals=2,
    better="down",
    unbanded="judge it against what a person costs you: the guides' figures differ tenfold",
    advice=(
        "See whether the cost grew or fewer conversations were resolved.",
        "Where fewer were, go to the resolution rate first.",
    ),
    companions=("resolution_rate", "csat"),
    misread=(
        "Cheap answers that solve nothing are expensive.",
        "Low while people escalate means that the bot is cheap, not good.",
    ),
    settles="tickets",
)
def cost_per_resolution() -> Measure:
    """Total cost of the period over the conversations resolved, as the resolution rate counts them.

    Resolved: ended with the bot, and no ticket followed where one could have been found. One whose
    user came back counts, though it did not hold. Null without any such conversation; the lower,
    the better, as long as resolution and satisfaction hold.
    """
    resolved = part("resolution_rate", "numerator")
    return over(value("total_cost"), resolved, n=resolved)
