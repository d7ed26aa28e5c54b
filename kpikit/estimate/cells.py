"""The cells that intervals are wanted for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.exposed import answers_given, leads_at_risk
from kpikit.estimate.sums import numbers
from kpikit.evaluate.rows import KEYS
from kpikit.evaluate.setting import PORTFOLIO
from kpikit.evaluate.windows import Windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.evaluate import Board

    Floats = NDArray[np.float64]

PLACE = "#place"
SOURCED = "revenue_sourced"
OF_ANSWERS = ("hallucination_rate", "intent_accuracy", "content_adherence_rate")
"""Reviews whose items are the bot's answers, so that there is a count of what they are drawn of."""


class Cells:
    """The wanted cells of a board, and what their figures are read with.

    Attributes:
        board: the figures.
        index: the wanted rows of its index, with PLACE.
        setting: that of the board, for the wanted periods only.
    """

    def __init__(self, board: Board, index: pl.DataFrame) -> None:
        """Narrow the setting to the periods of the index."""
        periods = set(index.get_column("period"))
        windows = [one for one in board.setting.windows.periods if one.id in periods]
        self.board, self.index = board, index
        self.setting = replace(board.setting, windows=Windows.of(windows))

    def figure(self, key: str) -> pl.DataFrame:
        """A figure's numbers: value, numerator, denominator, n."""
        numbers_of = self.board.figures[key].select("value", "numerator", "denominator", "n")
        return numbers_of[self.index.get_column(PLACE)]

    def aligned(self, sums: pl.DataFrame, *, project: bool = False) -> pl.DataFrame:
        """Sums by KEYS in the order of the index; a project's figure is that of the portfolio."""
        keys = self.index.select(KEYS)
        if project:
            keys = keys.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))
        return keys.join(sums, on=KEYS, how="left", nulls_equal=True, maintain_order="left")

    def leads(self, kpi_id: str) -> Floats | float:
        """The leads that could have made a revenue; infinite where there is no telling."""
        if kpi_id != SOURCED:
            return np.inf
        return self._counted(leads_at_risk(self.setting))

    def population(self, kpi_id: str) -> Floats | float:
        """What a sample was drawn from; infinite where there is no telling."""
        if kpi_id not in OF_ANSWERS or self.setting.by is not None:
            return np.inf
        return self._counted(answers_given(self.setting))

    def _counted(self, counts: pl.DataFrame) -> Floats:
        return np.nan_to_num(numbers(self.aligned(counts), "count"))
