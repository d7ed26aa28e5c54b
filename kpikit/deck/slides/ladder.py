"""The ladder of resolution, with satisfaction beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.ladder import RUNGS, ladder_alt
from kpikit.deck import figures
from kpikit.deck.figures.lines import Curve
from kpikit.deck.text import Par, Run
from kpikit.deck.wording import judged, source
from kpikit.findings import ladder as found
from kpikit.findings.conversations import denominators
from kpikit.findings.outcomes import outcome_notes
from kpikit.findings.words import so_far
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.deck.maker import Maker
    from kpikit.deck.sheet import Sheet
    from kpikit.view import Result, View


def ladder(make: Maker) -> None:
    """How conversations ended, and whether people were content."""
    view = make.view
    finding = found(view)
    title = finding.title + so_far(view["rung_durable"])
    if not view["conversations"].value:
        return
    subtitle = denominators(view) or "Every conversation is on exactly one rung"
    sheet = make.sheet("Two charts", title, subtitle)
    chart = figures.ladder(view, sheet.size("Chart"))
    total = view["conversations"].text
    sheet.text("Caption", [Par(f"{total} conversations by how they ended")])
    if chart is not None:
        sheet.chart("Chart", chart, ladder_alt(view), called="Resolution ladder")
    _satisfaction(make, sheet)
    rows = [row for row in (_resolved(view), view["csat"]) if row is not None]
    pars = [Par("Solved, and content?"), *(_stated(row) for row in rows)]
    sheet.text("Notes", [*pars, *(Par(text, 2, spare=1) for text in finding.paragraphs[-1:])])
    sheet.source(source(view, ("events", "tickets")), outcome_notes(view))
    sheet.cite(view["conversations"], view["containment_rate"], *rows)
    for rung in (name for name in RUNGS if name.startswith("rung_")):
        sheet.cite(view[rung])
    sheet.say(title + ".", *finding.paragraphs)


def _resolved(view: View) -> Result | None:
    """The resolution rate, or containment where tickets are missing."""
    rows = [view[kpi] for kpi in ("resolution_rate", "containment_rate")]
    return next((row for row in rows if row.known), None)


def _satisfaction(make: Maker, sheet: Sheet) -> None:
    """Resolution and satisfaction over the same months."""
    view, unit = make.monthly, kind_of(make.monthly.period)
    solved = _resolved(view)
    curves = [Curve("CSAT", "grey", "ink2", "square", view.history("csat"))]
    if solved is not None:
        name = "Resolved" if solved.kpi.id == "resolution_rate" else "Contained"
        curves.insert(0, Curve(name, "blue", "blue", "circle", view.history(solved.kpi.id)))
    known = [curve for curve in curves if curve.last is not None]
    chart = figures.lines_chart(known, sheet.size("Chart 2"))
    if chart is None:
        return
    names = " and ".join(curve.name for curve in known)
    sheet.text("Caption 2", [Par(f"{names} by {unit}")])
    values = "; ".join(
        f"{labels.period(rows[0].period, short=True)}: " + ", ".join(row.text for row in rows)
        for rows in zip(*(curve.rows for curve in known), strict=True)
    )
    alt = f"{names} by {unit}, in this order. {values}."
    sheet.chart("Chart 2", chart, alt, called="Resolution and satisfaction")
    for curve in known:
        sheet.cite(*curve.rows)


def _stated(row: Result) -> Par:
    """A figure with its n, interval and verdict in a line."""
    if not row.known:
        return Par(f"{row.kpi.title}: {row.reason or 'no data in this period'}.", 1, spare=2)
    facts = [] if row.n is None else [f"n {labels.number(row.n)}"]
    facts += [f"95% {row.interval_text}"] if row.low is not None else []
    about = f" ({', '.join(facts)})  " if facts else "  "
    return Par([Run(f"{row.kpi.title} "), Run(row.text, bold=True), Run(about), *judged(row)], 1)
