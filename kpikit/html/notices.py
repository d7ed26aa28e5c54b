"""What to know before the sections, as a numbered list with links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings
from kpikit.findings import Finding
from kpikit.html.markup import Html, tag, unbroken
from kpikit.html.section import Section, head, section

if TYPE_CHECKING:
    from kpikit.findings import Notice
    from kpikit.view import View

NAMES = {
    "money": "Money",
    "measures": "All measures",
    "quality": "Data quality",
    "ladder": "Ladder",
    "changes": "What changed",
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
    return section("findings", finding, rows, _farthest(view), eyebrow="Findings")


def _row(notice: Notice) -> Html:
    link = tag("a", NAMES.get(notice.section, "More"), href=f"#kk-{notice.section}")
    texts = [tag("p", unbroken(text)) for text in (notice.text, notice.todo) if text]
    return tag("li", tag("div", tag("b", unbroken(notice.title)), *texts), link)


def _farthest(view: View) -> Html | None:
    """The three measures farthest off, each with what is wanted of it."""
    told = findings.off_target(view)
    if not told.paragraphs:
        return None
    rows = tag("ul", *(tag("li", tag("p", text)) for text in told.paragraphs))
    return tag("div", head(told.title), rows, class_="kk-after kk-farthest")
