"""An empty workbook of a table, for people who fill one in by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kpikit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.tables.schema import Column, Kind, Schema

CREATED = dt.datetime(2000, 1, 1)  # of every file: the same table gives the same bytes
ROWS = 10_000  # that are prepared: formats and lists reach this far
SHAPES: dict[Kind, str] = {
    "text": "@",  # else Excel makes 007 a seven and 3-2 a day in March
    "number": "General",
    "integer": "0",
    "boolean": "General",
    "timestamp": "yyyy-mm-dd hh:mm:ss",
    "date": "yyyy-mm-dd",
}
HINTS: dict[Kind, str] = {
    "timestamp": "in UTC, unless dates: in kpikit.yml states another zone",
    "boolean": "TRUE or FALSE",
}
HEAD = ("column", "type", "required", "allowed", "meaning")
NOTES = "notes"


def write_blank(schema: Schema, path: Path) -> None:
    """Write an empty workbook: a sheet with a table's columns, and one that explains them.

    Each name has its meaning as a comment. Columns of texts are formatted as text, those of words
    offer the words. The sheet is named like the table, so that it is read without being stated.

    Args:
        schema: of the table.
        path: of the workbook.

    Raises:
        UsageError: the path is taken, or cannot be written.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    if path.exists():
        raise UsageError(f"{path} is there already: name another file")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}")
    columns = [column for column in schema.columns if column.name != "seq"]
    book = Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED, "author": "kpikit", "title": schema.meaning})
    _write_columns(book, schema.name, columns)
    _write_notes(book, columns)
    try:
        book.close()
    except FileCreateError as error:
        raise UsageError(f"{path} cannot be written: {error.args[0].strerror}") from None


def _write_columns(book: Any, name: str, columns: list[Column]) -> None:
    """The sheet that is filled in."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    heads = {
        True: book.add_format({"bold": True, "bottom": 1, "bg_color": "#FFE9A8"}),
        False: book.add_format({"bold": True, "bottom": 1}),
    }
    for place, column in enumerate(columns):
        shape = book.add_format({"num_format": SHAPES[column.kind]})
        sheet.set_column(place, place, max(len(column.name) + 4, 12), shape)
        sheet.write_string(0, place, column.name, heads[column.required])
        sheet.write_comment(0, place, _comment(column), {"x_scale": 2})
        words = column.allowed or (("TRUE", "FALSE") if column.kind == "boolean" else ())
        if words:
            rule = {"validate": "list", "source": [*words]}
            sheet.data_validation(1, place, ROWS, place, rule)


def _write_notes(book: Any, columns: list[Column]) -> None:
    """The sheet that explains."""
    sheet = book.add_worksheet(NOTES)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, (title, width) in enumerate(zip(HEAD, (24, 11, 9, 40, 70), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)
    for row, column in enumerate(columns, 1):
        required = "required" if column.required else ""
        cells = (column.name, column.kind, required, column.limits, column.meaning)
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell)


def _comment(column: Column) -> str:
    """A column in a few lines."""
    required = "required; " if column.required else ""
    lines = [column.meaning, f"{required}{column.kind}", HINTS.get(column.kind, ""), column.limits]
    return "\n".join(line for line in lines if line)
