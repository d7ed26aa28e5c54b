"""The scorecard: the measures that have a target or are at the top, against what was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.deck.fit import shortened
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Run
from kpikit.deck.wording import judged, prior_name, source
from kpikit.findings import measures, targets
from kpikit.findings.behind import behind
from kpikit.findings.changed import MARKED, marked_by, prior_span
from kpikit.findings.outcomes import outcome_notes
from kpikit.findings.words import moved
from kpikit.html.words import before, target

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
    finding = targets(rows, view)
    if all(row.target_status == "none" for row in rows):
        counted = measures(rows)
        finding = counted._replace(title=f"No measure has a target yet; {counted.title}")
    sheet = make.sheet("Table", finding.title, _subtitle(make, rows))
    table = _fitted(view, rows, sheet.size("Table"))
    shown = rows[: len(table.rows)]
    sheet.table("Table", table, _alt(shown), called="Scorecard")
    more = make.elsewhere(len(every) - len(shown), "measure")
    sheet.source(source(view, (), more), outcome_notes(view))
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
        if row.target is not None:
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


def _fitted(view: View, rows: list[Result], size: tuple[float, float]) -> Table:
    """As many rows as the box holds."""
    for count in range(len(rows), 0, -1):
        table = _table(view, rows[:count]).scaled(size[0])
        if sum(table.row_heights()) <= size[1]:
            return table
    return _table(view, rows[:1])


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
    return Table(heads, [_row(row, bounded=bounded, marked=marked) for row in rows])


def _row(row: Result, *, bounded: bool, marked: bool) -> list[Cell | str]:
    return [
        _named(row),
        Cell((Run(row.text, "ink", bold=True),)),
        _dim(labels.DASH if _derived(row) else labels.number(row.n)),
        *([_dim(row.interval_text)] if bounded else []),
        row.format(row.prior_value),
        moved(row),
        *([marked_by(row)] if marked else []),
        target(row),
        Cell(judged(row, cell=True)),
    ]


def _named(row: Result) -> Cell:
    """The measure; what follows from other figures has under it what its n counts."""
    name = Run(shortened(row.kpi.title, 13, 228, bold=True), "ink", bold=True)
    under = f"\non {behind(row)}" if _derived(row) else ""
    return Cell((name, Run(under, "ink3")) if under else (name,))


def _derived(row: Result) -> bool:
    return row.n is not None and row.kpi.fact == "derived"


def _dim(text: str) -> Cell:
    return Cell((Run(text, "ink3"),))


def _alt(rows: list[Result]) -> str:
    parts = [
        f"{row.kpi.title} {row.text}, {labels.STATES[row.verdict].word}"
        + (f", target {target(row)}" if row.target is not None else "")
        for row in rows
    ]
    return f"Measures with their verdicts and targets. {'; '.join(parts)}."
