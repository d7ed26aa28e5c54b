"""The bridge from income to net, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.bridge import bridge_steps, bridge_unit
from kpikit.charts.money import BOOKED, account
from kpikit.charts.steps import Step
from kpikit.deck.chart import Axis, Chart, Errors, Labels, Series
from kpikit.deck.figures.axes import SIZE, End, Room, end_series, ends_room, unbroken
from kpikit.deck.figures.bridge_book import MONEY, BridgeBook
from kpikit.deck.figures.trend import NAMES
from kpikit.deck.fit import lines, shortened, width
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

Look = tuple[str | None, bool, Stroke | None]
# What a step is: its colour, whether it is hatched, its outline.
KINDS: dict[str, Look] = {
    "In": ("blue", False, None),
    "Out": ("orange", False, None),
    "Total": ("bg", False, Stroke("ink", 1.5)),
    "Net": ("ink", False, None),
    "Not counted": ("blue", True, Stroke("blue", 1.0)),
    "Holdout": ("greyt", False, Stroke("ink2", 1.5)),
}
# An interval is drawn over the net's column, which is light then.
RANGED: dict[str, Look] = {"Net": ("greyt", False, Stroke("ink", 1.5))}
PARTED = {
    "Maintenance": "Mainte- nance", "Development": "Develop- ment", "Integration": "Integra- tion",
}  # fmt: skip
SUFFIXES = {1.0: "", 1e3: "k", 1e6: "m"}
_LOOKS = {"blue": "In", "orange": "Out", "bracket": "Total", "hatched": "Not counted"}
_HOLDOUT = "Holdout"
_LABEL = 0.09  # of the field's height, for the amount over or under a column


def bridge(view: View, size: tuple[float, float]) -> Chart | None:
    """Sources of income, costs by category, the net, and what is not counted beyond it."""
    steps = shown_steps(view)
    if not steps:
        return None
    expected = expected_net(view)
    kinds = [kind_of(step) for step in steps]
    # A name at the very edge makes some renderers slant them all.
    blank = int(expected is not None or _HOLDOUT in kinds)
    ends = _reference(expected)
    pitch = (size[0] - 10) / (len(steps) + blank * 1.6)
    names = [_name(step, pitch) for step in steps]
    rows = BridgeBook(Book([]), steps, kinds, blank)
    rows.book.add("Step", [*names, *[NAMES] * blank])
    rows.add("Kind", kinds)
    rows.add("Amount", [step.end - step.start for step in steps])
    rows.places()
    series = _columns(rows)
    rows.add("n", _counts(view, steps))
    series += [*_intervals(rows), *_amounts(rows, view)]
    axis = _axis(steps, expected)
    bottom = 12 + 15 * max(lines(name, SIZE, pitch) for name in names)
    room = Room(2, max(ends_room(ends) - pitch / 2, 2), top=4, bottom=bottom)
    if expected is not None:
        # A mark beside the columns: a line through them would cross their amounts.
        mark = [*[None] * len(steps), *[expected.value] * blank]
        rows.book.add("Expected net", mark, MONEY)
        series.append(Series("Expected net", "line", fill="ink2", marker="dash", marker_size=16))
        series += end_series(rows.book, ends, axis=axis, height=room.height(size))
    return Chart(rows.book, "Step", series, axis, frame=room.frame(size), gap=35)


def shown_steps(view: View) -> list[Step]:
    """The steps without those of nothing, and without a total that would repeat one source."""
    steps = [step for step in bridge_steps(view) if step.start != step.end or step.strong]
    sources = sum(kind_of(step) == "In" for step in steps)
    return [s for s in steps if sources > 1 or kind_of(s) != "Total"] + _holdout(view, steps)


def _holdout(view: View, steps: Sequence[Step]) -> list[Step]:
    """What an experiment with a holdout shows, beside the net."""
    row = view.get("net_incremental_revenue", method="holdout")
    if not steps or row.value is None or account(view) is not BOOKED:
        return []
    unit = bridge_unit(view)
    value = labels.rounded(row.value / unit.size, unit.decimals)
    text = f"{labels.MINUS if value < 0 else ''}{abs(value):,}"
    return [Step(_HOLDOUT, "", 0.0, row.value, "bracket", (text,), low=row.low, high=row.high)]


def kind_of(step: Step) -> str:
    """In, Out, Total, Net, Not counted or Holdout."""
    if step.label == _HOLDOUT:
        return "Holdout"
    return "Net" if step.strong else _LOOKS.get(step.look, "Total")


def expected_net(view: View) -> Result | None:
    """The net by the published formula, of this period's leads: a reference, not a step."""
    if account(view) is not BOOKED:
        return None
    row = view.get("net_incremental_revenue", method="expected")
    return row if row.known else None


def _columns(rows: BridgeBook) -> list[Series]:
    """Unfilled spacers that lift the columns, then a column per kind, above and below zero."""
    series = [Series(name) for name in rows.spacers()]
    ranged = any(step.low is not None for step in rows.steps)
    for kind, (color, hatched, line) in (KINDS | (RANGED if ranged else {})).items():
        if kind in rows.kinds or kind != "Holdout":
            names = rows.parts(kind)
            series += [Series(name, fill=color, hatched=hatched, line=line) for name in names]
    return series


def _intervals(rows: BridgeBook) -> list[Series]:
    """Error bars of an invisible line at the ends of the columns that have an interval."""
    if all(step.low is None for step in rows.steps):
        return []
    at, minus, plus = rows.intervals()
    return [Series(at, "line", errors=Errors(minus, plus, color="ink", width=1.5))]


def _amounts(rows: BridgeBook, view: View) -> list[Series]:
    texts = [unbroken(_amount(view, step)) for step in rows.steps]
    return [
        Series(at, "line", labels=Labels(text, "t" if place == "t" else "b"))
        for at, text, place in rows.labels(texts)
    ]


def _counts(view: View, steps: Sequence[Step]) -> list[int | None]:
    """How many deals and orders stand behind the sources."""
    n = {"Sourced deals": view["revenue_sourced"].n, "Direct orders": view["revenue_orders"].n}
    return [n.get(step.label) for step in steps]


def _reference(expected: Result | None) -> list[End]:
    if expected is None or expected.value is None:
        return []
    return [End("expected", expected.value, f"Expected\n{expected.text}", "ink2")]


def _axis(steps: Sequence[Step], expected: Result | None) -> Axis:
    """Hidden, because each column says its amount."""
    reach = [0.0, *(value for step in steps for value in step.reach)]
    if expected is not None and expected.value is not None:
        reach.append(expected.value)
    low, high = min(reach), max(reach)
    span = high - low or 1.0
    # Labels over and under columns need room inside the field: some renderers drop them outside.
    high, low = high + span * _LABEL, low - span * _LABEL * (low < 0)
    return Axis(low, high, span, hidden=True)


def _name(step: Step, pitch: float) -> str:
    """A step's name under its column; a word wider than the column is parted, else cut."""
    words = ("Net" if step.strong else step.label).split(" ")
    parted = [PARTED.get(word, word) if width(word, SIZE) > pitch else word for word in words]
    return " ".join(word if "-" in word else shortened(word, SIZE, pitch) for word in parted)


def _amount(view: View, step: Step) -> str:
    """The amount as everywhere else, with currency and unit."""
    unit = bridge_unit(view)
    digits = step.texts[0].lstrip(f"+{labels.MINUS}")
    sign = step.texts[0][: len(step.texts[0]) - len(digits)]
    currency = view.context.currency
    symbol = labels.SYMBOLS.get(currency, f"{currency}{labels.NBSP}")
    return f"{sign}{symbol}{digits}{SUFFIXES[unit.size]}"
