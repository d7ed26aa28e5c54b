"""How a KPI is computed: small immutable measures built of polars expressions.

A row measure (Ratio, Count, Sum, Mean, Quantile, Repeaters) splits in two. ``sides`` are row
expressions, projected before the group-by, because a literal inside ``agg`` does not broadcast;
``aggregates`` reduce those sides. So every KPI of a fact shares one projection and one group-by.
Measures that work on what these return are in composed.py.
"""

from __future__ import annotations

import abc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = ("value", "numerator", "denominator", "n", "omitted")
"""What every row measure returns, in this order; omitted = amounts without an exchange rate."""

AS_OF = "as_of"
"""The stamp of what is true at as_of whatever the period: such rows count in every period."""

ALL_ROWS = pl.lit(value=True)
"""The condition of a measure that counts every row of its fact."""


def elapsed(start: str, end: str) -> pl.Expr:
    """Seconds between two timestamp columns; a negative duration reads as null."""
    seconds = (pl.col(end) - pl.col(start)).dt.total_microseconds() / 1e6
    return pl.when(seconds >= 0).then(seconds)


class Measure(abc.ABC):  # noqa: B024 - what all measures have in common is only the name
    """Base of all measures."""


@dataclass(frozen=True)
class RowMeasure(Measure):
    """A measure of one fact's rows; see the subclasses.

    Attributes:
        stamp: the column that files a row under a period; None takes the fact's own, AS_OF none.
        project: True computes over every bot's rows and shows the result on each bot's row.
    """

    stamp: str | None = field(default=None, kw_only=True)
    project: bool = field(default=False, kw_only=True)

    @abc.abstractmethod
    def sides(self) -> dict[str, pl.Expr]:
        """Return the row expressions to project, by side name."""

    @abc.abstractmethod
    def aggregates(self, side: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
        """Return the aggregates of the projected sides, by part name (PARTS)."""


@dataclass(frozen=True)
class Ratio(RowMeasure):
    """Sum of a numerator over the sum of its denominator; null where the denominator is 0.

    Attributes:
        hit: numerator of a row, boolean or number; counted only on rows of the denominator.
        of: denominator of a row, boolean or number.
        weight: weight of a row on both sides.
    """

    hit: pl.Expr
    of: pl.Expr = ALL_ROWS
    weight: pl.Expr | None = None

    def sides(self) -> dict[str, pl.Expr]:
        """Return num, den and the rows behind the denominator."""
        rows = self.of.cast(pl.Boolean).fill_null(value=False)
        if self.weight is None:
            return {"num": pl.when(rows).then(self.hit), "den": self.of, "rows": rows}
        hit = self.hit.fill_null(value=False)
        num = pl.when(rows & hit).then(self.weight)
        return {"num": num, "den": pl.when(rows).then(self.weight), "rows": rows}

    def aggregates(self, side: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
        """Return the two sums, their quotient and the rows behind the denominator."""
        num = side("num").sum().cast(pl.Float64)
        den = side("den").sum().cast(pl.Float64)
        quotient = pl.when(den != 0).then(num / den)
        return {"value": quotient, "numerator": num, "denominator": den, "n": side("rows").sum()}


@dataclass(frozen=True)
class Count(RowMeasure):
    """How many rows meet a condition; n is the same number."""

    where: pl.Expr = ALL_ROWS

    def sides(self) -> dict[str, pl.Expr]:
        """Return the condition."""
        return {"rows": self.where}

    def aggregates(self, side: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
        """Return the count, as value, numerator and n."""
        count = side("rows").sum()
        return dict.fromkeys(("value", "numerator"), count.cast(pl.Float64)) | {"n": count}


@dataclass(frozen=True)
class Sum(RowMeasure):
    """Sum of a number over the rows that meet a condition; 0 over no rows.

    Attributes:
        of: what is summed.
        where: the rows that count.
        omitted: marks rows whose amount could not be converted; they count but add nothing.
    """

    of: pl.Expr
    where: pl.Expr = ALL_ROWS
    omitted: pl.Expr | None = None

    def sides(self) -> dict[str, pl.Expr]:
        """Return the amount, the rows and, where asked, the omitted ones."""
        sides = {"num": pl.when(self.where).then(self.of), "rows": self.where}
        if self.omitted is not None:
            sides["omitted"] = self.where & self.omitted
        return sides

    def aggregates(self, side: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
        """Return the sum, as value and numerator, and the rows behind it."""
        total = dict.fromkeys(("value", "numerator"), side("num").sum().cast(pl.Float64))
        total["n"] = side("rows").sum()
        return total | ({} if self.omitted is None else {"omitted": side("omitted").sum()})


@dataclass(frozen=True)
class Mean(Sum):
    """Arithmetic mean of a number over the rows that have it; null over no rows."""

    def aggregates(self, side: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
        """Return the mean with its sum and count."""
        total, count = side("num").sum().cast(pl.Float64), side("num").count()
        parts = {
            "value": pl.when(count > 0).then(total / count),
            "numerator": total,
            "denominator": count.cast(pl.Float64),
            "n": count,
        }
        return parts | ({} if self.omitted is None else {"omitted": side("omitted").sum()})


@dataclass(frozen=True)
class Quantile(RowMeasure):
    """A quantile by linear interpolation between order statistics (type 7, numpy's default)."""

    of: pl.Expr
    q: float = 0.5
    where: pl.Expr = ALL_ROWS

    def sides(self) -> dict[str, pl.Expr]:
        """Return the number, null on rows that do not count."""
        return {"num": pl.when(self.where).then(self.of)}

    def aggregates(self, side: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
        """Return the quantile and how many numbers it is taken from."""
        quantile = side("num").quantile(self.q, interpolation="linear").cast(pl.Float64)
        return {"value": quantile, "n": side("num").count()}


@dataclass(frozen=True)
class Distinct(RowMeasure):
    """How many distinct units there are; null units are left out."""

    unit: pl.Expr
    where: pl.Expr = ALL_ROWS

    def sides(self) -> dict[str, pl.Expr]:
        """Return the unit, null on rows that do not count."""
        return {"unit": pl.when(self.where).then(self.unit)}

    def aggregates(self, side: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
        """Return the count, as value, numerator and n."""
        count = side("unit").drop_nulls().n_unique()
        return dict.fromkeys(("value", "numerator"), count.cast(pl.Float64)) | {"n": count}


@dataclass(frozen=True)
class Repeaters(RowMeasure):
    """Distinct units with two or more rows over those with one or more; null units are left out."""

    unit: pl.Expr
    where: pl.Expr = ALL_ROWS

    def sides(self) -> dict[str, pl.Expr]:
        """Return the unit, null on rows that do not count."""
        return {"unit": pl.when(self.where).then(self.unit)}

    def aggregates(self, side: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
        """Return the two counts of distinct units and their quotient."""
        known = side("unit").drop_nulls()
        den = known.n_unique().cast(pl.Float64)
        num = known.filter(known.is_duplicated()).n_unique().cast(pl.Float64)
        quotient = pl.when(den > 0).then(num / den)
        return {"value": quotient, "numerator": num, "denominator": den, "n": known.n_unique()}
