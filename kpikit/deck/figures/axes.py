"""Value axes, and the room that axis numbers and names at the right need."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.charts.months import tick_labels
from kpikit.charts.scale import apart, money_unit
from kpikit.deck.chart import Axis, Frame, Labels, Series
from kpikit.deck.fit import LINE, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.deck.workbook import Book

SIZE = 12  # points, of all text in charts
CLEAR = 4  # points between two names under an axis
STEPS = 5  # between the ends of an axis, at most
AWAY = labels.NBSP * 2  # keeps a name off the point it belongs to


class End(NamedTuple):
    """A name at the last point of its series."""

    series: str
    value: float
    text: str
    color: str


class Room(NamedTuple):
    """Points around the field of a chart that its texts need."""

    left: float
    right: float
    top: float = 8
    bottom: float = 24

    def width(self, size: tuple[float, float]) -> float:
        """Width of the field in a chart of that size."""
        return size[0] - self.left - self.right

    def height(self, size: tuple[float, float]) -> float:
        """Height of the field in a chart of that size."""
        return size[1] - self.top - self.bottom

    def frame(self, size: tuple[float, float]) -> Frame:
        """The field as shares of a chart of that size."""
        across, down = size
        return Frame(
            self.left / across, self.top / down, self.width(size) / across, self.height(size) / down
        )


def round_ends(values: Sequence[float]) -> tuple[float, float, float]:
    """Ends of an axis that hold all values and zero, and its step: both ends are whole steps.

    >>> round_ends([-39, 135]), round_ends([-18, 381]), round_ends([47])
    ((-50.0, 150.0, 50.0), (-100.0, 400.0, 100.0), (0.0, 50.0, 10.0))
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    size = 10.0 ** math.floor(math.log10((high - low or 1.0) / 4))
    for step in (size * factor for factor in (1, 2, 2.5, 5, 10, 20)):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= STEPS:
            break
    return round(first * step, 10), round(max(last, first + 1) * step, 10), round(step, 10)


def money_axis(values: Sequence[float], currency: str) -> Axis:
    """An axis for amounts of money: round numbers in thousands or millions, a true minus."""
    low, high, step = round_ends(values)
    unit = money_unit((low, high), currency)
    digits = next(d for d in range(3) if d == 2 or not round(step / unit.size * 10**d, 6) % 1)
    symbol = labels.SYMBOLS.get(currency, f"{currency} ")
    number = "#,##0" + ("." + "0" * digits if digits else "")
    scale, suffix = {1.0: ("", ""), 1e3: (",", "k"), 1e6: (",,", "m")}[unit.size]
    tail = f'{number}{scale}"{suffix}"'
    return Axis(low, high, step, f'"{symbol}"{tail};"{labels.MINUS}{symbol}"{tail};0')


def plain_axis(values: Sequence[float], form: str = "#,##0") -> Axis:
    """An axis from zero for counts, days or (form "0%") shares.

    Its format has the decimals that its step needs, so that no two lines read alike.
    """
    low, high, step = round_ends(values)
    if form == "0%" and round(100 * step, 6) % 1:
        form = "0.0%"
    return Axis(low, high, step, form)


def axis_room(axis: Axis) -> float:
    """Points the numbers of an axis take, with the gap to the field."""
    digits = f"{max(abs(axis.low), abs(axis.high)):,.0f}"
    if ",," in axis.format:
        digits = "0.00m"
    elif ',"k"' in axis.format:
        digits = digits[:-4] + "k"
    sign = labels.MINUS if axis.low < 0 else ""
    symbol = axis.format.split('"')[1] if axis.format.startswith('"') else ""
    percent = f"10{axis.format}" if axis.format.endswith("%") else ""
    return width(percent or f"{sign}{symbol}{digits}.0", SIZE) + 6


def ends_room(ends: Sequence[End]) -> float:
    """Points the longest of the names at the right takes."""
    parts = [part for end in ends for part in end.text.split("\n")]
    return max((width(part, SIZE, bold=True) for part in parts), default=0) + 14


def month_names(periods: Sequence[str], pitch: float) -> list[str]:
    """Names under an axis: of all periods, or where they are too narrow of every second ...

    Where a name with its year is too wide, the year stands under it: renderers would break some of
    them, and not others.
    """
    names = tick_labels(periods)
    if max(width(name, SIZE) for name in names) + CLEAR <= pitch:
        return [unbroken(name) for name in names]
    wide = max(width(part, SIZE) for name in names for part in (name.split(" ")[0], "2026"))
    every = 1
    while every < len(periods) and wide + CLEAR > pitch * every:
        every += 1
    named = zip(periods, tick_labels(periods, every), strict=True)
    return [_two_lines(name, period[:4]) for period, name in named]


def _two_lines(name: str, year: str) -> str:
    """Put the year of a dated name, "Sep 26", under it; other names stay as they are."""
    dated = f" {year[2:]}"
    return unbroken(name.removesuffix(dated)) + (f"\n{year}" if name.endswith(dated) else "")


def under(names: Sequence[str]) -> float:
    """Points that the names under an axis take, of the one with most lines."""
    return 24 + 15 * max(name.count("\n") for name in names)


def apart_by(low: float | None, high: float | None) -> float | None:
    """The length of an error bar; None where an end is not known."""
    return None if low is None or high is None else high - low


def unbroken(text: str) -> str:
    """A label on one line: renderers break labels at blanks, as they like."""
    return text.replace(" ", labels.NBSP)


def end_series(
    book: Book, ends: Sequence[End], *, axis: Axis, height: float, row: int | None = None
) -> list[Series]:
    """Invisible one-point lines that carry the names, moved apart where they would overlap.

    Args:
        book: the chart's workbook; a column of places and one of texts is added for each name.
        ends: the names.
        axis: the value axis.
        height: of the field, in points.
        row: the row the names stand at; the last one where it is None.
    """
    span = axis.high - axis.low
    rows = len(book.columns[0].cells)
    at = rows - 1 if row is None else row
    # `apart` counts down from the top of a label; the label stands at the middle of its place.
    rooms = [SIZE * LINE * (end.text.count("\n") + 1) for end in ends]
    tops = [
        _top(end, room, axis=axis, height=height) for end, room in zip(ends, rooms, strict=True)
    ]
    middles = [top + r / 2 for top, r in zip(apart(tops, rooms), rooms, strict=True)]
    found = []
    for end, place in zip(ends, middles, strict=True):
        value = axis.high - place / height * span
        cells: list[float | None] = [None] * rows
        texts = [""] * rows
        cells[at], texts[at] = round(value, 6), AWAY + unbroken(end.text).replace("\n", f"\n{AWAY}")
        column = book.add(f"Place of name: {end.series}", cells)
        name = book.add(f"Name: {end.series}", texts)
        found.append(Series(column, kind="line", labels=Labels(name, "r", end.color)))
    return found


def _top(end: End, room: float, *, axis: Axis, height: float) -> float:
    """Where a name begins: at its value, on the value's side of a zero line that would strike it.

    Args:
        end: the name.
        room: its height in points.
        axis: the value axis; one that ends at zero has no line through its field.
        height: of the field, in points.
    """
    scale = height / (axis.high - axis.low)
    top, zero = (axis.high - end.value) * scale - room / 2, axis.high * scale
    if axis.hidden or axis.low >= 0 or not zero - room < top < zero:
        return top
    return zero + CLEAR / 2 if end.value < 0 else zero - CLEAR / 2 - room
