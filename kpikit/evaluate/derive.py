"""Figures computed from other figures: differences and quotients, and the order to do it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import UsageError
from kpikit.evaluate.holdout import by_holdout
from kpikit.evaluate.priced import priced
from kpikit.evaluate.setting import Lack
from kpikit.evaluate.words import joined
from kpikit.kpi import Derived, Holdout, Methods, Priced, RowMeasure, read_by, registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.evaluate.board import Board
    from kpikit.kpi import Kpi, Measure


def complete(board: Board) -> None:
    """Add every figure that is computed from other figures, inputs first.

    Raises:
        UsageError: KPIs are computed from one another in a circle.
    """
    for kpi in board.setting.needed:
        _add(board, kpi, ())


def key_of(kpi: Kpi, method: str) -> str:
    """The key of a KPI's figure by one method."""
    return f"{kpi.id}:{method}" if method else kpi.id


def _add(board: Board, kpi: Kpi, above: tuple[str, ...]) -> None:
    if kpi.id in above:
        raise UsageError(f"KPI {kpi.id} is computed from itself: {' -> '.join([*above, kpi.id])}")
    measure = kpi.measure
    if isinstance(measure, RowMeasure) or kpi.id in board.figures:
        return
    by_name = measure.by_name if isinstance(measure, Methods) else {"": measure}
    for method, one in by_name.items():
        for name in read_by(one):
            _add(board, registry()[name], (*above, kpi.id))
        try:
            board.put(key_of(kpi, method), _figure(board, one), kpi)
        except pl.exceptions.PolarsError as error:
            raise UsageError(f"{kpi.file}: KPI {kpi.id}: {error}") from None


def _figure(board: Board, measure: Measure) -> pl.DataFrame:
    if isinstance(measure, Derived):
        return derived(board, measure)
    if isinstance(measure, Priced):
        return priced(board, measure)
    if isinstance(measure, Holdout):
        return by_holdout(board, measure)
    return board.nothing(Lack("table", "needs costs"))


def derived(board: Board, measure: Derived) -> pl.DataFrame:
    """Evaluate an expression over other figures.

    It lacks what an input lacks; a leg that lacks what is forgiven counts as nothing, unless all
    legs do. It can still change where an input can. What an input without a value says of itself,
    such as that too few deals were won, is said of the figure too.
    """
    none = pl.lit(None, pl.Float64)
    top, bottom = measure.sides or (none, none)
    n = pl.lit(None, pl.Int64) if measure.n is None else measure.n.cast(pl.Int64)
    known = pl.col("lack").is_null()
    return inputs(board, measure).select(
        pl.when(known).then(measure.of).cast(pl.Float64).alias("value"),
        pl.when(known).then(top).cast(pl.Float64).alias("numerator"),
        pl.when(known).then(bottom).cast(pl.Float64).alias("denominator"),
        pl.when(known).then(n).alias("n"),
        "lack",
        "why",
        pl.when(known).then(pl.col("still")).alias("still"),
    )


def inputs(board: Board, measure: Derived) -> pl.DataFrame:
    """What a derived figure is computed from: the index, its inputs, and lack, why and still.

    A leg that lacks what is forgiven reads as 0.
    """
    forgiven = {
        leg: pl.col(f"{leg}.lack").is_in(measure.forgives).fill_null(value=False)
        for leg in measure.legs
    }
    words = _words(read_by(measure), forgiven)
    nothing = (
        pl.when(here).then(0).otherwise(pl.col(column)).alias(column)
        for leg, here in forgiven.items()
        for column in (leg, f"{leg}.n")
    )
    return board.wide(read_by(measure)).with_columns(words).with_columns(nothing)


def _words(inputs: Sequence[str], forgiven: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    """What a figure lacks and why, and why it can still change, from what its inputs say."""
    no_leg = pl.all_horizontal(forgiven.values()) if forgiven else pl.lit(value=False)
    stops = {}
    for name in inputs:
        lacking = pl.col(f"{name}.lack").is_not_null()
        let_pass = forgiven.get(name, pl.lit(value=False)) & ~no_leg
        stops[name] = lacking & ~let_pass
    lack = pl.coalesce(pl.when(stop).then(pl.col(f"{n}.lack")) for n, stop in stops.items())
    why = joined(
        pl.when(stop | pl.col(f"{n}.lack").is_null()).then(pl.col(f"{n}.why"))
        for n, stop in stops.items()
    )
    still = joined(pl.col(f"{name}.still") for name in inputs)
    return [lack.alias("lack"), why.alias("why"), still.alias("still")]
