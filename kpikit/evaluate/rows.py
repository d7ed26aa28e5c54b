"""KPIs computed from rows: one projection and one group-by for all KPIs of a fact."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import UsageError, did_you_mean
from kpikit.evaluate.setting import PORTFOLIO
from kpikit.kpi import AS_OF, FACTS, RowMeasure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpikit.evaluate.setting import Setting
    from kpikit.kpi import Kpi

KEYS = ["bot_id", "period", "segment_value"]
DTYPES = {
    "value": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64,
    "n": pl.Int64, "omitted": pl.Int64,
}  # fmt: skip


def named(key: str, part: str) -> str:
    """The column that holds a part of a figure; the value has the figure's own name."""
    return key if part == "value" else f"{key}.{part}"


@dataclass(frozen=True)
class Group:
    """The KPIs that share a fact and a stamp, hence one plan.

    Attributes:
        fact: the frame they are computed on.
        stamp: the timestamp that files its rows.
        measures: by KPI id.
    """

    fact: str
    stamp: str
    measures: Mapping[str, RowMeasure]

    def plans(self, setting: Setting) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
        """Build the plans for the bots, for the portfolio, and for no rows at all."""
        frame = setting.frame(self.fact)
        whole = self.projected(frame, setting)
        parts = list(self._parts())
        every = ["period", "segment_value"]
        bots = whole.filter(pl.col("bot_id").is_not_null()).group_by(KEYS).agg(parts)
        unit = FACTS[self.fact].unit
        once = whole if unit is None else whole.unique([*every, unit])
        portfolio = once.group_by(every).agg(parts)
        empty = self.projected(frame.clear(), setting).select(parts)
        return bots, portfolio.with_columns(bot_id=pl.lit(PORTFOLIO)), empty

    def projected(
        self, frame: pl.DataFrame, setting: Setting, *, keep: Iterable[pl.Expr] = ()
    ) -> pl.LazyFrame:
        """File rows and project them: KEYS, what is to be kept, and every side as "id#side"."""
        fact, by = FACTS[self.fact], setting.by
        value = pl.lit(None, pl.String) if by is None else pl.col(by).cast(pl.String)
        rows = frame.lazy().filter(fact.counted([by]), *self._own(setting))
        sides = (
            side.alias(f"{kpi_id}#{name}")
            for kpi_id, measure in self.measures.items()
            for name, side in measure.sides().items()
        )
        keys = [pl.col(fact.bot).alias("bot_id"), value.alias("segment_value")]
        keys += [] if fact.unit is None else [pl.col(fact.unit)]
        windows = setting.windows
        is_state = self.stamp == AS_OF
        filed = windows.every(rows) if is_state else windows.file(rows, self.stamp)
        return filed.select("period", *keys, *keep, *sides)

    def _own(self, setting: Setting) -> list[pl.Expr]:
        """The rows that the bots asked for need: their own, unless a figure is the project's."""
        if setting.alone is None or any(measure.project for measure in self.measures.values()):
            return []
        return [pl.col(FACTS[self.fact].bot).is_in([*setting.alone])]

    def _parts(self) -> Iterable[pl.Expr]:
        for kpi_id, measure in self.measures.items():
            found = measure.aggregates(functools.partial(_side, kpi_id))
            for part, aggregate in found.items():
                yield aggregate.cast(DTYPES[part]).alias(named(kpi_id, part))


def _side(kpi_id: str, name: str) -> pl.Expr:
    return pl.col(f"{kpi_id}#{name}")


@dataclass(frozen=True)
class Figures:
    """Results of a group.

    Attributes:
        group: the KPIs.
        grouped: a row per bot (and portfolio), period and segment value that has rows.
        empty: one row: what no rows give.
    """

    group: Group
    grouped: pl.DataFrame
    empty: pl.DataFrame

    def onto(self, index: pl.DataFrame) -> pl.DataFrame:
        """Add the group's columns to an index, with what no rows give where there are none."""
        project = [name for name, m in self.group.measures.items() if m.project]
        shared = [name for name in self.empty.columns if name.partition(".")[0] in project]
        own = [name for name in self.empty.columns if name not in shared]
        joined = index.join(
            self.grouped.select(*KEYS, *own),
            on=KEYS,
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        if project:
            everyone = self.grouped.filter(pl.col("bot_id") == PORTFOLIO)
            keys = KEYS[1:]
            joined = joined.join(
                everyone.select(*keys, *shared),
                on=keys,
                how="left",
                nulls_equal=True,
                maintain_order="left",
            )
        fill = {n: v for n, v in self.empty.row(0, named=True).items() if v is not None}
        return joined.with_columns(pl.col(name).fill_null(value) for name, value in fill.items())


def groups(kpis: Iterable[Kpi], setting: Setting) -> list[Group]:
    """Group row KPIs by fact and stamp.

    Raises:
        UsageError: a KPI uses a column its fact does not have.
    """
    found: dict[tuple[str, str, bool], dict[str, RowMeasure]] = defaultdict(dict)
    for kpi in kpis:
        measure = kpi.measure
        if isinstance(measure, RowMeasure):
            _check(kpi, measure, setting)
            stamp = measure.stamp or FACTS[kpi.fact].stamp
            # The project's figures need every row, whichever bots are asked for.
            apart = measure.project and setting.alone is not None
            found[kpi.fact, stamp, apart][kpi.id] = measure
    return [Group(fact, stamp, measures) for (fact, stamp, _), measures in found.items()]


def compute(found: list[Group], setting: Setting) -> list[Figures]:
    """Run the plans of all groups at once."""
    plans = [plan for group in found for plan in group.plans(setting)]
    done = iter(pl.collect_all(plans))
    figures = []
    for group in found:
        bots, portfolio, empty = next(done), next(done), next(done)
        grouped = pl.concat([bots, portfolio.select(bots.columns)])
        figures.append(Figures(group, grouped, empty))
    return figures


def _check(kpi: Kpi, measure: RowMeasure, setting: Setting) -> None:
    have = setting.frame(kpi.fact).columns
    for side in measure.sides().values():
        for name in side.meta.root_names():
            if name not in have:
                raise UsageError(
                    f"{kpi.file}: KPI {kpi.id}: column {name!r} == missing,"
                    f" must be a column of {kpi.fact}{did_you_mean(name, have)}"
                )
