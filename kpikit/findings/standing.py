"""What moved beyond the usual, of a chatbot or, in the portfolio, of which chatbot."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.changed import Move, moves
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.gaps import CAUSES
from kpikit.findings.recent import latest
from kpikit.findings.split import size
from kpikit.findings.words import Finding, count, inline, listed
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.view import Result, View

NAMED = 3
"""Moves that one sentence names; the others are counted."""
ALL = " over all chatbots"


class Standing(NamedTuple):
    """A flagged change of one chatbot.

    Attributes:
        move: the change.
        where: " at Support Bot" in a portfolio, else nothing.
        since: where its last month is back where it was, the value of that month in brackets.
        last: the numbers of that month.
    """

    move: Move
    where: str
    since: str = ""
    last: tuple[Figure, ...] = ()

    @property
    def title(self) -> str:
        """What moved, where, how far on what, and to where."""
        title = self.move.row.kpi.title
        name = inline(title) + self.where
        return self.move.title.replace(title, name[:1].upper() + name[1:], 1)

    @property
    def spoilt(self) -> bool:
        """Whether a fault of the data may have made it."""
        return self.move.spoilt

    @property
    def off(self) -> bool:
        """Whether it is where it should not be, too."""
        row = self.move.row
        return row.verdict in {"bad", "watch"} or row.target_status == "missed"

    @property
    def cause(self) -> str:
        """The family of measures that move together with it, at its chatbot."""
        kpi = self.move.row.kpi.id
        return f"{CAUSES.get(kpi, kpi)}{self.where}"

    def brief(self, *, again: bool = False) -> str:
        """What moved, where, how far and to where; `again`: at the chatbot just named."""
        row = self.move.row
        change = (row.value or 0) - (row.trailing_mean or 0)
        verb = "rose" if change > 0 else "fell"
        name = inline(row.kpi.title)
        name = f"its {name}" if again else f"{name}{self.where}"
        far = size(row, change, base=row.trailing_mean)
        return f"{name} {verb} {far} to {row.text}{self.since}"


def standing(view: View) -> list[Standing]:
    """Every flagged change: first what is bad or off its target, last what the data may have made.

    In the portfolio those of its chatbots come first, then those that only all of them together
    show.
    """
    views = view.chatbots() + ([view] if view.bot.id == PORTFOLIO else [])
    found: list[Standing] = []
    for one in views:
        known = {stands.move.row.kpi.id for stands in found}
        here = f" at {one.bot.name}" if one is not view else ALL if len(views) > 1 else ""
        for move in moves(one):
            row = move.row
            if one is not view or row.kpi.id not in known:
                found.append(Standing(move, here, _since(one, row), figures(*latest(one, row))))
    return sorted(found, key=lambda one: (one.spoilt, one.where == ALL, not one.off))


def _since(view: View, row: Result) -> str:
    """A quarter's rise that its last month does not show is said to be over by then."""
    change, mean = (row.value or 0) - (row.trailing_mean or 0), row.trailing_mean or 0
    for last in latest(view, row):
        over = ((last.value or 0) - mean) * change <= 0
        return f" ({last.text} in {labels.period(last.period, year=False)})" if over else ""
    return ""


def stood_out(view: View) -> Finding:
    """Which measures moved beyond the usual, in a sentence; shorter ones are its paragraphs.

    Where none did it says so, and never that nothing changed.
    """
    found = standing(view)
    sound = [stands for stands in found if not stands.spoilt]
    said = _figures(found)
    if sound:
        first = {stands.cause: stands for stands in reversed(sound)}
        heads = [stands for stands in sound if first[stands.cause] is stands][:NAMED]
        told = [_sentence(view, sound, heads[:n]) for n in range(len(heads), -1, -1)]
        return Finding(told[0], tuple(told[1:]), figures=said)
    if not _tested(view):
        step = kind_of(view.period)
        why = (
            f"No change can be tested yet: what is usual takes three whole {step}s after a launch."
        )
        return Finding(why, figures=(counted(3, "priors"),))
    none = f"No change is distinguishable from usual {_step(view)} movement"
    if not found:
        return Finding(f"{none}.", figures=said)
    names = listed([f"{inline(one.move.row.kpi.title)}{one.where}" for one in found])
    verb, whose = ("is", "its") if len(found) == 1 else ("are", "their")
    return Finding(
        f"{none}; {names} {verb} marked, but {whose} data are faulty.", (f"{none}.",), figures=said
    )


def _sentence(view: View, found: list[Standing], heads: list[Standing]) -> str:
    """Some of them by name, the others counted."""
    left = len(found) - len(heads)
    if not heads:
        noun, verb = ("change", "stands") if left == 1 else ("changes", "stand")
        said = f"{count(left).capitalize()} {noun}"
        return f"{said} {verb} out of the usual {_step(view)} movement."
    names = [heads[0].brief()]
    for one, two in itertools.pairwise(heads):
        names.append(two.brief(again=one.where == two.where != ALL and bool(two.where)))
    names += [f"{count(left)} more"] if left else []
    return f"Beyond usual movement: {listed(names)}."


def _tested(view: View) -> bool:
    return any(row.flag is not None for row in view.kpis())


def _step(view: View) -> str:
    return f"{kind_of(view.period)}-to-{kind_of(view.period)}"


def _figures(found: list[Standing]) -> tuple[Figure, ...]:
    own = [figure for stands in found for figure in stands.move.figures]
    own += [figure for one in found for figure in one.last]
    return (*own, *(counted(n, "flagged changes") for n in (3, *range(len(found) + 1))))
