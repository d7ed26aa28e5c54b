"""From income to net in steps: what came in by source, less what it cost by category."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.money import BOOKED, account
from kpikit.charts.parts import parts_of
from kpikit.charts.scale import MoneyUnit, money_unit
from kpikit.charts.steps import Look, Step, draw_steps

if TYPE_CHECKING:
    from decimal import Decimal

    from matplotlib.figure import Figure

    from kpikit.view import Result, View

CATEGORIES = {
    "subscription": "Licences",
    "people": "People",
    "integration": "Integration",
    "ai_api": "AI usage",
    "hosting": "Hosting",
    "maintenance": "Maintenance",
    "development": "Development",
}

BESIDE = {
    "expected": ("Expected, other cohort", "leads created, not deals closed"),
    "holdout": ("Shown by the holdout", "bought with the bot, not without"),
}
"""Nets of other methods: their name and what they are."""


def bridge_unit(view: View) -> MoneyUnit:
    """The unit of all amounts of the figure."""
    chosen = account(view) or BOOKED
    ids = (chosen.income, "total_cost", chosen.net)
    return money_unit([view[kpi].value or 0 for kpi in ids], view.context.currency)


def bridge_steps(view: View) -> list[Step]:
    """The rows of the bridge; empty where income or net cannot be told."""
    chosen = account(view)
    if chosen is None:
        return []
    unit = bridge_unit(view)
    income, net = view[chosen.income], view[chosen.net]
    rounded = {row.kpi.id: _rounded(row.value or 0, unit) for row in (income, net)}
    sources = _sources(view) if chosen is BOOKED else [(income.kpi.title, "", income.value or 0)]
    steps = _rise(sources, rounded[income.kpi.id], unit)
    top = steps[-1].end if steps else 0.0
    if len(steps) > 1:
        text = _text(rounded[income.kpi.id], "")
        steps.append(Step(income.kpi.title, "", 0.0, top, "bracket", (text,)))
    steps += _fall(view, top, spent=rounded[income.kpi.id] - rounded[net.kpi.id], unit=unit)
    steps.append(_net(net, unit))
    return steps + _beyond(view, net, unit=unit) if chosen is BOOKED else steps


def _rounded(value: float, unit: MoneyUnit) -> Decimal:
    return labels.rounded(value / unit.size, unit.decimals)


def _text(value: Decimal, sign: str) -> str:
    """An amount in the unit of the figure, with the sign of its step."""
    mark = labels.MINUS if value < 0 else sign if value else ""
    return f"{mark}{abs(value):,}"


def _sources(view: View) -> list[tuple[str, str, float]]:
    """Name, note and amount of what was booked, by where it came from."""
    deals, orders = view["revenue_sourced"], view["revenue_orders"]
    word = {"revenue_sourced": "won deal", "revenue_orders": "order"}
    names = {"revenue_sourced": "Sourced deals", "revenue_orders": "Direct orders"}
    known = [row for row in (deals, orders) if row.known]
    rows = [row for row in known if row.value] or known[:1]
    return [
        (names[row.kpi.id], labels_count(row.n, word[row.kpi.id]), row.value or 0) for row in rows
    ]


def labels_count(n: int | None, word: str) -> str:
    """A count with its noun: "31 won deals"; nothing where the count is not known."""
    return "" if n is None else f"{labels.number(n)} {word}{'' if n == 1 else 's'}"


def _rise(rows: list[tuple[str, str, float]], total: Decimal, unit: MoneyUnit) -> list[Step]:
    amounts = parts_of(total, [value / unit.size for _, _, value in rows], unit.decimals)
    steps, at = [], 0.0
    for (name, note, value), amount in zip(rows, amounts, strict=True):
        steps.append(Step(name, note, at, at + value, "blue", (_text(amount, "+"),)))
        at += value
    return steps


def _fall(view: View, top: float, *, spent: Decimal, unit: MoneyUnit) -> list[Step]:
    """Costs by category, the largest first; one step where the categories are not known."""
    whole = view["total_cost"]
    rows = [row for row in view.split("total_cost", "category") if row.value]
    rows.sort(key=lambda row: -(row.value or 0))
    names = [CATEGORIES.get(str(row.segment_value), str(row.segment_value)) for row in rows]
    values = [row.value or 0 for row in rows]
    if not rows:
        names, values = [whole.kpi.title], [whole.value or 0]
    amounts = parts_of(spent, [value / unit.size for value in values], unit.decimals)
    steps, at = [], top
    for name, value, amount in zip(names, values, amounts, strict=True):
        steps.append(Step(name, "", at, at - value, "orange", (_text(-amount, ""),)))
        at -= value
    return steps


def _net(net: Result, unit: MoneyUnit) -> Step:
    value = net.value or 0.0
    text = _text(_rounded(value, unit), "")
    ends = {name: end for name, end in (("low", net.low), ("high", net.high)) if end is not None}
    look: Look = "blue" if value >= 0 else "orange"
    return Step(net.kpi.title, "", 0.0, value, look, (text,), strong=True, **ends)


def _beyond(view: View, net: Result, *, unit: MoneyUnit) -> list[Step]:
    """Assisted revenue, hatched beyond the net: near the bot, not counted."""
    assisted = view["revenue_assisted"].value
    if not assisted:
        return []
    start = net.value or 0.0
    text = _text(_rounded(assisted, unit), "+")
    return [Step("Assisted, not counted", "", start, start + assisted, "hatched", (text,))]


def beside_steps(view: View) -> list[Step]:
    """What is no step of the bridge: the published formula's net, and that of a holdout."""
    if account(view) is not BOOKED:
        return []
    unit, found = bridge_unit(view), []
    for method, (name, note) in BESIDE.items():
        row = view.get(BOOKED.net, method=method)
        if row.value is not None:
            text = _text(_rounded(row.value, unit), "")
            step = Step(name, note, row.value, row.value, "mark", (text,))
            found.append(replace(step, low=row.low, high=row.high))
    return found


def bridge(view: View, *, narrow: bool = False) -> Figure | None:
    """Draw the bridge: blue in, orange out, the net in bold, what is not counted hatched.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens.

    Returns:
        A figure; None where the bot's money cannot be told.
    """
    steps = bridge_steps(view)
    steps += beside_steps(view) if steps else []
    return draw_steps(steps, (bridge_unit(view).head,), narrow=narrow) if steps else None


def bridge_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    steps = [*bridge_steps(view), *beside_steps(view)]
    rows = [f"{step.label} {step.texts[0]}" for step in steps]
    chosen = account(view)
    net = view[chosen.net] if chosen else None
    interval = (
        f" 95% interval of the net {net.interval_text}." if net and net.low is not None else ""
    )
    words = bridge_unit(view).words
    return f"{words}, step by step. {'; '.join(rows)}.{interval}"
