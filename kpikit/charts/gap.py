"""The sales cycle as published over the adjusted one: one axis shows how much is flattery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.canvas import NARROW, WIDE, Canvas, Line, text_width
from kpikit.charts.scale import Scale, axis_number, ticks
from kpikit.findings.cycle import apart, spread

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kpikit.view import Result, View

_KINDS = {
    "As published": ("sales_cycle_", "Only deals that are closed"),
    "Adjusted": ("sales_cycle_adjusted_", "Open leads counted, too"),
}
# Name, colour of the dot and of its label: grey is for graphics only.
_ARMS = (("Chatbot", "blue", "blue"), ("Form", "grey", "ink2"))


@dataclass(frozen=True)
class Gap:
    """The two medians of one way of counting, and the difference in words."""

    name: str
    note: str
    medians: tuple[Result, Result]
    words: str
    interval: str

    @property
    def labels(self) -> list[str]:
        """The name of each arm with its median."""
        return [f"{arm[0]} {row.text}" for arm, row in zip(_ARMS, self.medians, strict=True)]

    @property
    def reach(self) -> list[float]:
        """All values that the axis needs room for."""
        return [v for row in self.medians for v in (row.value, row.high) if v is not None]


def gaps(view: View) -> list[Gap]:
    """Both ways of counting, as published first; empty unless both have both medians."""
    found = []
    for name, (stem, note) in _KINDS.items():
        ids = [f"{stem}{end}" for end in ("chatbot_days", "form_days", "reduction_days")]
        if not all(kpi in view and view[kpi].known for kpi in ids):
            return []
        bot, form, days = (view[kpi] for kpi in ids)
        found.append(Gap(name, note, (bot, form), apart(days), spread(days, words=False)))
    return found


def cycle_gap(view: View, *, narrow: bool = False) -> Figure | None:
    """Draw the medians of chatbot and form, as published over adjusted, on one axis of days.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens.

    Returns:
        A figure; None unless both are known.
    """
    both = gaps(view)
    if not both:
        return None
    width, row, head = (NARROW, 72, 22) if narrow else (WIDE, 56, 6)
    left, right = (0, NARROW) if narrow else (232, WIDE - 150)
    canvas = Canvas(width, 2 * row + 22)
    widest = max(text_width(label, 12.5) for gap in both for label in gap.labels)
    last = max(value for gap in both for value in gap.reach)
    # The label of the last mark needs its room; round numbers may stand beyond the mark.
    x = Scale(0, last, left + 1, right - widest - 14)
    _axis(canvas, x, bottom=2 * row, right=right)
    for place, gap in enumerate(both):
        _words(canvas, gap, top=place * row, narrow=narrow)
        for line, (median, label) in enumerate(zip(gap.medians, gap.labels, strict=True)):
            _, color, ink = _ARMS[line]
            y = place * row + head + 13 + 20 * line
            end = _dot(canvas, median, x, y=y, color=color)
            canvas.text(end + 9, y + 4.5, label, color=ink)
    return canvas.figure


def _axis(canvas: Canvas, x: Scale, *, bottom: float, right: float) -> None:
    """Upright lines at round days, with the unit at the last."""
    values = [value for value in ticks(0, 1.2 * x.high) if x(value) < right - 12]
    canvas.lines([Line(x(value), 0, x(value), bottom) for value in values], "grid")
    for value in values:
        unit = " days" if value == values[-1] else ""
        anchor = "left" if not value else "center"
        name = f"{axis_number(value)}{unit}"
        at = min(x(value), right - text_width(name, 12) / 2) if value else x(value)
        canvas.text(at, bottom + 16, name, size=12, color="ink3", anchor=anchor)


def _words(canvas: Canvas, gap: Gap, *, top: float, narrow: bool) -> None:
    """The way of counting at the left, what it makes of the difference at the right."""
    if narrow:
        canvas.text(0, top + 16, gap.name, size=13, bold=True)
        words = f"{gap.words}, {gap.interval}" if gap.interval else gap.words
        canvas.text(NARROW, top + 16, words, size=12.5, color="ink2", anchor="right")
        return
    canvas.text(0, top + 24, gap.name, size=13.5, bold=True)
    canvas.text(0, top + 40, gap.note, size=12, color="ink3")
    canvas.text(WIDE - 140, top + 24, gap.words, size=12.5)
    canvas.text(WIDE - 140, top + 40, gap.interval, size=12, color="ink3")


def _dot(canvas: Canvas, row: Result, x: Scale, *, y: float, color: str) -> float:
    """A median with its interval; returns where its mark ends."""
    at = x(row.value or 0.0)
    if row.low is None or row.high is None:
        canvas.dot(at, y, color)
        return at
    low, high = x(max(row.low, 0.0)), x(row.high)
    ends = [Line(low, y - 4, low, y + 4), Line(high, y - 4, high, y + 4)]
    canvas.lines([Line(low, y, high, y), *ends], color, width=1.5)
    canvas.dot(at, y, color)
    return high


def cycle_gap_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    parts = [
        f"{gap.name}: chatbot {gap.medians[0].text}, form {gap.medians[1].text}, {gap.words}"
        + (f", {gap.interval} possible" if gap.interval else "")
        + "".join(
            f"; interval of {arm[0].lower()} {row.interval_text}"
            for arm, row in zip(_ARMS, gap.medians, strict=True)
            if row.low is not None
        )
        for gap in gaps(view)
    ]
    return f"Median days to a won deal. {'. '.join(parts)}."
