"""Is it working? The one sentence at the top of a report, and the title of a deck's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.conversations import unrecorded
from kpikit.findings.money import ATTRIBUTED, booked, missing_money
from kpikit.findings.words import Finding, lower, so_far

if TYPE_CHECKING:
    from kpikit.view import Result, View


def verdict(view: View) -> Finding:
    """Is it working? One sentence about the bot in this period."""
    conversations = view["conversations"]
    when = labels.period(view.period)
    if not conversations.value:
        return Finding(f"{view.bot.name} had no conversations in {when}")
    net, value = view["net_incremental_revenue"], view["net_value"]
    if net.known:
        return Finding(
            f"{_earned(net, view)} in {when}{so_far(net)}{_trouble(view)}",
            (booked(view),),
            ATTRIBUTED,
        )
    if value.known:
        amount = value.format(abs(value.value or 0))
        side = "more" if (value.value or 0) >= 0 else "less"
        title = f"{view.bot.name} saved {amount} {side} than {view.it} cost in {when}"
        title += so_far(value) + _trouble(view)
        return Finding(title, (_saved(view),))
    return Finding(_closed(view), (*unrecorded(view), missing_money(view)))


def _earned(net: Result, view: View) -> str:
    amount = net.format(abs(net.value or 0))
    if (net.value or 0) >= 0:
        return f"{view.bot.name} booked {amount} more than {view.it} cost"
    return f"{view.bot.name} cost {amount} more than {view.it} booked"


def _saved(view: View) -> str:
    held, cost = view["durable_cost_saved"], view["total_cost"]
    return (
        f"Conversations that held saved {held.text} of agent time{so_far(held)}; "
        f"the cost was {cost.text}."
    )


def _closed(view: View) -> str:
    rate = view["resolution_rate"] if view["resolution_rate"].known else view["containment_rate"]
    word = "for good " if rate.kpi.id == "resolution_rate" else ""
    return (
        f"{view.bot.name} closed {rate.text} of conversations {word}in "
        f"{labels.period(view.period)}{so_far(rate)}"
    )


def _trouble(view: View) -> str:
    """The first measure that is bad, so that good money never hides it."""
    bad = [row for row in view.headline() if row.verdict == "bad"]
    return f"; {lower(bad[0].kpi.title)} is bad at {bad[0].text}{so_far(bad[0])}" if bad else ""
