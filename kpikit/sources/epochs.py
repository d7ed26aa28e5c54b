"""Dates in the wrong century: most often an epoch number that is read in the wrong unit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from kpikit import labels
from kpikit.sources.parse import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.sources.batch import Batch

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)  # no chatbot answered before or will after
SECONDS = (946_684_800, 4_102_444_800)
UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000}  # a second; a number fits one of them at most


def meant(values: pl.Series) -> pl.Series:
    """The unit in which a number is a date from 2000 to 2099; null where it is none in any.

    >>> meant(pl.Series(["1772442000", "1772442000000", "2026-03-02"])).to_list()
    ['s', 'ms', None]
    """
    number = as_text(values).cast(pl.Float64, strict=False)
    units = pl.Series(values.name, [None] * len(values), dtype=pl.String)
    for unit, size in UNITS.items():
        fits = number.is_between(SECONDS[0] * size, SECONDS[1] * size, closed="left")
        units = units.set(fits.fill_null(value=False), unit)
    return units


def advice(column: str, unit: str) -> str:
    """How a source states the unit of its epoch numbers."""
    return f"state dates: {{{column}: {{epoch: {unit}}}}}"


@dataclass
class Odd:
    """The dates of a table that were read and lie in another century.

    Attributes:
        rows: how many, by column, the unit they are read in, and the one they seem to be in.
        first: one of each.
    """

    rows: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    first: dict[tuple[str, str, str], dt.date] = field(default_factory=dict)

    def look(self, batch: Batch) -> None:
        """Count those of a batch."""
        for read, written in batch.columns({"timestamp", "date"}):
            days = read.dt.date()
            low, high = days.min(), days.max()
            if low is None or (low >= FIRST and high <= LAST):  # type: ignore[operator]
                continue
            rule = batch.source.dates.get(read.name)
            self._count(days, written, read_as=rule.epoch if rule else None)

    def _count(self, days: pl.Series, values: pl.Series, *, read_as: str | None) -> None:
        odd = (~days.is_between(FIRST, LAST)).fill_null(value=False)
        far, numbers = days.filter(odd), values.filter(odd)
        units = meant(numbers).fill_null("") if read_as else pl.repeat("", len(far), eager=True)
        frame = pl.DataFrame({"day": far, "unit": units})
        for unit, rows, day in (
            frame.group_by("unit")
            .agg(pl.len(), pl.col("day").min().alias("first"))
            .sort("unit")
            .iter_rows()
        ):
            key = (days.name, read_as or "", unit)
            self.rows[key] += rows
            self.first[key] = min(day, self.first.get(key, day))

    def notes(self) -> Iterator[str]:
        """A sentence for each column and unit."""
        for (column, read_as, unit), rows in self.rows.items():
            noun = "row lies" if rows == 1 else "rows lie"
            text = (
                f"{column}: {labels.number(rows)} {noun} before 2000 or after 2099, "
                f"such as {self.first[column, read_as, unit]}"
            )
            if unit:
                text += f": read as {read_as} since 1970, written in {unit}: {advice(column, unit)}"
            yield text
