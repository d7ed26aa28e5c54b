"""What figures over time share: the names under the axis, the grid, the names at the last point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.canvas import NARROW, WIDE, Canvas, Line, text_width
from kpikit.charts.scale import Scale, apart, axis_number, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.findings.marks import Mark
    from kpikit.view import Result


def tick_labels(periods: Sequence[str], every: int = 1) -> list[str]:
    """Short names of periods; the first, the last and each first of a year carry the year.

    >>> tick_labels(["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"])
    ['Nov 25', 'Dec', 'Jan 26', 'Feb', 'Mar 26']
    """
    last = len(periods) - 1
    names = []
    for place, period in enumerate(periods):
        if (last - place) % every:
            names.append("")
            continue
        before = periods[place - every] if place >= every else ""
        dated = place == last or before[:4] != period[:4]
        name = labels.period(period, short=True, year=False)
        names.append(f"{name} {period[2:4]}" if dated else name)
    return names


@dataclass(frozen=True)
class Plot:
    """The field of a figure over time: a scale for values, and where each period is."""

    canvas: Canvas
    y: Scale
    xs: tuple[float, ...]
    right: float

    @classmethod
    def over(
        cls,
        periods: Sequence[str],
        reach: Sequence[float],
        *,
        size: tuple[float, float, float],
        below: float = 30,
    ) -> Plot:
        """A field over periods that holds all values, and zero.

        Args:
            periods: ids of the periods, oldest first.
            reach: the values that it must have room for.
            size: width and height of the drawing, and the right edge of the field.
            below: room under the field.
        """
        width, height, right = size
        first = 52 if width > 500 else 38
        last = right - (28 if width > 500 else 16)
        count = len(periods)
        pitch = (last - first) / max(count - 1, 1)
        xs = tuple(last - pitch * (count - 1 - i) for i in range(count))
        y = Scale(min(0.0, *reach), max(0.0, *reach), height - below, 14)
        return cls(Canvas(width, height), y, xs, right)

    @property
    def pitch(self) -> float:
        """Pixels from one period to the next."""
        return self.xs[1] - self.xs[0] if len(self.xs) > 1 else 48

    def grid(self) -> None:
        """Round numbers sit on their lines at the left."""
        values = [value for value in ticks(self.y.low, self.y.high) if value]
        lines = [Line(0, self.y(v), self.right, self.y(v)) for v in values]
        self.canvas.lines(lines, "grid")
        for value in values:
            self.canvas.text(0, self.y(value) - 4, axis_number(value), size=12, color="ink3")

    def zero(self) -> None:
        """The line that bars stand on."""
        self.canvas.lines([Line(0, self.y(0), self.right, self.y(0))], "ink2")

    def marks(self, found: Sequence[Mark]) -> None:
        """Thin uprights where something was changed, dotted; dashed where the measure was.

        Half a wide period has no room beside the first and the last point: there the line stands
        at the edge of the field.
        """
        ends = (4.0, self.right - 12)
        xs = [min(max(self.xs[0] + one.at * self.pitch, ends[0]), ends[1]) for one in found]
        for mark, x, row in zip(found, xs, mark_rows(found, xs), strict=True):
            top = 12.0 + 13 * row
            self.canvas.lines([Line(x, top - 8, x, self.y.start)], "grey", dashes=dashes_of(mark))
            self.canvas.text(x + 3, top, mark.label, size=12, color="ink3")

    def names(self, periods: Sequence[str], room: float = 0) -> None:
        """The periods under the field, as many as there is room for."""
        every = 1 if self.pitch >= 44 else max(2, round(52 / self.pitch))
        for x, name in zip(self.xs, tick_labels(periods, every), strict=True):
            y = self.canvas.height - 8 - room
            self.canvas.text(x, y, name, size=12, color="ink2", anchor="center")


@dataclass(frozen=True)
class EndLabel:
    """A name at the last point of its series, at a value of the axis, with small print below."""

    value: float
    name: str
    color: str
    notes: tuple[str, ...] = ()
    bold: bool = False

    @property
    def height(self) -> float:
        """The room it takes below its first baseline."""
        return 19 + 15 * len(self.notes)

    @property
    def width(self) -> float:
        """The room it takes from its left edge."""
        notes = [text_width(note, 12) for note in self.notes]
        return max([text_width(self.name, 12.5, bold=self.bold), *notes])


def field_end(items: Sequence[EndLabel], *, narrow: bool) -> float:
    """Where the field ends, so that the names have room beside it."""
    width, least, gap = (NARROW, 98, 4) if narrow else (WIDE, 150, 8)
    return width - max([least, *(item.width + gap for item in items)])


def end_labels(plot: Plot, items: Sequence[EndLabel]) -> None:
    """Write the names beside the last points, moved apart where they would overlap."""
    x = plot.right + (2 if plot.canvas.width < 500 else 6)
    wished = [plot.y(item.value) + 4.5 for item in items]
    places = apart(wished, [item.height for item in items])
    for item, y in zip(items, places, strict=True):
        plot.canvas.text(x, y, item.name, size=12.5, color=item.color, bold=item.bold)
        for row, note in enumerate(item.notes, start=1):
            plot.canvas.text(x, y + 15 * row, note, size=12, color="ink3")


def dashes_of(mark: Mark) -> tuple[float, float]:
    """Dots for what was changed about the chatbot, dashes for the measure's definition.

    Solid uprights are intervals.
    """
    return (3, 3) if mark.definition else (1, 3)


def mark_rows(found: Sequence[Mark], xs: Sequence[float]) -> list[int]:
    """The line that each label of marks is written on, so that none covers the next.

    Args:
        found: the marks, from left to right.
        xs: where they are drawn.
    """
    rows: list[int] = []
    ends: list[float] = []
    for mark, x in zip(found, xs, strict=True):
        row = next((n for n, end in enumerate(ends) if end < x), len(ends))
        ends[row : row + 1] = [x + 6 + text_width(mark.label, 12)]
        rows.append(row)
    return rows


def runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Points without gaps between them; a missing one breaks the line, it is never zero.

    >>> runs([(0, 1), None, (2, 3), (3, 4)])
    [[(0, 1)], [(2, 3), (3, 4)]]
    """
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def strokes(
    points: Sequence[tuple[float, float] | None], late: Sequence[bool]
) -> list[tuple[list[tuple[float, float]], bool]]:
    """The runs of a line, cut where it can still change: what leads to such a point is dashed.

    Args:
        points: oldest first; a missing one breaks the line.
        late: which of them can still change.

    Returns:
        Parts of two points or more, and whether each is dashed.

    >>> strokes([(0, 1), (1, 2), (2, 3)], [False, False, True])
    [([(0, 1), (1, 2)], False), ([(1, 2), (2, 3)], True)]
    """
    found: list[tuple[list[tuple[float, float]], bool]] = []
    for place, (one, two) in enumerate(pairwise(points), start=1):
        if one is None or two is None:
            continue
        dashed = late[place] or late[place - 1]
        if found and found[-1][0][-1] is one and found[-1][1] == dashed:
            found[-1][0].append(two)
        else:
            found.append(([one, two], dashed))
    return found


def line_of(
    plot: Plot, rows: Sequence[Result], color: str, *, size: float = 1, width: float = 2.25
) -> None:
    """A series as a line, dashed where it can still change, with a dot at the last point.

    Args:
        plot: the field.
        rows: one row a period, in the order of the field.
        color: of the line and its dot.
        size: one unit of the axis in units of the rows.
        width: of the line.
    """
    points = [
        None if row.value is None else (x, plot.y(row.value / size))
        for x, row in zip(plot.xs, rows, strict=True)
    ]
    late = [row.status == "provisional" for row in rows]
    for part, dashed in strokes(points, late):
        plot.canvas.curve(part, color, width=width, dashes=(4, 3) if dashed else None)
    for run in runs(points):
        if len(run) == 1 and run[-1] != points[-1]:
            plot.canvas.dot(*run[0], color, size=4)
    for point, open_ in zip(points[:-1], late, strict=False):
        if point is not None and open_:
            plot.canvas.dot(*point, color, size=6, open_=True)
    if points[-1] is not None:
        plot.canvas.dot(*points[-1], color, open_=late[-1])
