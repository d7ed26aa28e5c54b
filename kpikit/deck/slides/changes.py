"""What changed: the flagged moves with where they are, and a satisfaction that keeps falling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck import figures
from kpikit.deck.figures.lines import Curve
from kpikit.deck.fit import shortened
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Par, Run
from kpikit.deck.wording import source
from kpikit.findings import changed, falls, standing
from kpikit.findings.changed import marked_by
from kpikit.findings.outcomes import outcome_notes
from kpikit.findings.scope import joined, stands_out
from kpikit.findings.standing import ALL
from kpikit.html.words import before
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.deck.maker import Maker
    from kpikit.deck.sheet import Sheet
    from kpikit.findings import Fall, Standing
    from kpikit.view import Result, View

CSAT = "csat"
OTHERS = "what is not here is not distinguishable from usual movement"
FEW = 2
"""Moves that have more to show as a line over time than as rows of a table."""


def changes(make: Maker) -> None:
    """One row a flagged move; left out where nothing stands out."""
    view, found = make.view, standing(make.view)
    if not found:
        return
    finding = changed(view)
    sheet, shown = (_as_line if len(found) <= FEW else _as_table)(make, found)
    more = _left(make, found, shown)
    usual = f"{OTHERS[:1].upper()}{OTHERS[1:]}." if len(found) <= FEW else ""
    also = " ".join(f"{fall.title}." for fall in falls(view) if fall.row.kpi.id != CSAT)
    joins = joined(view) if any(one.where == ALL for one in shown) else ""
    lost = outcome_notes(view)
    notes = [" ".join(text for text in (joins, one) if text) for one in (also, *lost)]
    rows = [one.move.row for one in shown]
    sheet.source(source(view, (), more, usual, rows=rows), [*filter(None, notes), joins])
    for stands in shown:
        sheet.cite(stands.move.row)
    sheet.say(f"{stands_out(view).title}.", *finding.paragraphs, finding.note, also, joins)


def _left(make: Maker, found: list[Standing], shown: list[Standing]) -> str:
    """How many of the changes are here, and where the others are."""
    if len(shown) == len(found):
        return ""
    here = f"{len(shown)} of {len(found)} changes are here."
    return f"{here} {make.elsewhere(len(found) - len(shown), 'change')}".rstrip()


def _as_table(make: Maker, found: list[Standing]) -> tuple[Sheet, list[Standing]]:
    """As many moves as a table has room for."""
    view = make.view
    subtitle = f"{labels.period(view.period)} against the mean of {_three(view)}; {OTHERS}"
    sheet = make.sheet("Table", stands_out(view).title, subtitle)
    table = _fitted(view, found, sheet.size("Table"))
    shown = found[: len(table.rows)]
    alt = ". ".join(": ".join(filter(None, (one.title, _plain(one.move.text)))) for one in shown)
    sheet.table("Table", table, alt, called="What changed")
    return sheet, shown


def _as_line(make: Maker, found: list[Standing]) -> tuple[Sheet, list[Standing]]:
    """The first move as a line over time, with the words of all beside it."""
    first = found[0].move.row
    months = make.monthly
    if first.bot_id != months.bot.id:
        months = months.other(first.bot_id)
    rows, unit = months.history(first.kpi.id), kind_of(months.period)
    title = f"{first.kpi.title}{found[0].where}"
    subtitle = f"{title} by {unit}{_bounded(rows)}"
    sheet = make.sheet("Chart", stands_out(make.view).title, subtitle)
    # The title is above the chart: its line is named by the period it ends with.
    last = labels.period(rows[-1].period, short=True, year=False)
    curve = Curve(last, "blue", "blue", "circle", rows)
    chart = figures.lines_chart([curve], sheet.size("Chart"))
    if chart is not None:
        sheet.chart("Chart", chart, _alt(title, unit, rows), called="What changed")
        sheet.cite(*rows)
    pars = [Par("What stands out")]
    for place, one in enumerate(found):
        pars.append(Par(f"{one.title}.", 1, spare=2 * place))
        pars.append(Par(_plain(one.move.text), 2, spare=2 * place + 1))
    sheet.text("Notes", pars)
    return sheet, found


def _three(view: View) -> str:
    names = [labels.period(period, short=True) for period in before(view)]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _bounded(rows: Sequence[Result]) -> str:
    return "; lines: 95% intervals" if any(row.low is not None for row in rows) else ""


def _alt(title: str, unit: str, rows: Sequence[Result]) -> str:
    values = "; ".join(f"{labels.period(r.period, short=True)} {r.text}" for r in rows)
    return f"{title} by {unit}. {values}."


def _fitted(view: View, found: list[Standing], size: tuple[float, float]) -> Table:
    """As many rows as the box holds."""
    for rows in range(len(found), 1, -1):
        table = _table(view, found[:rows]).scaled(size[0])
        if sum(table.row_heights()) <= size[1]:
            return table
    return _table(view, found[:1])


def _table(view: View, found: list[Standing]) -> Table:
    heads = [
        Head("Measure", 206),
        Head("Mean before", 96, "r"),
        Head(labels.period(view.period, short=True), 74, "r"),
        Head("Change", 92, "r"),
        Head("Where it is", 412, gap=16),
    ]
    return Table(heads, [_row(stands) for stands in found], size=12)


def _row(stands: Standing) -> list[Cell | str]:
    row = stands.move.row
    where = shortened(stands.where.strip(), 12, 196, bold=True)
    name = [Run(shortened(row.kpi.title, 12, 196, bold=True), "ink", bold=True)]
    name += [Run(f"\n{where}", "ink3", bold=False)] if where else []
    faulty = "Its data are faulty." if stands.spoilt else ""
    text = " ".join(part for part in (_plain(stands.move.text), faulty) if part)
    return [
        Cell(name),
        row.format(row.trailing_mean),
        Cell((Run(row.text, "ink", bold=True),)),
        marked_by(row),
        Cell((Run(text, "ink2"),)),
    ]


def _plain(text: str) -> str:
    """Names from the data, such as "delivery_status", as a board reads them."""
    return text.replace("_", " ")


def falling(make: Maker) -> None:
    """CSAT that fell three times running, by month where the results hold months."""
    for view in dict.fromkeys((make.view.period, make.monthly.period)):
        one = make.view.at(view)
        found = next((fall for fall in falls(one) if fall.row.kpi.id == CSAT), None)
        if found is not None:
            _falling(make, one, found)
            return


def _falling(make: Maker, view: View, fall: Fall) -> None:
    rows, unit = view.history(CSAT), kind_of(view.period)
    subtitle = f"CSAT by {unit}; below it the ratings{_bounded(rows)}"
    sheet = make.sheet("Chart", fall.title, subtitle)
    curve = Curve("CSAT", "blue", "blue", "circle", rows)
    chart = figures.lines_chart([curve], sheet.size("Chart"), counts=True)
    if chart is not None:
        sheet.chart("Chart", chart, _alt("CSAT", unit, rows), called="CSAT falls")
    steps, _, hedge = fall.text.partition(". ")
    sheet.text("Notes", [Par("Reading the chart"), Par(f"{steps}.", 1), Par(hedge, 2, spare=1)])
    sheet.source(source(make.view, ("events",)), outcome_notes(make.view))
    sheet.cite(*rows)
    sheet.say(f"{fall.title}.", fall.text)
