"""The frozen numbers of one run: the results table and its context, in a folder.

A run computes its numbers once and freezes them: `results.parquet`, the tidy table of the data
contract, and `snapshot.json`, the context (company, bots, assumptions, data quality). Notebook,
HTML, workbook and deck read nothing else, so they cannot disagree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.context import PORTFOLIO, SCHEMA, Context, dump, parse
from kpikit.errors import DataError, UsageError
from kpikit.view import View, open_view

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Snapshot:
    """The results of a run and their context; immutable once written."""

    results: pl.DataFrame
    context: Context

    def write(self, directory: Path) -> Path:
        """Write results.parquet and snapshot.json into a folder, which is made where missing."""
        directory.mkdir(parents=True, exist_ok=True)
        self.results.write_parquet(directory / "results.parquet")
        (directory / "snapshot.json").write_text(dump(self.context), encoding="utf-8")
        return directory

    @classmethod
    def read(cls, directory: Path) -> Snapshot:
        """Read a folder that `write` made.

        Raises:
            UsageError: the folder holds no snapshot.
            DataError: a newer kpikit wrote it.
        """
        path = directory / "snapshot.json"
        if not path.is_file():
            msg = f"{directory}: no snapshot here (snapshot.json is missing); name a run's folder"
            raise UsageError(msg)
        record = json.loads(path.read_text(encoding="utf-8"))
        if record.pop("schema") > SCHEMA:
            msg = f"{path}: written by kpikit {record['kpikit']}, which is newer; upgrade kpikit"
            raise DataError(msg)
        return cls(pl.read_parquet(directory / "results.parquet"), parse(record))

    def view(self, bot: str = PORTFOLIO, period: str | None = None) -> View:
        """The numbers of one bot ("*" = portfolio) for a period of the run; default: the run's."""
        return open_view(self.results, self.context, bot=bot, period=period)
