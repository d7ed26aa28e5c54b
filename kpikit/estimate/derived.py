"""Intervals of figures computed from other figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.cells import PLACE
from kpikit.estimate.counted import counted_share, counts_of
from kpikit.estimate.cycle import cycle_ends, of_cycle
from kpikit.estimate.difference import recovered
from kpikit.estimate.ends import Ends
from kpikit.estimate.expected import expected_ends
from kpikit.estimate.from_rows import row_ends, unit_share
from kpikit.estimate.holdout import holdout_ends
from kpikit.estimate.sums import numbers
from kpikit.evaluate.derive import inputs, key_of
from kpikit.evaluate.prices import LEAD_VALUE
from kpikit.kpi import Adjusted, Derived, Holdout, Methods, Priced, RowMeasure, read_by, registry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.estimate.cells import Cells
    from kpikit.kpi import Kpi, Measure

    Floats = NDArray[np.float64]

SMALL = 0.05
"""The part of a figure up to which an input without an interval counts as known."""


def all_ends(cells: Cells) -> dict[str, Ends]:
    """The intervals of all figures, by the key of the figure; a full count has none."""
    ends = row_ends(cells)
    for kpi in cells.setting.needed:
        _add(ends, kpi, cells)
    return {key: one.where(_known(cells, key)) for key, one in ends.items()}


def _known(cells: Cells, key: str) -> NDArray[np.bool_]:
    return np.isfinite(numbers(cells.figure(key), "value"))


def _add(ends: dict[str, Ends], kpi: Kpi, cells: Cells) -> None:
    """Add a KPI's intervals, those of its inputs first."""
    measure = kpi.measure
    if isinstance(measure, RowMeasure):
        return
    by_name = measure.by_name if isinstance(measure, Methods) else {"": measure}
    for method, one in by_name.items():
        key = key_of(kpi, method)
        if key in ends:
            continue
        for name in read_by(one):
            _add(ends, registry()[name], cells)
        if isinstance(one, Adjusted | Derived) and of_cycle(one):
            ends[key] = cycle_ends(cells, one, key)
            continue
        found = _ends(ends, kpi, one, cells=cells, key=key)
        if found is not None:
            ends[key] = found


def _ends(
    ends: dict[str, Ends], kpi: Kpi, measure: Measure, *, cells: Cells, key: str
) -> Ends | None:
    if not isinstance(measure, Derived):
        return _not_derived(ends, measure, cells, key=key)
    read = [name for name in measure.of.meta.root_names() if name in ends]
    if read:
        return _moved(ends, measure, cells, read=list(dict.fromkeys(read)))
    if kpi.unit != "share" or measure.sides is None:
        return None
    figure, counts = cells.figure(key), counts_of(measure)
    # A fact without the segment's column has no figure, and so no users to count.
    if counts is not None and any(cells.setting.lack(registry()[name]) for name in counts):
        counts = None
    return unit_share(figure) if counts is None else counted_share(cells, counts, figure)


def _not_derived(ends: dict[str, Ends], measure: Measure, cells: Cells, *, key: str) -> Ends | None:
    if isinstance(measure, Priced):
        return _priced(ends, measure, cells, key=key)
    return holdout_ends(cells, measure, key) if isinstance(measure, Holdout) else None


def _priced(ends: dict[str, Ends], measure: Priced, cells: Cells, *, key: str) -> Ends | None:
    """A figure times a price: the ends are as many times larger as the figure is."""
    if LEAD_VALUE in measure.times:
        return expected_ends(cells, key)
    counted = ends.get(measure.count)
    if counted is None:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        price = numbers(cells.figure(key), "value") / numbers(cells.figure(measure.count), "value")
    return replace(counted, low=counted.low * price, high=counted.high * price, claims=None)


def _moved(ends: dict[str, Ends], measure: Derived, cells: Cells, *, read: list[str]) -> Ends:
    """An expression, with each uncertain input moved to its ends and the others where they are."""
    frame = inputs(cells.board, measure)[cells.index.get_column(PLACE)]
    value = _value(frame, measure)
    moved = []
    for name in read:
        there = numbers(frame, name)
        without = _value(frame.with_columns(pl.lit(0.0).alias(name)), measure)
        small = (there == 0) | (np.abs(value - without) <= SMALL * np.abs(value))
        low, high = (
            _value(frame.with_columns(pl.Series(name, _end(end, there, small))), measure)
            for end in (ends[name].low, ends[name].high)
        )
        moved.append((low, high))
    kinds = {ends[name].kind for name in read}
    kind = kinds.pop() if len(kinds) == 1 else "delta"
    found = Ends(kind, *recovered(value, moved), apart=all(ends[name].apart for name in read))
    # Where no input has an interval, nothing was moved: that is not certainty.
    return found.where(np.any([np.isfinite(ends[name].low) for name in read], axis=0))


def _end(end: Floats, there: Floats, small: NDArray[np.bool_]) -> Floats:
    return np.where(np.isnan(end) & small, there, end)


def _value(frame: pl.DataFrame, measure: Derived) -> Floats:
    return numbers(frame.select(measure.of.cast(pl.Float64).alias("value")), "value")
