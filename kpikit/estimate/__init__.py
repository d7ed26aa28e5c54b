"""How sure a figure is: intervals by the kind of figure, over users and not over rows."""

from kpikit.estimate.difference import change
from kpikit.estimate.sums import numbers
from kpikit.estimate.table import intervals

__all__ = ["change", "intervals", "numbers"]
