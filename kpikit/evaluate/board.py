"""The board: a figure for every KPI, each a small frame aligned to one index.

The index has a row per bot, period and segment value. A figure has, row by row, value,
numerator, denominator and n, what it lacks and why, and why it can still change.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from kpikit.evaluate.costs import BOT_PERIOD, allocated, known, touching
from kpikit.evaluate.cycle import cycles, medians
from kpikit.evaluate.rows import KEYS, Figures, compute, groups, named
from kpikit.evaluate.setting import Lack
from kpikit.evaluate.words import joined, omitted
from kpikit.kpi import Adjusted, Allocated, RowMeasure, registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.evaluate.cycle import Cycle
    from kpikit.evaluate.setting import Setting
    from kpikit.kpi import Kpi

FIGURE = pl.Schema({
    "value": pl.Float64(), "numerator": pl.Float64(), "denominator": pl.Float64(),
    "n": pl.Int64(), "lack": pl.String(), "why": pl.String(), "still": pl.String(),
})  # fmt: skip
NULLS = {name: pl.lit(None, dtype) for name, dtype in FIGURE.items()}
NUMBERS = ("value", "numerator", "denominator", "n")
NOT_APPLICABLE = Lack("not_applicable", "this bot has no leads, orders or deals to its name")
NO_COSTS = Lack("table", "no costs booked")


@dataclass
class Board:
    """Figures by key, aligned to one index.

    Attributes:
        setting: what is evaluated.
        index: bot_id, period, segment_value, period.days.
        figures: by KPI id, or "id:method".
    """

    setting: Setting
    index: pl.DataFrame
    figures: dict[str, pl.DataFrame] = field(default_factory=dict)

    def put(self, key: str, figure: pl.DataFrame, kpi: Kpi) -> None:
        """Put a figure on the board, taken off the bots it means nothing for."""
        if kpi.commercial and self.setting.sales_free:
            here = self.index.get_column("bot_id").is_in(list(self.setting.sales_free))
            figure = taken_off(figure, here, NOT_APPLICABLE)
        self.figures[key] = figure

    def nothing(self, lack: Lack) -> pl.DataFrame:
        """A figure that has no value anywhere, for one reason."""
        given = {"lack": lack.kind, "why": lack.why}
        return self.index.select(
            pl.repeat(given.get(name), pl.len(), dtype=dtype).alias(name)
            for name, dtype in FIGURE.items()
        )

    @functools.cached_property
    def cycles(self) -> list[Cycle]:
        """What the adjusted sales cycle of each row of the index is made of."""
        return cycles(self.setting, self.index)

    @functools.cached_property
    def _medians(self) -> dict[str, pl.DataFrame]:
        # How many people a segment lacks would tell how few it has.
        return medians(self.cycles, counted=self.setting.by is None)

    def cycle(self, measure: Adjusted) -> pl.DataFrame:
        """The adjusted sales cycle of an arm; both arms are computed at once."""
        columns = {name: pl.col(name) for name in ("value", "n", "why")}
        return self._medians[measure.arm].select(**(NULLS | columns))

    def wide(self, keys: Sequence[str]) -> pl.DataFrame:
        """The index beside some figures: a value under its key, the rest after a dot."""
        columns = [
            column.alias(named(key, column.name))
            for key in keys
            for column in self.figures[key].get_columns()
        ]
        return self.index.hstack(columns)


def taken_off(figure: pl.DataFrame, here: pl.Series, lack: Lack) -> pl.DataFrame:
    """Take a figure's numbers off some rows and say why."""
    on = pl.lit(here)
    gone = [pl.when(~on).then(pl.col(name)).alias(name) for name in (*NUMBERS, "still")]
    words = [
        pl.when(on).then(pl.lit(word)).otherwise(pl.col(name)).alias(name)
        for name, word in (("lack", lack.kind), ("why", lack.why))
    ]
    return figure.with_columns(*gone, *words)


def lay(setting: Setting) -> Board:
    """Compute every figure that comes from rows or costs."""
    kpis = setting.needed
    lacks = {kpi.id: setting.lack(kpi) for kpi in kpis}
    from_rows = [k for k in kpis if isinstance(k.measure, RowMeasure) and lacks[k.id] is None]
    done = compute(groups(from_rows, setting), setting)
    with_costs = setting.by in {None, "category"} and "costs" in setting.facts.supplied
    costs = touching(setting) if with_costs else None
    board = Board(setting, _index(setting, done, costs))
    for figures in done:
        filled = figures.onto(board.index)
        for kpi_id in figures.group.measures:
            board.put(kpi_id, _figure(filled, kpi_id), registry()[kpi_id])
    for kpi in kpis:
        lack = lacks[kpi.id]
        if lack is not None:
            board.put(kpi.id, board.nothing(lack), kpi)
        elif isinstance(kpi.measure, Adjusted):
            board.put(kpi.id, board.cycle(kpi.measure), kpi)
        elif isinstance(kpi.measure, Allocated) and costs is not None:
            board.put(kpi.id, _cost(board, costs, kpi.measure), kpi)
    return board


def _index(setting: Setting, done: Iterable[Figures], costs: pl.DataFrame | None) -> pl.DataFrame:
    bots = pl.DataFrame({"bot_id": [*setting.shown]})
    if setting.by is None:
        pairs = bots.with_columns(pl.lit(None, pl.String).alias("segment_value"))
    else:
        seen = [figures.grouped.select("bot_id", "segment_value") for figures in done]
        if costs is not None:
            seen.append(allocated(costs, setting).select("bot_id", segment_value="category"))
        # With nothing to segment, one row a bot says what is missing.
        nowhere = bots.with_columns(pl.lit(None, pl.String).alias("segment_value"))
        found = pl.concat(seen or [nowhere]).unique().sort("segment_value", nulls_last=True)
        pairs = bots.join(found, on="bot_id", maintain_order="left_right")
    periods = setting.windows.frame().select("period", "period.days")
    crossed = pairs.join(periods, how="cross", maintain_order="left_right")
    return crossed.select(*KEYS, "period.days")


def _figure(filled: pl.DataFrame, key: str) -> pl.DataFrame:
    """Pick a KPI's parts; those its measure does not have are null."""
    parts = {part: named(key, part) for part in (*NUMBERS, "omitted")}
    there = {part: name for part, name in parts.items() if name in filled.columns}
    columns = {part: pl.col(name) for part, name in there.items()}
    still = omitted(columns.pop("omitted")) if "omitted" in columns else NULLS["still"]
    return filled.select(**(NULLS | columns | {"still": still}))


def _cost(board: Board, parts: pl.DataFrame, measure: Allocated) -> pl.DataFrame:
    """A cost by bot and period; unknown, and not 0, where no cost touches the period."""
    setting = board.setting
    rows = allocated(parts, setting).filter(~pl.col("category").is_in(measure.without))
    keys = BOT_PERIOD if setting.by is None else [*BOT_PERIOD, "category"]
    sums = rows.group_by(keys).agg(pl.col("value", "n", "omitted").sum())
    sums = sums.rename({"category": "segment_value"}, strict=False)
    on = [name for name in KEYS if name in sums.columns]
    spread = board.index.join(sums, on=on, how="left", nulls_equal=True, maintain_order="left")
    spread = spread.join(
        known(parts, setting), on=BOT_PERIOD, how="left", maintain_order="left"
    ).with_columns(pl.col("value", "n", "omitted").fill_null(0))
    still = joined([omitted(pl.col("omitted")), pl.col("still")])
    total = dict.fromkeys(("value", "numerator"), pl.col("value"))
    here = total | {"n": pl.col("n"), "still": still}
    figure = spread.select(**(NULLS | here))
    return taken_off(figure, ~spread.get_column("known"), NO_COSTS)
