"""What is wrong with the data, before anything is read from them, and what it spoils."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.errors import UsageError
from kpikit.findings.figure import Figure, counted
from kpikit.findings.impossible import backwards, beyond
from kpikit.findings.notice import OF_TABLE, Notice
from kpikit.findings.state import (
    all_set_aside,
    lost_figures,
    lost_title,
    newest,
    part_set_aside,
    rejected,
    set_aside,
    stale,
)
from kpikit.kpi import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.context import TableQuality
    from kpikit.kpi import Kpi
    from kpikit.view import Result, View

UNRECORDED = 0.1
"""The share of conversations from which on a fault takes the word of the figures it spoils."""
SET_ASIDE = 0.05
"""The share of a table's rows from which on it is told that they were set aside."""
WRITING = 1 / 3
"""Fewer visitors than this who write after opening a chat: it was not they who opened it."""
OPENED = "conversations opened"
"""What the share of conversations rests on, besides its columns."""
OUTCOMES = "events.outcome"
UNSAID = {"audit_completeness": {OUTCOMES}}
"""What a KPI counts the absence of, so that it needs it no less and says so nowhere."""


@dataclass(frozen=True)
class Fault:
    """A data problem: what to tell of it, and what it spoils.

    Attributes:
        notice: as it is told; its weight is the share of the rows that is wrong.
        inputs: tables, columns ("events.outcome") and OPENED; what rests on one is spoilt.
    """

    notice: Notice
    inputs: frozenset[str] = frozenset()


def faults(view: View) -> list[Fault]:
    """Every data problem of a period, the gravest kinds first."""
    if not view["conversations"].value:
        return []
    kinds = (_rejected, _thinned, _stale, _lost, _opened, _impossible)
    return [fault for kind in kinds for fault in kind(view)]


def spoilt(view: View) -> dict[str, float]:
    """The KPIs that a data problem spoils, each with the share of its rows that is wrong."""
    found: dict[str, float] = {}
    for fault in faults(view):
        for row in view.kpis():
            if fault.inputs & rests_on(row.kpi):
                found[row.kpi.id] = max(found.get(row.kpi.id, 0.0), fault.notice.weight)
    return found


def untold(view: View, row: Result) -> bool:
    """Whether a table that a figure rests on lost so much that nobody can judge the figure."""
    return any(
        fault.notice.cause.startswith(OF_TABLE) and fault.notice.weight >= UNRECORDED
        for fault in faults(view)
        if fault.inputs & rests_on(row.kpi)
    )


def excused(row: Result, edge: float | None, wrong: float) -> bool:
    """Whether the data, not the chatbot, may be why a figure is beyond an edge.

    Args:
        row: the figure.
        edge: of its band, or its target; None where it is a range.
        wrong: the share of its rows that is wrong, as of `spoilt`.
    """
    if wrong >= UNRECORDED or edge is None or not row.value:
        return wrong > 0
    size = abs(row.value - edge)
    return wrong >= (size if row.kpi.unit == "share" else size / abs(row.value))


@functools.lru_cache(maxsize=512)
def rests_on(kpi: Kpi) -> frozenset[str]:
    """The tables and columns that a KPI is computed from, those of its parts included."""
    own = {name for need in kpi.needs for name in need.split("|")}
    own |= {name.partition(".")[0] for name in own} | UNSAID.get(kpi.id, set())
    # What was sold is the chatbot's by the conversation it is linked to.
    own |= {"events"} if own & {"deals", "orders"} else set()
    share = kpi.fact == "conversations" and kpi.unit == "share"
    opened = {OPENED} if share and not kpi.id.endswith("_engaged") else set()
    # A mean over what has an outcome does not move with those that have none.
    if kpi.unit not in {"share", "count", "money", "ratio", "hours"}:
        own.discard(OUTCOMES)
    try:
        parts = [registry()[name] for name in kpi.reads if name in registry()]
    except UsageError:  # of a frozen run: how it is computed is not in it
        parts = []
    return frozenset(own | opened).union(*(rests_on(part) for part in parts))


def _rejected(view: View) -> Iterator[Fault]:
    for table in rejected(view):
        text = "What needs them is unavailable; the reasons are below."
        todo = f"Run kpikit check, which writes the rows of {table.name} with their reasons."
        size = counted(table.quarantined, f"context tables {table.name}")
        yield _of_table(table, all_set_aside(table), (text, todo), figures=(size,))


def _thinned(view: View) -> Iterator[Fault]:
    """Tables that lost a part of their rows, the largest part first."""
    tables = sorted(view.context.quality.tables, key=set_aside, reverse=True)
    used = frozenset().union(*(rests_on(row.kpi) for row in view.kpis() if row.known))
    for table in tables:
        share = set_aside(table)
        if table.kept and share >= SET_ASIDE and table.name in used:
            text = "Counts and sums read too low, and shares may be off either way."
            todo = f"Run kpikit check, which writes the rows of {table.name} with their reasons."
            said = (Figure(share, "share", f"context tables {table.name}, set aside"),)
            title = part_set_aside(table)
            yield _of_table(table, title, (text, todo), figures=said, weight=share)


def _stale(view: View) -> Iterator[Fault]:
    for table in stale(view):
        text = "What rests on later ones cannot be trusted."
        todo = f"Export {table.name} again, up to the day of the report."
        yield _of_table(table, newest(table), (text, todo))


def _of_table(
    table: TableQuality,
    title: str,
    said: tuple[str, str],
    *,
    figures: tuple[Figure, ...] = (),
    weight: float = 1.0,
) -> Fault:
    """A fault of a whole table: what it is, what it means, what to do."""
    notice = Notice(
        title,
        said[0],
        "quality",
        kind="data",
        cause=f"{OF_TABLE}{table.name}",
        weight=weight,
        todo=said[1],
        figures=figures,
    )
    return Fault(notice, frozenset({table.name}))


def _lost(view: View) -> Iterator[Fault]:
    """Days without outcomes move every share that rests on outcomes."""
    title, total = lost_title(view), view["conversations"]
    if not title:
        return
    days, hit = lost_figures(view)
    share = hit.value / (total.value or 1)
    notice = Notice(
        f"{title}.",
        f"{hit.value:,.0f} conversations of those days count as unknown, so resolution and "
        "containment read too low.",
        "quality",
        kind="data",
        cause="outcomes",
        weight=share,
        todo="Load the outcomes of those days again before resolution is judged.",
        figures=(days, hit),
    )
    yield Fault(notice, frozenset({OUTCOMES}))


def _opened(view: View) -> Iterator[Fault]:
    """A chat that opens by itself, or writes first, counts visitors who did nothing."""
    row = next((row for row in view.kpis() if row.kpi.id == "activation_rate"), None)
    if row is None or row.value is None:
        return
    most = row.value if row.high is None else row.high
    if most >= WRITING and not _halved(row):
        return
    before = 1 - (row.trailing_mean or 0.0)
    was = f", up from {row.format(before)} in the three periods before" if _halved(row) else ""
    notice = Notice(
        f"In {row.format(1 - row.value)} of conversations no visitor wrote{was}.",
        "A chat that opens by itself or writes first counts people who did nothing, so every "
        "share of conversations reads too low.",
        "quality",
        kind="data",
        cause="opened",
        about=("activation_rate",),
        weight=1 - row.value,
        todo="Send chat.session_started when the visitor acts, or read the shares of engaged "
        "conversations.",
        figures=(
            Figure(1 - row.value, "share", "1 - activation_rate"),
            Figure(before, "share", "1 - activation_rate, trailing_mean"),
            counted(3, "periods of the trailing mean"),
        ),
    )
    yield Fault(notice, frozenset({OPENED}))


def _halved(row: Result) -> bool:
    """Whether far fewer write than in the three periods before, beyond what chance allows."""
    most = row.value if row.high is None else row.high
    return row.trailing_mean is not None and most is not None and most < row.trailing_mean / 2


def _impossible(view: View) -> Iterator[Fault]:
    yield from map(Fault, (*beyond(view), *backwards(view)))
