"""The ladder: where conversations ended, as stepped bars that add up to all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.charts.ladder import ladder_steps
from kpikit.deck.chart import Axis, Chart, Labels, Series
from kpikit.deck.figures.axes import Room, unbroken
from kpikit.deck.fit import width
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.charts.steps import Step
    from kpikit.view import View

# Look of a step: series, colour, hatched, outline.
LOOKS: dict[str, tuple[str, str, bool, Stroke | None]] = {
    "blue": ("Held", "blue", False, None),
    "hatched": ("Not known", "blue", True, Stroke("blue", 1.0)),
    "orange": ("Came back", "orange", False, None),
    "grey": ("Not closed by the bot", "grey", False, None),
    "bracket": ("Total", "bg", False, Stroke("ink", 1.5)),
}


def ladder(view: View, size: tuple[float, float]) -> Chart | None:
    """Horizontal stepped bars with count and share beside each.

    Bars are lifted by an unfilled spacer; another one carries the label at the same place on
    every row.
    """
    steps = ladder_steps(view)
    if not steps:
        return None
    book, total = Book([]), max(step.end for step in steps)
    texts = [unbroken(f"{_padded(step.texts[0], steps)}  ({step.texts[1]})") for step in steps]
    room = Room(max(width(step.label, 12) for step in steps) + 10, 2, 2, 2)
    field = room.width(size)
    beside = max(width(text, 12, bold=True) for text in texts) + 12
    label = round(total * beside / (field - beside), 6)
    book.add("Rung", [step.label for step in steps])
    book.add("Spacer", [step.start for step in steps])
    series = [Series("Spacer")]
    for look, (name, color, hatched, line) in LOOKS.items():
        cells = [step.end - step.start if step.look == look else None for step in steps]
        book.add(name, cells)
        series.append(Series(name, fill=color, hatched=hatched, line=line))
    book.add("Spacer to label", [total * 1.02 - step.end for step in steps])
    book.add("Label at", [label] * len(steps))
    book.add("Label", texts)
    series += [Series("Spacer to label"), Series("Label at", labels=Labels("Label", "inBase"))]
    axis = Axis(0.0, total * 1.02 + label, total, hidden=True)
    return Chart(book, "Rung", series, axis, frame=room.frame(size), horizontal=True, gap=38)


def _padded(count: str, steps: Sequence[Step]) -> str:
    """A count with figure spaces before it, so that digits stand under digits."""
    return count.rjust(max(len(step.texts[0]) for step in steps), "\N{FIGURE SPACE}")
