"""What to know before the sections, as a numbered list with links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings
from kpikit.findings import Finding
from kpikit.html.markup import Html, tag
from kpikit.html.section import Section, section

if TYPE_CHECKING:
    from kpikit.findings import Notice
    from kpikit.view import View

NAMES = {
    "money": "Money",
    "measures": "All measures",
    "quality": "Data quality",
    "ladder": "Ladder",
}


def notices(view: View) -> Section:
    """The few things to know, each with its evidence and the section that has more."""
    found = findings.notices(view)
    if not found:
        nothing = Finding("Nothing stands out")
        return section("findings", nothing, eyebrow="Findings")
    things = "thing" if len(found) == 1 else "things"
    finding = Finding(f"{findings.count(len(found)).capitalize()} {things} to know")
    rows = tag("ol", *map(_row, found), class_="kk-notices")
    return section("findings", finding, rows, eyebrow="Findings")


def _row(notice: Notice) -> Html:
    link = tag("a", NAMES[notice.section], href=f"#kk-{notice.section}")
    return tag("li", tag("div", tag("b", notice.title), tag("p", notice.text)), link)
