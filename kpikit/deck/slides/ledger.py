"""What the money figures assume: each assumption with its range and who stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck.fit import shortened
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Par, Run
from kpikit.findings import ASSUMPTIONS, DERIVED, assumed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.context import Assumed
    from kpikit.deck.maker import Maker
    from kpikit.deck.typeset import Typeset
    from kpikit.view import View


def ledger(make: Maker) -> None:
    """The ledger, on as many slides as it takes, as evenly filled as can be."""
    view = make.view
    given = view.assumptions()
    if not given or not (view["net_value"].known or view["net_incremental_revenue"].known):
        return
    finding, rows = assumed(given), _rows(view, given)
    room = make.layouts.slots("Table")["table"].typeset
    pages = _pages(rows, room, several=view.bot.id == "*")
    for place, page in enumerate(pages, start=1):
        part = f" ({place} of {len(pages)})" if len(pages) > 1 else ""
        sheet = make.sheet("Table", finding.title + part, "Numbers nobody measured")
        alt = "; ".join(" ".join(_plain(cell) for cell in row[:3]) for row in page.rows)
        sheet.table("Table", page, f"Assumptions. {alt}.", called=f"Assumptions{part}")
        sheet.text("Source", [Par("Source: kpikit.yml, assumptions of each chatbot.")])
        sheet.say(finding.title + ".", *finding.paragraphs)


def _plain(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def _rows(view: View, given: Sequence[Assumed]) -> list[list[Cell | str]]:
    """A row an assumption; those nobody set come last, one row for all bots that share a value."""
    names = {bot.id: bot.name for bot in view.context.bots}
    groups: dict[tuple[object, ...], list[Assumed]] = {}
    for row in sorted(given, key=lambda row: row.default):
        shared = row.default and row.name != DERIVED
        groups.setdefault((row.name, row.value, "" if shared else row.bot_id), []).append(row)
    rows = []
    for same in groups.values():
        row, several = same[0], len(same) > 1
        name, value, ends = _figures(view, row)
        bots = f"{len(same)} chatbots" if several else names.get(row.bot_id, row.bot_id)
        figures: list[Cell | str] = [Cell((Run(value, "ink", bold=True),)), ends]
        first: list[Cell | str] = [Cell((Run(name, "ink", bold=True),)), shortened(bots, 13, 118)]
        rows.append([*first, *figures, *_origin(row)])
    return rows


def _pages(rows: Sequence[Sequence[Cell | str]], room: Typeset, *, several: bool) -> list[Table]:
    """The rows over the fewest slides."""
    for count in range(1, len(rows) + 1):
        size = -(-len(rows) // count)
        chunks = [rows[i : i + size] for i in range(0, len(rows), size)]
        tables = [_table(chunk, several=several).scaled(room.width) for chunk in chunks]
        if all(sum(table.row_heights()) <= room.height for table in tables):
            break
    return tables


def _table(rows: Sequence[Sequence[Cell | str]], *, several: bool) -> Table:
    heads = [Head("Assumption", 230), Head("Chatbot", 130)]
    heads += [Head("Value", 76, "r"), Head("Low to high", 116, "r")]
    heads += [Head("Owner", 138, gap=16), Head("Source", 176), Head("Set on", 88)]
    if several:
        return Table(heads, rows)
    # One bot: its name is on every slide already.
    return Table([heads[0], *heads[2:]], [[row[0], *row[2:]] for row in rows])


def _figures(view: View, row: Assumed) -> tuple[str, str, str]:
    name, unit, decimals = ASSUMPTIONS.get(row.name, (row.name, "score", 2))
    currency = view.context.currency
    value = labels.number(row.value, unit, decimals=decimals, currency=currency)
    ends = labels.interval(row.low, row.high, unit, decimals=decimals, currency=currency)
    return name, value, ends


def _origin(row: Assumed) -> list[Cell | str]:
    if row.default and row.name == DERIVED:
        return [labels.DASH, "hour over chats an hour", labels.DASH]
    if row.default:
        return [_dim("nobody yet"), _dim("kpikit's default"), labels.DASH]
    texts = [row.owner or "nobody named", row.source or labels.DASH, row.date or labels.DASH]
    return [shortened(text, 13, 240) for text in texts]


def _dim(text: str) -> Cell:
    return Cell((Run(text, "ink3"),))
