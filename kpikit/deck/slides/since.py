"""Net since launch, month by month, and the assumptions that the net moves with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.charts.since import since_alt
from kpikit.charts.tornado import tornado_alt
from kpikit.deck import figures
from kpikit.deck.notes import assumptions, holdouts
from kpikit.deck.text import Par
from kpikit.deck.wording import caveat, named_shortly, source, spared
from kpikit.findings.scope import first_month
from kpikit.findings.since import since_launch
from kpikit.findings.swing import NETS, swing
from kpikit.findings.unranged import taken

if TYPE_CHECKING:
    from kpikit.deck.maker import Maker

BEHIND = ("net_incremental_revenue", "net_value", "total_cost")


def since(make: Maker) -> None:
    """When the bot paid back, with the last twelve months beside the period."""
    view = make.view
    told, rows = since_launch(view), view.detail("cumulative")[:1]
    if not rows or since_alt(view) == "":
        return
    sheet = make.sheet(
        "Chart",
        told.title,
        "Columns: what each month added; line: the total, shared costs spread over all months",
    )
    chart = figures.since_chart(view, sheet.size("Chart"))
    if chart is not None:
        sheet.chart("Chart", chart, since_alt(view), called="Net since launch")
    small, early = caveat(view), first_month(view)
    pars = [Par("Beside the period"), *spared(told.paragraphs), Par(early, 2), Par(small, 2)]
    sheet.text("Notes", pars)
    sheet.text(
        "Source", [Par(source(view, ("assignments",), rows=[view[one["kpi"]] for one in rows]))]
    )
    sheet.cite(*(view[kpi] for kpi in BEHIND if kpi in view))
    sheet.say(told.title + ".", *told.paragraphs, early, small)
    kept = "From details/cumulative, trailing and odds.parquet of this run."
    sheet.trace(since_alt(view), kept, *holdouts(view))


def tornado(make: Maker) -> None:
    """How the net moves with each assumption at its low and at its high."""
    view = make.view
    told = swing(view)
    room = make.layouts.slots("Chart")["chart"].typeset
    chart = figures.tornado_chart(view, (room.width, room.height))
    if chart is None:
        return
    net, given = view[NETS[0]], taken(view)
    subtitle = f"{net.kpi.title} with each assumption at its low and at its high"
    names = [bot.name for bot in view.context.bots]
    wordings = [named_shortly(f"{subtitle}, {given}", names), subtitle] if given else [subtitle]
    box = make.layouts.slots("Chart")["subtitle"].typeset
    subtitle = next((text for text in wordings if box.fits([(text, 0)])), subtitle)
    sheet = make.sheet("Chart", told.title, subtitle)
    sheet.chart("Chart", chart, tornado_alt(view), called="Net by assumption")
    heading = Par(f"{net.kpi.title} as assumed: {net.text}, where the bars meet")
    sheet.text("Notes", [heading, *spared(told.paragraphs)])
    sheet.text("Source", [Par(source(view, (), "Ranges: kpikit.yml.", rows=[net]))])
    sheet.cite(*(view[kpi] for kpi in (*NETS, "durable_cost_saved") if view[kpi].known))
    sheet.say(told.title + ".", *told.paragraphs)
    kept = "From details/tornado.parquet of this run: all figures computed again at each end."
    sheet.trace(tornado_alt(view), kept, *assumptions(view))
