"""The sales cycle: medians by month, both curves, published beside adjusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import charts, findings, labels
from kpikit.findings.marks import marked
from kpikit.findings.unfinished import open_periods
from kpikit.html.markup import Html, tag
from kpikit.html.section import Section, figure, head, section
from kpikit.html.stacked import stacked
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.charts.curves import Curve
    from kpikit.view import Result, View

METHODS = (
    (findings.AS_PUBLISHED, "sales_cycle_"),
    (findings.AS_ADJUSTED, "sales_cycle_adjusted_"),
)
COLUMNS = (
    ("Chatbot", "chatbot_days"),
    ("Form", "form_days"),
    ("Chatbot faster by", "reduction_days"),
    ("as a share", "reduction_pct"),
)


def cycle(view: View) -> Section:
    """How long deals took, chatbot beside form, as published and adjusted."""
    late = open_periods(view.history("sales_cycle_chatbot_days"))
    note = f"; dashed, open dot: can still change, {late}" if late else ""
    drawn = figure(
        "kk-cycle",
        lambda *, narrow: charts.cycle(view, narrow=narrow),
        title="Median days from first contact to a won deal",
        caption=f"By the {kind_of(view.period)} the deal was won, with the deals behind each median"
        + note
        + marked(charts.cycle_marks(view)),
        alt=charts.cycle_alt(view),
    )
    finding = findings.cycle(view)
    # The published figure never stands alone where the fairer one is known.
    title = "; ".join(text for text in (finding.title, findings.adjusted_cycle(view)) if text)
    finding = finding._replace(title=title)
    proof = (drawn, _gap(view), _methods(view), _why(view), _curves(view), _readings(view))
    return section("cycle", finding, *proof, eyebrow="Sales cycle")


def _gap(view: View) -> Html | None:
    """As published over adjusted, where both are known."""
    return figure(
        "kk-gap",
        lambda *, narrow: charts.cycle_gap(view, narrow=narrow),
        title="As published over adjusted",
        caption="Adjusted follows every lead for as long as it was watched, won or not, so a young "
        "channel is not flattered",
        alt=charts.cycle_gap_alt(view),
    )


def _methods(view: View) -> Html | None:
    """Both ways of counting, with interval and the wins behind each median."""
    if any(f"{stem}{end}" not in view for _, stem in METHODS for _, end in COLUMNS):
        return None
    known = [view[f"{stem}{end}"].value is not None for _, stem in METHODS for _, end in COLUMNS]
    if not any(known):
        return None
    heads = [("Counted", None), *((name, "kk-num") for name, _ in COLUMNS)]
    rows = []
    for name, stem in METHODS:
        cells = [_cell(view[f"{stem}{end}"], label) for label, end in COLUMNS]
        rows.append(tag("tr", tag("th", name, scope="row", role="rowheader"), *cells, role="row"))
    title = "Positive means that the chatbot is faster"
    return stacked(tag("caption", tag("b", title)), heads, rows)


def _cell(row: Result, label: str) -> Html:
    arm = row.kpi.id.endswith(("chatbot_days", "form_days"))
    notes = [row.interval_text] if row.low is not None else []
    notes += [f"{labels.number(row.n)} won"] if arm and row.n is not None else []
    note = tag("div", ", ".join(notes), class_="kk-dim") if notes else None
    return tag("td", row.text, note, class_="kk-num", role="cell", data_l=label)


def _why(view: View) -> Html | None:
    """Why the two differ, in words."""
    if findings.ADJUSTED_CYCLE not in view or view[findings.ADJUSTED_CYCLE].status in {
        "unavailable", "not_applicable",
    }:  # fmt: skip
        return None
    told = findings.why_apart(view)
    return tag("div", head(told.title), tag("p", " ".join(told.paragraphs)), class_="kk-after")


def _curves(view: View) -> Html | None:
    both = charts.curves(view)
    if both is None:
        return None
    days = labels.number(both[0].horizon, "days", words=True)
    return figure(
        "kk-curves",
        lambda *, narrow: charts.cycle_curves(view, narrow=narrow),
        title="Share of leads won, by days since the start",
        caption=f"All leads so far, followed for {days}: at least ten leads of each channel were "
        "watched that long; lost deals compete, open ones leave when they are no longer watched",
        alt=charts.cycle_curves_alt(view),
    )


def _readings(view: View) -> Html | None:
    """The curves at a few days, with the leads still at risk."""
    both = charts.curves(view)
    if both is None:
        return None
    heads = [("Won by", None), *((f"day {day}", "kk-num") for day in charts.READ_AT)]
    title = "Share of leads won, and leads still at risk"
    return stacked(tag("caption", tag("b", title)), heads, map(_read, both))


def _read(one: Curve) -> Html:
    cells = [tag("th", one.name, scope="row", role="rowheader")]
    for day in charts.READ_AT:
        reading = one.at(day)
        text = labels.DASH if reading is None else labels.number(reading.won, "share")
        note = None
        if reading is not None:
            said = f"{labels.number(reading.at_risk)} at risk"
            note = tag("div", said, class_="kk-dim")
        label = f"day {day}"
        cells.append(tag("td", text, note, class_="kk-num", role="cell", data_l=label))
    return tag("tr", *cells, role="row")
