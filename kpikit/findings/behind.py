"""What the n of a figure counts, and a hedge for a verdict that rests on too few of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.errors import UsageError
from kpikit.estimate import COUNT, why_none
from kpikit.estimate.reasons import ASSUMED, UNOBSERVED
from kpikit.findings.words import listed
from kpikit.kpi import Derived, Priced, registry

if TYPE_CHECKING:
    from kpikit.kpi import Kpi
    from kpikit.view import Result

ROWS = {
    "conversations": "conversation", "answers": "answer", "ratings": "rating", "scores": "rating",
    "escalations": "hand-off", "goals": "goal", "outbound": "conversation", "tickets": "ticket",
    "leads": "lead", "journeys": "won deal", "deals": "deal", "orders": "order",
    "costs": "cost entry", "reviews": "review", "traffic": "traffic row", "shown": "visitor",
    "incidents": "event", "inputs": "message",
}  # fmt: skip
"""What one row of a fact is called."""
OTHERS = {
    "repeat_user_rate": "known user", "resolution_rate.numerator": "resolved conversation",
}  # fmt: skip
"""KPIs, and parts of them, whose n is not of the rows of their fact."""
SURE = {COUNT, ASSUMED, UNOBSERVED}
"""Reasons for which a figure has no interval though it is not short of rows."""


def behind(row: Result) -> str:
    """The n of a figure with what it counts: "29 ratings", "37 cost entries"; empty without an n.

    Of a quotient of other figures it is the rows behind its denominator.
    """
    if row.n is None:
        return ""
    names = _nouns(row.kpi)
    if row.n != 1:
        names = [_plural(name) for name in names]
    return f"{labels.number(row.n)} {listed(names)}"


def thin(row: Result) -> str:
    """A hedge for an estimate without an interval: "on 29 ratings, no interval"; else empty.

    Its verdict and its target follow the value alone, which is no more than that.
    """
    if not row.known or row.low is not None:
        return ""
    if why_none(row.kpi, row.method, n=row.n) in SURE:
        return ""
    rows = behind(row)
    return f"on {rows}, no interval" if rows else ""


def _nouns(kpi: Kpi) -> list[str]:
    """What is counted, in the singular; of several figures each once."""
    if kpi.fact != "derived":
        return [OTHERS.get(kpi.id) or ROWS.get(kpi.fact, "value")]
    try:
        measure = kpi.measure
    except UsageError:  # of a frozen run: how it is computed is not in it
        return ["value"]
    names: list[str] = []
    if isinstance(measure, Priced):
        names = [measure.count]
    elif isinstance(measure, Derived) and measure.n is not None:
        names = measure.n.meta.root_names()
    found = [
        noun
        for name in names
        for noun in ([OTHERS[name]] if name in OTHERS else _nouns(registry()[name.split(".")[0]]))
    ]
    return list(dict.fromkeys(found)) or ["value"]


def _plural(name: str) -> str:
    return f"{name[:-1]}ies" if name.endswith("ry") else f"{name}s"
