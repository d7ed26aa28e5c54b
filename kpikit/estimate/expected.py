"""Intervals of expected revenue: leads x the share that win x what a won one brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.ends import Ends
from kpikit.estimate.money import FEWEST, LEVEL
from kpikit.estimate.sums import CELL, numbers
from kpikit.evaluate.prices import judged_leads
from kpikit.evaluate.setting import PORTFOLIO

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.estimate.cells import Cells
    from kpikit.evaluate.setting import Setting

    Floats = NDArray[np.float64]


def expected_ends(cells: Cells, key: str) -> Ends:
    """The interval of a count of leads times what a lead is worth.

    The leads are counted; what one is worth was observed on older ones, with the width of `log_t`.
    An assumed worth has no interval. The portfolio squares and adds what its bots may be off by.
    """
    widths = {bot: _width(bot, cells.setting) for bot in cells.setting.bots}
    values = cells.figure(key).get_column("value")
    rows = cells.index.select("bot_id", *CELL).with_columns(values)
    width = pl.col("bot_id").replace_strict(widths, default=None, return_dtype=pl.Float64)
    own = rows.with_columns(
        (pl.col("value") * (-width).exp()).alias("low"),
        (pl.col("value") * width.exp()).alias("high"),
    )
    parts = own.filter((pl.col("bot_id") != PORTFOLIO) & (pl.col("value") != 0))
    known = pl.col("low").is_not_nan().all()
    whole = parts.group_by(CELL).agg(
        pl.when(known).then(((pl.col(end) - pl.col("value")) ** 2).sum().sqrt()).alias(f"off {end}")
        for end in ("low", "high")
    )
    joined = own.join(whole, on=CELL, how="left", nulls_equal=True, maintain_order="left")
    is_whole = pl.col("bot_id") == PORTFOLIO
    ends = joined.select(
        pl.when(is_whole).then(pl.col("value") + sign * pl.col(f"off {end}")).otherwise(pl.col(end))
        .alias(end)
        for end, sign in (("low", -1), ("high", 1))
    )  # fmt: skip
    # Every period's leads are valued by the same observation: they are off together.
    return Ends("log_t", numbers(ends, "low"), numbers(ends, "high"), apart=False)


def _width(bot_id: str, setting: Setting) -> float:
    """Half the width on the log scale; nan where a lead's worth is assumed."""
    from scipy.special import stdtrit

    leads, deals = judged_leads(bot_id, setting)
    wins = int(leads.get_column("won").sum())
    if wins < FEWEST:
        return float("nan")
    amounts = deals.get_column("amount").drop_nulls().to_numpy()
    spread = 0.0
    if len(amounts) > 1:
        spread = float(amounts.var(ddof=1) / amounts.mean() ** 2 / len(amounts))
    chance = (1 - wins / leads.height) / wins
    return float(stdtrit(wins - 1, (1 + LEVEL) / 2) * np.sqrt(spread + chance))
