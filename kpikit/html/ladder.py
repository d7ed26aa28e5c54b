"""How conversations ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import charts, findings, labels
from kpikit.html.section import Section, figure, section

if TYPE_CHECKING:
    from kpikit.view import View


def ladder(view: View) -> Section:
    """The resolution ladder: every conversation on exactly one rung."""
    total = view["conversations"]
    if not total.value:
        return section("ladder", findings.ladder(view), eyebrow="Resolution ladder")
    drawn = figure(
        "kk-ladder",
        lambda *, narrow: charts.ladder(view, narrow=narrow),
        title=f"Where {labels.number(total.value)} conversations ended",
        caption="Each is on exactly one rung. Blue held, hatched is not known yet or cannot be "
        "checked, orange came back, grey the bot never closed",
        alt=charts.ladder_alt(view),
    )
    return section("ladder", findings.ladder(view), drawn, eyebrow="Resolution ladder")
