"""How far each assumption moves the net: bars from its value at the low to that at the high."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.canvas import NARROW, WIDE, Box, Canvas, Line, fit, text_width
from kpikit.charts.scale import Scale
from kpikit.findings.swing import NETS, Swing, swings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kpikit.view import View

MOST = 8
"""Bars of one figure; narrower ones change nothing that can be seen."""

_LEFT, _ROW, _SMALL = 310, 42, 64


def tornado(view: View, *, narrow: bool = False) -> Figure | None:
    """Draw the net at the ends of each assumption, the widest first, around the net as assumed.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens.

    Returns:
        A figure; None where no assumption with a range moves the net.
    """
    found, net = shown(view), view[NETS[0]].value
    if not found or net is None:
        return None
    width, row = (NARROW, _SMALL) if narrow else (WIDE, _ROW)
    texts = [ends_text(view, one) for one in found]
    room = max(text_width(text, 13) for text in texts)
    left, right = (0, NARROW) if narrow else (_LEFT, WIDE - room - 24)
    canvas = Canvas(width, 26 + row * len(found))
    reach = [net, *(value for one in found for value in one[2:])]
    x = Scale(min(reach), max(reach), left + 6, right - 6)
    head = f"{labels.number(net, 'money', decimals=0, currency=view.context.currency)} as assumed"
    _head(canvas, head, x(net), left=left, right=right)
    for place, (one, text) in enumerate(zip(found, texts, strict=True)):
        top = 22 + row * place
        _words(canvas, one, text, top=top, narrow=narrow)
        _bar(canvas, one, (x, net), y=top + (43 if narrow else 11), height=10 if narrow else 18)
    _uprights(canvas, x, net, rows=len(found))
    return canvas.figure


def _uprights(canvas: Canvas, x: Scale, net: float, *, rows: int) -> None:
    """The net as assumed, and zero where it is in reach.

    On small screens the words stand over the bars, where an upright would cross them out.
    """
    whole = [(20.0, canvas.height - 4)]
    over = [(22.0 + _SMALL * row + 39, 22.0 + _SMALL * row + 57) for row in range(rows)]
    for top, stop in over if canvas.width == NARROW else whole:
        canvas.lines([Line(x(net), top, x(net), stop)], "ink", width=1.25)
        if x.low < 0 < x.high:
            canvas.lines([Line(x(0), top, x(0), stop)], "ink2", width=0.75, dashes=(3, 3))


def shown(view: View) -> list[Swing]:
    """The widest bars."""
    return swings(view)[:MOST]


def ends_text(view: View, one: Swing) -> str:
    """The net at both ends of an assumption, the lower first."""
    low, high = sorted((one.at_low, one.at_high))
    return labels.interval(low, high, "money", decimals=0, currency=view.context.currency)


def _head(canvas: Canvas, text: str, at: float, *, left: float, right: float) -> None:
    half = text_width(text, 12.5, bold=True) / 2
    middle = min(max(at, left + half), right - half)
    canvas.text(middle, 13, text, bold=True, anchor="center")


def _words(canvas: Canvas, one: Swing, text: str, *, top: float, narrow: bool) -> None:
    if narrow:
        canvas.text(0, top + 19, fit(one.name, NARROW, 12.5), size=12.5)
        room = NARROW - text_width(text, 12.5) - 12
        canvas.text(0, top + 35, fit(one.ends, room, 12), size=12, color="ink3")
        canvas.text(NARROW, top + 35, text, size=12.5, color="ink2", anchor="right")
        return
    canvas.text(0, top + 17, fit(one.name, _LEFT - 16, 13.5), size=13.5)
    canvas.text(0, top + 32, one.ends, size=12, color="ink3")
    canvas.text(WIDE, top + 24.5, text, size=13, anchor="right")


def _bar(
    canvas: Canvas, one: Swing, scale: tuple[Scale, float], *, y: float, height: float
) -> None:
    """Grey below the net as assumed, blue above it."""
    x, net = scale
    low, high = sorted((one.at_low, one.at_high))
    for start, end, color in ((low, min(net, high), "grey"), (max(net, low), high, "blue")):
        if start < end:
            canvas.bars([Box(x(start), y, x(end) - x(start), height)], color)


def tornado_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    rows = [f"{one.name} ({one.ends}): {ends_text(view, one)}" for one in shown(view)]
    net = view[NETS[0]]
    return f"{net.kpi.title} {net.text} as assumed; at the ends of each: {'; '.join(rows)}."
