"""The intervals of a table of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.cells import PLACE, Cells
from kpikit.estimate.derived import all_ends
from kpikit.estimate.ends import Ends
from kpikit.evaluate.derive import key_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from kpikit.evaluate import Board

COLUMNS = ("low", "high", "claim_low", "claim_high")
"""The interval, and the bounds a verdict is judged by: one-sided ones where a claim is made."""


def intervals(board: Board, periods: Collection[str]) -> pl.DataFrame:
    """The 95 % interval of every figure of a board that is an estimate.

    Args:
        board: the figures.
        periods: ids of the periods wanted.

    Returns:
        bot_id, period, kpi, method, segment, segment_value, COLUMNS, interval (the method) and
        apart (whether periods are independent); only the rows that have an interval.
    """
    here = pl.col("period").is_in(list(periods))
    index = board.index.with_row_index(PLACE).filter(here)
    none = _rows(index.clear(), Ends("none", np.zeros(0), np.zeros(0)), "", method="", by=None)
    if index.is_empty():
        # No row has any value of the segment.
        return none
    ends = all_ends(Cells(board, index))
    rows = [
        _rows(index, ends[key_of(kpi, method)], kpi.id, method=method, by=board.setting.by)
        for kpi in board.setting.wanted
        for method in kpi.methods
        if key_of(kpi, method) in ends
    ]
    return pl.concat([none, *rows])


def _rows(
    index: pl.DataFrame, ends: Ends, kpi_id: str, *, method: str, by: str | None
) -> pl.DataFrame:
    return index.select(
        "bot_id",
        "period",
        pl.lit(kpi_id).alias("kpi"),
        pl.lit(method).alias("method"),
        pl.lit(by, pl.String).alias("segment"),
        "segment_value",
        *(
            pl.Series(name, one)
            for name, one in zip(COLUMNS, (ends.low, ends.high, *ends.bounds), strict=True)
        ),
        pl.lit(ends.kind).alias("interval"),
        pl.lit(ends.apart).alias("apart"),
    ).filter(pl.col("low").is_finite() & pl.col("high").is_finite())
