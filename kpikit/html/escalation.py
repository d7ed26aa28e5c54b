"""Why conversations went to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings, labels
from kpikit.html.bars import bar, bar_row, bar_table, titled_caption
from kpikit.html.section import Section, section
from kpikit.html.words import before, span

if TYPE_CHECKING:
    from kpikit.html.markup import Html
    from kpikit.view import Result, View

TRIGGERS = {
    "high_intent": "High intent",
    "explicit_ask": "Asked for a person",
    "unanswered": "Unanswered",
    "frustration": "Frustration",
    "unknown": "Not recorded",
}
_COLORS = {"up": "blue", "down": "orange"}


def escalation(view: View) -> Section:
    """The mix of triggers as a table with bars; their counts add up to all escalations."""
    finding = findings.escalation(view)
    total = view["escalation_rate"]
    if not total.value:
        return section("escalation", finding, eyebrow="Escalation")
    return section("escalation", finding, _table(view, total), eyebrow="Escalation")


def _table(view: View, total: Result) -> Html:
    rows = [(name, view[f"escalation_rate_{key}"]) for key, name in TRIGGERS.items()]
    known = [(name, row) for name, row in rows if row.known]
    widest = max(
        [row.value or 0 for _, row in known] + [row.trailing_mean or 0 for _, row in known]
    )
    heads = ["Trigger", "", labels.period(view.period, year=False), span(before(view)), "Count"]
    body = [bar_row(name, _bar(row, widest), _cells(row)) for name, row in known]
    body.append(bar_row("All escalations", None, _cells(total), total=True))
    caption = titled_caption("Escalated conversations by trigger", _caption(view, total))
    return bar_table(caption, heads, body)


def _cells(row: Result) -> tuple[str, str, str]:
    """Share, mean before and count. A share reads as it does everywhere: counts add up exactly."""
    return row.text, row.format(row.trailing_mean), labels.number(row.numerator)


def _bar(row: Result, widest: float) -> Html:
    color = _COLORS.get(row.kpi.better or "", "grey")
    tick = None if row.trailing_mean is None else row.trailing_mean / widest if widest else 0
    return bar((row.value or 0) / widest if widest else 0, color, tick=tick)


def _caption(view: View, total: Result) -> str:
    text = "Share of all conversations. Blue is wanted, orange is to bring down"
    if total.trailing_mean is None:
        return text
    return f"{text}; upright: mean of {span(before(view))}"
