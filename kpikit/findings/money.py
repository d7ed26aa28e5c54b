"""Findings about money: leads, the sales cycle, what came in and what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.cycle import apart, spread, spread_figures
from kpikit.findings.figure import figures
from kpikit.findings.proof import ATTRIBUTED, attribution
from kpikit.findings.since import odds, twelve_months
from kpikit.findings.unbooked import left_out
from kpikit.findings.words import Finding, count, lower, sentence, so_far

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

__all__ = ["ATTRIBUTED", "BIASED", "SELF_SELECTION", "booked", "by_bot", "cycle", "leads", "money"]

FEW = 5  # deals of a channel below which a median says nothing
SELF_SELECTION = "People choose their channel, so the difference is not the bot's effect."
QUALIFIED = (
    "Qualified is what the lead system says, or that all qualifying fields are filled in; it is "
    "not the marketing-qualified stage."
)
BIASED = (
    "The published comparison counts closed deals only. A younger or growing channel has had no "
    "time to close its slow ones, so it is flattered."
)


def leads(view: View) -> Finding:
    """What became of the people the bot captured."""
    captured, qualified = view["leads_captured"], view["qualified_leads"]
    if captured.status in {"unavailable", "not_applicable"}:
        return Finding("No lead funnel for this bot", (sentence(captured.reason or ""),))
    if not captured.value:
        orders = view["revenue_orders"]
        title = "No leads captured" + (f"; {orders.text} of direct orders" if orders.value else "")
        return Finding(title)
    title = f"{captured.text} leads"
    if qualified.known and captured.value:
        title += f", {qualified.text} of them qualified"
    meeting, form = view["lead_to_meeting_rate"], view["form_lead_to_meeting_rate"]
    text = []
    if meeting.known and form.known:
        text = [
            f"{meeting.text} of chatbot leads booked a meeting, against {form.text} of form leads"
            f"{so_far(meeting, form)}."
        ]
    note = SELF_SELECTION if text else ""
    return Finding(title, (*text, *stages(view)), note)


def stages(view: View) -> list[str]:
    """How the stages of a lead relate: each is counted by itself, so a later one can be larger."""
    if not view["qualified_leads"].known:
        return []
    said = [QUALIFIED]
    meeting, later = view["lead_to_meeting_rate"], view["lead_to_opportunity_rate"]
    met, became = meeting.numerator, later.numerator
    if met is not None and became is not None and became > met:
        said.append(
            f"{labels.number(became)} became an opportunity and {labels.number(met)} booked a "
            "meeting: not every opportunity had one."
        )
    return said


def cycle(view: View) -> Finding:
    """Do chatbot deals close sooner? As published: medians over deals won in the period."""
    days = view["sales_cycle_reduction_days"]
    bot, form = view["sales_cycle_chatbot_days"], view["sales_cycle_form_days"]
    if days.value is None:
        return Finding("No sales cycle to compare", (_no_cycle(days, bot, form),))
    if min(bot.n or 0, form.n or 0) < FEW:
        counts = f"{bot.n or 0} chatbot and {form.n or 0} form deals were won"
        title = f"Too few deals to compare sales cycles: {counts} in {labels.period(view.period)}"
        return Finding(title, (BIASED,), SELF_SELECTION)
    if days.value == 0:
        each = bot.format(bot.value, words=True)
        title = f"As published, chatbot and form deals closed equally fast, in {each}"
    else:
        title = f"As published, chatbot deals closed {apart(days)} than form deals"
        if days.low is not None and days.high is not None and days.low <= 0 <= days.high:
            size, word = apart(days).rsplit(" ", 1)
            title = f"Chatbot deals are not shown to close {word}: {size} as published"
            title += f" ({spread(days)})"
    counts = (
        f"Median {bot.format(bot.value, words=True)} over {bot.n} chatbot deals, "
        f"{form.format(form.value, words=True)} over {form.n} form deals won in "
        f"{labels.period(view.period)}."
    )
    known = (*spread_figures(days), *figures(bot, form))
    return Finding(title, (counts, BIASED), SELF_SELECTION, known)


def money(view: View) -> Finding:
    """What the bot brought in and what it cost."""
    net, cost = view["net_incremental_revenue"], view["total_cost"]
    if not net.known:
        worth, saved = view["net_value"], view["durable_cost_saved"]
        if not worth.known:
            return Finding("What it is worth cannot be said yet", (missing_money(view),))
        title = f"{worth.text} of {lower(worth.kpi.title)}{so_far(worth)}"
        text = [f"{saved.text} of durable savings{so_far(saved)}, against {cost.text} of cost."]
        text += [one for one in (*left_out(view), twelve_months(view)) if one]
        return Finding(title, tuple(text))
    title = f"{net.text} of {lower(net.kpi.title)}{so_far(net)}"
    text = [booked(view)]
    if view["revenue_assisted"].value:
        assisted = view["revenue_assisted"].text
        text.append(f"Another {assisted} was assisted, at its weight; it is not counted.")
    text += [one for one in (*left_out(view), *odds(view), twelve_months(view)) if one]
    return Finding(title, tuple(text), attribution(view))


def by_bot(views: Sequence[View]) -> Finding:
    """Which chatbots carry the portfolio's net revenue."""
    nets = {view.bot.name: view["net_incremental_revenue"] for view in views}
    known = {name: row for name, row in nets.items() if row.known}
    if not known:
        return Finding("No chatbot has booked revenue and cost yet")
    order = sorted(known, key=lambda name: -(known[name].value or 0))
    first, last = order[0], order[-1]
    top, worst = known[first], known[last]
    if (top.value or 0) < 0:
        return Finding(f"No chatbot booked what it cost; {last} fell short by {_size(worst)}")
    most = "" if len(order) == 1 else f", the most of {count(len(order))} chatbots"
    title = f"{first} booked {top.text} more than it cost{most}"
    if (worst.value or 0) < 0:
        title += f"; {last} cost {_size(worst)} more than it booked"
    return Finding(title)


def _size(row: Result) -> str:
    return row.format(abs(row.value or 0))


def booked(view: View) -> str:
    """What was booked and what it cost, as a sentence."""
    revenue, cost, payback = view["revenue_booked"], view["total_cost"], view["payback_multiple"]
    if not payback.known:
        return f"{revenue.text} of booked revenue against {cost.text} of cost."
    return f"{revenue.text} of booked revenue, {payback.text} the cost of {cost.text}."


def missing_money(view: View) -> str:
    """Why nothing can be said of money, as a sentence."""
    reason = view["net_value"].reason or "costs and assumptions"
    return f"What that is worth cannot be said: {reason}."


def _no_cycle(days: Result, bot: Result, form: Result) -> str:
    if days.reason:
        return sentence(days.reason)
    return (
        f"{bot.n or 0} chatbot deals and {form.n or 0} form deals were won; both need at least one."
    )
