"""By chatbot: which of them earn the portfolio's net revenue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck import figures
from kpikit.deck.fit import shortened
from kpikit.deck.text import Par
from kpikit.deck.wording import caveat, source, spared
from kpikit.findings import by_bot

if TYPE_CHECKING:
    from kpikit.deck.maker import Maker
    from kpikit.view import View

SHOWN = 14  # bars that are still told apart


def bots(make: Maker) -> None:
    """Net incremental revenue by bot, of the portfolio only."""
    view = make.view
    if view.bot.id != "*":
        return
    every = make.bots()
    ranked = [v for v in every if v["net_incremental_revenue"].known]
    ranked.sort(key=lambda v: -(v["net_incremental_revenue"].value or 0))
    if not ranked:
        return
    finding = by_bot(ranked)
    subtitle = f"Net incremental revenue by chatbot, {labels.period(view.period)}"
    bounded = any(v["net_incremental_revenue"].low is not None for v in ranked)
    subtitle += "; lines and brackets: 95% intervals" if bounded else ""
    sheet = make.sheet("Chart", finding.title, subtitle)
    shown = ranked[:SHOWN]
    chart = figures.bots_chart(shown, sheet.size("Chart"))
    if chart is not None:
        sheet.chart("Chart", chart, _alt(shown), called="Net by chatbot")
    others = [_other(v) for v in every if not v["net_incremental_revenue"].known]
    more = len(ranked) - len(shown)
    lines = [*others, f"{more} more chatbots are in the report." if more else ""]
    pars = spared([line for line in lines if line])
    heading = Par("Judged by other figures" if others else "Reading the chart")
    about = [] if pars else [Par("Each bar is one chatbot's booked revenue less its costs.", 1)]
    sheet.text("Notes", [heading, *about, *pars, Par(caveat(view), 2)])
    sheet.text("Source", [Par(source(view, ("leads", "deals", "orders", "costs")))])
    for v in every:
        sheet.cite(v["net_incremental_revenue"], v["net_value"])
    sheet.say(finding.title + ".", *others, caveat(view))


def _other(view: View) -> str:
    """Why a bot has no net incremental revenue, and what it is judged by."""
    row, value = view["net_incremental_revenue"], view["net_value"]
    name = shortened(view.bot.name, 14, 170)
    if value.known:
        return f"{name}: net value {value.text}, from savings."
    reason = row.reason or "no figure in this period"
    return f"{name}: {reason}."


def _alt(views: list[View]) -> str:
    rows = [(v.bot.name, v["net_incremental_revenue"]) for v in views]
    values = [
        f"{name} {row.text}" + (f" ({row.interval_text})" if row.low is not None else "")
        for name, row in rows
    ]
    return f"Net incremental revenue by chatbot, the largest first. {'; '.join(values)}."
