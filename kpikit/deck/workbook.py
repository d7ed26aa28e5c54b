"""The workbook inside a chart: what "Edit data" opens.

It holds every number the chart draws, and beside them what stands behind: n, intervals, the
formulas of the bridge. A second sheet says where the numbers come from.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kpikit.deck.fixed import repacked

if TYPE_CHECKING:
    from collections.abc import Sequence


SHEET = "Data"
_CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone; fixed bytes


class Formula(NamedTuple):
    """A live formula and the value it has now."""

    text: str
    value: float


Cell = str | float | int | Formula | None


class Column(NamedTuple):
    """A column of the data sheet; `format` is a number format."""

    header: str
    cells: Sequence[Cell]
    format: str = "General"


@dataclass
class Book:
    """The columns of a chart's workbook, and lines about their origin.

    Column names are the keys by which a chart refers to them.
    """

    columns: list[Column] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    def add(self, header: str, cells: Sequence[Cell], format_: str = "General") -> str:
        """Append a column and return its header, the name to refer to it by."""
        self.columns.append(Column(header, tuple(map(_precise, cells)), format_))
        return header

    def letter(self, header: str) -> str:
        """The letters of a column: A to Z, AA ..."""
        place = [column.header for column in self.columns].index(header)
        first, last = divmod(place, 26)
        return (chr(ord("@") + first) if first else "") + chr(ord("A") + last)

    def head(self, header: str) -> str:
        """Reference to a column's header cell."""
        return f"{SHEET}!${self.letter(header)}$1"

    def range(self, header: str) -> str:
        """Reference to a column's cells."""
        letter = self.letter(header)
        return f"{SHEET}!${letter}$2:${letter}${len(self.cells(header)) + 1}"

    def cells(self, header: str) -> Sequence[Cell]:
        """The cells of a column."""
        return next(column.cells for column in self.columns if column.header == header)

    def values(self, header: str) -> list[float | None]:
        """The numbers of a column, of formulas their present value."""
        cells = (c.value if isinstance(c, Formula) else c for c in self.cells(header))
        return [None if c is None or isinstance(c, str) else float(c) for c in cells]

    def texts(self, header: str) -> list[str]:
        """The texts of a column; an empty cell is an empty text."""
        return ["" if cell is None else str(cell) for cell in self.cells(header)]

    def to_xlsx(self) -> bytes:
        """The workbook as a file, the same bytes for the same content."""
        from xlsxwriter import Workbook  # type: ignore[import-untyped]

        buffer = io.BytesIO()
        book = Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
        book.set_properties({"created": _CREATED, "author": "kpikit"})
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True})
        for place, column in enumerate(self.columns):
            sheet.write_string(0, place, column.header, bold)
            look = book.add_format({"num_format": column.format})
            for row, cell in enumerate(column.cells, start=1):
                _write(sheet, (row, place), cell, look=look)
            sheet.set_column(place, place, max(10, min(40, len(column.header) + 2)))
        origin = book.add_worksheet("About")
        for row, line in enumerate(self.about):
            origin.write_string(row, 0, line)
        book.close()
        return repacked(buffer.getvalue())


def _precise(cell: Cell) -> Cell:
    """A number as a workbook can hold it, so that the chart's cache says the same."""
    if isinstance(cell, Formula):
        return cell._replace(value=float(f"{cell.value:.15g}"))
    return float(f"{cell:.15g}") if isinstance(cell, float) else cell


def _write(sheet: Any, at: tuple[int, int], cell: Cell, *, look: object) -> None:
    """Write one cell; a text stays a text, also where it looks like a formula or a link."""
    if isinstance(cell, Formula):
        sheet.write_formula(*at, cell.text, look, cell.value)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell)
    elif cell is not None:
        sheet.write_number(*at, cell, look)
