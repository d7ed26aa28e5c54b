"""The report as HTML: sections of hand-written markup around the figures, and the page."""

from kpikit.html.changes import changes
from kpikit.html.cycle import cycle
from kpikit.html.definitions import definitions, footer
from kpikit.html.escalation import escalation
from kpikit.html.funnel import leads
from kpikit.html.ladder import ladder
from kpikit.html.markup import Html, escape, join, tag
from kpikit.html.masthead import masthead, style, title, verdict
from kpikit.html.measures import measures, unavailable
from kpikit.html.money import money
from kpikit.html.notices import notices
from kpikit.html.quality import quality
from kpikit.html.scorecard import scorecard
from kpikit.html.section import Section
from kpikit.html.symbols import state, symbol

__all__ = [
    "Html",
    "Section",
    "changes",
    "cycle",
    "definitions",
    "escalation",
    "escape",
    "footer",
    "join",
    "ladder",
    "leads",
    "masthead",
    "measures",
    "money",
    "notices",
    "quality",
    "scorecard",
    "state",
    "style",
    "symbol",
    "tag",
    "title",
    "unavailable",
    "verdict",
]
