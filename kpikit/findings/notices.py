"""The few things a reader should know before the sections, most urgent first.

Every kind of finding is a function of the view in SOURCES; `ranked` orders what they find. A data
problem comes before everything, and what it spoils is not told at all, or only with a hedge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.behind import thin
from kpikit.findings.changed import moves
from kpikit.findings.falls import falls
from kpikit.findings.faults import UNRECORDED, faults, spoilt, untold
from kpikit.findings.figure import figures
from kpikit.findings.gaps import CAUSES, Gap, gaps
from kpikit.findings.notice import CLEAR, Notice, ranked
from kpikit.findings.proof import no_lift
from kpikit.findings.targets import course, owner
from kpikit.findings.unbooked import unbooked
from kpikit.findings.words import STEADY, filling, lower, steady, tested, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kpikit.findings.figure import Figure
    from kpikit.view import Result, View

MOST = 5
MOVES = 2
MOVED = "money moved"
MONEY = ("net_incremental_revenue", "net_value")


def notices(view: View) -> list[Notice]:
    """At most five: faults of the data first, then what is farthest off, then what is open."""
    if not view["conversations"].value:
        return []
    order = [row.kpi.id for row in (*view.headline(), *view.kpis())]
    wrong = {kpi for kpi, share in spoilt(view).items() if share >= UNRECORDED}
    every = [one for source in SOURCES for one in source(view)]
    # A move that the data may have made is none.
    told = [one for one in every if one.kind != "change" or not wrong & set(one.about)]
    told = [one for one in told if not (one.cause == MOVED and _unsafe(one, view))]
    found = ranked(told, order)
    # How the money moved is always asked for.
    left = [one for one in found[MOST - 1 :] if one.cause == MOVED]
    return [*found[: MOST - 1], *(left or found[MOST - 1 : MOST])]


def _unsafe(notice: Notice, view: View) -> bool:
    """Whether it is about money of which a table lost too much to say how it moved."""
    return any(untold(view, view[kpi]) for kpi in notice.about)


def problems(view: View) -> Iterator[Notice]:
    """What is wrong with the data."""
    yield from (fault.notice for fault in faults(view))


def money(view: View) -> Iterator[Notice]:
    """How the net moved, and what moved it; only as far as chance does not explain it."""
    row = next((view[kpi] for kpi in MONEY if view[kpi].known), None)
    if row is None or row.change is None or row.prior_value is None:
        return
    income = view["revenue_booked" if row.kpi.id == MONEY[0] else "durable_cost_saved"]
    legs = [_went(leg) for leg in (income, view["total_cost"]) if leg.prior_value is not None]
    text = f"{'; '.join([*legs[:1], *map(lower, legs[1:])])}." if legs else ""
    title = f"{row.kpi.title} {_moved(row, _before(view))}"
    if row.status == "provisional" and row.final_on:
        title += f", not final until {labels.until(row.final_on, row.as_of)}"
    yield Notice(
        f"{title}.",
        f"{_apart(row)}{text}",
        "money",
        kind="money",
        about=(row.kpi.id,),
        cause=MOVED,
        weight=_weight(row),
        stake=row.change,
        figures=figures(row, income, view["total_cost"]),
    )


def off(view: View) -> Iterator[Notice]:
    """Every measure that is bad or misses its target; of each family the farthest."""
    told = set()
    for gap in gaps(view):
        cause = CAUSES.get(gap.row.kpi.id, gap.row.kpi.id)
        wrong = gap.aim == "target" or gap.row.verdict == "bad"
        if gap.clear and wrong and cause not in told:
            told.add(cause)
            yield _off(gap, view)


def pending(view: View) -> Iterator[Notice]:
    """What can still change the resolution, and until when."""
    row, open_ = view["resolution_rate"], view["rung_pending"]
    if row.status == "provisional" and row.final_on and open_.value:
        day = labels.until(row.final_on, row.as_of)
        noun = "conversation" if open_.value == 1 else "conversations"
        yield Notice(
            f"Resolution is not final until {day}.",
            f"{open_.text} {noun} can still draw a ticket until then.",
            "ladder",
            kind="refusal",
            about=("rung_pending",),
            figures=figures(open_),
        )


def claimed(view: View) -> Iterator[Notice]:
    """What is left of the published saving once tickets are counted."""
    row, held = view["deflection_cost_saved"], view["durable_cost_saved"]
    if row.value and held.known and (held.value or 0) < row.value:
        so_far = " so far" if held.status == "provisional" else ""
        yield Notice(
            f"Of {row.text} saved as published, {held.text} held{so_far}.",
            "The published formula counts every conversation closed without a person; this counts "
            "those that held, times the share that would have asked one.",
            "ladder",
            kind="money",
            about=("durable_cost_saved",),
            stake=row.value - (held.value or 0),
            figures=figures(row, held),
        )


def changes(view: View) -> Iterator[Notice]:
    """The first flagged moves, and measures that fell three times running."""
    for move in [move for move in moves(view) if not move.spoilt][:MOVES]:
        yield _change(move.row, move.title, text=move.text, weight=CLEAR, own=move.figures)
    for fall in falls(view):
        yield _change(fall.row, fall.title, text=fall.text, weight=0.0, own=fall.figures)


def _change(
    row: Result, title: str, *, text: str, weight: float, own: tuple[Figure, ...]
) -> Notice:
    return Notice(
        f"{title}.",
        text,
        "changes",
        kind="change",
        about=(row.kpi.id,),
        cause=CAUSES.get(row.kpi.id, row.kpi.id),
        weight=weight,
        figures=own,
    )


SOURCES: tuple[Callable[[View], Iterator[Notice]], ...] = (
    *(problems, no_lift, off, money, changes, pending, claimed, unbooked),
)
"""Everything that may be worth a notice; add a function here and it is ranked with the rest."""


def _before(view: View) -> str:
    """The name of the period before, as "on August" needs it."""
    earlier = view.periods[:-1]
    return labels.period(earlier[-1], year=earlier[-1][:4] != view.period[:4]) if earlier else ""


def _went(row: Result) -> str:
    before = row.format(row.prior_value)
    if filling(row):
        return f"{row.kpi.title} is {row.text} so far, after {before}"
    return f"{row.kpi.title} " + (
        f"stayed at {row.text}" if before == row.text else f"went from {before} to {row.text}"
    )


def _weight(row: Result) -> float:
    """The change in standard errors; 0 where it has no interval."""
    if row.change is None or row.change_low is None or row.change_high is None:
        return 0.0
    error = (row.change_high - row.change_low) / 2 / CLEAR
    return abs(row.change) / error if error else 0.0


def _moved(row: Result, before: str) -> str:
    """What became of a figure, as a verb; that it moved only where chance is no excuse."""
    change = row.change or 0.0
    size, was = row.format(abs(change)), row.format(row.prior_value)
    if filling(row):
        return f"is {row.text} so far, after {was} in {before}"
    if not change:
        return f"stayed put on {before}, at {row.text}"
    if tested(row) and not steady(row):
        return f"{'grew' if change > 0 else 'fell'} by {size} on {before}, to {row.text}"
    hedge = f"; {STEADY}" if steady(row) else ""
    return f"was {was} in {before}, now {row.text}{hedge}"


def _apart(row: Result) -> str:
    """How far a change may be off, where it may be none."""
    if filling(row) or not steady(row) or row.change_low is None:
        return ""
    ends = labels.interval(row.change_low, row.change_high, row.kpi.unit, currency=row.currency)
    return f"The change may be {ends}. "


def _off(gap: Gap, view: View) -> Notice:
    row, name = gap.row, owner(view, gap.row)
    if gap.aim == "target":
        title = f"{row.kpi.title} {course(row)}."
    else:
        title = f"{row.kpi.title} is bad at {row.text}; {gap.wanted}."
    evidence = [f"{row.interval_text} possible"] if row.low is not None else []
    evidence += [few] if gap.aim == "band" and (few := thin(row)) else []
    late = row.status == "provisional" and gap.aim == "band"
    evidence += [f"provisional{until(row)}"] if late else []
    evidence += [f"owner: {name}"] if name else []
    text = "; ".join(evidence)
    return Notice(
        title,
        f"{text[:1].upper()}{text[1:]}." if text else "",
        "measures",
        kind="quality",
        about=(row.kpi.id,),
        cause=CAUSES.get(row.kpi.id, row.kpi.id),
        weight=gap.weight,
        stake=gap.size if row.kpi.unit == "money" else 0.0,
        todo=" ".join(row.kpi.advice[:1]),
        owner=name,
        figures=figures(row),
    )
