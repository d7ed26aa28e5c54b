"""What each measure of the deck means, in the words of its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.deck.fit import shortened
from kpikit.deck.text import Par, Run
from kpikit.findings import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.deck.maker import Maker
    from kpikit.deck.typeset import Typeset
    from kpikit.kpi import Kpi

_COLUMNS = ("Text", "Text 2")
_SOURCE = 'Source: the declarations of kpikit; the command "kpikit kpis" lists all.'
_RUNGS = (
    "Rungs of the ladder",
    "Each conversation is on one. Held: closed by the bot, no ticket and no return. Unverifiable: "
    "no id to look for a ticket. Pending: too young to say. Abandoned: left before it was solved.",
)
_STATUS = (
    "Good, watch, bad, cannot tell",
    "The verdict compares the figure, or its 95% interval where there is one, with the band for "
    "this kind of chatbot. A target never changes a verdict. Provisional figures can still change.",
)


def definitions(make: Maker) -> None:
    """The measures the deck shows, in two columns, on as many slides as it takes."""
    shown: dict[str, Kpi] = {}
    for sheet in make.sheets:
        for row in (row for rows in sheet.cited for row in rows if row.known):
            if not row.kpi.id.startswith("rung_"):
                shown.setdefault(row.kpi.id, row.kpi)
    entries = [_STATUS, *((kpi.title, kpi.summary) for kpi in shown.values())]
    if any(row.kpi.id.startswith("rung_") for s in make.sheets for c in s.cited for row in c):
        entries.insert(1, _RUNGS)
    many = f"{count(len(shown)).capitalize()} measures"
    slots = make.layouts.slots("Text")
    boxes = [slots[name.casefold()].typeset for name in _COLUMNS]
    columns = _balanced(entries, boxes)
    pages = [columns[i : i + 2] for i in range(0, len(columns), 2)]
    # The slide on data comes last; each slide's notes define its own measures, too.
    pages = pages[: max(make.most - len(make.sheets) - 1, 1)]
    for place, page in enumerate(pages, start=1):
        part = f" ({place} of {len(pages)})" if len(pages) > 1 else ""
        title = f"{many} are shown in this deck; this is what each of them means{part}"
        sheet = make.sheet("Text", title, "Definitions by measure, in the order of the deck")
        for name, column in zip(_COLUMNS, page, strict=False):
            sheet.text(name, column)
        sheet.text(
            "Source",
            [Par(_SOURCE)],
        )
        sheet.say(title + ".")


def _balanced(entries: list[tuple[str, str]], boxes: list[Typeset]) -> list[list[Par]]:
    """Entries on as few slides as it takes, about as many in each column."""
    full = _flow(entries, boxes)
    room = len(full) + len(full) % 2
    least, more = divmod(len(entries), room)
    even = _flow(entries, boxes, most=[least + (place < more) for place in range(room)])
    return even if len(even) <= room else full


def _flow(
    entries: list[tuple[str, str]], boxes: list[Typeset], *, most: Sequence[int] = ()
) -> list[list[Par]]:
    """Entries from column to column, at most so many in each; an entry is never broken."""
    columns: list[list[Par]] = [[]]
    for title, text in entries:
        box = boxes[(len(columns) - 1) % 2]
        entry = Par([Run(f"{title}. ", "ink", bold=True), Run(_cut(text, box))])
        tried = [*columns[-1], entry]
        full = len(columns) <= len(most) and len(columns[-1]) == most[len(columns) - 1]
        if columns[-1] and (
            full or not box.fits([(par.text, par.level, par.bold) for par in tried])
        ):
            columns.append([])
        columns[-1].append(entry)
    return columns


def _cut(text: str, box: Typeset) -> str:
    """A definition of at most some five lines."""
    size = box.levels[0].size
    return shortened(text, size, 5 * box.width)
