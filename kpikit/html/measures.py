"""All measures in one table, against the three periods before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings, labels
from kpikit.findings import Finding
from kpikit.findings.changed import unmarked
from kpikit.findings.scored import aim, unjudged
from kpikit.html.certainty import certainty
from kpikit.html.coverage import coverage
from kpikit.html.markup import Html, join, tag
from kpikit.html.section import Section, section
from kpikit.html.sparkline import older, sparkline
from kpikit.html.stacked import stacked
from kpikit.html.symbols import judgement, key, state
from kpikit.html.words import before, dated, marked, moved, span
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.findings import Missing
    from kpikit.view import Result, View

STAGES = ("quality", "engagement", "leads", "outcomes", "experience", "governance")
_SHOWN = {"final", "provisional"}


def measures(view: View) -> Section:
    """Every measure that has a number or could have one, by stage, with its verdict."""
    rows = [row for row in view.kpis() if row.status in _SHOWN]
    counted = findings.measures(rows)
    text = f"Against the three {kind_of(view.period)}s before. {unmarked(rows)}"
    if any(row.status == "provisional" for row in rows):
        text += " Dashed underline: can still change; what is still filling has no change yet."
    finding = Finding(counted.title, (*counted.paragraphs, text), counted.note)
    return section(
        "measures",
        finding,
        _table(view, rows),
        join(key(), certainty(rows, view), _left_out(view)),
        eyebrow=f"All {len(rows)} measures",
        full=True,
    )


def _table(view: View, rows: list[Result]) -> Html:
    bounded = any(row.low is not None for row in rows)
    faulty = unjudged(rows, view)
    groups = []
    for stage in STAGES:
        members = [row for row in rows if row.kpi.stage == stage]
        if members:
            name = tag("th", stage.capitalize(), scope="rowgroup", colspan=9, role="rowheader")
            groups.append(tag("tr", name, class_="kk-group", role="row"))
            groups += [
                _row(view, row, bounded=bounded, judged=row.kpi.id not in faulty) for row in members
            ]
    body = tag("tbody", *groups, role="rowgroup")
    title = (
        f"All measures in {labels.period(view.period)} and the three {kind_of(view.period)}s before"
    )
    caption = tag("caption", title, class_="kk-hidden")
    return tag(
        "table", caption, _head(view, bounded=bounded), body, class_="kk-measures", role="table"
    )


def _head(view: View, *, bounded: bool) -> Html:
    earlier = before(view)
    names = [labels.period(period, short=True, year=False) for period in earlier]
    heads = [("Measure", ""), (f"13 {kind_of(view.period)}s", "")]
    heads += [(name, "kk-num") for name in names]
    heads.append((labels.period(view.period, short=True), "kk-num"))
    heads += [("95% interval", "kk-num")] if bounded else []
    heads += [(f"on {span(earlier)}", "kk-num"), ("Target", "kk-num"), ("Verdict", "")]
    cells = [
        tag("th", name, scope="col", class_=css or None, role="columnheader") for name, css in heads
    ]
    return tag("thead", tag("tr", *cells, role="row"), role="rowgroup")


def _row(view: View, row: Result, *, bounded: bool, judged: bool) -> Html:
    method, launch = row.method or None, view.bot.launch
    earlier = [view.get(row.kpi.id, method=method, period=period) for period in before(view)]
    cells = [tag("td", _spark(view, row), class_="kk-line", role="cell")]
    for place, old in enumerate(earlier, start=1):
        month = labels.period(old.period, short=True, year=False)
        # A 0 from before the launch means nothing; what the project alone says then does. What
        # stands at as_of is known of no other day.
        there = old.value or launch is None or old.period_end.date() > launch
        there = there and not row.kpi.is_state
        shown = marked(old, dated=True) if there else labels.DASH
        cells.append(_cell(shown, f"kk-before kk-b{place}", label=month))
    cells.append(_cell(marked(row), "kk-now"))
    if bounded:
        cells.append(_cell(row.interval_text, "kk-between kk-dim", label="95%"))
    flagged = "kk-moved kk-flag" if row.flag in {"up", "down"} else "kk-moved"
    cells.append(_cell(moved(row), flagged))
    cells.append(_cell(aim(row, judged=judged), "kk-goal", label="target"))
    cells.append(tag("td", judgement(row, cell=True), class_="kk-judge", role="cell"))
    name = tag("th", dated(view, row), scope="row", class_="kk-name", role="rowheader")
    return tag("tr", name, *cells, role="row")


def _spark(view: View, row: Result) -> Html:
    history = view.history(row.kpi.id, method=row.method or None)
    return sparkline(history, older=older(view, row))


def _cell(content: object, name: str, *, label: str | None = None) -> Html:
    return tag("td", content, class_=f"kk-num {name}", data_l=label, role="cell")


def _left_out(view: View) -> Html | None:
    """What does not apply to this kind of bot, in one sentence instead of rows of dashes."""
    rows = [row for row in view.kpis() if row.status == "not_applicable"]
    if not rows:
        return None
    # Titles hold commas.
    names = "; ".join(findings.lower(row.kpi.title) for row in rows)
    text = f"Not applicable to a {view.bot.type} bot without leads and orders: {names}."
    return tag("p", text, class_="kk-note kk-after")


def unavailable(view: View) -> Section:
    """What is not shown for want of data, by what is missing, and where to put that."""
    rows = [row for row in view.kpis() if row.status == "unavailable"]
    if not rows:
        done = Finding("Every measure has its data")
        return section("unavailable", done, coverage(view), eyebrow="Unavailable")
    groups: dict[Missing, list[Result]] = {}
    for row in rows:
        groups.setdefault(findings.missing(row), []).append(row)
    heads = ("Not shown this " + kind_of(view.period), "What is missing", "Where to put it")
    caption = tag("caption", "Measures that need more data", class_="kk-hidden")
    body = [_lacking(group, heads) for group in groups.items()]
    table = stacked(caption, [(name, None) for name in heads], body, css="kk-lacking")
    finding = findings.unavailable(rows)
    return section("unavailable", finding, table, coverage(view), eyebrow="Unavailable")


def _lacking(group: tuple[Missing, list[Result]], heads: tuple[str, ...]) -> Html:
    """One missing thing with all the measures that wait for it."""
    lack, rows = group
    names = "; ".join(row.kpi.title for row in rows)
    return tag(
        "tr",
        tag("th", state("unavailable", names), scope="row", role="rowheader"),
        tag("td", lack.what, role="cell", data_l=heads[1]),
        tag("td", tag("code", lack.names), " ", lack.place, role="cell", data_l=heads[2]),
        role="row",
    )
