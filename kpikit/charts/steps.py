"""Stepped bars: parts that lead to totals. The ladder and the bridge are drawn by this."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kpikit.charts.canvas import NARROW, WIDE, Box, Canvas, Line, fit, text_width
from kpikit.charts.scale import Scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

Look = Literal["blue", "hatched", "orange", "grey", "bracket", "mark"]
_LABELS = 232  # room for names and notes on the left of a wide drawing
_GAP = 16  # between the columns of values


@dataclass(frozen=True)
class Step:
    """One row: a bar from start to end in units of the data, its name, note and values.

    look: blue, orange, grey or hatched bars; "bracket" is a total drawn as a line with ends, "mark"
    a tick at `end` that belongs to no sum.
    strong marks a row that the figure is about; brackets always are. low and high: the 95 %
    interval of `end`.
    """

    label: str
    note: str
    start: float
    end: float
    look: Look
    texts: tuple[str, ...]
    strong: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def bold(self) -> bool:
        """Whether the row is written in bold."""
        return self.strong or self.look == "bracket"

    @property
    def reach(self) -> tuple[float, ...]:
        """All positions that the axis needs room for."""
        ends = (self.start, self.end, self.low, self.high)
        return tuple(value for value in ends if value is not None)


@dataclass(frozen=True)
class _Layout:
    """Where things are in a row; y values count from the top of the row."""

    width: float
    left: float
    row: float
    total_row: float
    bar: tuple[float, float]
    label: float
    value: float
    middle: float


_WIDE = _Layout(WIDE, _LABELS, 40, 34, (11, 18), 17, 24.5, 17)
_SMALL = _Layout(NARROW, 0, 45, 45, (21, 10), 14, 14, 26)


def draw_steps(steps: Sequence[Step], heads: Sequence[str], *, narrow: bool = False) -> Figure:
    """Draw the rows one below the other, joined by thin lines.

    Args:
        steps: the rows, in reading order.
        heads: a heading for each column of values.
        narrow: the drawing for small screens: names and values above thin bars.

    Returns:
        A figure 816 (narrow: 360) pixels wide, as high as its rows.
    """
    layout = _SMALL if narrow else _WIDE
    tops = [24.0]
    for step in steps:
        tops.append(tops[-1] + (layout.total_row if step.look == "bracket" else layout.row))
    canvas = Canvas(layout.width, tops[-1])
    edges = _columns(steps, heads, layout.width)
    reach = [0.0, *(value for step in steps for value in step.reach)]
    end = layout.width if narrow else edges[0] - _widest(steps, heads, 0) - 24
    x = Scale(min(reach), max(reach), layout.left + 1, end - 1)
    for head, edge in zip(heads, edges, strict=True):
        canvas.text(edge, 12, head, size=12, color="ink3", anchor="right")
    room = (edges[0] - _widest(steps, heads, 0) if narrow else _LABELS) - 12
    for step, top in zip(steps, tops, strict=False):
        _words(canvas, step, top=top, layout=layout, edges=edges, room=room)
    _zero_line(canvas, x, tops=tops, layout=layout)
    _joints(canvas, steps, tops=tops, layout=layout, x=x)
    _marks(canvas, steps, tops=tops, layout=layout, x=x)
    return canvas.figure


def _widest(steps: Sequence[Step], heads: Sequence[str], column: int) -> float:
    cells = [text_width(step.texts[column], 13, bold=step.bold) for step in steps]
    return max([text_width(heads[column], 12), *cells])


def _columns(steps: Sequence[Step], heads: Sequence[str], width: float) -> list[float]:
    """Right edges of the columns of values, from left to right."""
    edges = [width]
    for column in range(len(heads) - 1, 0, -1):
        edges.insert(0, edges[0] - _widest(steps, heads, column) - _GAP)
    return edges


def _words(
    canvas: Canvas, step: Step, *, top: float, layout: _Layout, edges: list[float], room: float
) -> None:
    single = step.look == "bracket" or not step.note
    wide = layout is _WIDE
    y = top + (layout.middle + 4.5 if single and step.look == "bracket" else layout.value)
    y = y if wide else top + layout.label
    label_y = y if single or not wide else top + layout.label
    label = fit(step.label, room, 13.5, bold=step.bold)
    canvas.text(0, label_y, label, size=13.5, bold=step.bold)
    if wide and not single:
        canvas.text(0, top + 32, fit(step.note, room, 12), size=12, color="ink3")
    for text, edge in zip(step.texts, edges, strict=True):
        canvas.text(edge, y, text, size=13, bold=step.bold, anchor="right")


def _bar(step: Step, *, top: float, layout: _Layout, x: Scale) -> Box:
    """The bar of a step; one that is not zero is at least a pixel wide."""
    left, right = sorted((x(step.start), x(step.end)))
    width = max(right - left, 1.0 if step.start != step.end else 0.0)
    return Box(left, top + layout.bar[0], width, layout.bar[1])


def _marks(
    canvas: Canvas, steps: Sequence[Step], *, tops: Sequence[float], layout: _Layout, x: Scale
) -> None:
    rows = list(zip(steps, tops, strict=False))
    for look in ("blue", "orange", "grey", "hatched"):
        boxes = [_bar(s, top=top, layout=layout, x=x) for s, top in rows if s.look == look]
        boxes = [box for box in boxes if box.width]
        if look == "hatched":
            canvas.hatched([box for box in boxes if box.width > 2], "blue")
            boxes = [box for box in boxes if box.width <= 2]
        canvas.bars(boxes, "blue" if look == "hatched" else look)
    for step, top in rows:
        if step.look == "mark":
            at, y = x(step.end), top + layout.bar[0]
            canvas.lines([Line(at, y, at, y + layout.bar[1])], "ink", width=2.25)
        if step.look == "bracket":
            _capped(canvas, x(step.start), x(step.end), y=top + layout.middle)
        if step.low is not None and step.high is not None:
            # An interval that would cover its bar lies below it.
            y = top + layout.bar[0] + layout.bar[1] + 7
            _capped(canvas, x(step.low), x(step.high), y=y)


def _capped(canvas: Canvas, left: float, right: float, *, y: float) -> None:
    """A line with ends: a total, or the interval of one estimate."""
    ends = [Line(left, y - 4, left, y + 4), Line(right, y - 4, right, y + 4)]
    canvas.lines([Line(left, y, right, y), *ends], "ink", width=1.5)


def _joints(
    canvas: Canvas, steps: Sequence[Step], *, tops: Sequence[float], layout: _Layout, x: Scale
) -> None:
    """Thin lines from the end of a bar to the next; short ones where they would cross digits."""
    lines = []
    for (step, after), (top, below) in zip(pairwise(steps), pairwise(tops), strict=False):
        if after.look == "mark":
            continue
        at = x(step.end)
        # A row without a bar is passed through.
        bar = layout.bar[0] if step.start == step.end else sum(layout.bar)
        start = top + (layout.middle if step.look == "bracket" else bar)
        end = below + (layout.middle if after.look == "bracket" else layout.bar[0])
        lines.append(Line(at, start, at, start + 5 if layout is _SMALL else end))
    canvas.lines(lines, "grey", width=0.75)


def _zero_line(canvas: Canvas, x: Scale, *, tops: Sequence[float], layout: _Layout) -> None:
    """Where the bars start, once some lie to its left."""
    if x.low >= 0:
        return
    at, (offset, height) = x(0), layout.bar
    ends = [(top + offset - 4, top + offset + height + 4) for top in tops[:-1]]
    if layout is _WIDE:
        ends = [(tops[0], tops[-1])]
    canvas.lines([Line(at, top, at, bottom) for top, bottom in ends], "ink2", width=0.75)
