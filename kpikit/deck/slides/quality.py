"""The state of the data: rows read and set aside, links, lost days, what is left out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Par, Run
from kpikit.deck.wording import as_of, spared
from kpikit.findings import quality as found

if TYPE_CHECKING:
    from kpikit.context import Quality, TableQuality
    from kpikit.deck.maker import Maker


def quality(make: Maker) -> None:
    """A row a table, and what stands out."""
    view = make.view
    state = view.context.quality
    if not state.tables:
        return
    finding = found(view)
    sheet = make.sheet("Table and notes", finding.title, "All input up to the as-of")
    heads = [
        Head("Table", 84),
        *(Head(name, 66, "r") for name in _HEADS),
        Head("Days", 170, gap=10),
    ]
    rows = [_row(table) for table in state.tables]
    alt = "; ".join(f"{t.name}: {t.read:,} rows read, {t.kept:,} kept" for t in state.tables)
    sheet.table("Table", Table(heads, rows), f"Rows by table. {alt}.", called="Data quality")
    lines = [*finding.paragraphs, *_duplicates(state), _left_out(state), _links(state)]
    lines[1:1] = make.carried
    sheet.text("Notes", [Par("What stands out"), *spared(lines)])
    sheet.text("Source", [Par(f"Source: the checks of this run, as of {as_of(view.context)}.")])
    sheet.say(finding.title + ".", *finding.paragraphs)
    sheet.trace(*make.lacking)


_HEADS = ("Rows read", "Kept", "Set aside", "Left out", "Duplicates")


def _row(table: TableQuality) -> list[Cell | str]:
    numbers = (table.read, table.kept, table.quarantined, table.ignored, table.duplicates)
    days = [labels.day(dt.date.fromisoformat(d[:10])) for d in (table.first, table.last) if d]
    name = Cell((Run(table.name, "ink", bold=True),))
    return [name, *(f"{number:,}" for number in numbers), " to ".join(days) or labels.DASH]


def _duplicates(state: Quality) -> list[str]:
    """Where duplicates stand in the table, where there are any."""
    there = any(table.duplicates for table in state.tables)
    return ["Duplicates are among the kept rows and are counted once."] if there else []


def _links(state: Quality) -> str:
    parts = [
        f"{labels.number(link.linked / link.total, 'share')} of {link.total:,} {link.name}"
        for link in state.links
        if link.total
    ]
    return f"Links: {'; '.join(parts)}." if parts else ""


def _left_out(state: Quality) -> str:
    parts = [
        f"{count:,} {name}"
        for count, name in (
            (state.test_sessions, "test sessions"),
            (state.outbound, "outbound sessions without an answer"),
            (state.erased, "erased sessions"),
        )
        if count
    ]
    return f"Not counted: {', '.join(parts)}." if parts else ""
