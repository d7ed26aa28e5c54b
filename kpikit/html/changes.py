"""What changed: flagged moves with where they are, falls, the year before, natural limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import charts, findings, labels
from kpikit.charts.parts import parts_of
from kpikit.findings import Part
from kpikit.findings.marks import changes as what_changed
from kpikit.findings.marks import marked
from kpikit.findings.outcomes import outcome_note
from kpikit.html.bars import bar_row, bar_table, titled_caption
from kpikit.html.markup import Html, join, tag
from kpikit.html.section import Section, figure, head, section, terms
from kpikit.html.stacked import stacked
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kpikit.findings import Compared, Move, Split
    from kpikit.view import View

TABLES, PARTS = 3, 5
"""As many splits have a table of their own, of as many segments; the others are words."""


def changes(view: View) -> Section:
    """Flagged moves first, then falls in a row, then the year before, then what is usual."""
    moves = findings.moves(view)
    proof = [_moves(moves), *_tables(moves), _falls(view), _year(view), _done(view), _limits(view)]
    finding, spoiled = findings.changed(view), outcome_note(view)
    if moves and spoiled:
        finding = finding._replace(paragraphs=(*finding.paragraphs, spoiled))
    return section("changes", finding, *proof, eyebrow="What changed")


def _moves(moves: list[Move]) -> Html | None:
    """Every flagged move with its split in words."""
    if not moves:
        return None
    items = [
        tag(
            "div",
            tag("dt", f"{_mark(move)}{labels.NBSP}{move.title}."),
            tag("dd", move.text) if move.text else None,
        )
        for move in moves
    ]
    return tag("dl", *items, class_="kk-moves")


def _mark(move: Move) -> str:
    return {"up": "▲", "down": "▼"}[str(move.row.flag)]


def _tables(moves: list[Move]) -> list[Html]:
    split = [(move, move.splits[0]) for move in moves if move.splits]
    return [_table(move, one) for move, one in split[:TABLES]]


def _table(move: Move, split: Split) -> Html:
    """The largest parts of one split, the rest as one, adding up to the change."""
    parts = _largest(split.parts)
    heads = [split.column.capitalize(), "", "Both", "Within", "Mix"]
    widest = max(abs(part.whole) for part in parts) or 1
    texts = _adding_up(move, split, parts)
    rows = [
        bar_row(part.name, _bar(part.whole / widest), cells)
        for part, cells in zip(parts, texts, strict=False)
    ]
    rows.append(bar_row(f"All {split.column}s", None, texts[-1], total=True))
    text = "Within: the segment itself changed; mix: it became more or less frequent."
    others = [
        f"by {one.column} {' and '.join(findings.both(move.row, one))}" for one in move.splits[1:]
    ]
    if others:
        text += f" The same change, within and mix: {'; '.join(others)}."
    title = f"{move.row.kpi.title}: the change by {split.column}"
    return bar_table(titled_caption(title, text), heads, rows)


def _largest(parts: Sequence[Part]) -> list[Part]:
    """The largest parts and the sum of the others."""
    if len(parts) <= PARTS + 1:
        return list(parts)
    rest = parts[PARTS:]
    rate, mix = (sum(getattr(part, side) for part in rest) for side in ("rate", "mix"))
    return [*parts[:PARTS], Part(f"{len(rest)} others", rate, mix, {})]


def _adding_up(move: Move, split: Split, parts: Sequence[Part]) -> list[tuple[str, str, str]]:
    """Both, within and mix of each part and of all, rounded so that they add up either way."""
    row, unit = move.row, move.row.kpi.unit
    scale = 100 if unit == "share" else 1
    decimals = row.kpi.decimals if row.kpi.decimals is not None else labels.DECIMALS.get(unit, 0)
    # Parts are smaller than their sum: one digit more, so that they are not all 0.
    places = 1 if unit == "share" else decimals + 1
    totals = labels.parts([scale * split.rate, scale * split.mix], places)
    columns = [
        [*parts_of(total, [scale * getattr(part, side) for part in parts], places), total]
        for total, side in zip(totals, ("rate", "mix"), strict=True)
    ]

    def text(value: Decimal) -> str:
        return labels.change(float(value) / scale, unit, decimals=places, currency=row.currency)

    return [(text(rate + mix), text(rate), text(mix)) for rate, mix in zip(*columns, strict=True)]


def _bar(share: float) -> Html:
    """A bar from the middle of the cell: to the left where it takes away."""
    width, zero = abs(share) * 50, 50.0
    start = zero if share >= 0 else zero - width
    return tag(
        "svg",
        tag("rect", x=f"{start:.1f}%", width=f"{width:.1f}%", height=12, fill="var(--grey)"),
        tag("line", x1="50%", x2="50%", y1=-2, y2=14, stroke="var(--ink)", stroke_width=1),
        class_="kk-bar",
        aria_hidden="true",
        focusable="false",
    )


def _falls(view: View) -> Html | None:
    found = findings.falls(view)
    if not found:
        return None
    pairs: list[tuple[str, object]] = [(f"{fall.title}.", fall.text) for fall in found]
    items = (tag("div", terms([pair], class_="kk-moves")) for pair in pairs)
    return tag(
        "div", head(f"Three {kind_of(view.period)}s the wrong way"), *items, class_="kk-fell"
    )


def _year(view: View) -> Html | None:
    """Volumes and headline measures beside those of the same period a year before."""
    finding, rows = findings.year_on_year(view), findings.compared(view)
    if finding is None:
        return None
    bounded = any(row.interval for row in rows)
    now, then = (labels.period(one, short=True) for one in findings.years(view))
    names = ["Measure", then, now, "Change", *(["95% interval"] if bounded else [])]
    heads = [(name, "kk-num" if place else None) for place, name in enumerate(names)]
    text = " ".join(finding.paragraphs)
    caption = tag("caption", titled_caption(finding.title, text))
    return stacked(caption, heads, [_compared(row, names) for row in rows], css="kk-years")


def _compared(row: Compared, names: list[str]) -> Html:
    texts = (row.before, row.now, row.change, row.interval or labels.DASH)
    cells = [
        tag("td", text, class_="kk-num", role="cell", data_l=name)
        for text, name in zip(texts, names[1:], strict=False)
    ]
    return tag("tr", tag("th", row.name, scope="row", role="rowheader"), *cells, role="row")


def _done(view: View) -> Html | None:
    """What was changed about the chatbot, by the number that charts mark it with."""
    found = what_changed(view)
    if not found:
        return None
    rows = [
        tag(
            "div",
            tag("dt", f"{one.number}{labels.NBSP}·{labels.NBSP}{labels.day(one.day)}"),
            tag("dd", one.text),
        )
        for one in found
    ]
    caption = "Charts over time mark them with their number; a mark does not say that it worked"
    body = tag("dl", *rows, class_="kk-done")
    return tag("div", head("What was done", caption), body, class_="kk-did")


def _limits(view: View) -> Html | None:
    drawn = figure(
        "kk-limits",
        lambda *, narrow: charts.limits(view, narrow=narrow),
        title="Headline measures over their natural limits",
        caption=findings.LIMITS.rstrip(".") + marked(charts.limits_marks(view)),
        alt=charts.limits_alt(view),
    )
    return None if drawn is None else join(drawn)
