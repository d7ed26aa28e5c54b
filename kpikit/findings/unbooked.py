"""Findings about money that is not in the figures: amounts without a rate, costs nobody booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.figure import counted, figures
from kpikit.findings.notice import Notice
from kpikit.findings.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.view import View

NO_RATE, NO_COSTS = "without an exchange rate", "no costs booked"
CENT = 0.005
"""What a month gains in cost when shared ones are divided anew is below this."""


def left_out(view: View) -> list[str]:
    """What the money of the period lacks, as sentences; none where it is whole."""
    reasons = [
        part
        for kpi in ("revenue_booked", "total_cost")
        for part in (view[kpi].reason or "").split("; ")
        if part.endswith(NO_RATE) or part.startswith(f"{NO_COSTS} for")
    ]
    named = listed(list(dict.fromkeys(reasons)))
    said = [f"Not in these figures: {named}."] if named else []
    return [*said, *_gaps(view)]


def unpaid(view: View) -> list[str]:
    """The months without any cost after the first that has one."""
    rows = [row for row in view.detail("cumulative") if row["cost"] is not None]
    return [row["month"] for row in rows if abs(row["cost"]) < CENT]


def unbooked(view: View) -> Iterator[Notice]:
    """Revenue without a cost, or money without a rate: the net cannot be told, or flatters."""
    revenue, cost = view["revenue_booked"], view["total_cost"]
    if revenue.value and not cost.known:
        yield Notice(
            f"{revenue.text} is booked and no cost, so there is no net.",
            "Unknown is not free: a bot without a cost in the period has no net.",
            "money",
            kind="refusal",
            about=("total_cost",),
            cause=NO_COSTS,
            stake=revenue.value,
            todo="Book the costs of the period, or what the bot shares with others.",
            figures=figures(revenue),
        )
        return
    said = left_out(view)
    if said:
        yield Notice(
            said[0],
            " ".join(said[1:]),
            "money",
            kind="refusal",
            about=("total_cost",),
            cause=NO_COSTS,
            todo="Add the exchange rates and the costs that are missing.",
            figures=(*figures(revenue, cost), counted(len(unpaid(view)), "months without a cost")),
        )


def _gaps(view: View) -> list[str]:
    months = unpaid(view)
    if not months:
        return []
    names, verb = listed([labels.period(month) for month in months]), "has"
    if len(months) > 1:
        verb = "have"
    return [f"{names} {verb} no cost though others do, so the running total flatters."]
