"""The frozen numbers of one run: the results table and its context, in a folder.

A run computes its numbers once and freezes them: `results.parquet`, the tidy table of the data
contract, `snapshot.json`, the context (company, bots, assumptions, data quality), and `details/`,
the tables that charts and lists need beside them. Notebook, HTML, workbook and deck read nothing
else, so they cannot disagree.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from kpikit.context import PORTFOLIO, SCHEMA, Context, dump, parse
from kpikit.errors import DataError, UsageError
from kpikit.view import View, open_view

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DETAILS = "details"
"""The folder of the tables beside the results."""


@dataclass(frozen=True)
class Snapshot:
    """The results of a run, their context and the tables beside; immutable once written."""

    results: pl.DataFrame
    context: Context
    details: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def write(self, directory: Path) -> Path:
        """Write results.parquet, snapshot.json and details/ into a folder, made where missing."""
        (directory / DETAILS).mkdir(parents=True, exist_ok=True)
        for name, frame in self.details.items():
            _write(frame, directory / DETAILS / f"{name}.parquet")
        _write(self.results, directory / "results.parquet")
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
        files = sorted((directory / DETAILS).glob("*.parquet"))
        details = {file.stem: pl.read_parquet(file) for file in files}
        return cls(pl.read_parquet(directory / "results.parquet"), parse(record), details)

    def view(self, bot: str = PORTFOLIO, period: str | None = None) -> View:
        """The numbers of one bot ("*" = portfolio) for a period of the run; default: the run's."""
        view = open_view(self.results, self.context, bot=bot, period=period)
        return replace(view, details=self.details)


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write a table; a full disk is then an OSError, which the engine's own writer hides."""
    packed = io.BytesIO()
    frame.write_parquet(packed)
    path.write_bytes(packed.getbuffer())
