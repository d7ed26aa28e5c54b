"""The rows set aside, written where people can look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import PlaceError
from kpikit.sources.privacy import harmless
from kpikit.tables import SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.tables import Tables


def write_quarantine(tables: Tables, folder: Path) -> list[Path]:
    """Write `<table>.csv` into a folder for every table with rows set aside.

    Files of tables that have none now are removed, so that the folder never tells of rows that
    have been mended. Contact details are masked, and text that a spreadsheet would run as a
    formula begins with an apostrophe.

    Args:
        tables: as loaded.
        folder: made where missing and needed.

    Returns:
        The files written.

    Raises:
        PlaceError: the folder cannot be written.
    """
    written = []
    try:
        for name in SCHEMAS:
            rows, path = tables.quality.quarantine.get(name), folder / f"{name}.csv"
            if rows is None or rows.is_empty():
                path.unlink(missing_ok=True)
                continue
            folder.mkdir(parents=True, exist_ok=True)
            texts = [column for column, kind in rows.schema.items() if kind == pl.String]
            shown = rows.with_columns(harmless(pl.col(text)).alias(text) for text in texts)
            path.write_text(shown.write_csv(), encoding="utf-8", newline="")
            written.append(path)
    except OSError as error:
        where = error.filename or path
        raise PlaceError(f"{where}: cannot be written: {error.strerror}") from None
    return written
