"""The scorecard: the measures that have a target or are at the top, against what was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.deck.fit import shortened
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Run
from kpikit.deck.wording import judged, prior_name, source
from kpikit.findings.behind import behind
from kpikit.findings.changed import MARKED, marked_by, prior_span
from kpikit.findings.outcomes import outcome_notes
from kpikit.findings.scored import aim, good_edge, scored, unjudged
from kpikit.findings.words import moved
from kpikit.html.words import before

if TYPE_CHECKING:
    from kpikit.deck.maker import Maker
    from kpikit.view import Result, View


def scorecard(make: Maker) -> None:
    """One table; it says where the measures are that do not fit."""
    view = make.view
    every = [row for row in view.kpis() if row.known]
    rows = chosen(view)
    if not rows:
        return
    box = make.layouts.slots("Table")["table"].typeset
    table, shown = _fitted(view, rows, (box.width, box.height))
    finding = scored(shown, view)
    sheet = make.sheet("Table", finding.title, _subtitle(make, shown))
    sheet.table("Table", table, _alt(shown, unjudged(shown, view)), called="Scorecard")
    more = make.elsewhere(len(every) - len(shown), "measure")
    sheet.source(source(view, (), more, rows=shown), outcome_notes(view))
    for row in shown:
        sheet.cite(row)
    sheet.say(finding.title + ".", *finding.paragraphs)


def chosen(view: View) -> list[Result]:
    """Headline figures, then those with a target, then those with a verdict; known ones only.

    A measure that is about other types of bot takes no line from those that are about this one.
    """
    every = [row for row in view.kpis() if row.known]
    top = {row.kpi.id for row in view.headline()}

    def rank(row: Result) -> int:
        if row.kpi.id in top:
            return 0
        if row.target_status != "none":
            return 1
        suits = {*row.kpi.suits, PORTFOLIO} if row.kpi.suits else {view.bot.type}
        return 2 if row.verdict != "none" and {view.bot.type, view.bot.id} & suits else 3

    return sorted((row for row in every if rank(row) < 3), key=rank)


def _subtitle(make: Maker, rows: list[Result]) -> str:
    """What the columns compare: a mark is against another mean than the change beside it."""
    view = make.view
    text = f"{labels.period(view.period)} against {prior_name(view)} and targets"
    if all(row.flag not in MARKED for row in rows):
        return text
    usual = f'; "from usual": from the mean of {prior_span(view)}, where it stands out'
    room = make.layouts.slots("Table")["subtitle"].typeset
    return text + usual if room.fits([(text + usual, 0)]) else text


def _fitted(
    view: View, rows: list[Result], size: tuple[float, float]
) -> tuple[Table, list[Result]]:
    """As many rows as the box holds, and which."""
    for count in range(len(rows), 1, -1):
        shown = kept(rows, count)
        table = _table(view, shown).scaled(size[0])
        if sum(table.row_heights()) <= size[1]:
            return table, shown
    return _table(view, kept(rows, 1)), kept(rows, 1)


def kept(rows: list[Result], count: int) -> list[Result]:
    """So many rows in their order; bad and missed ones go last, before them those with a target.

    >>> kept([], 3)
    []
    """

    def least(place: int) -> tuple[int, int]:
        row = rows[place]
        wrong = row.verdict == "bad" or row.target_status == "missed"
        return (0 if wrong else 1 if row.target_status != "none" else 2, place)

    return [rows[place] for place in sorted(sorted(range(len(rows)), key=least)[:count])]


def _table(view: View, rows: list[Result]) -> Table:
    last = before(view, 1)
    then = labels.period(last[0], short=True) if last else "Before"
    bounded = any(row.low is not None for row in rows)
    marked = any(row.flag in MARKED for row in rows)
    heads = [
        Head("Measure", 236),
        Head(labels.period(view.period, short=True), 84, "r"),
        Head("n", 62, "r"),
        *([Head("95% interval", 130, "r")] if bounded else []),
        Head(then, 84, "r"),
        Head("Change", 72, "r"),
        *([Head("From usual", 84, "r")] if marked else []),
        Head("Target", 140, "r"),
        Head("Verdict", 124, gap=16),
    ]
    open_ = unjudged(rows, view)
    made = [
        _row(row, bounded=bounded, marked=marked, judge=row.kpi.id not in open_) for row in rows
    ]
    return Table(heads, made)


def _row(row: Result, *, bounded: bool, marked: bool, judge: bool) -> list[Cell | str]:
    return [
        _named(row),
        Cell((Run(row.text, "ink", bold=True),)),
        _dim(labels.DASH if _derived(row) else labels.number(row.n)),
        *([_dim(row.interval_text)] if bounded else []),
        row.format(row.prior_value),
        moved(row),
        *([marked_by(row)] if marked else []),
        aim(row, judged=judge),
        Cell([*judged(row, cell=True), *_edge(row)]),
    ]


def _edge(row: Result) -> list[Run]:
    """Under a verdict that is not good, where good begins."""
    edge = good_edge(row)
    return [Run(f"\n{edge}", "ink3", bold=False)] if edge else []


def _named(row: Result) -> Cell:
    """The measure; what follows from other figures has under it what its n counts."""
    name = Run(shortened(row.kpi.title, 13, 228, bold=True), "ink", bold=True)
    under = f"\non {behind(row)}" if _derived(row) else ""
    return Cell((name, Run(under, "ink3")) if under else (name,))


def _derived(row: Result) -> bool:
    return row.n is not None and row.kpi.fact == "derived"


def _dim(text: str) -> Cell:
    return Cell((Run(text, "ink3"),))


def _alt(rows: list[Result], open_: set[str]) -> str:
    parts = [
        f"{row.kpi.title} {row.text}, {labels.STATES[row.verdict].word}"
        + (
            f", target {aim(row, judged=row.kpi.id not in open_)}"
            if row.target_status != "none"
            else ""
        )
        for row in rows
    ]
    return f"Measures with their verdicts and targets. {'; '.join(parts)}."
