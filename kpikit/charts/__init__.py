"""Figures of the report: a View in, a matplotlib figure or slim SVG out; nothing is computed here.

Every figure is drawn twice by one function, wide (816 pixels) and narrow (360), and has a text
that says in words what it shows.
"""

from kpikit.charts.bridge import bridge, bridge_alt, bridge_unit
from kpikit.charts.curves import READ_AT, curves, cycle_curves, cycle_curves_alt
from kpikit.charts.cycle import cycle, cycle_alt, cycle_marks
from kpikit.charts.gap import cycle_gap, cycle_gap_alt
from kpikit.charts.ladder import ladder, ladder_alt
from kpikit.charts.limits import limits, limits_alt, limits_marks
from kpikit.charts.money import account, money_series, trend, trend_alt, trend_marks, trend_unit
from kpikit.charts.since import running, since, since_alt, since_unit
from kpikit.charts.svg import to_svg
from kpikit.charts.tornado import tornado, tornado_alt

__all__ = [
    "READ_AT",
    "account",
    "bridge",
    "bridge_alt",
    "bridge_unit",
    "curves",
    "cycle",
    "cycle_alt",
    "cycle_curves",
    "cycle_curves_alt",
    "cycle_gap",
    "cycle_gap_alt",
    "cycle_marks",
    "ladder",
    "ladder_alt",
    "limits",
    "limits_alt",
    "limits_marks",
    "money_series",
    "running",
    "since",
    "since_alt",
    "since_unit",
    "to_svg",
    "tornado",
    "tornado_alt",
    "trend",
    "trend_alt",
    "trend_marks",
    "trend_unit",
]
