"""What the money figures assume: each assumption with its range and who stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck.fit import shortened
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Par, Run
from kpikit.findings import assumed
from kpikit.html.money import ASSUMPTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.context import Assumed
    from kpikit.deck.maker import Maker
    from kpikit.view import View


def ledger(make: Maker) -> None:
    """The ledger, on as many slides as it takes."""
    view = make.view
    given = view.assumptions()
    if not given:
        return
    finding, left = assumed(given), list(given)
    pages: list[Table] = []
    room = make.layouts.slots("Table")["table"].typeset
    while left:
        page = _page(view, left, room.height, room.width)
        pages.append(page)
        left = left[len(page.rows) :]
    for place, page in enumerate(pages, start=1):
        part = f" ({place} of {len(pages)})" if len(pages) > 1 else ""
        sheet = make.sheet("Table", finding.title + part, "Numbers nobody measured")
        alt = "; ".join(" ".join(_plain(cell) for cell in row[:3]) for row in page.rows)
        sheet.table("Table", page, f"Assumptions. {alt}.", called=f"Assumptions{part}")
        sheet.text("Source", [Par("Source: kpikit.yml, assumptions of each chatbot.")])
        sheet.say(finding.title + ".", *finding.paragraphs)


def _plain(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def _page(view: View, rows: Sequence[Assumed], height: float, width: float) -> Table:
    """As many assumptions as fit on a slide, at least one."""
    several = len({row.bot_id for row in view.assumptions()}) > 1
    for count in range(len(rows), 1, -1):
        table = _table(view, rows[:count], several=several)
        if sum(table.scaled(width).row_heights()) <= height:
            return table
    return _table(view, rows[:1], several=several)


def _table(view: View, rows: Sequence[Assumed], *, several: bool) -> Table:
    names = {bot.id: bot.name for bot in view.context.bots}
    heads = [Head("Assumption", 230), *([Head("Chatbot", 130)] if several else [])]
    heads += [Head("Value", 76, "r"), Head("Low to high", 116, "r")]
    heads += [Head("Owner", 150, gap=16), Head("Source", 140), Head("Set on", 92)]
    found: list[list[Cell | str]] = []
    for row in rows:
        name, value, ends = _figures(view, row)
        cells: list[Cell | str] = [Cell((Run(name, "ink", bold=True),))]
        cells += [shortened(names.get(row.bot_id, row.bot_id), 13, 118)] if several else []
        found.append([*cells, Cell((Run(value, "ink", bold=True),)), ends, *_origin(row)])
    return Table(heads, found)


def _figures(view: View, row: Assumed) -> tuple[str, str, str]:
    name, unit, decimals = ASSUMPTIONS.get(row.name, (row.name, "score", 2))
    currency = view.context.currency
    value = labels.number(row.value, unit, decimals=decimals, currency=currency)
    ends = labels.interval(row.low, row.high, unit, decimals=decimals, currency=currency)
    return name, value, ends


def _origin(row: Assumed) -> list[Cell | str]:
    if row.default:
        return [
            Cell((Run("nobody yet", "ink3"),)),
            Cell((Run("kpikit's default", "ink3"),)),
            labels.DASH,
        ]
    texts = [row.owner or "nobody named", row.source or labels.DASH, row.date or labels.DASH]
    return [shortened(text, 13, 128) for text in texts]
