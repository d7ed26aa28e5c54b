"""What became of the rows that were read."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

# row: the line of an NDJSON file, the row below the header of a CSV file, the row of a Parquet one,
# the row Excel shows in a workbook.
# column: empty where a line is no row at all; its value then says what is wrong with the line.
QUARANTINE = pl.Schema(
    {
        "file": pl.String(),
        "row": pl.Int64(),
        "column": pl.String(),
        "value": pl.String(),
        "rule": pl.String(),
    }
)


AHEAD = "not after the time of the run"
"""How the rule begins that refuses rows of a time that the run has not reached."""


@dataclass(frozen=True)
class FileRead:
    """A file that was read: its path from the project's folder, SHA-256, bytes and rows."""

    path: str
    sha256: str
    size: int
    rows: int


@dataclass(frozen=True)
class Broken:
    """How many rows broke one rule; a row that breaks two is counted in both."""

    column: str
    rule: str
    rows: int


@dataclass(frozen=True)
class TableReport:
    """What became of the rows of one table; read = kept + quarantined + the ignored.

    Attributes:
        name: of the table.
        files: that were read, in the order of their paths.
        read: rows found in them.
        kept: rows that were accepted.
        quarantined: rows set aside because they broke a rule.
        ignored: rows left out on request, by reason.
        broken: the rules that were broken, most often first.
        unknown: columns that were left out, with a word of advice or an empty string.
        contacts: columns with contact details; they are never stored.
        notes: what else is worth a word about its files, as sentences without a full stop.
    """

    name: str
    files: tuple[FileRead, ...] = ()
    read: int = 0
    kept: int = 0
    quarantined: int = 0
    ignored: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    contacts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rejected(self) -> bool:
        """Whether every row was set aside, and not only because its time has not come yet.

        A table whose rows are all still to come is empty at the time of the run, and counts so.
        """
        ahead = sum(each.rows for each in self.broken if each.rule.startswith(AHEAD))
        return not self.kept and self.quarantined > ahead


@dataclass(frozen=True)
class LoadReport:
    """What became of everything that was read.

    Attributes:
        tables: a report for each table the project has.
        quarantine: the rows set aside, by table, in the columns of `QUARANTINE`.
    """

    tables: Mapping[str, TableReport] = field(default_factory=dict)
    quarantine: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain data, without the rows themselves."""
        return {name: asdict(report) for name, report in self.tables.items()}
