"""Three steps the wrong way in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.findings.behind import behind
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.words import filling, so_far
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.view import Result, View

STEPS = 3
ALWAYS = ("csat",)
"""Looked at even where it is no headline figure: a satisfaction that keeps falling is a warning."""

ORDERS = 24
"""Of the orders that four values can come in, 4 x 3 x 2 x 1, one is three falls in a row."""


class Fall(NamedTuple):
    """A measure that moved the wrong way three periods running.

    Attributes:
        rows: the four values, oldest first.
        title: a sentence without a full stop.
        text: the values with what they rest on, and whether the change rule sees it too.
        figures: the numbers of both.
    """

    rows: tuple[Result, ...]
    title: str
    text: str
    figures: tuple[Figure, ...]

    @property
    def row(self) -> Result:
        """The newest."""
        return self.rows[-1]


def falls(view: View) -> list[Fall]:
    """Every headline measure, and CSAT, that moved the wrong way three periods running.

    A period that is still filling is no step.
    """
    names = dict.fromkeys([*(row.kpi.id for row in view.headline()), *ALWAYS])
    found = (_fall(view, kpi) for kpi in names if kpi in view)
    return [fall for fall in found if fall is not None]


def _fall(view: View, kpi: str) -> Fall | None:
    rows = tuple(view.history(kpi, n=STEPS + 1))
    values = [row.value for row in rows if row.value is not None]
    better = rows[-1].kpi.better if rows else None
    if len(values) <= STEPS or better not in {"up", "down"} or filling(rows[-1]):
        return None
    sign = 1 if better == "down" else -1
    steps = [sign * (new - old) for old, new in zip(values, values[1:], strict=False)]
    # What is not seen is no fall: the values as they are read must differ, too.
    texts = [row.text for row in rows]
    if min(steps) <= 0 or len(set(texts)) <= STEPS or not _whole(view, rows[0]):
        return None
    return _told(view, rows)


def _whole(view: View, row: Result) -> bool:
    """Whether a period lies after the launch from its first day on."""
    launch = view.bot.launch
    return launch is None or row.period_start.date() >= launch


def _told(view: View, rows: tuple[Result, ...]) -> Fall:
    first, last = rows[0], rows[-1]
    verb = "fallen" if last.kpi.better == "up" else "risen"
    period = kind_of(view.period)
    title = (
        f"{last.kpi.title} has {verb} three {period}s in a row, from {first.text} in "
        f"{labels.period(first.period, year=first.period[:4] != last.period[:4])} to {last.text}"
        f"{so_far(last)}"
    )
    steps = "; ".join(
        f"{labels.period(row.period, short=True, year=False)} {row.text}"
        + (f" ({behind(row)})" if row.n is not None else "")
        for row in rows
    )
    text = f"{steps}. {_hedge(last, period)}"
    fixed = (counted(n, "four values") for n in (STEPS, STEPS + 1, ORDERS))
    return Fall(rows, title, text, (*figures(*rows), *fixed))


def _hedge(row: Result, period: str) -> str:
    chance = f"By chance alone, one order of four values in {ORDERS} is such a run."
    if row.flag in {"up", "down"}:
        return "The change rule marks this one, too."
    if row.flag == "none":
        return f"It is not distinguishable from usual {period}-to-{period} movement. {chance}"
    return f"It was not tested against usual movement. {chance}"
