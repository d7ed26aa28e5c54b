"""Which rows fall into which period."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.periods import Period

INSTANT = pl.Datetime("us", "UTC")
FEW = 4  # layers that are worth a plan each


class Layer(NamedTuple):
    """Periods that do not overlap, oldest first, as columns to look instants up in."""

    starts: pl.Expr
    ends: pl.Expr
    ids: pl.Expr

    @classmethod
    def of(cls, periods: Sequence[Period]) -> Layer:
        """Write the periods as columns."""
        return cls(
            pl.lit(pl.Series([period.start for period in periods], dtype=INSTANT)),
            pl.lit(pl.Series([period.end for period in periods], dtype=INSTANT)),
            pl.lit(pl.Series([period.id for period in periods], dtype=pl.String)),
        )


@dataclass(frozen=True)
class Windows:
    """Periods to evaluate, each as a half-open pair of instants.

    Attributes:
        periods: in any order, ids unique; they may overlap.
    """

    periods: tuple[Period, ...]

    @classmethod
    def of(cls, periods: Sequence[Period]) -> Windows:
        """Keep each period once."""
        return cls(tuple({period.id: period for period in periods}.values()))

    @property
    def ids(self) -> list[str]:
        """The ids of the periods."""
        return [period.id for period in self.periods]

    @functools.cached_property
    def _layers(self) -> list[Layer]:
        return [Layer.of(periods) for periods in self.layers()]

    def layers(self) -> Iterator[list[Period]]:
        """Sets of periods that do not overlap; one set unless some do."""
        rest = sorted(self.periods, key=lambda period: (period.start, period.end))
        while rest:
            layer: list[Period] = []
            left: list[Period] = []
            for period in rest:
                free = not layer or layer[-1].end <= period.start
                (layer if free else left).append(period)
            yield layer
            rest = left

    def file(self, rows: pl.LazyFrame, stamp: str) -> pl.LazyFrame:
        """Add the column period to rows and keep those that fall into one.

        Args:
            rows: with the timestamp column; a row in two overlapping periods comes twice.
            stamp: the timestamp that decides; null falls into no period.
        """
        if len(self._layers) > FEW:
            return self._crossed(rows, stamp)
        return pl.concat([_filed(rows, stamp, layer) for layer in self._layers])

    def _crossed(self, rows: pl.LazyFrame, stamp: str) -> pl.LazyFrame:
        """File rows into periods that mostly overlap: one plan, not one for each layer of them."""
        bounds = self.frame().lazy().select("period", **{"#start": "start", "#end": "end"})
        crossed = rows.filter(pl.col(stamp).is_not_null()).join(bounds, how="cross")
        inside = (pl.col(stamp) >= pl.col("#start")) & (pl.col(stamp) < pl.col("#end"))
        return crossed.filter(inside).drop("#start", "#end")

    def every(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Put every row into every period."""
        periods = pl.LazyFrame({"period": self.ids}, schema={"period": pl.String})
        return rows.join(periods, how="cross")

    def frame(self) -> pl.DataFrame:
        """One row per period: period, period.days and its bounds."""
        columns = {
            "period": [p.id for p in self.periods],
            "period.days": [float(p.days) for p in self.periods],
            "start": [p.start for p in self.periods],
            "end": [p.end for p in self.periods],
            "first_day": [p.first_day for p in self.periods],
            "last_day": [p.last_day for p in self.periods],
            "since_launch": [p.kind == "launch" for p in self.periods],
        }
        return pl.DataFrame(columns, schema_overrides={"start": INSTANT, "end": INSTANT})


def _filed(rows: pl.LazyFrame, stamp: str, layer: Layer) -> pl.LazyFrame:
    place = layer.starts.search_sorted(pl.col(stamp), side="right").cast(pl.Int64) - 1
    known = rows.filter(pl.col(stamp).is_not_null()).with_columns(place.alias("#place"))
    inside = known.filter(pl.col("#place") >= 0)
    inside = inside.filter(pl.col(stamp) < layer.ends.gather(pl.col("#place")))
    return inside.with_columns(layer.ids.gather(pl.col("#place")).alias("period")).drop("#place")
