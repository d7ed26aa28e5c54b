"""One bot's numbers in one period, row by row: what every renderer is given."""

from kpikit.view.result import Result
from kpikit.view.view import View, open_view

__all__ = ["Result", "View", "open_view"]
