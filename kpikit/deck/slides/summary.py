"""The summary: the verdict, four figures, the net by month, what the board should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.money import money_series
from kpikit.charts.months import tick_labels
from kpikit.context import PORTFOLIO
from kpikit.deck.figures import net_bars
from kpikit.deck.figures.lines import Curve, lines_chart
from kpikit.deck.fit import choose, width
from kpikit.deck.notes import holdouts
from kpikit.deck.text import Par, Run
from kpikit.deck.wording import judged, named_shortly, prior_name, source
from kpikit.findings import caused, real, standing, to_decide, verdict
from kpikit.findings.behind import behind
from kpikit.findings.outcomes import outcome_notes
from kpikit.findings.scope import with_arms
from kpikit.findings.scored import aim, unjudged
from kpikit.findings.standing import NAMED
from kpikit.html.words import before, titled
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.deck.maker import Maker
    from kpikit.deck.sheet import Sheet
    from kpikit.view import Result, View

TILES = 4
SAFE = 6  # points at the end of a line that renderers may not give
REAL, DECIDE = "Is it real?", "What is to be decided?"
# What fills a tile where fewer headline figures are chosen or apply.
SELLING = {"portfolio", "sales"}  # their deck is about the net and the sales cycle
CYCLE = ("sales_cycle_adjusted_reduction_days", "sales_cycle_reduction_days")
MONEY = ("revenue_sourced", "revenue_orders", "total_cost", "rung_durable")
FILLERS = ("conversations", "containment_rate", "escalation_rate", "completion_rate", "csat")


def summary(make: Maker) -> None:
    """Four tiles over a chart and three answers."""
    view = make.view
    told = verdict(view)
    subtitle = f"{labels.period(view.period)}, against {prior_name(view)}"
    sheet = make.sheet("Summary", told.title, subtitle)
    sheet.say(told.title + ".")
    for place, row in enumerate(headline(view), start=1):
        _tile(sheet, f"Tile {place}", row, view=view)
        sheet.cite(row)
    _chart(make, sheet)
    _know(make, sheet)
    known = [view[kpi] for kpi in MONEY if view[kpi].known]
    moved = [stands.move.row for stands in standing(view)[:NAMED]]
    rows = [*headline(view), *known, *moved]
    sheet.source(source(view, ("assignments",), rows=rows), outcome_notes(view))
    sheet.say(*told.paragraphs)
    sheet.cite(*moved)
    sheet.cite(*known)


def headline(view: View) -> list[Result]:
    """Four figures: the headline ones that apply, those with a number first, then fillers."""
    rows = [row for row in _chosen(view) if row.status != "not_applicable"]
    rows.sort(key=lambda row: not row.known)
    have = {row.kpi.id for row in rows}
    rows += [view[kpi] for kpi in FILLERS if kpi in view and kpi not in have]
    return rows[:TILES]


def _chosen(view: View) -> list[Result]:
    """The headline; of who sells the net, the sales cycle, what was solved, and satisfaction.

    The adjusted sales cycle stands for the published one wherever it is known: its title says so.
    """
    rows = view.headline()
    if view.bot.type not in SELLING or view.bot.headline:
        return rows
    cycles = [view[kpi] for kpi in CYCLE if kpi in view]
    cycle = next((row for row in cycles if row.known), None)
    if cycle is None:
        return rows
    solved = "resolution_rate" if view["resolution_rate"].known else "containment_rate"
    lead = [view["net_incremental_revenue"], cycle, view[solved], view["csat"]]
    have = {row.kpi.id for row in lead} | set(CYCLE)
    return lead + [row for row in rows if row.kpi.id not in have]


def _tile(sheet: Sheet, name: str, row: Result, *, view: View) -> None:
    """A figure with its verdict, the period before, its interval and its target."""
    room, value = sheet.slot(name).typeset, row.format(row.value, words=True)
    title = choose(_shorter(titled(row)), room.levels[0].size, room.width, most=2, bold=False)
    pars = [Par(title), Par(value, 1), Par(judged(row), 2)]
    if not row.known:
        lack = f"Missing: {row.reason}" if row.status == "unavailable" else "None in this period"
        pars.append(Par(lack, 3, spare=1))
    else:
        pars.append(
            Par(f"{_name_before(view)} {row.format(row.prior_value)}; {_target(row, view)}", 3)
        )
        pars.append(Par(_interval(row, room.levels[3].size, room.width), 3, spare=1))
    sheet.text(name, pars)


def _name_before(view: View) -> str:
    """The short name of the period before."""
    last = before(view, 1)
    return labels.period(last[0], year=False) if last else "Before"


def _shorter(title: str) -> list[str]:
    return [title, title.split(",", maxsplit=1)[0], f"{title[:50].rstrip()}…"]


def _target(row: Result, view: View) -> str:
    if row.target_status == "none":
        return "no target set"
    return f"target {aim(row, judged=not unjudged([row], view))}"


def _interval(row: Result, size: float, room: float) -> str:
    """The interval, and what it rests on where there is room: a bare n of parts would mislead."""
    rows = behind(row)
    if row.low is None:
        return rows
    text = f"95% {row.interval_text}"
    counts = [f"; {rows}"] if rows else []
    counts += [f"; n {labels.number(row.n)}"] if rows and row.kpi.fact != "derived" else []
    return next((text + one for one in counts if width(text + one, size) <= room - SAFE), text)


def _chart(make: Maker, sheet: Sheet) -> None:
    """The net by month; where there is none, what share of conversations the bot closed."""
    months, size = make.monthly, sheet.size("Chart")
    chart, money, unit = net_bars(months, size), money_series(months), kind_of(months.period)
    if chart is not None and money is not None:
        title = money.net[-1].kpi.title
        dashed = "Year before" in {column.header for column in chart.book.columns}
        more = "; dashed: the year before" if dashed else ""
        sheet.text("Caption", [Par(f"{title} by {unit}{more}")])
        names = tick_labels(money.periods)
        values = "; ".join(f"{m} {r.text}" for m, r in zip(names, money.net, strict=True))
        sheet.chart("Chart", chart, f"{title} by {unit}. {values}.", called="Net by month")
        sheet.cite(*money.net)
        return
    rows = months.history("containment_rate")
    chart = lines_chart([Curve("Contained", "blue", "blue", "circle", rows)], size)
    if chart is None:
        sheet.text("Caption", [Par(f"No two {unit}s with conversations yet, so no line to draw")])
        return
    sheet.text("Caption", [Par(f"Conversations closed by the bot, by {unit}")])
    values = "; ".join(f"{labels.period(r.period, short=True)} {r.text}" for r in rows)
    sheet.chart("Chart", chart, f"Containment rate by {unit}. {values}.", called="Closed by month")
    sheet.cite(*rows)


def _know(make: Maker, sheet: Sheet) -> None:
    """The three questions of a board with their answers, in the fullest words that have room.

    The decision is cut first, as the next slide has all of them, and last the name of what moved.
    """
    view = make.view
    whose = "Did the bots cause it?" if view.bot.id == PORTFOLIO else "Did the bot cause it?"
    asked = {REAL: real(view), whose: caused(view), DECIDE: to_decide(view)}
    names = [bot.name for bot in view.context.bots]
    told = {
        name: [named_shortly(text, names) for text in (one.title, *one.paragraphs)]
        for name, one in asked.items()
        if one.title
    }
    if whose in told:
        # The only claim of a cause rests on people: their number is cut after its own words.
        told[whose] = [*(with_arms(view, text) for text in told[whose]), told[whose][-1]]
    cuts = [(DECIDE, 1), (REAL, 2), (whose, 1), (REAL, 1)]
    while not sheet.fits("Notes", _answers(told)):
        name = next((name for name, least in cuts if len(told.get(name, ())) > least), "")
        if not name:
            break
        del told[name][0]
    sheet.text("Notes", _answers(told))
    sheet.say(*(f"{name} {one.title}" for name, one in asked.items() if one.title))
    sheet.trace(*holdouts(view))


def _answers(told: Mapping[str, Sequence[str]]) -> list[Par]:
    pars = [
        Par([Run(f"{name} ", bold=True), Run(texts[0])], 1, spare=len(told) - place)
        for place, (name, texts) in enumerate(told.items())
    ]
    return [Par("What the board should know"), *pars]
