"""The few headline figures as cards: value, history, verdict, prior period, target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings, labels
from kpikit.findings.behind import thin
from kpikit.findings.scored import aim, unjudged
from kpikit.findings.settle import briefly
from kpikit.findings.unfinished import open_until
from kpikit.headline import beside
from kpikit.html.markup import Html, join, tag
from kpikit.html.section import Section, terms
from kpikit.html.sparkline import older, sparkline
from kpikit.html.symbols import judgement
from kpikit.html.words import before, dated, marked, titled
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.view import Result, View


def scorecard(view: View) -> Section:
    """At most six cards, then how to read their lines."""
    rows = [row for row in view.headline() if row.status != "not_applicable"]
    cards = tag("div", *(card(view, row) for row in rows), class_="kk-cards")
    heading = tag("h2", "Headline figures", class_="kk-hidden", id="kk-scorecard-h")
    html = tag(
        "section",
        tag("div", heading, cards, _legend(view, rows), class_="kk-scores"),
        class_="kk",
        id="kk-scorecard",
        aria_labelledby="kk-scorecard-h",
    )
    text = "; ".join(f"{row.kpi.title} {row.text}" for row in rows)
    return Section(html, f"Headline figures: {text}")


def card(view: View, row: Result) -> Html:
    """One KPI: its value with the unit small, its last periods, its verdict and its facts."""
    figure = tag(
        "div",
        tag("div", _value(row), class_="kk-value"),
        sparkline(view.history(row.kpi.id), card=True, older=older(view, row)),
        class_="kk-figure",
    )
    facts = _facts(view, row)
    return tag(
        "article",
        tag("h3", dated(view, row) if row.kpi.is_state else titled(row)),
        figure,
        judgement(row),
        terms(facts, class_="kk-facts"),
        class_="kk-card",
    )


def _value(row: Result) -> Html:
    """The number large and its unit in words small: "34 days"."""
    if not row.known:
        return join(labels.DASH)
    text = row.format(row.value, words=True)
    number, gap, unit = text.partition(labels.NBSP)
    shown = tag("span", number, class_="kk-open" if row.status == "provisional" else None)
    return join(shown, gap and tag("small", gap, unit)) if unit else shown


def _facts(view: View, row: Result) -> list[tuple[str, object]]:
    if row.status == "unavailable":
        return [("Missing", findings.missing(row).names)]
    facts: list[tuple[str, object]] = []
    if row.low is not None:
        facts.append(("95% interval", _interval(row)))
    elif few := thin(row):
        facts.append(("95% interval", f"none, {few.removesuffix(', no interval')}"))
    last = before(view, 1)
    if last and not row.kpi.is_state:
        facts.append((labels.period(last[0], year=False), _before(view, row, last[0])))
    if row.year_ago_value is not None:
        facts.append(("A year before", row.format(row.year_ago_value, words=True)))
    judged = row.kpi.id not in unjudged([row], view)
    goal = aim(row, words=True, judged=judged)
    facts.append(("Target", "none" if goal == labels.DASH else goal))
    facts += [("To settle it", text)] if (text := briefly(row)) else []
    old = findings.formerly(view, row)
    facts += [(f"As defined until {labels.day(old.until)}", old.now)] if old else []
    return facts + ([("Read with", mates)] if (mates := _mates(view, row)) else [])


def _before(view: View, row: Result, period: str) -> Html:
    """The value of the period before; one that can still change is marked, with its day."""
    if row.prior_value is None:
        return join(labels.DASH)
    old = view.get(row.kpi.id, method=row.method or None, period=period)
    day = open_until(old)
    return join(marked(old, words=True), f", {day}" if day else None)


def _mates(view: View, row: Result) -> Html | None:
    """What must be read beside it, with its value: "CSAT 71.2%"; marked where it can change."""
    pairs = [pair.second for pair in beside(row.kpi.id) if pair.second in view]
    mates = [view[kpi_id] for kpi_id in pairs if view[kpi_id].known]
    if not mates:
        return None
    parts: list[object] = []
    for place, mate in enumerate(mates):
        title = mate.kpi.title if not place else findings.lower(mate.kpi.title)
        ahead = "" if not place else " and " if place == len(mates) - 1 else ", "
        parts += [f"{ahead}{title} ", marked(mate, dated=True)]
    return join(*parts)


def _interval(row: Result) -> str:
    return labels.interval(
        row.low,
        row.high,
        row.kpi.unit,
        decimals=row.kpi.decimals,
        currency=row.currency,
        words=True,
    )


def _legend(view: View, rows: list[Result]) -> Html:
    """How to read the small lines; only what is there is explained."""
    marks = [f"Lines run over up to 13 {kind_of(view.period)}s."]
    if any(row.target is not None for row in rows):
        marks.append("Dotted: target.")
    if any(row.low is not None for row in rows):
        marks.append("Upright: 95% interval.")
    if any(old.status == "provisional" for row in rows for old in view.history(row.kpi.id)):
        marks.append("Open dot, dashed line and dashed underline: provisional.")
    if any(findings.breaks_at(view.history(row.kpi.id)) for row in rows):
        marks.append("Dashed upright: the definition changed.")
    if any(findings.formerly(view, row) for row in rows):
        marks.append("Thin dotted line: by the definition before.")
    return tag("p", " ".join(marks), class_="kk-note kk-under")
