"""What the numbers say, as sentences: the headings of the report and the titles of the slides.

Each function takes a View (or rows) and returns a Finding. A sentence only holds numbers of the
results table (or a share of two of them), never claims more than the number does, and names what
is missing where there is none.
"""

from kpikit.findings.asks import Decision
from kpikit.findings.board import caused, real, to_decide
from kpikit.findings.changed import LIMITS, Move, changed, moves
from kpikit.findings.conversations import (
    escalation,
    ladder,
    measures,
    quality,
    unavailable,
)
from kpikit.findings.cycle import ADJUSTED as ADJUSTED_CYCLE
from kpikit.findings.cycle import AS_ADJUSTED, AS_PUBLISHED, why_apart
from kpikit.findings.decide import asked_for, decision, decisions
from kpikit.findings.falls import Fall, falls
from kpikit.findings.gaps import off_target
from kpikit.findings.missing import ASSUMPTIONS, Missing, missing
from kpikit.findings.money import (
    ATTRIBUTED,
    BIASED,
    SELF_SELECTION,
    by_bot,
    cycle,
    leads,
    money,
)
from kpikit.findings.months import (
    DERIVED,
    adjusted_cycle,
    against,
    assumed,
    left_over,
    net_by_month,
)
from kpikit.findings.notice import Notice
from kpikit.findings.notices import notices
from kpikit.findings.settle import in_baseline, settles, unsettled, without_interval
from kpikit.findings.split import Part, Split, both
from kpikit.findings.standing import Standing, standing, stood_out
from kpikit.findings.targets import targets
from kpikit.findings.verdict import verdict
from kpikit.findings.versions import Before, breaks_at, by_both, formerly
from kpikit.findings.words import Finding, count, listed, lower
from kpikit.findings.year import Compared, compared, year_on_year, years

__all__ = [
    "ADJUSTED_CYCLE",
    "ASSUMPTIONS",
    "AS_ADJUSTED",
    "AS_PUBLISHED",
    "ATTRIBUTED",
    "BIASED",
    "DERIVED",
    "LIMITS",
    "SELF_SELECTION",
    "Before",
    "Compared",
    "Decision",
    "Fall",
    "Finding",
    "Missing",
    "Move",
    "Notice",
    "Part",
    "Split",
    "Standing",
    "adjusted_cycle",
    "against",
    "asked_for",
    "assumed",
    "both",
    "breaks_at",
    "by_both",
    "by_bot",
    "caused",
    "changed",
    "compared",
    "count",
    "cycle",
    "decision",
    "decisions",
    "escalation",
    "falls",
    "formerly",
    "in_baseline",
    "ladder",
    "leads",
    "left_over",
    "listed",
    "lower",
    "measures",
    "missing",
    "money",
    "moves",
    "net_by_month",
    "notices",
    "off_target",
    "quality",
    "real",
    "settles",
    "standing",
    "stood_out",
    "targets",
    "to_decide",
    "unavailable",
    "unsettled",
    "verdict",
    "why_apart",
    "without_interval",
    "year_on_year",
    "years",
]
