"""The net by every method, side by side, and what each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import charts
from kpikit.findings.missing import missing
from kpikit.findings.scope import first_month
from kpikit.findings.since import since_launch
from kpikit.findings.swing import swing, swings
from kpikit.html.markup import Html, tag
from kpikit.html.section import figure, head
from kpikit.html.stacked import stacked

if TYPE_CHECKING:
    from kpikit.view import Result, View

METHODS = {
    "booked": ("Booked", "Sourced deals and direct orders, less costs: the headline"),
    "influenced": ("Influenced", "Assisted sales added, at the weight assumed"),
    "expected": ("Expected", "Another cohort: leads created in the period, not deals closed"),
    "holdout": (
        "Holdout",
        "What those with the bot bought more than those without it, less costs",
    ),
}


def methods(view: View) -> Html | None:
    """Net incremental revenue by each method with its interval, or why there is none."""
    rows = [view.get("net_incremental_revenue", method=name) for name in METHODS]
    if not rows[0].known:
        return None
    names = {"Method": None, "What it takes": None, "Net": "kk-num", "95% interval": "kk-num"}
    caption = tag("caption", tag("b", "Net incremental revenue by four methods, never mixed"))
    return stacked(caption, names.items(), map(_method, rows))


def _method(row: Result) -> Html:
    name, what = METHODS[row.method]
    if not row.known:
        what = f"{what}. {_why(row)}"
    ends = row.interval_text  # a dash where there is none
    return tag(
        "tr",
        tag("th", name, scope="row", role="rowheader"),
        tag("td", what, role="cell", data_l="What it takes"),
        tag("td", row.text, class_="kk-num kk-now", role="cell", data_l="Net"),
        tag("td", ends, class_="kk-num kk-dim", role="cell", data_l="95% interval"),
        role="row",
    )


def _why(row: Result) -> str:
    reason = row.reason or ""
    lack = missing(row)
    text = f"Missing: {lack.what.lower()}" if reason.startswith("needs ") else reason
    return f"{text[:1].upper()}{text[1:]}."


def since(view: View) -> Html | None:
    """The running total since launch, with the month that paid the bot back."""
    told = since_launch(view)
    early = f". {text[:-1]}" if (text := first_month(view)) else ""
    return figure(
        "kk-since",
        lambda *, narrow: charts.since(view, narrow=narrow),
        title=told.title,
        caption=f"{charts.since_unit(view)}; bars: what each month added; line: the running total, "
        f"shared costs divided over all of it{early}",
        alt=charts.since_alt(view),
    )


def tornado(view: View) -> Html | None:
    """How far each assumption moves the net; words alone where none has a range."""
    told = swing(view)
    if not swings(view):
        text = tag("p", " ".join(told.paragraphs))
        return tag("div", head(told.title), text, class_="kk-after") if told.paragraphs else None
    return figure(
        "kk-tornado",
        lambda *, narrow: charts.tornado(view, narrow=narrow),
        title=told.title,
        caption=" ".join(
            (
                "Each assumption at its low and at its high, the others as they are.",
                *told.paragraphs,
            )
        ),
        alt=charts.tornado_alt(view),
    )
