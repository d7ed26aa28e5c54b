"""How to read the numbers: what each measure means, and the words used for states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings import Finding, by_both
from kpikit.html.markup import Html, tag
from kpikit.html.section import Section, head, section

if TYPE_CHECKING:
    from kpikit.view import Result, View

WORDS = (
    ("Good, watch, bad", "The value against the band of the measure; where there is an interval, "
     "the whole interval must lie inside. A sampled rate is judged by its one-sided 95% bounds."),
    ("Cannot tell", "The interval lies on both sides of a line, such as that of good."),
    ("Baseline", "A chatbot's first thirty days tell what is usual for it and carry no verdict."),
    ("Provisional", "Something named can still change the figure; the date says when it is final."),
    ("Unavailable", "An input is missing; the report says which one and where to put it."),
    ("Target", "What was agreed, with who owns it in kpikit.yml. It never changes a verdict."),
)  # fmt: skip
INTERVAL = (
    "Interval",
    "Range that covers the true value in 95 of 100 such periods. Wide means few cases, not bad "
    "work.",
)
FLAG = (
    "▲ ▼",
    "Stands out of chance and of how much the measure usually moves, after allowing for all "
    "measures tested. No mark does not mean no change.",
)


def definitions(view: View) -> Section:
    """The definition of every measure shown, and the words of the report."""
    rows = [row for row in view.kpis() if row.status in {"final", "provisional"}]
    headline = {row.kpi.id for row in view.headline()}
    first = [row for row in rows if row.kpi.id in headline]
    rest = [row for row in rows if row.kpi.id not in headline]
    return section(
        "definitions",
        Finding("How to read these numbers"),
        tag("div", head("The words"), _words(rows)),
        tag("div", head("The headline figures"), _terms(view, first, whole=True))
        if first
        else None,
        _more(view, rest),
        eyebrow="Definitions",
    )


def _words(rows: list[Result]) -> Html:
    """The words of the report; those of marks that are not there are left out."""
    bounded = any(row.low is not None for row in rows)
    flagged = any(row.flag in {"up", "down"} for row in rows)
    words = [*([INTERVAL] if bounded else []), *WORDS, *([FLAG] if flagged else [])]
    terms = [tag("div", tag("dt", name), tag("dd", text)) for name, text in words]
    return tag("dl", *terms, class_="kk-terms")


def _terms(view: View, rows: list[Result], *, whole: bool = False) -> Html:
    return tag("dl", *(_term(view, row, whole=whole) for row in rows), class_="kk-terms")


def _more(view: View, rows: list[Result]) -> Html | None:
    """The other measures, folded on the screen and open on paper."""
    if not rows:
        return None
    summary = tag("summary", f"The other {len(rows)} measures")
    return tag("details", summary, _terms(view, rows), class_="kk-more")


def _term(view: View, row: Result, *, whole: bool) -> Html:
    """What a measure means; whole: with what it is taken for and is not."""
    kpi = row.kpi
    version = f", version {row.kpi_version}" if row.kpi_version > 1 else ""
    changes = [
        f"Changed on {labels.day(change.day)}: {change.note}; every period here is computed anew."
        for change in kpi.breaks
    ]
    changes += [text] if (text := by_both(view, row)) else []
    return tag(
        "div",
        tag("dt", kpi.title),
        tag("dd", f"{kpi.id}{version} = {kpi.formula}", class_="kk-id"),
        tag("dd", " ".join([kpi.summary, *(kpi.misread if whole else ())])),
        *(tag("dd", text) for text in changes),
    )


def footer(view: View) -> Html:
    """What was used to write the report, as the last line of the page."""
    context = view.context
    parts = [
        f"kpikit {context.kpikit}",
        f"as of {labels.moment(context.as_of, context.timezone)}",
        f"{context.timezone} time",
        f"input {context.input_hash[:8]}" if context.input_hash else "",
        "made-up company and numbers" if context.demo else "",
    ]
    text = " · ".join(part for part in parts if part)
    return tag("footer", tag("div", text, class_="kk-foot"), class_="kk")
