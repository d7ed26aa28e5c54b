"""The few things a reader should know before the sections, most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.findings.conversations import quality, rejected, stale
from kpikit.findings.words import lower

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.view import Result, View

MOST = 5
MONEY = ("net_incremental_revenue", "net_value")


class Notice(NamedTuple):
    """One thing to know: the claim, its evidence, and the section that has more."""

    title: str
    text: str
    section: str


def notices(view: View) -> list[Notice]:
    """At most five: faults of the data first, then money, what is bad, missed or still open."""
    if not view["conversations"].value:
        return []
    found: list[Notice] = []
    named: set[str] = set()
    for kpis, notice in _candidates(view):
        if not named & kpis:
            named |= kpis
            found.append(notice)
    return found[:MOST]


def _candidates(view: View) -> Iterator[tuple[set[str], Notice]]:
    """Everything worth a notice, with the KPIs it is about."""
    faults = [*_stale(view), *_lost_days(view)]
    yield from faults
    rows = [row for row in _by_importance(view) if not (faults and _hit_by(row))]
    yield from _money(view)
    for row in [row for row in rows if row.verdict == "bad"][:2]:
        yield {row.kpi.id}, _bad(row)
    settled = [row for row in rows if row.status == "final"]
    for row in [row for row in settled if row.target_status == "missed"][:2]:
        yield {row.kpi.id}, _missed(row)
    yield from _pending(view)
    yield from _claimed(view)


def _by_importance(view: View) -> list[Result]:
    """Headline measures first, then the others in the order of the results."""
    top = view.headline()
    ids = {row.kpi.id for row in top}
    return top + [row for row in view.kpis() if row.kpi.id not in ids]


def _before(view: View) -> str:
    """The name of the period before, as "on August" needs it."""
    earlier = view.periods[:-1]
    return labels.period(earlier[-1], year=earlier[-1][:4] != view.period[:4]) if earlier else ""


def _money(view: View) -> Iterator[tuple[set[str], Notice]]:
    """How the net moved, and what moved it."""
    row = next((view[kpi] for kpi in MONEY if view[kpi].known), None)
    if row is None or row.change is None:
        return
    verb = "grew" if row.change > 0 else "fell" if row.change < 0 else "stayed"
    size = row.format(abs(row.change))
    moved = f"{verb} by {size} on {_before(view)}, to {row.text}" if row.change else f"{verb} put"
    if row.status == "provisional" and row.final_on:
        moved += f", not final until {labels.until(row.final_on, row.as_of)}"
    income = view["revenue_booked" if row.kpi.id == MONEY[0] else "durable_cost_saved"]
    legs = [
        f"{leg.kpi.title} went from {leg.format(leg.prior_value)} to {leg.text}"
        for leg in (income, view["total_cost"])
        if leg.known and leg.prior_value is not None
    ]
    text = f"{'; '.join([*legs[:1], *map(lower, legs[1:])])}." if legs else ""
    yield {row.kpi.id}, Notice(f"{row.kpi.title} {moved}.", text, "money")


def _bad(row: Result) -> Notice:
    return Notice(f"{row.kpi.title} is bad at {row.text}.", _first_step(row), "measures")


def _missed(row: Result) -> Notice:
    title = f"{row.kpi.title} missed its target of {row.format(row.target)} with {row.text}."
    return Notice(title, _first_step(row), "measures")


def _first_step(row: Result) -> str:
    return " ".join(row.kpi.advice[:1])


def _hit_by(row: Result) -> bool:
    """Whether missing outcomes or tickets move a figure, so that it says nothing of the bot."""
    return row.kpi.category == "resolution"


def _stale(view: View) -> Iterator[tuple[set[str], Notice]]:
    """A table that ends before the period makes what rests on it look better than it is."""
    for text in rejected(view):
        yield (
            set(),
            Notice(text, "What needs them is unavailable; the reasons are below.", "quality"),
        )
    for text in stale(view):
        yield set(), Notice(text, "What rests on later ones cannot be trusted.", "quality")


def _lost_days(view: View) -> Iterator[tuple[set[str], Notice]]:
    """Days without outcomes move every rate of the period."""
    if any(row.conversations and not row.outcomes for row in view.days()):
        finding = quality(view)
        yield set(), Notice(f"{finding.title}.", finding.paragraphs[0], "quality")


def _pending(view: View) -> Iterator[tuple[set[str], Notice]]:
    """What can still change the resolution, and until when."""
    row, pending = view["resolution_rate"], view["rung_pending"]
    if row.status == "provisional" and row.final_on and pending.value:
        day = labels.until(row.final_on, row.as_of)
        noun = "conversation" if pending.value == 1 else "conversations"
        text = f"{pending.text} {noun} can still draw a ticket until {day}."
        yield {"rung_pending"}, Notice("Resolution is not final.", text, "ladder")


def _claimed(view: View) -> Iterator[tuple[set[str], Notice]]:
    """What is left of the published saving once tickets are counted."""
    claimed, held = view["deflection_cost_saved"], view["durable_cost_saved"]
    if claimed.value and held.known and (held.value or 0) < claimed.value:
        title = f"Of {claimed.text} saved as published, {held.text} held."
        text = (
            "The published formula counts every conversation closed without a person; this counts "
            "those that held, times the share that would have asked one."
        )
        yield {"durable_cost_saved"}, Notice(title, text, "ladder")
