"""The checked tables of a project, as everything after the sources receives them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from kpikit.tables.quality import LoadReport


@dataclass(frozen=True)
class Table:
    """The accepted rows of one table.

    Attributes:
        name: of the table.
        frame: every column of the schema at its type, absent ones null, and `seq` filled.
        columns: those that some source supplied.
    """

    name: str
    frame: pl.LazyFrame
    columns: frozenset[str]

    def with_frame(self, frame: pl.LazyFrame) -> Table:
        """The same table with other rows."""
        return replace(self, frame=frame)


@dataclass(frozen=True)
class Tables:
    """The tables that a project has, with what became of the rows that were read.

    Attributes:
        tables: by name; a table without a source is absent.
        quality: rows read, kept and set aside, by table.
    """

    tables: Mapping[str, Table]
    quality: LoadReport

    def __contains__(self, name: object) -> bool:
        """Whether the project has that table."""
        return name in self.tables

    def __getitem__(self, name: str) -> Table:
        """The table of that name; KeyError where the project has none."""
        return self.tables[name]

    def get(self, name: str) -> Table | None:
        """The table of that name, or None where the project has none."""
        return self.tables.get(name)

    @property
    def rejected(self) -> Mapping[str, int]:
        """Tables of which every row was set aside, with how many; no one may take them for empty.

        Events are not among them: without one there is nothing to report on, which is an error.
        Nor is a table whose rows are all of a time that the run has not reached: it is empty.
        """
        return {
            name: report.quarantined
            for name, report in self.quality.tables.items()
            if name in self.tables.keys() - {"events"} and report.rejected
        }

    def usable(self) -> Tables:
        """These tables without the rejected ones."""
        kept = {name: one for name, one in self.tables.items() if name not in self.rejected}
        return replace(self, tables=kept)

    def with_tables(self, tables: Mapping[str, Table]) -> Tables:
        """These tables with some of them replaced."""
        return replace(self, tables={**self.tables, **tables})
