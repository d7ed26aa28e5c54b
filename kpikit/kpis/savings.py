"""What contained conversations save: money and hours, claimed and defensible."""

from __future__ import annotations

from kpikit.kpi import PERIOD_DAYS, Derived, Measure, Priced, kpi, value

CONTAINED = "containment_rate.numerator"
DAYS_A_MONTH = 30.4375


@kpi(
    title="Deflection cost saved",
    formula="contained conversations x cost of a human chat",
    stage="outcomes",
    category="cost",
    unit="money",
    better="up",
    advice="See whether conversations or the containment rate fell.",
    companions=("durable_cost_saved", "deflection_gap"),
    misread=(
        "Every claim is in it, also those that a ticket followed: the durable part is the "
        "defensible one.",
        "It is gross: the bot's own cost is not taken off.",
        "The cost of a chat is an assumption and decides the amount; guides differ tenfold.",
    ),
)
def deflection_cost_saved() -> Measure:
    """What the contained conversations would have cost with a person, as published.

    Contained conversations of the period times the bot's cost of a human chat, an assumption. It
    counts every claim: conversations a ticket followed are in it, and not everyone would have
    asked a person.
    """
    return Priced(CONTAINED, ("human_chat_cost",))


@kpi(
    title="Tickets deflected",
    formula="conversations that held x share that would have contacted a person",
    stage="outcomes",
    category="cost",
    unit="count",
    better="up",
    advice="See which rung grew at the expense of those that held.",
    companions=("rung_durable", "durable_cost_saved"),
    misread="It is counted conversation by conversation, not as a fall in tickets.",
    settles="tickets",
)
def tickets_deflected() -> Measure:
    """Conversations that held and would have reached a person without the bot.

    Conversations with no ticket and no return, times the share that would have contacted a person:
    an assumption, all of them unless given.
    """
    return Priced("rung_durable", ("contact_share",))


@kpi(
    title="Durable cost saved",
    formula="tickets deflected x cost of a human chat",
    stage="outcomes",
    category="cost",
    unit="money",
    better="up",
    advice="See whether fewer conversations held or the assumptions changed.",
    companions=("deflection_cost_saved", "tickets_deflected"),
    misread="The cost of a chat is an assumption: show it with the figure.",
    settles="tickets",
)
def durable_cost_saved() -> Measure:
    """The defensible part of the saving: tickets deflected times the cost of a human chat.

    Only conversations with no ticket and no return found count. The cost is an assumption of the
    bot; unavailable without it.
    """
    return Priced("rung_durable", ("contact_share", "human_chat_cost"))


@kpi(
    title="Deflected ticket cost",
    formula="tickets deflected x cost of a human ticket",
    stage="outcomes",
    category="cost",
    unit="money",
    settles="tickets",
    published=False,
)
def deflected_ticket_cost() -> Measure:
    """What the deflected tickets would have cost."""
    return Priced("rung_durable", ("contact_share", "human_ticket_cost"))


@kpi(
    title="Net cost savings",
    formula="tickets deflected x cost of a human ticket - operating cost",
    stage="outcomes",
    category="cost",
    unit="money",
    better="up",
    advice="See which grew: the running cost, or the tickets that came back.",
    companions=("durable_cost_saved", "operating_cost"),
    misread="Already net: never add it to a figure that takes the costs off again.",
    settles="tickets",
)
def net_cost_savings() -> Measure:
    """What the deflected tickets would have cost, less what running the bot costs.

    The cost of a ticket is an assumption of the bot. Already net: never add it to a figure that
    takes the costs off again.
    """
    return Derived(value("deflected_ticket_cost") - value("operating_cost"))


@kpi(
    title="Agent hours saved",
    formula="contained conversations x minutes a person needs / 60",
    stage="outcomes",
    category="cost",
    unit="hours",
    better="up",
    advice="See whether conversations or the containment rate fell.",
    companions=("agent_fte_saved", "deflection_cost_saved"),
    misread="Time is not headcount: it frees people for other work.",
    suits=("support", "internal", "shop"),
)
def agent_hours_saved() -> Measure:
    """Hours that people would have spent on the contained conversations; not headcount.

    Contained conversations of the period times the minutes a person needs, an assumption.
    """
    return Priced(CONTAINED, ("human_minutes",), factor=1 / 60)


@kpi(
    title="Agent hours over monthly hours",
    formula="contained conversations x minutes / 60 / monthly hours of one person",
    stage="outcomes",
    category="cost",
    unit="count",
    published=False,
)
def agent_months_saved() -> Measure:
    """Agent hours saved, in months of one person."""
    return Priced(CONTAINED, ("human_minutes",), over=("fte_hours",), factor=1 / 60)


@kpi(
    title="Agent capacity saved",
    formula="agent hours saved / (monthly hours of one person x months of the period)",
    stage="outcomes",
    category="cost",
    unit="count",
    decimals=1,
    better="up",
    advice="See whether conversations or the containment rate fell.",
    companions=("agent_hours_saved",),
    misread="Capacity is not headcount: nobody left because of it.",
    suits=("support", "internal", "shop"),
)
def agent_fte_saved() -> Measure:
    """The hours saved as people working full time over the period; not headcount.

    A month counts 30.4375 days, so that periods of any length compare.
    """
    return Derived(value("agent_months_saved") / (PERIOD_DAYS / DAYS_A_MONTH))
