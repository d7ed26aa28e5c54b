"""Times of one column that are written with an offset in some rows and without one in others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from kpikit import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.sources.batch import Batch

TIME = r"[T ]\d\d?:\d\d"
OFFSET = r"(Z|z|[+-]\d\d(:?\d\d)?)$"


@dataclass
class Mixed:
    """How the times of a table were written, by column: with an offset, and without.

    Attributes:
        offset: rows with one.
        local: rows without.
    """

    offset: Counter[str] = field(default_factory=Counter)
    local: Counter[str] = field(default_factory=Counter)

    def look(self, batch: Batch) -> None:
        """Count those of a batch; a source that states a form is taken at its word."""
        for read, written in batch.columns({"timestamp"}):
            if read.name in batch.source.dates or written.dtype != pl.String:
                continue
            texts = written.filter(read.is_not_null())
            placed = texts.str.contains(OFFSET)
            # Of a bare day the end looks like an offset, and it has no time to be moved.
            timed = texts.str.contains(TIME)
            self.offset[read.name] += int((placed & timed).sum())
            self.local[read.name] += int((~placed & timed).sum())

    def notes(self) -> Iterator[str]:
        """A sentence for each column that is written in both ways."""
        for name, rows in self.local.items():
            if rows and self.offset[name]:
                whole = labels.number(rows + self.offset[name])
                yield (
                    f"{name}: {labels.number(rows)} of {whole} times have no offset and are read "
                    f"as UTC, the others have one: if they are local, state dates: {{{name}: "
                    "{timezone: ...}}"
                )
