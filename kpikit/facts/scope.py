"""What every fact is built from: the visible rows, the configuration and the instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.tables import schema

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.config import Config
    from kpikit.tables import Tables


@dataclass(frozen=True, eq=False)
class Scope:
    """Visible rows, configuration and instant.

    Attributes:
        tables: the visible rows.
        config: windows, bots, currency, time zone and page types.
        as_of: the instant the facts are true of.
    """

    tables: Tables
    config: Config
    as_of: dt.datetime

    def rows(self, name: str) -> pl.LazyFrame:
        """The visible rows of a table; none where the project has no such table."""
        table = self.tables.get(name)
        if table is not None:
            return table.frame
        return pl.LazyFrame(schema={c.name: c.dtype for c in schema(name).columns})

    def optional(self, name: str) -> pl.LazyFrame | None:
        """The visible rows of a table, or None where the project has no such table."""
        return self.rows(name) if name in self.tables else None
