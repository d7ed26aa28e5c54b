"""Small files of every format, and what became of their rows."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.tables import Tables

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
EVENT = {
    "event": "chat.message.user",
    "ts": "2026-03-02T09:00:00Z",
    "bot_id": "b",
    "session_id": "s",
}


class Load(Protocol):
    """Write files and load them: a file is text, bytes, rows (NDJSON), or a frame (Parquet)."""

    def __call__(
        self, files: dict[str, Any], *, data: dict[str, Any] | None = None, **config: Any
    ) -> Tables: ...


def write(path: Path, content: Any) -> None:
    """Write a file; rows become NDJSON, a frame Parquet, and `.gz` packs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, pl.DataFrame):
        content.write_parquet(path)
        return
    if isinstance(content, list):
        content = "".join(json.dumps(row) + "\n" for row in content)
    raw = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)


def workbook(**sheets: list[list[Any]]) -> bytes:
    """A workbook with these sheets: rows of cells, None a cell that is not there."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        shapes = {
            dt.datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss.000"}),
            dt.date: book.add_format({"num_format": "d mmm yyyy"}),
            dt.time: book.add_format({"num_format": "hh:mm"}),
        }
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if type(cell) in shapes:
                        sheet.write_datetime(row, column, cell, shapes[type(cell)])
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return buffer.getvalue()


def rows(tables: Tables, name: str, *columns: str) -> list[Any]:
    """The accepted rows of a table in the order of seq: some columns, or the value of one."""
    frame = tables[name].frame.sort("seq").select(*columns).collect()
    return frame.to_series().to_list() if len(columns) == 1 else frame.rows()


def set_aside(tables: Tables, name: str) -> list[tuple[Any, ...]]:
    """The rows set aside: row, column, value, rule."""
    return tables.quality.quarantine[name].select("row", "column", "value", "rule").rows()
