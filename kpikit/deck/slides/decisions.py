"""What the board is asked to decide, with the number behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck.notes import holdouts
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Run
from kpikit.deck.wording import source
from kpikit.findings import asked_for
from kpikit.findings import decisions as found
from kpikit.findings.outcomes import outcome_notes
from kpikit.findings.scope import also_asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.deck.maker import Maker
    from kpikit.findings import Decision

LEAST = 2
"""One decision alone is on the summary already."""


def decisions(make: Maker) -> None:
    """A row a decision, the most urgent first."""
    view, asked = make.view, found(make.view)
    if len(asked) < LEAST:
        return
    finding = asked_for(view)
    sheet = make.sheet("Table", finding.title, "The most urgent first; what each rests on")
    width, height = sheet.size("Table")
    count = len(asked)
    while sum(_table(asked[:count]).scaled(width).row_heights()) > height:
        count -= 1
    alt = "; ".join(f"{one.do}: {one.because}" for one in asked[:count])
    sheet.table("Table", _table(asked[:count]), f"Decisions. {alt}", called="Decisions")
    also = also_asked(view)
    rows = [row for one in asked for row in one.rows]
    notes = [" ".join(filter(None, (also, note))) for note in outcome_notes(view)]
    here = f"{count} of {len(asked)} are here; the notes have all." if count < len(asked) else ""
    sheet.source(source(view, (), here, rows=rows), [*notes, also])
    for one in asked:
        sheet.cite(*one.rows)
    sheet.say(f"{finding.title}.", *(f"{_first(one.do)}. {one.because}" for one in asked), also)
    sheet.trace(*holdouts(view))


def _table(asked: Sequence[Decision]) -> Table:
    heads = [
        Head("Decide", 290),
        Head("Because", 330, gap=8),
        Head("At stake", 120, gap=8),
        Head("Owner", 132, gap=8),
    ]
    return Table(heads, [_row(one) for one in asked], size=14)


def _row(one: Decision) -> list[Cell | str]:
    owner = Cell((Run(one.owner or "nobody named", "ink2"),))
    return [
        Cell((Run(_first(one.do), "ink", bold=True),)),
        Cell((Run(one.because, "ink2"),)),
        one.stake or labels.DASH,
        owner,
    ]


def _first(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
