"""From lead to revenue: two cohorts in one table, with a break between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings, labels
from kpikit.charts.parts import amounts_of
from kpikit.findings.words import until
from kpikit.html.bars import bar, bar_row, bar_table, titled_caption
from kpikit.html.markup import Html, tag
from kpikit.html.section import Section, section
from kpikit.html.words import marked

if TYPE_CHECKING:
    from kpikit.view import Result, View

# Stage, the KPI whose numerator counts it, and the KPI that is its share of the leads.
STAGES = (
    ("Qualified", "qualified_lead_rate"),
    ("Meeting booked", "lead_to_meeting_rate"),
    ("Opportunity", "lead_to_opportunity_rate"),
)
SALES = {"revenue_sourced": "Deals won", "revenue_orders": "Direct orders"}


def leads(view: View) -> Section:
    """The leads of the period by the stage they reached, then what was closed in the period."""
    finding = findings.leads(view)
    captured = view["leads_captured"]
    if not captured.known:
        return section("leads", finding, eyebrow="Leads to revenue")
    return section("leads", finding, _table(view, captured), eyebrow="Leads to revenue")


def _table(view: View, captured: Result) -> Html:
    stages = [(name, view[kpi]) for name, kpi in STAGES if view[kpi].known]
    bounded = any(row.low is not None for _, row in stages)
    heads = ["Stage", "", "Count", "Share, amount"] + (["95% interval"] if bounded else [])
    rate = view["lead_capture_rate"]
    share = f"{rate.text} of chats" if rate.known else ""
    most = captured.value or 1
    rows = [
        bar_row(
            "Leads captured",
            bar(1.0 if captured.value else 0, "blue"),
            (captured.text, share, *([""] if bounded else [])),
        )
    ]
    for name, row in stages:
        cells = (_count(row), f"{row.text} of leads", *([row.interval_text] if bounded else []))
        rows.append(bar_row(name, bar(min((row.numerator or 0) / most, 1), "blue"), cells))
    month = labels.period(view.period, year=False)
    open_ = [row for _, row in stages if row.status == "provisional"]
    text = f"Leads created in {month}, by the stages they reached so far; each is counted by itself"
    text += f". Dashed: can still grow{until(*open_)}" if open_ else ""
    caption = titled_caption("From lead to revenue", text)
    closed = _closed(view, most=most, columns=len(heads))
    return bar_table(caption, heads, rows, after=[closed] if closed else [])


def _count(row: Result) -> Html:
    """How many reached a stage; dashed while more of them still may."""
    text = labels.number(row.numerator)
    open_ = row.status == "provisional"
    return tag("span", text, class_="kk-open" if open_ else None)


def _closed(view: View, *, most: float, columns: int) -> Html | None:
    """What was sold in the period, most of it to leads of earlier ones."""
    booked = view["revenue_booked"]
    rows = [(name, view[kpi]) for kpi, name in SALES.items() if view[kpi].known]
    if not rows or not booked.known:
        return None
    amounts = amounts_of(booked, [row for _, row in rows])
    rest = [""] * (columns - 4)
    month = labels.period(view.period, year=False)
    title = tag("th", f"Closed in {month}", colspan=columns, scope="rowgroup", role="rowheader")
    body = [tag("tr", title, class_="kk-group", role="row")]
    for (name, row), amount in zip(rows, amounts, strict=True):
        drawn = bar(min((row.n or 0) / most, 1), "grey")
        body.append(bar_row(name, drawn, (labels.number(row.n), amount, *rest)))
    body.append(bar_row("Revenue booked", None, ("", marked(booked), *rest), total=True))
    return tag("tbody", *body, role="rowgroup")
