"""What a figure of a slide covers and what it does not: leads, orders, first months, joiners."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.decide import decisions
from kpikit.findings.faults import rests_on
from kpikit.findings.figure import counted
from kpikit.findings.standing import standing
from kpikit.findings.words import Finding, count, listed, several, so_far

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from kpikit.findings.asks import Decision
    from kpikit.view import Result, View

CYCLES = ("sales_cycle_chatbot_days", "sales_cycle_adjusted_chatbot_days")
FILLED = {
    "leads": ("leads_captured", *CYCLES),
    "deals": ("revenue_sourced", *CYCLES),
    "orders": ("revenue_orders",),
}
"""Of which measures the counts say whether a table holds something of the bot."""
THREE = 3
"""The periods before that a change is held against."""


def expected_scope(view: View) -> str:
    """Whose leads the net by the published formula counts, and what of the net is not in it."""
    row = view.get("net_incremental_revenue", method="expected")
    if not row.known:
        return ""
    made = "the leads created"
    if view.bot.id == PORTFOLIO:
        names = [one.bot.name for one in view.chatbots() if one["revenue_expected"].value]
        made = f"the leads that {several(names)} brought" if names else made
    text = (
        f"{row.text} by the published formula{so_far(row)}. It counts {made} in "
        f"{labels.period(view.period)} at their expected worth, not deals closed, less all costs"
    )
    orders = view["revenue_orders"]
    if not orders.value:
        return f"{text}."
    return f"{text}; direct orders, {orders.text} in the net, are not in it."


def arms(view: View) -> str:
    """How many the arms of each holdout had; empty where none ran."""
    told = []
    for one in view.chatbots():
        for row in one.detail("holdout"):
            with_, without = (_people(view, row[arm]) for arm in ("treated", "control"))
            told.append(f"{with_} with {one.bot.name}, {without} without")
    return f"In the holdout: {'; '.join(told)}." if told else ""


def _people(view: View, number: int) -> str:
    least = view.context.min_cell
    return f"fewer than {least}" if number < least else f"{number:,}"


def first_month(view: View) -> str:
    """That the first month of a running total has costs from before the launch in it."""
    rows = view.detail("cumulative")
    if not rows or rows[0]["cost"] is None:
        return ""
    month, spent = rows[0]["month"], None
    if (view.results["period"] == month).any():
        spent = view.get("total_cost", period=month).value
    if spent is not None and rows[0]["cost"] <= spent:
        return ""
    any_ = "any " if spent is None else ""
    return (
        f"{labels.period(month)}, the first month, also holds {any_}costs from before the launch."
    )


def with_arms(view: View, text: str) -> str:
    """A sentence on what caused the sales, with how many the arms of the holdout had."""
    told = text
    for row in view.detail("holdout"):
        for arm, words in (("treated", "of those with "), ("control", "of those without")):
            told = told.replace(words, words.replace("those", f"the {_people(view, row[arm])}"))
    return f"{text} {arms(view)}".rstrip() if told == text else told


def based_on(rows: Sequence[Result]) -> set[str]:
    """The tables that figures were computed from."""
    return {name for row in rows if row.known for name in rests_on(row.kpi)}


def bearing(view: View, tables: Iterable[str]) -> list[str]:
    """The tables that hold something of the bot: net value of one that sells nothing has no orders.

    Of assignments that is a holdout in the period.
    """
    empty = {
        name
        for name, kpis in FILLED.items()
        if not any(row.n for kpi in kpis if kpi in view for row in view.history(kpi))
    }
    empty |= set() if arms(view) else {"assignments"}
    return [name for name in tables if name not in empty]


def joined(view: View) -> str:
    """Which chatbots were launched within the periods that a change of all of them compares."""
    if view.bot.id != PORTFOLIO or len(view.periods) < THREE + 1:
        return ""
    first = view.get("conversations", period=view.periods[-THREE - 1])
    zone = ZoneInfo(view.context.timezone)
    start = first.period_start.astimezone(zone).date()
    end = view["conversations"].period_end.astimezone(zone).date()
    late = [bot for bot in view.context.bots if bot.launch and start < bot.launch < end]
    if not late:
        return ""
    names = [f"{bot.name} joined in {_month(bot.launch)}" for bot in late if bot.launch]
    return f"{several(names)}, so part of a change of all chatbots may be the joining."


def _month(day: dt.date) -> str:
    return labels.period(f"{day:%Y-%m}")


def stands_out(view: View) -> Finding:
    """The first flagged change, and how many there are beside it, those on faulty data apart."""
    found = standing(view)
    if not found:
        return Finding("")
    left, faulty = len(found) - 1, sum(one.spoilt for one in found[1:])
    noun, verb = ("change", "stands") if left == 1 else ("changes", "stand")
    more = f"{count(left)} more{f', {count(faulty)} on faulty data' if faulty else ''}"
    more = more if faulty else f"{more} {noun} {verb} out"
    known = tuple(counted(n, "flagged changes") for n in (left, faulty))
    said = (*found[0].move.figures, *known)
    return Finding(f"{found[0].title}; {more}" if left else found[0].title, figures=said)


def also_asked(view: View) -> str:
    """What the decks of the chatbots ask for beside what is asked of all of them."""
    if view.bot.id != PORTFOLIO:
        return ""
    here = {key for one in decisions(view) for key in _keys(one)}
    left = {
        one.bot.name: n
        for one in view.chatbots()
        if (n := sum(not _keys(asked) & here for asked in decisions(one)))
    }
    total = sum(left.values())
    if not total:
        return ""
    noun = "decision is" if total == 1 else "decisions are"
    named = listed([f"{n} of {name}" for name, n in left.items()])
    return f"{count(total).capitalize()} more {noun} asked for in the chatbots' decks: {named}."


def _keys(one: Decision) -> set[object]:
    """What tells whether two decisions are the same one."""
    return {one.do, *((row.bot_id, row.kpi.id) for row in one.rows)}
