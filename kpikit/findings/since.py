"""Findings about money since the launch: when it paid back, the last twelve months, the odds."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from kpikit import labels
from kpikit.findings.figure import Figure, counted
from kpikit.findings.unfinished import is_over, named
from kpikit.findings.words import Finding, count, lower

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import View

    Row = dict[str, Any]

PACE = 3
"""The months whose mean is called the pace."""

SAID = {
    "booked": (
        "The chance that booked revenue of {when} is above its cost",
        " These odds are about the chance of single deals and orders, not about what caused them.",
    ),
    "holdout": ("By the holdout, the chance of revenue of {when} above its cost", ""),
}
HORIZON = 60
"""Months ahead beyond which a date at today's pace is no promise at all."""


def payback(rows: Sequence[Row]) -> int | None:
    """The place of the month in which the running total turned positive for good.

    Args:
        rows: of the detail "cumulative", oldest first.

    >>> payback([{"cumulative": x} for x in (-5, 2, -1, 3, 4)])
    3
    """
    totals = [row["cumulative"] for row in rows]
    place = len(totals)
    while place and totals[place - 1] is not None and totals[place - 1] > 0:
        place -= 1
    return place if place < len(totals) else None


def fell_back(rows: Sequence[Row]) -> bool:
    """Whether the running total was above zero before it fell back; see `payback`."""
    before = rows[: payback(rows)]
    return any(row["cumulative"] is not None and row["cumulative"] > 0 for row in before)


def since_launch(view: View) -> Finding:
    """When the bot paid back and what it made since its launch."""
    rows = view.detail("cumulative")
    if not rows or rows[-1]["cumulative"] is None:
        return Finding("No running total since launch")
    total, place = _money(view, rows[-1]["cumulative"]), payback(rows)
    what = lower(view[rows[0]["kpi"]].kpi.title)
    name, whose = view.bot.name, "their" if view.it == "they" else "its"
    first = labels.period(rows[0]["month"])
    good = " for good" if fell_back(rows) else ""
    if place is None:
        verb = "have" if view.it == "they" else "has"
        title = (
            f"{name} {verb} not paid back{good} yet: {total} of {what} since {first}; {_pace(rows)}"
        )
    elif place == 0:
        title = f"{name} paid back from {whose} first month on, {first}; {total} of {what} since"
    else:
        month = labels.period(rows[place]["month"])
        when = f"{month}, {whose} {_nth(place + 1)} month"
        title = f"{name} paid back{good} in {when}; {total} of {what} since launch"
    text = tuple(one for one in (*odds(view), twelve_months(view)) if one)
    return Finding(title, text, "", running_figures(view))


def twelve_months(view: View) -> str:
    """What the twelve months behind the period brought; nothing where there is no such figure."""
    rows = {row["kpi"]: row for row in view.detail("trailing")}
    net = rows.get("net_incremental_revenue") or rows.get("net_value")
    cost = rows.get("total_cost")
    if net is None or cost is None:
        return ""
    last = labels.period(net["twelve"].removesuffix("-T12"))
    name = "net incremental revenue" if net["kpi"] == "net_incremental_revenue" else "net value"
    late = "" if is_over(view) else " so far"
    text = f"Twelve months to {last}{late}: {_money(view, net['value'])} of {name}"
    if net["low"] is not None:
        ends = labels.interval(net["low"], net["high"], "money", currency=view.context.currency)
        text += f" ({ends})"
    multiple = rows.get("payback_multiple")
    spent = f"cost of {_money(view, cost['value'])}"
    if multiple is None:
        return f"{text}, against a {spent}."
    return f"{text}; booked revenue was {labels.number(multiple['value'], 'ratio')} the {spent}."


def odds(view: View) -> list[str]:
    """How likely it is that the period's revenue covers its cost, and twice it, by each method."""
    rows = view.detail("odds")
    lines = []
    for method, (start, end) in SAID.items():
        found = {row["what"]: row["probability"] for row in rows if row["method"] == method}
        if found.get("net") is not None:
            net, twice = labels.chance(found["net"]), labels.chance(found["payback"])
            begin = start.format(when=named(view))
            lines.append(f"{begin} is {net}, above twice its cost {twice}.{end}")
    return lines


def _pace(rows: Sequence[Row]) -> str:
    """When the total would turn positive if every month were like the last ones."""
    last = [row["net"] for row in rows[-PACE:] if row["net"] is not None]
    mean = sum(last) / len(last) if last else 0.0
    months = f"the last {count(len(last))} months" if len(last) > 1 else "its only month"
    if mean <= 0:
        return f"at the pace of {months} it never will"
    needed = math.ceil(-rows[-1]["cumulative"] / mean) or 1
    if needed > HORIZON:
        return f"at the pace of {months} it takes more than {HORIZON // 12} years"
    year, month = map(int, rows[-1]["month"].split("-"))
    place = year * 12 + month - 1 + needed
    when = dt.date(place // 12, place % 12 + 1, 1)
    return f"at the pace of {months} it will be in {labels.period(f'{when:%Y-%m}')}"


def _nth(place: int) -> str:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if 10 < place % 100 < 14 else suffix}"


def _money(view: View, value: float) -> str:
    return labels.number(value, "money", decimals=0, currency=view.context.currency)


def running_figures(view: View) -> tuple[Figure, ...]:
    """Every number of the running total, the twelve months and the odds."""
    rows, place = view.detail("cumulative"), f"{view.bot.id} {view.period}"
    found = [
        Figure(row["cumulative"], "money", f"details cumulative {place} {row['month']}")
        for row in rows
        if row["cumulative"] is not None
    ]
    found += [
        Figure(row[name], "ratio" if row["kpi"] == "payback_multiple" else "money",
               f"details trailing {place} {row['kpi']} {name}")
        for row in view.detail("trailing")
        for name in ("value", "low", "high")
        if row[name] is not None
    ]  # fmt: skip
    chances = [row["probability"] for row in view.detail("odds") if row["probability"] is not None]
    hundreds = [min(max(100 * chance, 1.0), 99.0) for chance in chances]
    counts = (*hundreds, 100, 12, PACE, HORIZON // 12, *range(1, len(rows) + 1))
    return (*found, *(counted(one, f"details {place}") for one in counts))
