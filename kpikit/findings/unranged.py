"""Findings about assumptions without a range: no chart shows them, so words must."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.figure import Figure, counted
from kpikit.findings.missing import ASSUMPTIONS
from kpikit.findings.words import count, listed, lower

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import View

    Row = dict[str, Any]

NET = "net_value"
MOST = 2
"""Assumptions that have a sentence each; of more, the rest share one."""
NAMED = 3
"""Chatbots that a sentence names; more are counted."""
POINT = 0.01


class Unranged(NamedTuple):
    """An assumption that the net rests on and that nobody has given a range.

    Attributes:
        name: its id.
        rows: of the detail "tornado", one a chatbot.
        tenth: what the net gains where it is a tenth less, at every chatbot at once.
        point: the same where a share is one point less; None of what is no share.
    """

    name: str
    rows: tuple[Row, ...]
    tenth: float
    point: float | None


def without_range(view: View) -> list[Unranged]:
    """The assumptions without a range, the one that moves the net most first."""
    rows = [r for r in view.detail("tornado") if r["kpi"] == NET and r["spread"] is None]
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row["assumption"], []).append(row)
    found = [_summed(name, mine) for name, mine in by_name.items()]
    return sorted(found, key=lambda one: -abs(one.tenth))


def unranged(view: View) -> str:
    """What no chart of the assumptions shows, and what it is worth; nothing where there is none.

    A run from before this was frozen knows the names alone.
    """
    found = without_range(view)
    told = [_told(view, one) for one in found[:MOST] if one.tenth]
    rest = [lower(ASSUMPTIONS[one.name][0]) for one in found[len(told) :]]
    if rest:
        told.append(f"Not shown for want of a range in kpikit.yml: {listed(rest)}.")
    return " ".join(told)


def taken(view: View) -> str:
    """The assumption without a range that the net moves with most, as a clause; else empty.

    A clause for after a comma: "with gross margin at 100%, a default nobody set".
    """
    for one in without_range(view):
        if one.tenth:
            name = lower(ASSUMPTIONS[one.name][0])
            return f"with {name} {_values(view, one)}, {_origin(view, one)}"
    return ""


def unranged_figures(view: View) -> tuple[Figure, ...]:
    """The numbers of these sentences."""
    found = []
    for one in without_range(view):
        place = f"details tornado {view.bot.id} {view.period} {one.name}"
        moved = (one.tenth, one.point)
        found += [Figure(x, "money", f"{place} at_tenth_less") for x in moved if x is not None]
        unit = ASSUMPTIONS[one.name][1]
        found += [Figure(row["given"], unit, place) for row in one.rows if row.get("given")]
        found.append(counted(len(one.rows), place))
    return tuple(found)


def _summed(name: str, rows: Sequence[Row]) -> Unranged:
    known = [row for row in rows if row.get("at_tenth_less") is not None and row["given"]]
    moves = [(row["at_tenth_less"] - row["value"], row["given"]) for row in known]
    share = ASSUMPTIONS[name][1] == "share" and moves
    point = sum(move * POINT / (given / 10) for move, given in moves) if share else None
    return Unranged(name, tuple(rows), sum(move for move, _ in moves), point)


def _told(view: View, one: Unranged) -> str:
    """One assumption: its value, whose it is, and what it is worth."""
    title, size = ASSUMPTIONS[one.name][0], one.tenth if one.point is None else one.point
    step = "a tenth less" if one.point is None else "each point less"
    verb = "costs" if size < 0 else "brings"
    amount = labels.number(abs(size), "money", decimals=0, currency=view.context.currency)
    drawn = any(r["kpi"] == NET and r["spread"] is not None for r in view.detail("tornado"))
    why = f", {_origin(view, one)}, is not in this chart" if drawn else f" is {_origin(view, one)}"
    return f"{title} {_values(view, one)}{why}; {step} {verb} {amount}."


def _values(view: View, one: Unranged) -> str:
    """Each value, in the portfolio with the chatbots that have it."""
    _, unit, decimals = ASSUMPTIONS[one.name]
    currency = view.context.currency
    names = {bot.id: bot.name for bot in view.context.bots}
    by_value: dict[str, list[str]] = {}
    for row in one.rows:
        text = labels.number(row["given"], unit, decimals=decimals, currency=currency)
        by_value.setdefault(text, []).append(names.get(row["of_bot"], str(row["of_bot"])))
    if view.bot.id != PORTFOLIO:
        return next(iter(by_value))
    return listed([
        f"{text} at {listed(bots) if len(bots) <= NAMED else f'{count(len(bots))} chatbots'}"
        for text, bots in by_value.items()
    ])  # fmt: skip


def _origin(view: View, one: Unranged) -> str:
    """Whether somebody stands behind the value."""
    unset = {row.bot_id for row in view.assumptions() if row.name == one.name and row.default}
    mine = {row["of_bot"] for row in one.rows}
    if mine <= unset:
        return "a default nobody set"
    return "in part a default nobody set" if mine & unset else "set without a range"
