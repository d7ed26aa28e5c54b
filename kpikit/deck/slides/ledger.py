"""What the money figures assume: each assumption with its range and who stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck.fit import shortened
from kpikit.deck.notes import assumptions
from kpikit.deck.table import Cell, Head, Table, cell_of
from kpikit.deck.text import Par, Run
from kpikit.deck.wording import named_shortly
from kpikit.findings import ASSUMPTIONS, assumed, listed, lower
from kpikit.findings.months import independent
from kpikit.findings.words import several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.context import Assumed
    from kpikit.deck.maker import Maker
    from kpikit.deck.typeset import Typeset
    from kpikit.view import View

SIDE_BY_SIDE = 4  # chatbots that have a column each


def ledger(make: Maker) -> None:
    """The ledger on one slide; what nobody has set is one line under it."""
    view = make.view
    given = independent(view.assumptions())
    if not given or not (view["net_value"].known or view["net_incremental_revenue"].known):
        return
    chosen = [row for row in given if not row.default]
    finding = assumed(given)
    sheet = make.sheet("Table" if chosen else "Text", finding.title, "Numbers nobody measured")
    unset = _unset(view, [row for row in given if row.default])
    left = 0
    if chosen:
        table, left = _fitted(view, chosen, make.layouts.slots("Table")["table"].typeset)
        alt = "; ".join(" ".join(cell_of(cell).text for cell in row[:3]) for row in table.rows)
        sheet.table("Table", table, f"Assumptions. {alt}.", called="Assumptions")
    else:
        sheet.text("Text", [Par(unset[0])])
    more = "The notes of this slide have all." if left else ""
    first = "Source: kpikit.yml, assumptions of each chatbot."
    for foot in unset if chosen else [""]:
        pars = [Par(" ".join(text for text in (first, foot, more) if text))]
        if sheet.fits("Source", pars):
            break
    sheet.text("Source", pars)
    sheet.say(finding.title + ".", *finding.paragraphs, unset[0])
    sheet.trace(*assumptions(view))


def _fitted(view: View, given: Sequence[Assumed], room: Typeset) -> tuple[Table, int]:
    """The table, with as many rows as its box holds, and how many are left."""
    bots = list(dict.fromkeys(row.bot_id for row in given))
    side = view.bot.id == "*" and 1 < len(bots) <= SIDE_BY_SIDE
    table = _compared(view, given, bots) if side else _listed(view, given)
    count = len(table.rows)
    while True:
        shown = Table(table.heads, table.rows[:count]).scaled(room.width)
        if sum(shown.row_heights()) <= room.height or count == 1:
            return shown, len(table.rows) - count
        count -= 1


def _compared(view: View, given: Sequence[Assumed], bots: Sequence[str]) -> Table:
    """A row an assumption, a column a chatbot, who stands for it at the end."""
    names = {bot.id: shortened(bot.name, 12, 120) for bot in view.context.bots}
    wide = 450 / len(bots)
    heads = [Head("Assumption", 222), *(Head(names.get(b, b), wide, "r") for b in bots)]
    heads.append(Head("Owner", 200, gap=16))
    rows: list[list[Cell | str]] = []
    for name in dict.fromkeys(row.name for row in given):
        mine = {row.bot_id: row for row in given if row.name == name}
        cells = [_both(view, mine[bot]) if bot in mine else labels.DASH for bot in bots]
        title = ASSUMPTIONS.get(name, (name, "", 0))[0]
        owners = dict.fromkeys(row.owner or "nobody named" for row in mine.values())
        owner = shortened("; ".join(owners), 12, 2 * 170)
        rows.append([Cell((Run(title, "ink", bold=True, size=12),)), *cells, _dim(owner)])
    return Table(heads, rows)


def _both(view: View, row: Assumed) -> Cell:
    """The value, and its range under it."""
    _, value, ends = _figures(view, row)
    runs = [Run(value, "ink", bold=True, size=12)]
    if row.low is not None and row.high is not None:
        runs.append(Run(f"  {ends}".replace(" ", labels.NBSP), "ink3", size=12))
    return Cell(tuple(runs))


def _listed(view: View, given: Sequence[Assumed]) -> Table:
    """A row an assumption of a chatbot."""
    names = {bot.id: bot.name for bot in view.context.bots}
    heads = [Head("Assumption", 230), Head("Chatbot", 130)]
    heads += [Head("Value", 76, "r"), Head("Low to high", 116, "r")]
    heads += [Head("Owner", 138, gap=16), Head("Source", 176), Head("Set on", 88)]
    rows: list[list[Cell | str]] = []
    for row in given:
        name, value, ends = _figures(view, row)
        bot = shortened(names.get(row.bot_id, row.bot_id), 13, 118)
        texts = [row.owner or "nobody named", row.source or labels.DASH, row.date or labels.DASH]
        first: list[Cell | str] = [Cell((Run(name, "ink", bold=True),)), bot]
        figures: list[Cell | str] = [Cell((Run(value, "ink", bold=True),)), ends]
        rows.append([*first, *figures, *(shortened(text, 13, 240) for text in texts)])
    if view.bot.id == "*":
        return Table(heads, rows)
    # One bot: its name is on every slide already.
    return Table([heads[0], *heads[2:]], [[row[0], *row[2:]] for row in rows])


def _unset(view: View, given: Sequence[Assumed]) -> list[str]:
    """What nobody has set, each once, in one line; first with whose it is, where it is not all's.

    The last wording counts them alone.
    """
    names = {bot.id: bot.name for bot in view.context.bots}
    parts: dict[str, list[str]] = {}
    for row in given:
        name, value, _ = _figures(view, row)
        parts.setdefault(f"{lower(name)} {value}", []).append(names.get(row.bot_id, row.bot_id))
    if not parts:
        return [""]
    every = 1 if view.bot.id != "*" else len(names)
    whose = [text if len(b) == every else f"{text} at {several(b)}" for text, b in parts.items()]
    start = "At kpikit's default, set by nobody"
    return [
        f"{start}: {named_shortly(listed(whose), list(names.values()))}.",
        f"{start}: {listed(list(parts))}.",
        f"{start}: {labels.number(len(given))}.",
    ]


def _figures(view: View, row: Assumed) -> tuple[str, str, str]:
    name, unit, decimals = ASSUMPTIONS.get(row.name, (row.name, "score", 2))
    currency = view.context.currency
    value = labels.number(row.value, unit, decimals=decimals, currency=currency)
    ends = labels.interval(row.low, row.high, unit, decimals=decimals, currency=currency)
    return name, value, ends


def _dim(text: str) -> Cell:
    return Cell((Run(text, "ink3", size=12),))
