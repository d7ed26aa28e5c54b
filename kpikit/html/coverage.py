"""Which measure each chatbot has: final, until when not, not applicable, or what it lacks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.html.markup import Html, tag
from kpikit.html.stacked import stacked
from kpikit.html.symbols import state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.view import View

MOST = 6
"""Chatbots that have a column each; of more, the portfolio's report counts them."""

_Cell = tuple[str, str]


def coverage(view: View) -> Html:
    """The state of every measure by chatbot, folded on the screen; alike ones share a row."""
    cells = _cells(view)
    heads, rows = _columns(view, cells)
    alike: dict[tuple[tuple[_Cell, ...], ...], list[str]] = {}
    for row in view.kpis():
        alike.setdefault(rows[row.kpi.id], []).append(row.kpi.title)
    caption = tag("caption", "State of every measure by chatbot", class_="kk-hidden")
    body = [_row(titles, own, heads) for own, titles in alike.items()]
    table = stacked(caption, [(name, None) for name in ("Measures", *heads)], body, css="kk-cover")
    summary = tag("summary", f"Every measure by chatbot in {labels.period(view.period)}")
    return tag("details", summary, table, class_="kk-more")


def _cells(view: View) -> Mapping[tuple[str, str], _Cell]:
    """State and words by KPI and bot."""
    whole = view.results.filter(
        pl.col("period") == view.period,
        pl.col("segment").is_null(),
        pl.col("method").is_in(["", "booked"]),
    ).select("kpi", "bot_id", "status", "reason", "final_on")
    return {
        (kpi, bot): (status, _words(status, reason, day and labels.day(day, year=False)))
        for kpi, bot, status, reason, day in whole.iter_rows()
    }


def _words(status: str, reason: str | None, day: str | None) -> str:
    if status == "provisional":
        return f"until {day}".replace(" ", labels.NBSP) if day else reason or "not final"
    if status == "unavailable":
        return reason or "an input is missing"
    return "final" if status == "final" else labels.STATES[status].word


def _columns(
    view: View, cells: Mapping[tuple[str, str], _Cell]
) -> tuple[list[str], dict[str, tuple[tuple[_Cell, ...], ...]]]:
    """Heads, and by KPI what stands in each column: one state a bot, or the states of many."""
    bots = {bot.id: bot.name for bot in view.context.bots}
    shown = bots if len(bots) <= MOST else {i: n for i, n in bots.items() if i == view.bot.id}
    heads = [*shown.values(), "All together"]
    rows: dict[str, tuple[tuple[_Cell, ...], ...]] = {}
    for kpi in dict.fromkeys(kpi for kpi, _ in cells):
        own = [(cells[kpi, bot],) for bot in (*shown, PORTFOLIO)]
        rows[kpi] = tuple(own)
        if not shown:
            count = Counter(cells[kpi, bot] for bot in bots)
            each = tuple((name, f"{words} at {n}") for (name, words), n in count.items())
            rows[kpi] = (each, *own)
    return (heads if shown else [f"{len(bots)} chatbots", *heads]), rows


def _row(titles: list[str], own: tuple[tuple[_Cell, ...], ...], heads: list[str]) -> Html:
    cells = [
        tag("td", *(_state(*cell) for cell in several), role="cell", data_l=head)
        for several, head in zip(own, heads, strict=True)
    ]
    return tag(
        "tr", tag("th", "; ".join(titles), scope="row", role="rowheader"), *cells, role="row"
    )


def _state(status: str, words: str) -> Html:
    """What is final needs no symbol: it is the rule."""
    return tag("span", words) if status == "final" else state(status, words)
