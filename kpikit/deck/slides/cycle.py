"""The sales cycle: chatbot deals beside form deals, month by month, with what to make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.cycle import arms, cycle_alt
from kpikit.deck import figures
from kpikit.deck.figures.lines import Curve
from kpikit.deck.slides.curves import curves
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Par, Run
from kpikit.deck.wording import source
from kpikit.findings import BIASED, SELF_SELECTION, adjusted_cycle
from kpikit.findings import cycle as found
from kpikit.findings.money import FEW
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.deck.maker import Maker
    from kpikit.deck.sheet import Sheet
    from kpikit.view import Result, View

PUBLISHED = ("sales_cycle_chatbot_days", "sales_cycle_form_days", "sales_cycle_reduction_days")
ADJUSTED = (
    "sales_cycle_adjusted_chatbot_days",
    "sales_cycle_adjusted_form_days",
    "sales_cycle_adjusted_reduction_days",
)
OPEN = "Adjusted: all leads so far"
NAMES = ("Chatbot", "Form", "Chatbot faster by")


def cycle(make: Maker) -> None:
    """The medians of both channels, then the curves behind the adjusted ones."""
    if make.view[PUBLISHED[2]].status == "not_applicable":
        return
    _medians(make)
    curves(make)


def _medians(make: Maker) -> None:
    """Medians of both channels with their counts; as published, and adjusted where it is known."""
    view = make.view
    both = arms(make.monthly)
    if both is None:
        return
    finding = found(view)
    title = "; ".join(text for text in (finding.title, adjusted_cycle(view)) if text)
    few = min(view[kpi].n or 0 for kpi in PUBLISHED[:2]) < FEW
    layout = "Table and notes" if few else "Chart and table"
    sheet = make.sheet(layout, title, "Days from first contact to a won deal")
    if not few:
        _by_month(make, sheet)
    width, height = sheet.size("Table")
    table = _table(view)
    scoped = sum(table.scaled(width).row_heights()) <= height
    if not scoped:
        table = _table(view, scoped=False)
    if not few:
        above = "Medians of both channels" if scoped else _scopes(view)
        sheet.text("Caption 2", [Par(above)])
    sheet.table("Table", table, _alt(view), called="Sales cycle compared")
    about = _adjusted(view)
    pars = [Par("Read with care"), Par(SELF_SELECTION, 1), Par(BIASED, 2, spare=1)]
    sheet.text("Notes", [*pars, Par(about, 2, spare=2)])
    sheet.text("Source", [Par(source(view, ("events", "leads", "deals")))])
    for arm in both:
        sheet.cite(*arm.rows)
    sheet.cite(*(view[kpi] for kpi in (*PUBLISHED, *ADJUSTED) if kpi in view))
    sheet.say(title + ".", *finding.paragraphs, finding.note, about)


def _by_month(make: Maker, sheet: Sheet) -> None:
    """Both channels month by month; a period of few deals has no line worth drawing."""
    both, unit = arms(make.monthly), kind_of(make.monthly.period)
    lines = [
        Curve(arm.name, arm.color, arm.ink, marker, arm.rows)
        for arm, marker in zip(both or (), ("circle", "square"), strict=False)
    ]
    chart = figures.lines_chart(lines, sheet.size("Chart"), counts=True)
    if chart is not None:
        sheet.text("Caption", [Par(f"Median by {unit}; below it deals won, chatbot / form")])
        alt = cycle_alt(make.monthly)
        sheet.chart("Chart", chart, alt, called="Sales cycle by month")


def _adjusted(view: View) -> str:
    """What the adjusted column means, or why it is empty."""
    if ADJUSTED[2] not in view:
        return "An adjusted comparison, which counts open leads, is not in these results."
    row = view[ADJUSTED[2]]
    if row.known:
        return "Adjusted follows all leads so far, open ones included, for the same days."
    return f"Adjusted: {row.reason or 'too few wins yet'}."


def _scopes(view: View) -> str:
    """What the columns count, in their order: each is of other leads."""
    won = f"Deals won in {labels.period(view.period, short=True)}"
    return f"{won}; all leads so far" if ADJUSTED[2] in view else won


def _columns(view: View) -> list[tuple[str, tuple[str, ...]]]:
    won = f"As published: won in {labels.period(view.period, short=True)}"
    columns: list[tuple[str, tuple[str, ...]]] = [(won, PUBLISHED)]
    return [*columns, (OPEN, ADJUSTED)] if ADJUSTED[2] in view else columns


def _table(view: View, *, scoped: bool = True) -> Table:
    """A row a channel, a column a method, n and interval under each figure.

    Args:
        view: the bot and period.
        scoped: whether each heading says what its column counts, too.
    """
    columns = _columns(view)
    names = [name.replace(": ", ":\n") if scoped else name.split(":")[0] for name, _ in columns]
    heads = [Head("", 110), *(Head(name, 115, "r") for name in names)]
    rows: list[list[Cell | str]] = []
    for place, name in enumerate(NAMES):
        last = place == len(NAMES) - 1
        cells = [_cell(view[ids[place]], bold=last) for _, ids in columns]
        rows.append([Cell((Run(name, "ink", bold=last),)), *cells])
    return Table(heads, rows, size=12)


def _cell(row: Result, *, bold: bool) -> Cell:
    text = row.format(row.value, words=True)
    notes = [] if row.n is None or bold else [f"n {labels.number(row.n)}"]
    notes += [row.interval_text] if row.low is not None else []
    first = Run(text, "ink", bold=bold)
    runs = (first, Run(f"\n{', '.join(notes)}", "ink3")) if notes else (first,)
    return Cell(runs)


def _alt(view: View) -> str:
    parts = [
        f"{name}, {head[:1].lower()}{head[1:]}, {view[ids[place]].text}"
        for head, ids in _columns(view)
        for place, name in enumerate(NAMES)
    ]
    return f"Sales cycle. {'; '.join(parts)}."
