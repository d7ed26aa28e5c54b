"""What cannot be said for want of data; the notes say where to put the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.deck.fit import width
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Par, Run
from kpikit.deck.wording import source
from kpikit.findings import listed, lower, missing, unavailable
from kpikit.findings.words import several

if TYPE_CHECKING:
    from kpikit.deck.maker import Maker
    from kpikit.view import Result, View

AFTER = 3  # slides after this one: assumptions, definitions, data
_MEASURES = 430.0  # width of the column of measures, in points


def gaps(make: Maker) -> None:
    """Measures that wait for the same data stand in one row."""
    view = make.view
    rows = _waiting(view)
    if not rows:
        return
    if _folded(make):
        make.carried.append(_line(view))
        make.lacking.extend(_places(rows))
        return
    finding = unavailable(rows)
    sheet = make.sheet("Table", finding.title, "What is missing; the notes say where to put it")
    size = sheet.size("Table")
    groups = list(_grouped(rows).items())
    groups.sort(key=lambda group: -len(group[1]))
    count = len(groups)
    while sum(_table(groups[:count]).scaled(size[0]).row_heights()) > size[1]:
        count -= 1
    alt = "; ".join(f"{what}: {listed(names)}" for (what, _), names in groups[:count])
    sheet.table("Table", _table(groups[:count]), f"{alt}.", called="Missing data")
    more = make.elsewhere(sum(len(names) for _, names in groups[count:]), "measure")
    sheet.text("Source", [Par(source(view, ("events",), more))])
    sheet.cite(*rows)
    sheet.say(finding.title + ".")
    sheet.trace(*_places(rows))


def _waiting(view: View) -> list[Result]:
    """The measures that wait for data."""
    return [row for row in view.kpis() if row.status == "unavailable"]


def _folded(make: Maker) -> bool:
    """Whether what is missing is a line of the slide on data: it is little, or the deck is long."""
    room = make.layouts.slots("Table")["table"].typeset
    groups = list(_grouped(_waiting(make.view)).items())
    high = sum(_table(groups).scaled(room.width).row_heights())
    return high < room.height / 2 or len(make.sheets) + AFTER >= make.most


def _line(view: View) -> str:
    """What waits, in one line: by name, as a board knows no columns."""
    rows = _waiting(view)
    return f"{unavailable(rows).title}: {several([lower(row.kpi.title) for row in rows])}."


def _places(rows: list[Result]) -> list[str]:
    """A line per kind of data that is missing: what waits for it, and where to put it."""
    return [
        f"{listed(names)[:1].upper()}{listed(names)[1:]}: {what}; {where}."
        for (what, where), names in _grouped(rows).items()
    ]


def _grouped(rows: list[Result]) -> dict[tuple[str, str], list[str]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        lack = missing(row)
        key = (lack.what, f"{lack.names} {lack.place}".strip())
        groups.setdefault(key, []).append(lower(row.kpi.title))
    return groups


def _table(groups: list[tuple[tuple[str, str], list[str]]]) -> Table:
    heads = [Head("Waiting", _MEASURES), Head("What is missing", 442)]
    rows: list[list[Cell | str]] = [
        [Cell((Run(_names(names), "ink", bold=True),)), what] for (what, _), names in groups
    ]
    return Table(heads, rows)


def _names(names: list[str]) -> str:
    """As many measures as two lines hold, and how many more there are."""
    for count in range(len(names), 0, -1):
        more = len(names) - count
        shown = listed([*names[:count], *([f"{more} more"] if more else [])])
        if width(shown, 13, bold=True) <= 2 * (_MEASURES - 40):
            break
    return shown[:1].upper() + shown[1:]
