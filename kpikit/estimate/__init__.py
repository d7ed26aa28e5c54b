"""How sure a figure is: intervals by the kind of figure, over users and not over rows."""

from kpikit.estimate.difference import change
from kpikit.estimate.moves import counts_on_scale, on_scale, stand_out
from kpikit.estimate.reasons import COUNT, why_none
from kpikit.estimate.shares import smallest_sample
from kpikit.estimate.sums import numbers
from kpikit.estimate.table import intervals

__all__ = [
    "COUNT",
    "change",
    "counts_on_scale",
    "intervals",
    "numbers",
    "on_scale",
    "smallest_sample",
    "stand_out",
    "why_none",
]
