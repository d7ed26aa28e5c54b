"""The bridge from income to net, as columns whose workbook recomputes itself.

In the workbook only the amounts are typed; where a column starts and ends, and the parts of it
above and below zero, are formulas, so that an edited amount moves everything after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.bridge import bridge_steps, bridge_unit
from kpikit.charts.money import BOOKED, account
from kpikit.deck.chart import Chart, Errors, Labels, Series
from kpikit.deck.figures.axes import (
    SIZE,
    End,
    Room,
    end_series,
    ends_room,
    money_axis,
    unbroken,
)
from kpikit.deck.figures.trend import MONEY, NAMES
from kpikit.deck.fit import lines, shortened
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book, Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpikit.charts.steps import Step
    from kpikit.view import Result, View

# What a step is: its colour, whether it is hatched, its outline.
KINDS: dict[str, tuple[str | None, bool, Stroke | None]] = {
    "In": ("blue", False, None),
    "Out": ("orange", False, None),
    "Total": ("bg", False, Stroke("ink", 1.5)),
    "Net": ("ink", False, None),
    "Not counted": ("blue", True, Stroke("blue", 1.0)),
}
# An interval is drawn over the net's column, which is light then.
RANGED: dict[str, tuple[str | None, bool, Stroke | None]] = {
    "Net": ("greyt", False, Stroke("ink", 1.5)),
}
SUFFIXES = {1.0: "", 1e3: "k", 1e6: "m"}
_LOOKS = {"blue": "In", "orange": "Out", "bracket": "Total", "hatched": "Not counted"}


def bridge(view: View, size: tuple[float, float]) -> Chart | None:
    """Sources of income, costs by category, the net, and what is not counted beyond it."""
    steps = bridge_steps(view)
    if not steps:
        return None
    book, count = Book([]), len(steps)
    kinds = [kind_of(step) for step in steps]
    expected = expected_net(view)
    pitch = (size[0] - 40) / (count + 1)
    book.add("Step", [*(_name(step, pitch) for step in steps), NAMES])
    book.add("Kind", [*kinds, None])
    book.add("Amount", [*(step.end - step.start for step in steps), None], MONEY)
    _ends(book, steps, kinds)
    series = _columns(book, steps, kinds)
    series += [*_interval(book, steps), *_labels(book, view, steps)]
    book.add("n", [*_counts(view, steps), None])
    axis = money_axis(_reach(steps, expected), view.context.currency)
    names = _reference(book, expected, count)
    axis = axis._replace(hidden=True)  # each column says its amount
    bottom = 12 + 15 * max(lines(name, SIZE, pitch) for name in book.texts("Step"))
    room = Room(2, max(ends_room(names) - pitch / 2, 2), top=18, bottom=bottom)
    height = room.height(size)
    if expected is not None:
        series.append(Series("Expected net", "line", line=Stroke("grey", 1.5, "sysDash")))
        series += end_series(book, names, axis=axis, height=height)
    return Chart(book, "Step", series, axis, frame=room.frame(size), gap=35)


def kind_of(step: Step) -> str:
    """In, Out, Total, Net or Not counted."""
    if step.strong:
        return "Net"
    return _LOOKS.get(step.look, "Total")


def expected_net(view: View) -> Result | None:
    """The net by the published formula, of this period's leads: a reference, not a step."""
    if account(view) is not BOOKED:
        return None
    row = view.get("net_incremental_revenue", method="expected")
    return row if row.known else None


def _ends(book: Book, steps: Sequence[Step], kinds: Sequence[str]) -> None:
    """Start and end of each column: totals stand on zero, steps on the end before them."""
    starts: list[Formula | float | None] = []
    for row, (step, kind) in enumerate(zip(steps, kinds, strict=True), start=2):
        grounded = kind in {"Total", "Net"} or row == 2
        starts.append(0.0 if grounded else Formula(f"=E{row - 1}", step.start))
    book.add("Start", [*starts, None], MONEY)
    ends: list[Formula | None] = []
    for row, (step, kind) in enumerate(zip(steps, kinds, strict=True), start=2):
        before = f"E{row - 1}" if row > 2 else "0"
        total = kind in {"Total", "Net"}
        ends.append(Formula(f"={before}" if total else f"=D{row}+C{row}", step.end))
    book.add("End", [*ends, None], MONEY)


def _cells(
    steps: Sequence[Step], value: Callable[[Step], float], text: Callable[[int], str]
) -> list[Formula | None]:
    cells = [Formula(text(row), value(step)) for row, step in enumerate(steps, start=2)]
    return [*cells, None]


def _labels(book: Book, view: View, steps: Sequence[Step]) -> list[Series]:
    """Amounts over the columns, and over an interval; under columns that lie below zero."""
    over = [max(step.start, step.end) > 0 or step.start == step.end for step in steps]
    highs = "95% high" if any(step.high is not None for step in steps) else None
    top = f",{book.letter(highs)}{{0}}" if highs else ""
    up: list[Formula | None] = [None] * (len(steps) + 1)
    down = list(up)
    for place, (step, above) in enumerate(zip(steps, over, strict=True)):
        row = place + 2
        if above:
            value = max(step.start, step.end, step.high or step.end)
            up[place] = Formula(f"=MAX(D{row},E{row}{top.format(row)})", value)
        else:
            down[place] = Formula(f"=MIN(D{row},E{row})", min(step.start, step.end))
    texts = [unbroken(_amount(view, step)) for step in steps]
    book.add("Label over", up, MONEY)
    book.add("Text over", [*(t if a else "" for t, a in zip(texts, over, strict=True)), None])
    book.add("Label under", down, MONEY)
    book.add("Text under", [*("" if a else t for t, a in zip(texts, over, strict=True)), None])
    return [
        Series("Label over", "line", labels=Labels("Text over", "t")),
        Series("Label under", "line", labels=Labels("Text under", "b")),
    ]


def _columns(book: Book, steps: Sequence[Step], kinds: Sequence[str]) -> list[Series]:
    """Unfilled spacers that lift the columns, then a column per kind, above and below zero."""
    low, high = "MIN(D{0},E{0})", "MAX(D{0},E{0})"
    above = _cells(
        steps, lambda s: max(0.0, min(s.start, s.end)), lambda r: f"=MAX(0,{low.format(r)})"
    )
    below = _cells(
        steps, lambda s: min(0.0, max(s.start, s.end)), lambda r: f"=MIN(0,{high.format(r)})"
    )
    book.add("Spacer above zero", above, MONEY)
    book.add("Spacer below zero", below, MONEY)
    series = [Series("Spacer above zero"), Series("Spacer below zero")]
    ranged = any(step.low is not None for step in steps)
    for kind, (color, hatched, line) in (KINDS | (RANGED if ranged else {})).items():
        mine = [k == kind for k in kinds]
        up, down = f"{kind}, above zero", f"{kind}, below zero"
        book.add(up, _only(mine, steps, above=True), MONEY)
        book.add(down, _only(mine, steps, above=False), MONEY)
        series += [Series(name, fill=color, hatched=hatched, line=line) for name in (up, down)]
    return series


def _only(mine: Sequence[bool], steps: Sequence[Step], *, above: bool) -> list[Formula | None]:
    """The part of each column of one kind on one side of zero; null for other kinds."""
    cells: list[Formula | None] = []
    for row, (one, step) in enumerate(zip(mine, steps, strict=True), start=2):
        low, high = sorted((step.start, step.end))
        if above:
            value = max(0.0, high) - max(0.0, low)
            text = f"=MAX(0,MAX(D{row},E{row}))-MAX(0,MIN(D{row},E{row}))"
        else:
            value = min(0.0, low) - min(0.0, high)
            text = f"=MIN(0,MIN(D{row},E{row}))-MIN(0,MAX(D{row},E{row}))"
        cells.append(Formula(text, value) if one else None)
    return [*cells, None]


def _interval(book: Book, steps: Sequence[Step]) -> list[Series]:
    """The interval of the net: error bars of an invisible line at the end of its column."""
    if all(step.low is None for step in steps):
        return []
    for name, values in (
        ("95% low", [step.low for step in steps]),
        ("95% high", [step.high for step in steps]),
        ("To low", [None if step.low is None else step.end - step.low for step in steps]),
        ("To high", [None if step.high is None else step.high - step.end for step in steps]),
    ):
        book.add(name, [*values, None], MONEY)
    ends = [
        None if step.low is None else Formula(f"=E{row}", step.end)
        for row, step in enumerate(steps, start=2)
    ]
    at = book.add("Interval at", [*ends, None], MONEY)
    return [Series(at, "line", errors=Errors("To low", "To high", color="ink", width=1.5))]


def _counts(view: View, steps: Sequence[Step]) -> list[int | None]:
    """How many deals and orders stand behind the sources."""
    n = {"Sourced deals": view["revenue_sourced"].n, "Direct orders": view["revenue_orders"].n}
    return [n.get(step.label) for step in steps]


def _reference(book: Book, expected: Result | None, count: int) -> list[End]:
    if expected is None or expected.value is None:
        return []
    book.add("Expected net", [expected.value] * (count + 1), MONEY)
    return [End("expected", expected.value, f"Expected\n{expected.text}", "ink2")]


def _reach(steps: Sequence[Step], expected: Result | None) -> list[float]:
    found = [0.0, *(value for step in steps for value in step.reach)]
    return found if expected is None or expected.value is None else [*found, expected.value]


def _name(step: Step, pitch: float) -> str:
    """A step's name under its column; a word wider than the column is cut."""
    label = "Net" if step.strong else step.label
    return " ".join(shortened(word, SIZE, pitch) for word in label.split(" "))


def _amount(view: View, step: Step) -> str:
    """The amount as everywhere else, with currency and unit."""
    unit = bridge_unit(view)
    digits = step.texts[0].lstrip(f"+{labels.MINUS}")
    sign = step.texts[0][: len(step.texts[0]) - len(digits)]
    currency = view.context.currency
    symbol = labels.SYMBOLS.get(currency, f"{currency}{labels.NBSP}")
    return f"{sign}{symbol}{digits}{SUFFIXES[unit.size]}"
