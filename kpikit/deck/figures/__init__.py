"""The charts of the deck: results in, native charts out.

What is drawn is prepared by `kpikit.charts`, where the report takes it from too, so that report
and deck cannot disagree; a chart that has nothing to show is None.
"""

from kpikit.deck.figures.bars import net_bars
from kpikit.deck.figures.bots import bots_chart
from kpikit.deck.figures.bridge import bridge
from kpikit.deck.figures.curves import curves_chart
from kpikit.deck.figures.ladder import ladder
from kpikit.deck.figures.lines import lines_chart
from kpikit.deck.figures.since import since_chart
from kpikit.deck.figures.tornado import tornado_chart
from kpikit.deck.figures.trend import trend

__all__ = [
    "bots_chart",
    "bridge",
    "curves_chart",
    "ladder",
    "lines_chart",
    "net_bars",
    "since_chart",
    "tornado_chart",
    "trend",
]
