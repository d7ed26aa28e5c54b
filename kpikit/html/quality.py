"""The state of the data: days with outcomes, rows kept and set aside, links."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpikit import findings, labels
from kpikit.html.markup import Html, join, tag
from kpikit.html.section import Section, head, section
from kpikit.html.stacked import stacked
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.context import DayCount, Quality
    from kpikit.view import View


def quality(view: View) -> Section:
    """Which days have outcomes, what became of the rows, how well they link."""
    state = view.context.quality
    return section(
        "quality",
        findings.quality(view),
        _strip(view),
        _tiles(view, state),
        _tables(state),
        _rules(state),
        eyebrow="Data quality",
    )


def _strip(view: View) -> Html | None:
    """A square a day: full with outcomes, dashed without, faint without conversations."""
    days = view.days()
    if not days:
        return None
    lost = [row for row in days if row.conversations and not row.outcomes]
    known = sum(1 for row in days if row.outcomes)
    text = f"{known} of {len(days)} days with conversations have outcomes."
    if lost:
        text += f" None arrived on {_dates(lost)}, so those conversations count as unknown."
    title = f"Days of {labels.period(view.period)} with outcomes recorded"
    image = tag("div", _squares(days), role="img", aria_label=f"{title}. {text}")
    return tag("figure", tag("figcaption", head(title, text)), image)


def _squares(days: Sequence[DayCount]) -> Html:
    """In percent of the width and without a view box, so that the day numbers keep their size."""
    pitch = 100 / len(days)
    shapes = []
    for place, row in enumerate(days):
        missing = row.conversations and not row.outcomes
        look = (
            {
                "fill": "none",
                "stroke": "var(--watch)",
                "stroke_dasharray": "3 2",
                "stroke_width": 1.5,
            }
            if missing
            else {"fill": "var(--grey)" if row.outcomes else "var(--grid)"}
        )
        x, width = f"{pitch * (place + 0.06):.2f}%", f"{pitch * 0.88:.2f}%"
        shapes.append(tag("rect", x=x, y=1, width=width, height=18, **look))
    for place in _numbered(days):
        at = f"{pitch * (place + 0.5):.2f}%"
        number = str(dt.date.fromisoformat(days[place].day).day)
        shapes.append(tag("text", number, x=at, y=35, text_anchor="middle"))
    return tag("svg", *shapes, class_="kk-strip", aria_hidden="true", focusable="false")


def _numbered(days: Sequence[DayCount]) -> list[int]:
    """Which squares carry their day: the first, the last, and the ends of each gap."""
    lost = [bool(row.conversations and not row.outcomes) for row in days]
    ends = {0, len(days) - 1}
    for place, gone in enumerate(lost):
        after = lost[place + 1] if place + 1 < len(lost) else False
        if gone and (not after or not (place and lost[place - 1])):
            ends.add(place)
    room = max(1, len(days) // 12)
    chosen: list[int] = []
    for place in sorted(ends, key=lambda i: (not lost[i], i)):
        if all(abs(place - other) >= room for other in chosen):
            chosen.append(place)
    return sorted(chosen)


def _dates(days: Sequence[DayCount]) -> str:
    """Days as ranges: "14 to 16 Sep"."""
    dates = [dt.date.fromisoformat(row.day) for row in days]
    spans: list[list[dt.date]] = []
    for day in dates:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    names = []
    for run in spans:
        last = labels.day(run[-1], year=False)
        same = run[0].month == run[-1].month
        first = str(run[0].day) if same else labels.day(run[0], year=False)
        names.append(last if len(run) == 1 else f"{first} to {last}")
    return findings.listed(names)


def _tiles(view: View, state: Quality) -> Html:
    """A few counts, each with what it counts."""
    events = next((table for table in state.tables if table.name == "events"), None)
    facts: list[tuple[str, object]] = []
    if events:
        facts.append((f"events kept of {events.read:,}", f"{events.kept:,}"))
        share = events.duplicates / events.read if events.read else None
        facts.append(("duplicate events removed", labels.number(share, "share")))
    facts.append(("rows set aside", f"{sum(row.rows for row in state.rules):,}"))
    facts.append(("test sessions left out", f"{state.test_sessions:,}"))
    for link in state.links:
        rate = link.linked / link.total if link.total else None
        facts.append((f"of {link.total:,} {link.name}", labels.number(rate, "share")))
    unknown = view["rung_unknown"]
    if unknown.known:
        facts.append(
            (f"conversations of the {kind_of(view.period)} without an outcome", unknown.text)
        )
    moment = labels.moment(view.context.as_of, view.context.timezone)
    facts.append(("as of: nothing later is counted", moment))
    pairs = [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts]
    return tag("dl", *pairs, class_="kk-tiles")


def _tables(state: Quality) -> Html | None:
    rows = [
        (
            table.name,
            table.read,
            table.kept,
            table.quarantined,
            table.ignored,
            table.duplicates,
            _dated(table.first, table.last),
        )
        for table in state.tables
    ]
    heads = ("Table", "Rows read", "Kept", "Set aside", "Left out", "Duplicates", "Days")
    return _plain("What was read", heads, rows)


def _rules(state: Quality) -> Html | None:
    rows = [(row.table, row.column, row.rule, row.rows) for row in state.rules]
    return _plain("Rows set aside, by rule", ("Table", "Column", "Rule", "Rows"), rows)


def _dated(first: str | None, last: str | None) -> str:
    if not first or not last:
        return labels.DASH
    days = [labels.day(dt.date.fromisoformat(day[:10])) for day in (first, last)]
    return " to ".join(days)


def _plain(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Html | None:
    """A small table; whole numbers are right-aligned."""
    if not rows:
        return None
    numeric = [isinstance(value, int) for value in rows[0]]
    columns = [
        (name, "kk-num" if is_number else None)
        for name, is_number in zip(heads, numeric, strict=True)
    ]
    body = []
    for row in rows:
        first = tag("th", row[0], scope="row", role="rowheader")
        rest = [
            tag(
                "td",
                f"{value:,}" if isinstance(value, int) else value,
                class_="kk-num" if isinstance(value, int) else None,
                data_l=name,
                role="cell",
            )
            for name, value in zip(heads[1:], row[1:], strict=True)
        ]
        body.append(tag("tr", join(first, *rest), role="row"))
    return stacked(tag("caption", tag("b", title)), columns, body)
