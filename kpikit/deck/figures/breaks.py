"""Where a measure was given a new definition: an upright with a name, in any chart over time.

All values are by the definition of the run. The mark says from where on decks of before agree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit.deck.chart import Errors, Labels, Series
from kpikit.deck.figures.axes import AWAY, CLEAR, SIZE, unbroken
from kpikit.deck.fit import LINE, width
from kpikit.findings import breaks_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.deck.chart import Chart, Place
    from kpikit.view import Result

TEXT = "redefined"
WIDEST = 0.18  # of a chart's width: some renderers break longer labels anywhere


def with_breaks(
    chart: Chart, histories: Mapping[str, Sequence[Result]], size: tuple[float, float]
) -> Chart:
    """The chart with an upright at the first period of each new definition; else as it is.

    Args:
        chart: over periods, one row each from the first on.
        histories: of each measure in it its rows, oldest first, by the name it has there.
        size: of the chart, in points.
    """
    marks: dict[int, list[str]] = {}
    for name, rows in histories.items():
        for place in breaks_at(rows):
            marks.setdefault(place, []).append(name)
    if not marks:
        return chart
    alone = len(histories) == 1
    texts = {place: _text([] if alone else names, size[0]) for place, names in marks.items()}
    axis, count = chart.axis, len(chart.book.columns[0].cells)
    tall = chart.frame.height * size[1] if chart.frame else size[1]
    lines = max(text.count("\n") + 1 for text in texts.values())
    head = (axis.high - axis.low) * (lines * SIZE * LINE + CLEAR) / tall
    ends = (axis.high + head / 2, axis.high + head / 2 - axis.low)
    series = []
    for place, text in sorted(texts.items()):
        side: Place = "r" if place < count / 2 else "l"
        away = [f"{AWAY}{line}" if side == "r" else f"{line}{AWAY}" for line in text.split("\n")]
        series.append(_upright(chart, place, ("\n".join(away), side), ends=ends))
    high = axis.high + head
    return replace(chart, series=[*chart.series, *series], axis=axis._replace(high=high))


def _text(names: Sequence[str], wide: float) -> str:
    """What was redefined, where the chart has more than one measure; a long one on two lines."""
    if not names:
        return TEXT.capitalize()
    text = f"{', '.join(names)} {TEXT}"
    if width(text, SIZE) > WIDEST * wide:
        text = f"{', '.join(names)}\n{TEXT}"
    return unbroken(text)


def _upright(
    chart: Chart, place: int, name: tuple[str, Place], *, ends: tuple[float, float]
) -> Series:
    """An invisible point that carries a bar down to the axis, and its name."""
    book, count = chart.book, len(chart.book.columns[0].cells)

    def column(header: str, cell: float | str | None) -> str:
        return book.add(header, [cell if row == place else None for row in range(count)])

    at, length = ends
    key = f"redefined {place + 1}"
    top = column(f"Place of name: {key}", round(at, 6))
    down = column(f"Place of upright: {key}", round(length, 6))
    none = column(f"Place of upright: {key}, up", None)
    look = Labels(column(f"Name: {key}", name[0]), name[1], "ink3", bold=False)
    bar = Errors(down, none, color="ink3", width=0.75, caps=False, dash="sysDash")
    return Series(top, "line", labels=look, errors=bar)
