"""A drawing surface in CSS pixels: the few strokes that all figures of the report are made of.

Marks of one kind go into one path, because artists are what drawing costs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kpikit.charts.tokens import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.figure import Figure

WIDE, NARROW = 816, 360
_MOVE, _LINE, _CLOSE = 1, 2, 79


class Box(NamedTuple):
    """A rectangle by its left, top, width and height; width and height may be negative."""

    x: float
    y: float
    width: float
    height: float


class Line(NamedTuple):
    """A straight stroke from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float


class Canvas:
    """A figure of a given size whose units are CSS pixels, y downward."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self.figure: Figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12.5,
        color: str = "ink",
        bold: bool = False,
        anchor: str = "left",
    ) -> None:
        """Write a label with its baseline at y; anchor is left, center or right."""
        if not text:
            return
        label = self._axes.text(
            x, y, text, fontsize=size, color=LIGHT[color], ha=anchor, va="baseline"
        )
        # A name or note from a user may hold dollar signs: never mathematics.
        label.set_parse_math(False)
        label.set_clip_on(False)
        if bold:
            label.set_fontweight(700)

    def lines(
        self,
        lines: Iterable[Line],
        color: str,
        *,
        width: float = 1,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw straight strokes, all in one path."""
        points = [point for line in lines for point in ((line.x1, line.y1), (line.x2, line.y2))]
        codes = [_MOVE, _LINE] * (len(points) // 2)
        self._stroke(points, codes, color, width=width, dashes=dashes)

    def curve(
        self,
        points: Sequence[tuple[float, float]],
        color: str,
        *,
        width: float = 2.25,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw one line through the points."""
        codes = [_MOVE] + [_LINE] * (len(points) - 1)
        self._stroke(points, codes, color, width=width, dashes=dashes)

    def bars(self, boxes: Iterable[Box], color: str) -> None:
        """Fill rectangles, all in one path."""
        points, codes = _outlines(boxes)
        self._patch(points, codes, facecolor=LIGHT[color], linewidth=0)

    def frames(self, boxes: Iterable[Box], color: str, *, width: float = 1.25) -> None:
        """Draw the edges of rectangles, just inside them."""
        half = width / 2
        inner = [Box(b.x + half, b.y + half, b.width - width, b.height - width) for b in boxes]
        points, codes = _outlines(inner)
        self._patch(points, codes, fill=False, edgecolor=LIGHT[color], linewidth=width)

    def hatched(self, boxes: Iterable[Box], color: str) -> None:
        """Draw rectangles filled with slanted strokes: not counted, or not known yet."""
        boxes = list(boxes)
        self.lines([line for box in boxes for line in hatch(box)], color, width=1)
        self.frames(boxes, color)

    def area(self, points: Sequence[tuple[float, float]], color: str) -> None:
        """Fill a polygon."""
        codes = [_MOVE] + [_LINE] * (len(points) - 1) + [_CLOSE]
        self._patch([*points, points[0]], codes, facecolor=LIGHT[color], linewidth=0)

    def dot(self, x: float, y: float, color: str, *, size: float = 7, open_: bool = False) -> None:
        """Draw a round mark; an open one is provisional."""
        from matplotlib.patches import Circle

        look = (
            {"facecolor": LIGHT["bg"], "edgecolor": LIGHT[color], "linewidth": 1.75}
            if open_
            else {"facecolor": LIGHT[color], "edgecolor": LIGHT["bg"], "linewidth": 1.25}
        )
        mark = Circle((x, y), size / 2, zorder=3, clip_on=False, **look)
        self._axes.add_patch(mark)

    def _stroke(
        self,
        points: Sequence[tuple[float, float]],
        codes: list[int],
        color: str,
        *,
        width: float,
        dashes: tuple[float, float] | None,
    ) -> None:
        style: object = (0, tuple(d / width for d in dashes)) if dashes else "solid"
        self._patch(
            points,
            codes,
            fill=False,
            edgecolor=LIGHT[color],
            linewidth=width,
            linestyle=style,
            joinstyle="round",
        )

    def _patch(
        self, points: Sequence[tuple[float, float]], codes: list[int], **look: object
    ) -> None:
        if not points:
            return
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        path = Path(points, codes)
        # Artists of one order are drawn in the order they were added.
        patch = PathPatch(path, zorder=2, clip_on=False, **look)
        self._axes.add_patch(patch)


def hatch(box: Box, step: float = 5) -> list[Line]:
    """Slanted strokes (up to the right), cut off at the edges of a rectangle.

    >>> hatch(Box(0, 0, 4, 10), step=8)
    [Line(x1=0, y1=8, x2=4, y2=4)]
    """
    left, right, top, bottom = box.x, box.x + box.width, box.y, box.y + box.height
    count = int((box.width + box.height) // step)
    lines = []
    for along in (step * (i + 1) for i in range(count)):
        start = (left, top + along) if along <= box.height else (left + along - box.height, bottom)
        end = (left + along, top) if along <= box.width else (right, top + along - box.width)
        if start[0] < end[0]:
            lines.append(Line(*start, *end))
    return lines


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a label in pixels, in DejaVu Sans: wider than the fonts a reader has, so safe."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    weight = 700 if bold else 400
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Cut a label that is wider than its room, with an ellipsis at the end.

    >>> fit("Handed to a person", 60, 12)
    'Handed…'
    """
    if text_width(text, size, bold=bold) <= room:
        return text
    cut = text
    while cut and text_width(f"{cut.rstrip()}…", size, bold=bold) > room:
        cut = cut[:-1]
    return f"{cut.rstrip()}…"


def _outlines(boxes: Iterable[Box]) -> tuple[list[tuple[float, float]], list[int]]:
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for x, y, width, height in boxes:
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        points.extend(corners)
        codes.extend([_MOVE, _LINE, _LINE, _LINE, _CLOSE])
    return points, codes
