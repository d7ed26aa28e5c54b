"""The three questions of a board: is it real, did the bot cause it, what is to be decided?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.decide import decisions
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.proof import attribution, is_proven, shown_figures
from kpikit.findings.standing import stood_out
from kpikit.findings.words import Finding, several, so_far

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import View

SHARE = "contact_share"


def real(view: View) -> Finding:
    """What the money rests on, and what moved beyond the usual; shorter ones as paragraphs."""
    rests, moved = _rests(view), stood_out(view)
    told = [_joined(rests.title, text) for text in (moved.title, *moved.paragraphs)]
    return _longest_first(told, (*rests.figures, *moved.figures))


def caused(view: View) -> Finding:
    """What shows that the bot brought the money; empty where it brought none."""
    if view["revenue_booked"].value:
        proof, rest = attribution(view), _unproven(view)
        known = (*shown_figures(view), *(figure for one in _open(view) for figure in one))
        return _longest_first([_joined(proof, rest), proof], known)
    share = _asked_a_person(view)
    return Finding(share if view["durable_cost_saved"].value else "")


def to_decide(view: View) -> Finding:
    """What is asked of the board first, and what after that; shorter ones as paragraphs."""
    first, *others = decisions(view)
    asked = f"{first.asked[:1].upper()}{first.asked[1:]}"
    short = asked.split(". ", maxsplit=1)[0].rstrip(".") + "."
    after = [f"After that: {'; '.join(one.do for one in others[:n])}." for n in (len(others), 1)]
    known = tuple(figure for one in (first, *others) for figure in one.figures)
    tried = [f"{short} {text}" for text in after] if others else [asked]
    return _longest_first([*tried, short], known)


def _rests(view: View) -> Finding:
    """What the money was computed from, and how sure it is."""
    net, value = view["net_incremental_revenue"], view["net_value"]
    if net.known:
        rows = [view[kpi] for kpi in ("revenue_sourced", "revenue_orders")]
        count = sum(row.n or 0 for row in rows)
        wins = labels.number(count)
        text = f"The net rests on {wins} {'deal or order' if count == 1 else 'deals and orders'}"
        found = [r for r in view.detail("odds") if (r["method"], r["what"]) == ("booked", "net")]
        chance = found[0]["probability"] if found else None
        known = (*figures(net), counted(count, "revenue_sourced n + revenue_orders n"))
        if chance is not None:
            hundred = min(max(100 * chance, 1.0), 99.0)
            known += (counted(hundred, "details odds"), counted(100, "details odds"))
            odds = f"the chance that they cover the cost is {labels.chance(chance)}"
            return Finding(f"{text}; {odds}{so_far(net)}.", figures=known)
        if net.low is not None:
            return Finding(f"{text}; {net.interval_text} is possible{so_far(net)}.", figures=known)
        return Finding(f"{text}; it has no interval{so_far(net)}.", figures=known)
    held = view["rung_durable"]
    if value.known and held.value:
        text = f"The saving rests on {held.text} conversations that held{so_far(held)}."
        return Finding(text, figures=figures(held))
    return Finding("")


def _unproven(view: View) -> str:
    """Where the rest of a portfolio's net is from; nothing where a holdout ran everywhere."""
    if view.bot.id != PORTFOLIO:
        return ""
    sold = [one for one in view.chatbots() if one["revenue_booked"].value]
    left = [one for one in sold if not is_proven(one)]
    if not left or len(left) == len(sold):
        return ""
    names = [f"{one.bot.name}, {one['net_incremental_revenue'].text} net" for one in left]
    return f"Not proven: {several(names)}."


def _open(view: View) -> list[tuple[Figure, ...]]:
    return [
        figures(one["net_incremental_revenue"], one["revenue_booked"]) for one in view.chatbots()
    ]


def _asked_a_person(view: View) -> str:
    """A saving needs somebody who would have asked a person: that is assumed, not measured."""
    rows = [row for row in view.assumptions() if row.name == SHARE]
    if not rows:
        return ""
    if view.bot.id == PORTFOLIO:
        return (
            "The saving is what held, times the share of people who would have asked a person: "
            "that share is assumed, not measured."
        )
    row = rows[0]
    who = "a default nobody set" if row.default else f"assumed by {row.owner or 'nobody named'}"
    share = labels.number(row.value, "share", decimals=0)
    return (
        f"The saving is what held, times the {share} who would have asked a person: {who}, not "
        "measured."
    )


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def _longest_first(told: Sequence[str], known: tuple[Figure, ...]) -> Finding:
    kept = list(dict.fromkeys(text for text in told if text))
    return Finding(kept[0] if kept else "", tuple(kept[1:]), figures=known)
