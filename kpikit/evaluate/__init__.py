"""Evaluate every KPI for every bot, many periods at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import UsageError, did_you_mean
from kpikit.evaluate.board import Board, lay
from kpikit.evaluate.derive import complete, key_of
from kpikit.evaluate.doubts import COUNTS_EVENTS
from kpikit.evaluate.setting import PORTFOLIO, Setting, bots_of
from kpikit.evaluate.windows import Windows
from kpikit.kpi import FACTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.periods import Period

__all__ = ["COUNTS_EVENTS", "PORTFOLIO", "Board", "bots_of", "evaluate", "evaluated", "table"]


def evaluate(
    facts: Facts,
    config: Config,
    *,
    periods: Sequence[Period],
    by: str | None = None,
    only: Collection[str] | None = None,
    alone: Collection[str] | None = None,
) -> pl.DataFrame:
    """Compute every published KPI.

    Args:
        facts: the rows.
        config: bots, assumptions, windows.
        periods: any periods; they may overlap.
        by: a column to segment by, or None for the whole.
        only: ids of the KPIs wanted; all published ones unless given.
        alone: bots to compute; every bot and "*" unless given.

    Returns:
        One row per bot (and "*"), period, KPI, method and segment value, in the order of the
        bots, periods and declarations: value, numerator, denominator, n; lack (not_applicable,
        table, column, assumption, partial; null where there is a figure), why it lacks, and still:
        why it can still change whatever the time.

    Raises:
        UsageError: no KPI can be segmented by the column; an own KPI is wrong.
    """
    return table(evaluated(facts, config, periods=periods, by=by, only=only, alone=alone))


def evaluated(
    facts: Facts,
    config: Config,
    *,
    periods: Sequence[Period],
    by: str | None = None,
    only: Collection[str] | None = None,
    alone: Collection[str] | None = None,
) -> Board:
    """Compute every published KPI and all they are made of; see `evaluate`."""
    segments = {name for fact in FACTS.values() for name in fact.segments}
    if by is not None and by not in segments:
        raise UsageError(
            f"nothing is split by '{by}'{did_you_mean(by, segments)}; there are "
            f"{', '.join(sorted(segments))}"
        )
    wanted = None if only is None else frozenset(only)
    bots = None if alone is None else frozenset(alone)
    setting = Setting(facts, config, Windows.of(periods), by=by, only=wanted, alone=bots)
    board = lay(setting)
    complete(board)
    return board


def table(board: Board) -> pl.DataFrame:
    """Lay out a board as `evaluate` returns it."""
    parts = [
        board.index.select(
            "bot_id",
            "period",
            pl.lit(kpi.id).alias("kpi"),
            pl.lit(method).alias("method"),
            pl.lit(board.setting.by, pl.String).alias("segment"),
            "segment_value",
        ).hstack(board.figures[key_of(kpi, method)])
        for kpi in board.setting.wanted
        for method in kpi.methods
    ]
    return pl.concat(parts)
