"""The intervals of the adjusted sales cycle, row by row."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.estimate.bootstrap import drawn_medians, percentile_ends
from kpikit.estimate.cells import PLACE
from kpikit.estimate.ends import Ends
from kpikit.evaluate.incidence import Counts
from kpikit.kpi import Adjusted, Derived, registry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.estimate.cells import Cells
    from kpikit.evaluate.cycle import Cycle

SEEDS = {"chatbot": 1, "form": 2}
"""One for each arm, whatever the row: the same leads give the same interval wherever they stand."""


def of_cycle(measure: Adjusted | Derived) -> bool:
    """Whether a figure is an adjusted median, or computed from adjusted medians alone."""
    if isinstance(measure, Adjusted):
        return True
    names = measure.of.meta.root_names()
    return bool(names) and all(name in registry() and _arm(name) is not None for name in names)


def cycle_ends(cells: Cells, measure: Adjusted | Derived, key: str) -> Ends:
    """The percentile bootstrap over leads, of a median or of what is computed from both.

    Both arms are drawn independently, and the horizon is held as of the sample. Of a segment only
    the newest period has an interval: there are too many rows to draw them all.

    Args:
        cells: those wanted.
        measure: an adjusted median, or what is computed from two of them.
        key: of the figure; where it has no value it has no interval either.
    """
    known = cells.figure(key).get_column("value").is_not_null()
    periods = cells.setting.windows.periods
    newest = max(periods, key=lambda one: one.end).id if periods else None
    if cells.setting.by is not None:
        known &= cells.index.get_column("period") == newest
    ends = np.full((2, cells.index.height), np.nan)
    for row in known.arg_true():
        cycle = cells.board.cycles[cells.index.item(row, PLACE)]
        ends[:, row] = percentile_ends(_drawn(cycle, measure))
    # It rests on all leads so far, which two periods share.
    return Ends("bootstrap", ends[0], ends[1], apart=False)


def _drawn(cycle: Cycle, measure: Adjusted | Derived) -> NDArray[np.float64]:
    """What a figure is in each sample."""
    if isinstance(measure, Adjusted):
        return _medians(cycle, measure.arm)
    names = dict.fromkeys(measure.of.meta.root_names())
    drawn = pl.DataFrame({name: _medians(cycle, _arm(name) or "") for name in names})
    found = drawn.select(measure.of.cast(pl.Float64).alias("value")).get_column("value")
    return found.fill_null(np.nan).to_numpy()


def _arm(kpi_id: str) -> str | None:
    measure = registry()[kpi_id].measure
    return measure.arm if isinstance(measure, Adjusted) else None


def _medians(cycle: Cycle, arm: str) -> NDArray[np.float64]:
    counts = Counts.of(getattr(cycle, arm), cycle.horizon or 0)
    return _cached(tuple(part.tobytes() for part in counts), SEEDS[arm])


@functools.lru_cache(maxsize=512)
def _cached(counts: tuple[bytes, ...], seed: int) -> NDArray[np.float64]:
    """The form arm is the same on every bot's row, and the only bot's that of the portfolio."""
    return drawn_medians(Counts(*(np.frombuffer(part, np.int64) for part in counts)), seed=seed)
