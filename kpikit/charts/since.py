"""Money since the launch: what each month added, and the running total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.canvas import NARROW, WIDE, Box, Line, text_width
from kpikit.charts.months import EndLabel, Plot, end_labels, field_end, runs
from kpikit.charts.scale import MoneyUnit, money_unit
from kpikit.findings.since import fell_back, payback

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kpikit.view import View


AXIS = 40
"""Room of the numbers of the axis."""


@dataclass(frozen=True)
class Running:
    """Months since the launch, oldest first.

    Attributes:
        months: ids.
        added: what each month added; None before the first cost.
        totals: the running total at the end of each.
        paid: the place of the month that paid the bot back for good; None while none has.
        currency: of the project.
    """

    months: list[str]
    added: list[float | None]
    totals: list[float | None]
    paid: int | None
    currency: str

    @property
    def reach(self) -> list[float]:
        """All values that the axis needs room for."""
        return [0.0, *(one for one in (*self.added, *self.totals) if one is not None)]

    @property
    def unit(self) -> MoneyUnit:
        """The unit of the axis."""
        return money_unit(self.reach, self.currency)

    def text(self, value: float | None) -> str:
        """An amount as text."""
        return labels.number(value, "money", decimals=0, currency=self.currency)


def running(view: View) -> Running | None:
    """The running total of a bot; None where it has none, or one month alone."""
    rows = view.detail("cumulative")
    if len(rows) < 2 or rows[-1]["cumulative"] is None:
        return None
    return Running(
        [row["month"] for row in rows],
        [row["net"] for row in rows],
        [row["cumulative"] for row in rows],
        payback(rows),
        view.context.currency,
    )


def since(view: View, *, narrow: bool = False) -> Figure | None:
    """Draw what each month added as bars, the running total as a line, and the month it paid back.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens.

    Returns:
        A figure; None where there is no running total.
    """
    run = running(view)
    if run is None:
        return None
    size, ends = run.unit.size, _ends(run)
    frame = (NARROW if narrow else WIDE, 260 if narrow else 300, field_end(ends, narrow=narrow))
    plot = Plot.over(run.months, [value / size for value in run.reach], size=frame)
    plot.grid()
    _bars(plot, run)
    plot.zero()
    points = [
        None if total is None else (x, plot.y(total / size))
        for x, total in zip(plot.xs, run.totals, strict=True)
    ]
    for part in runs(points):
        if len(part) > 1:
            plot.canvas.curve(part, "ink")
    if points[-1] is not None:
        plot.canvas.dot(*points[-1], "ink")
    _paid(plot, run)
    plot.names(run.months)
    end_labels(plot, ends)
    return plot.canvas.figure


def _bars(plot: Plot, run: Running) -> None:
    width, size = min(plot.pitch * 0.62, 44), run.unit.size
    for above, fill, edge in ((True, "bluet", "blue"), (False, "oranget", "orange")):
        places = [
            (x - width / 2, plot.y(value / size))
            for x, value in zip(plot.xs, run.added, strict=True)
            if value and (value > 0) is above
        ]
        plot.canvas.bars([Box(x, y, width, plot.y(0) - y) for x, y in places], fill)
        plot.canvas.lines([Line(x, y, x + width, y) for x, y in places], edge, width=1.5)


def _paid(plot: Plot, run: Running) -> None:
    """An upright at the month from which on the total stays above zero."""
    if not run.paid:
        return
    x, top = plot.xs[run.paid], 14.0
    plot.canvas.lines([Line(x, top, x, plot.y(0))], "ink2", width=1.25, dashes=(3, 3))
    full = f"paid back {labels.period(run.months[run.paid], short=True)}"
    # The title names the month, too: where there is no room for it, the word is enough.
    for name in (full, "paid back"):
        size = text_width(name, 12)
        if x + 6 + size <= plot.right:
            plot.canvas.text(x + 6, top + 10, name, size=12, color="ink2")
            return
        if x - 6 - size >= AXIS:
            plot.canvas.text(x - 6, top + 10, name, size=12, color="ink2", anchor="right")
            return


def _ends(run: Running) -> list[EndLabel]:
    """The name of the total; what a month added is not its own result, so it has no number."""
    total = run.totals[-1] or 0.0
    return [EndLabel(total / run.unit.size, f"Total {run.text(total)}", "ink", bold=True)]


def since_unit(view: View) -> str:
    """The unit of the axis in words."""
    run = running(view)
    return "" if run is None else run.unit.words


def since_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    run = running(view)
    if run is None:
        return ""
    months = [
        f"{labels.period(month, short=True)}: {run.text(added)}, total {run.text(total)}"
        for month, added, total in zip(run.months, run.added, run.totals, strict=True)
    ]
    when = "" if run.paid is None else labels.period(run.months[run.paid])
    good = " for good" if fell_back(view.detail("cumulative")) else ""
    paid = f"paid back{good} in {when}" if when else f"not paid back{good} yet"
    return f"Net by month and running total since launch; {paid}. {'; '.join(months)}."
