"""How the leads of both channels are won over time: the curves behind the adjusted sales cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.canvas import NARROW, WIDE, Canvas, Line, text_width
from kpikit.charts.scale import Scale, apart, ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kpikit.view import Result, View

READ_AT = (30, 60, 90, 120)
"""The days at which the curves are read in words and tables."""

ARMS = (("chatbot", "Chatbot", "blue", "blue"), ("form", "Form", "grey", "ink2"))
"""Arm, name, colour of the line and of its words: grey is for graphics only."""


@dataclass(frozen=True)
class Reading:
    """A curve on one day: the share of leads won by then, those still at risk, the wins so far."""

    won: float
    at_risk: int
    wins: int


@dataclass(frozen=True)
class Curve:
    """The share of one channel's leads won, for every day from 0 to the horizon.

    Attributes:
        name: of the channel.
        color: of its line.
        ink: of its words.
        days: a reading for each day.
        median: the adjusted median; without a value where too few were won.
    """

    name: str
    color: str
    ink: str
    days: tuple[Reading, ...]
    median: Result

    @property
    def horizon(self) -> int:
        """The last day."""
        return len(self.days) - 1

    def at(self, day: int) -> Reading | None:
        """The reading of a day; None beyond the horizon, where too few are watched."""
        return self.days[day] if day <= self.horizon and self.days[day].at_risk else None


def curves(view: View) -> tuple[Curve, Curve] | None:
    """Both curves; None where fewer than ten leads of either were watched, or nobody won."""
    rows = view.detail("cycle_curve")
    found = []
    for arm, name, color, ink in ARMS:
        days = tuple(
            Reading(row["won"], row["at_risk"], row["wins"]) for row in rows if row["arm"] == arm
        )
        median = view[f"sales_cycle_adjusted_{arm}_days"]
        found.append(Curve(name, color, ink, days, median))
    if not all(len(one.days) > 1 for one in found) or not any(one.days[-1].wins for one in found):
        return None
    return found[0], found[1]


def cycle_curves(view: View, *, narrow: bool = False) -> Figure | None:
    """Draw both curves over the days since the start, with each adjusted median dropped to its day.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens.

    Returns:
        A figure; None where there are no curves.
    """
    both = curves(view)
    if both is None:
        return None
    width, height = (NARROW, 260) if narrow else (WIDE, 300)
    canvas = Canvas(width, height)
    room = max(text_width(text, 12.5) for one in both for text in _words(one))
    x = Scale(0, both[0].horizon, 44, width - room - 12)
    top = max(one.days[-1].won for one in both)
    y = Scale(0, top, height - 30, 14)
    _grid(canvas, x, y, top=top)
    for one in reversed(both):
        points = [(x(day), y(reading.won)) for day, reading in enumerate(one.days)]
        canvas.curve(points, one.color)
        _drop(canvas, one, x, y=y)
    _names(canvas, both, x, y=y)
    return canvas.figure


def _grid(canvas: Canvas, x: Scale, y: Scale, *, top: float) -> None:
    right = x(x.high)
    for value in ticks(0, top):
        canvas.lines([Line(0, y(value), right, y(value))], "grid" if value else "ink2")
        if value:
            text = labels.number(value, "share", decimals=0 if top > 0.05 else 1)
            canvas.text(0, y(value) - 4, text, size=12, color="ink3")
    fits = (right - x(0)) / 34  # days that have room for their number
    step = next((n for n in (10, 30, 60) if x.high / n <= fits), 90)
    for day in range(0, int(x.high) + 1, step):
        name = f"day {day}" if not day else str(day)
        anchor = "left" if not day else "center"
        canvas.text(x(day), canvas.height - 8, name, size=12, color="ink2", anchor=anchor)


def _drop(canvas: Canvas, one: Curve, x: Scale, *, y: Scale) -> None:
    """A dashed line from the curve down to the day of the median."""
    if one.median.value is None:
        return
    day = int(one.median.value)
    at, height = x(day), y(one.days[day].won)
    canvas.lines([Line(at, height, at, y(0))], one.color, width=1.25, dashes=(3, 3))
    canvas.dot(at, height, one.color)


def _words(one: Curve) -> list[str]:
    median = one.median
    by = "" if median.value is None else f"half of its wins by day {labels.number(median.value)}"
    return [f"{one.name} {labels.number(one.days[-1].won, 'share')}", *([by] if by else [])]


def _names(canvas: Canvas, both: tuple[Curve, Curve], x: Scale, *, y: Scale) -> None:
    """Names at the end of the curves, moved apart where they would overlap."""
    texts = [_words(one) for one in both]
    wished = [y(one.days[-1].won) + 4.5 for one in both]
    places = apart(wished, [19 + 15 * (len(lines) - 1) for lines in texts])
    for one, lines, place in zip(both, texts, places, strict=True):
        left = x(x.high) + 8
        canvas.text(left, place, lines[0], color=one.ink, bold=True)
        for row, line in enumerate(lines[1:], start=1):
            canvas.text(left, place + 15 * row, line, size=12, color="ink3")


def cycle_curves_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    both = curves(view)
    if both is None:
        return ""
    parts = []
    for one in both:
        read = [(day, one.at(day)) for day in (*READ_AT, one.horizon)]
        said = [
            f"{labels.number(reading.won, 'share')} by day {day}"
            for day, reading in dict(read).items()
            if reading is not None
        ]
        half = ""
        if one.median.value is not None:
            half = f", half of its wins by day {labels.number(one.median.value)}"
            half += f" ({one.median.interval_text})" if one.median.low is not None else ""
        parts.append(f"{one.name}: {', '.join(said)}{half}")
    return f"Share of leads won by days since the start. {'. '.join(parts)}."
