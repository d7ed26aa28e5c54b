"""How far measures are from where they should be, and which are farthest: the weekly three."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.context import PORTFOLIO
from kpikit.findings.behind import thin
from kpikit.findings.faults import excused, spoilt
from kpikit.findings.figure import counted, figures
from kpikit.findings.notice import CLEAR
from kpikit.findings.words import Finding, filling, inline, listed

if TYPE_CHECKING:
    from kpikit.view import Result, View

MOST = 3
SCATTER = 1.128
"""The mean range of two values of a normal distribution, in standard deviations (NIST 6.3.2)."""
FEWEST = 6
"""Periods before this one from which on their moves tell what is usual."""
FAMILIES = {
    "resolution": ("containment_rate", "containment_rate_engaged", "resolution_rate",
                   "deflection_gap", "first_contact_resolution", "escalation_rate"),
    "money": ("net_incremental_revenue", "net_value", "payback_multiple", "roi",
              "net_cost_savings", "durable_cost_saved", "revenue_booked"),
    "satisfaction": ("csat", "csat_mean", "nps", "ces_mean"),
    "speed": ("time_to_first_answer_p50", "time_to_first_answer_p99"),
    "cycle": ("sales_cycle_reduction_days", "sales_cycle_reduction_pct",
              "sales_cycle_adjusted_reduction_days", "sales_cycle_adjusted_reduction_pct"),
    "length": ("completion_rate", "activation_rate"),
}  # fmt: skip
"""Measures that move together, for one reason: only the farthest of each is told."""
CAUSES = {kpi: name for name, kpis in FAMILIES.items() for kpi in kpis}


@dataclass(frozen=True)
class Gap:
    """A measure that is not where it should be.

    Attributes:
        row: the result.
        edge: its target, else the nearest end of its good band.
        aim: target or band.
        weight: the gap over its standard error, or over the usual move from period to period of
            what has no interval; 0 where neither is known.
        clear: whether chance is no excuse.
    """

    row: Result
    edge: float
    aim: str
    weight: float
    clear: bool

    @property
    def size(self) -> float:
        """The distance from the edge, in the unit of the measure."""
        return abs((self.row.value or 0.0) - self.edge)

    @property
    def wanted(self) -> str:
        """The edge in words: "good is from 60.0%"."""
        below = (self.row.value or 0.0) < self.edge
        return f"good is {'from' if below else 'up to'} {self.row.format(self.edge)}"


def gaps(view: View) -> list[Gap]:
    """Every measure that is off its target or band, the farthest first.

    What a data problem spoils is left out, what is still filling, and a measure of what the chatbot
    has never done.
    """
    bad_data = spoilt(view)
    found = []
    for row in view.kpis():
        if not row.known or filling(row) or _never(view, row):
            continue
        edge = _edge(row)
        if edge is not None and not excused(row, edge, bad_data.get(row.kpi.id, 0.0)):
            found.append(_gap(view, row, edge, aim="target" if _aimed(row) else "band"))
    order = {row.kpi.id: n for n, row in enumerate(view.kpis())}
    return sorted(found, key=lambda gap: (-round(gap.weight, 6), order[gap.row.kpi.id]))


def farthest(view: View) -> list[Gap]:
    """The three measures farthest off, of each family one; of the portfolio those of its bots."""
    views = [view]
    if view.bot.id == PORTFOLIO:
        views += view.chatbots()
    every = [gap for one in views for gap in gaps(one)]
    every.sort(key=lambda gap: -round(gap.weight, 6))
    chosen: list[Gap] = []
    for gap in every:
        same = CAUSES.get(gap.row.kpi.id, gap.row.kpi.id)
        if all(same != CAUSES.get(one.row.kpi.id, one.row.kpi.id) for one in chosen):
            chosen.append(gap)
    return chosen[:MOST]


def off_target(view: View) -> Finding:
    """The three measures most off target, and whether there are three that chance does not make."""
    chosen = farthest(view)
    if not chosen:
        return Finding("No measure is off its target or its band")
    clear = sum(gap.clear for gap in chosen)
    text = tuple(told(gap, view) for gap in chosen)
    said = (*figures(*(gap.row for gap in chosen)), counted(clear, "gaps that are clear"))
    said += (counted(len(chosen), "gaps"), counted(MOST, "gaps asked for"))
    names = listed([_named(inline(gap.row.kpi.title), gap, view) for gap in chosen if gap.clear])
    if not clear:
        return Finding("No measure is clearly off its target or good band", text, "", said)
    title = f"{_heading([gap for gap in chosen if gap.clear])}: {names}"
    if clear < MOST:
        title += "; fewer than three are clear"
    return Finding(title, text, "", said)


def _heading(found: list[Gap]) -> str:
    """What the measures are off: a target somebody set, a good band, or some the one."""
    aims = {gap.aim for gap in found}
    if len(aims) > 1:
        return "Farthest from target or good band"
    return "Most off target" if aims == {"target"} else "Farthest from the good band"


def told(gap: Gap, view: View) -> str:
    """One measure with its edge, and whether chance may explain it."""
    row = gap.row
    aim = f"target {row.format(gap.edge)}" if gap.aim == "target" else gap.wanted
    if gap.aim == "band":
        aim += ", no target set" if row.target is None else ""
    possible = f", {row.interval_text} possible" if row.low is not None else ""
    possible = possible or (f" ({few})" if (few := thin(row)) else "")
    hedge = "" if gap.clear else "; chance may explain it"
    return f"{_named(row.kpi.title, gap, view)}: {row.text}{possible}, {aim}{hedge}."


def _named(title: str, gap: Gap, view: View) -> str:
    bots = {bot.id: bot.name for bot in view.context.bots}
    elsewhere = gap.row.bot_id != view.bot.id
    return title + (f" at {bots[gap.row.bot_id]}" if elsewhere else "")


def _aimed(row: Result) -> bool:
    """Whether the target, not the band, is what the measure is off.

    A target that chance may excuse does not hide a band that it does not.
    """
    open_ = row.target_status == "cannot_tell" and row.verdict not in {"watch", "bad"}
    off = row.target_status == "missed" or open_
    return off and row.target is not None and _beyond(row, row.target)


def _beyond(row: Result, target: float) -> bool:
    value = row.value or 0.0
    return value < target if row.kpi.better == "up" else value > target


def _edge(row: Result) -> float | None:
    """What the measure falls short of; None where it is where it should be."""
    if _aimed(row):
        return row.target
    if row.verdict not in {"watch", "bad", "cannot_tell"}:
        return None
    value, better = row.value or 0.0, row.kpi.better
    if row.good_low is not None and better != "down" and value < row.good_low:
        return row.good_low
    if row.good_high is not None and better != "up" and value > row.good_high:
        return row.good_high
    return None


def _gap(view: View, row: Result, edge: float, *, aim: str) -> Gap:
    size = abs((row.value or 0.0) - edge)
    error = _error(row, edge)
    usual = _usual(view, row) if error is None else error
    weight = size / usual if usual else 0.0
    sure = row.target_status == "missed" if aim == "target" else row.verdict in {"watch", "bad"}
    return Gap(row, edge, aim, weight, clear=sure if error else sure and weight >= CLEAR)


def _error(row: Result, edge: float) -> float | None:
    """The standard error of the gap, from the side of the interval that faces the edge."""
    if row.low is None or row.high is None or row.value is None:
        return None
    half = row.high - row.value if edge > row.value else row.value - row.low
    return max(half, (row.high - row.low) / 4) / CLEAR


def _usual(view: View, row: Result) -> float | None:
    """The usual move of a figure without an interval: mean moving range over 1.128."""
    rows = view.at(row.period).history(row.kpi.id, method=row.method or None)
    values = [one.value for one in rows[:-1] if one.value is not None]
    if len(values) < FEWEST:
        return None
    ranges = [abs(b - a) for a, b in itertools.pairwise(values)]
    return statistics.fmean(ranges) / SCATTER or None


def _never(view: View, row: Result) -> bool:
    """Whether it counts what the chatbot has never done, nor is meant to do: no news."""
    if row.value != 0 or row.target is not None or row.kpi in [r.kpi for r in view.headline()]:
        return False
    return not any(one.value for one in view.history(row.kpi.id, method=row.method or None))
