"""Columns of ours that other files hold: the lead of a deal, the conversation of a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import DataError, did_you_mean
from kpikit.sources import mapping
from kpikit.sources.files import digest, find_files, read_rows
from kpikit.sources.parse import as_text
from kpikit.sources.workbook import Ask
from kpikit.tables import FileRead

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.config import Lookup


@dataclass(frozen=True)
class Beside:
    """The keys and values that a lookup's files hold.

    Attributes:
        values: of distinct keys, as text: `key` and `value`.
        files: that were read.
        note: what is worth a word about them, or an empty string.
    """

    values: pl.DataFrame
    files: tuple[FileRead, ...]
    note: str

    def of(self, keys: pl.Series) -> pl.Series:
        """The value of each key, null where there is none."""
        asked = as_text(keys).alias("key").to_frame()
        return asked.join(self.values, on="key", how="left", maintain_order="left")["value"]


def read_lookup(lookup: Lookup, root: Path, *, table: str) -> Beside:
    """Read the files of a lookup; of a key with several values the first is taken, and said so.

    Args:
        lookup: which files, and which of their columns.
        root: what the files are relative to.
        table: whose lookup it is.

    Raises:
        UsageError: a pattern matches no file.
        DataError: a file cannot be read, or lacks a column.
    """
    rows = [pl.DataFrame(schema={"key": pl.String(), "value": pl.String()})]
    files = []
    for path, name in find_files(lookup, root, of=f"{table}: lookup"):
        found = _rows(lookup, path, name, table=table)
        rows += found
        files.append(FileRead(name, *digest(path), sum(map(len, found))))
    pairs = pl.concat(rows).drop_nulls().unique(maintain_order=True)
    several = pairs.filter(pl.col("key").is_duplicated())["key"].n_unique()
    note = (
        f"lookup: {', '.join(lookup.files)} holds several {lookup.value} for {several} of its "
        f"{lookup.keyed}: the first is taken"
    )
    values = pairs.unique("key", keep="first", maintain_order=True)
    return Beside(values, tuple(files), note if several else "")


def _rows(lookup: Lookup, path: Path, name: str, *, table: str) -> list[pl.DataFrame]:
    """The keys and values of a file in batches, as text."""
    wanted = {lookup.keyed, lookup.value, *lookup.where, *lookup.matching}
    found, columns = [], dict[str, None]()
    for raw in read_rows(path, lookup, Ask(wanted, table, {})):
        columns |= dict.fromkeys(raw.columns)
        kept = mapping.select(raw.frame, lookup)
        for column in wanted - {*kept.columns}:
            kept = kept.with_columns(pl.lit(None, dtype=pl.String).alias(column))
        key, value = as_text(kept[lookup.keyed]), as_text(kept[lookup.value])
        found.append(pl.DataFrame({"key": key, "value": value}))
    for column in sorted(wanted - {*columns}):
        near = did_you_mean(column, columns)
        raise DataError(f"data: {table}: lookup: '{column}' is no column of {name}{near}")
    return found
