"""Findings about assumptions: which of them the net moves with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.missing import ASSUMPTIONS
from kpikit.findings.unranged import unranged, unranged_figures
from kpikit.findings.words import Finding, count, lower

if TYPE_CHECKING:
    from kpikit.view import View

    Row = dict[str, Any]

NETS = ("net_value", "net_incremental_revenue")


class Swing(NamedTuple):
    """How far an assumption moves the net.

    Attributes:
        name: the assumption.
        ends: its low and its high as text, in the portfolio after the chatbot whose it is.
        at_low: the net at its low.
        at_high: the net at its high.
    """

    name: str
    ends: str
    at_low: float
    at_high: float


def swings(view: View) -> list[Swing]:
    """What moves the net value, the widest first; empty where nothing with a range does."""
    return [
        Swing(ASSUMPTIONS[row["assumption"]][0], _range(view, row), row["at_low"], row["at_high"])
        for row in _rows(view)
        if row["spread"] is not None
    ]


def swing(view: View) -> Finding:
    """Which assumption the net moves with most, and what it is worth at its ends."""
    found, net = swings(view), view[NETS[0]]
    if not found or not net.known:
        title = "The net moves with no assumption that has a range"
        return Finding(title, _more(view), "", swing_figures(view))
    first = found[0]
    low, high = sorted((first.at_low, first.at_high))
    more = _more(view)
    among = "Of what has a range, " + lower(net.kpi.title) if more else net.kpi.title
    title = f"{among} moves most with {_inline(view, _rows(view)[0])}: {_ends(view, low, high)}"
    return Finding(title, (_below(view, found), *more, *_apart(view)), "", swing_figures(view))


def _apart(view: View) -> tuple[str, ...]:
    """How the net of this chart differs from the headline's, where a bot has both."""
    value, booked, saved = (view[kpi] for kpi in (*NETS, "durable_cost_saved"))
    if not (value.known and booked.known) or value.text == booked.text:
        return ()
    parts = f"{lower(booked.kpi.title)} ({booked.text})"
    if saved.value:
        parts += f" and what held conversations saved ({saved.text})"
    margin = any(row.name == "gross_margin" and row.value != 1 for row in view.assumptions())
    at = ", with revenue at its gross margin" if margin else ""
    return (f"{value.kpi.title} ({value.text}) is {parts}{at}.",)


def _below(view: View, found: list[Swing]) -> str:
    """Whether one assumption alone decides if the bot is worth it."""
    net = view[NETS[0]]
    worst, best = min(min(one[2:]) for one in found), max(max(one[2:]) for one in found)
    many = "The one assumption with a range" if len(found) == 1 else "None of them"
    if (net.value or 0) > 0:
        few = sum(min(one[2:]) < 0 for one in found)
        if few:
            verb = "takes" if few == 1 else "take"
            return f"{count(few).capitalize()} of {count(len(found))} {verb} it below zero alone."
        word = "leaves it above" if len(found) == 1 else "takes it below"
        return f"{many} {word} zero alone: {_money(view, worst)} at worst."
    word = "leaves it below" if len(found) == 1 else "brings it above"
    if best < 0:
        return f"{many} {word} zero alone: {_money(view, best)} at best."
    return f"As assumed it is {net.text}; at one end of an assumption {_money(view, best)}."


def _more(view: View) -> tuple[str, ...]:
    text = unranged(view)
    return (text,) if text else ()


def _rows(view: View) -> list[Row]:
    return [row for row in view.detail("tornado") if row["kpi"] == NETS[0]]


def _inline(view: View, row: Row) -> str:
    title = lower(ASSUMPTIONS[row["assumption"]][0])
    return f"{_bot(view, row)}'s {title}" if view.bot.id == PORTFOLIO else f"the {title}"


def _bot(view: View, row: Row) -> str:
    names = {bot.id: bot.name for bot in view.context.bots}
    return names.get(row["of_bot"], str(row["of_bot"]))


def _range(view: View, row: Row) -> str:
    _, unit, decimals = ASSUMPTIONS[row["assumption"]]
    ends = labels.interval(
        row["low"], row["high"], unit, decimals=decimals, currency=view.context.currency
    )
    return f"{_bot(view, row)}, {ends}" if view.bot.id == PORTFOLIO else ends


def _ends(view: View, low: float, high: float) -> str:
    return labels.interval(low, high, "money", decimals=0, currency=view.context.currency)


def _money(view: View, value: float) -> str:
    return labels.number(value, "money", decimals=0, currency=view.context.currency)


def swing_figures(view: View) -> tuple[Figure, ...]:
    """Every number of what moves the net."""
    place, rows = f"details tornado {view.bot.id} {view.period}", _rows(view)
    found = [
        Figure(row[name], "money", f"{place} {row['assumption']} {name}")
        for row in rows
        for name in ("value", "at_low", "at_high")
        if row[name] is not None
    ]
    counts = (counted(n, place) for n in range(len(rows) + 1))
    nets = figures(*(view[kpi] for kpi in (*NETS, "durable_cost_saved")))
    return (*found, *counts, *unranged_figures(view), *nets)
