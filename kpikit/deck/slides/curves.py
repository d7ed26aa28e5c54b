"""The curves of the sales cycle: how the leads of both channels are won over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.curves import READ_AT, cycle_curves_alt
from kpikit.charts.curves import curves as read
from kpikit.deck import figures
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Par, Run
from kpikit.deck.wording import source, spared
from kpikit.findings import SELF_SELECTION, why_apart

if TYPE_CHECKING:
    from kpikit.charts.curves import Curve
    from kpikit.deck.maker import Maker

CYCLE = (
    "sales_cycle_reduction_days",
    "sales_cycle_adjusted_chatbot_days",
    "sales_cycle_adjusted_form_days",
    "sales_cycle_adjusted_reduction_days",
)


def curves(make: Maker) -> None:
    """The share of leads won by days since the start, and why both ways of counting differ."""
    view = make.view
    both = read(view)
    if both is None:
        return
    told = why_apart(view)
    days = labels.number(both[0].horizon, "days", words=True)
    sheet = make.sheet("Chart and table", told.title, f"All leads so far, followed for {days}")
    chart = figures.curves_chart(both, sheet.size("Chart"))
    sheet.text("Caption", [Par("Share of leads won, by days since the start")])
    sheet.chart("Chart", chart, cycle_curves_alt(view), called="Leads won by day")
    sheet.text("Caption 2", [Par("Won, and leads still at risk")])
    sheet.table("Table", _readings(both), cycle_curves_alt(view), called="Leads won at some days")
    sheet.text(
        "Notes", [Par("What is behind it"), *spared(told.paragraphs), Par(SELF_SELECTION, 2)]
    )
    sheet.text("Source", [Par(source(view, ("events", "leads", "deals")))])
    sheet.cite(*(view[kpi] for kpi in CYCLE if kpi in view))
    sheet.say(told.title + ".", *told.paragraphs, SELF_SELECTION)
    kept = "From details/cycle_curve and cycle_leads.parquet of this run."
    sheet.trace(cycle_curves_alt(view), kept)


def _readings(both: tuple[Curve, Curve]) -> Table:
    """A row a day, a column a channel."""
    heads = [Head("By day", 70), *(Head(one.name, 135, "r") for one in both)]
    rows: list[list[Cell | str]] = []
    for day in READ_AT:
        cells = []
        for one in both:
            reading = one.at(day)
            if reading is None:
                cells.append(Cell((Run(labels.DASH, "ink"),)))
                continue
            risk = Run(f"  {labels.number(reading.at_risk)} at risk", "ink3")
            cells.append(Cell((Run(labels.number(reading.won, "share"), "ink"), risk)))
        rows.append([str(day), *cells])
    return Table(heads, rows, size=12)
