"""Rows of one source on their way into a table, as they were written and as they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    import polars as pl

    from kpikit.config import Source
    from kpikit.tables import Schema


class Batch(NamedTuple):
    """A batch, for whoever looks at what came of it.

    Attributes:
        typed: its columns as they were read.
        written: the same as they were written.
        schema: of the table.
        source: how it writes its dates.
    """

    typed: pl.DataFrame
    written: pl.DataFrame
    schema: Schema
    source: Source

    def columns(self, kinds: Set[str]) -> Iterator[tuple[pl.Series, pl.Series]]:
        """Each column of some kinds that the batch has: read and written."""
        for column in (*self.schema.columns, *self.schema.helpers):
            if column.kind in kinds and column.name in self.typed.columns:
                yield self.typed[column.name], self.written[column.name]
