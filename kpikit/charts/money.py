"""Money over time and step by step: what came in, what it cost, what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.canvas import NARROW, WIDE, Box, Line
from kpikit.charts.months import EndLabel, Plot, end_labels, field_end, line_of
from kpikit.charts.scale import MoneyUnit, money_unit
from kpikit.findings.marks import marked, marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kpikit.findings.marks import Mark
    from kpikit.view import Result, View


@dataclass(frozen=True)
class Account:
    """Which KPIs are a bot's income, cost and rest: revenue where it sells, else savings."""

    income: str
    name: str
    net: str


BOOKED = Account("revenue_booked", "Revenue", "net_incremental_revenue")
SAVED = Account("durable_cost_saved", "Saved", "net_value")


def account(view: View) -> Account | None:
    """The account that this bot has in the period, or None where neither can be told."""
    return next((a for a in (BOOKED, SAVED) if view[a.net].known and view[a.income].known), None)


@dataclass(frozen=True)
class Series:
    """Income, cost and net, one row a period each, oldest first."""

    account: Account
    income: list[Result]
    cost: list[Result]
    net: list[Result]

    @property
    def periods(self) -> list[str]:
        """Ids of the periods."""
        return [row.period for row in self.net]

    @property
    def reach(self) -> list[float]:
        """All values that the axis needs room for; cost lies below zero."""
        ends = [v for row in self.net for v in (row.value, row.low, row.high)]
        known = [*(row.value for row in self.income), *ends]
        costs = [-row.value for row in self.cost if row.value is not None]
        return [value for value in known if value is not None] + costs


def money_series(view: View) -> Series | None:
    """The money of the last 13 periods, from the first with any; None where there is none."""
    chosen = account(view)
    if chosen is None:
        return None
    rows = [view.history(kpi) for kpi in (chosen.income, "total_cost", chosen.net)]
    months = zip(*rows, strict=True)
    first = next((i for i, month in enumerate(months) if any(r.value for r in month)), 0)
    return Series(chosen, *(row[first:] for row in rows))


def trend_unit(series: Series) -> MoneyUnit:
    """The unit of the axis."""
    return money_unit(series.reach, series.net[-1].currency)


def trend_marks(view: View) -> list[Mark]:
    """What was changed in the months drawn."""
    series = money_series(view)
    return [] if series is None else marks(view, series.net)


def trend(view: View, *, narrow: bool = False) -> Figure | None:
    """Draw income above and cost below zero, with the net as a line.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens.

    Returns:
        A figure; None where the bot's money cannot be told.
    """
    series = money_series(view)
    if series is None:
        return None
    size = trend_unit(series).size
    ends = _ends(series, size)
    frame = (NARROW if narrow else WIDE, 280 if narrow else 330, field_end(ends, narrow=narrow))
    plot = Plot.over(series.periods, [value / size for value in series.reach], size=frame)
    plot.grid()
    plot.marks(trend_marks(view))
    width = min(plot.pitch * 0.62, 44)
    _columns(plot, series.income, ("bluet", "blue"), size=size, width=width)
    _columns(plot, series.cost, ("oranget", "orange"), size=-size, width=width)
    plot.zero()
    _uprights(plot, series.net, size)
    line_of(plot, series.net, "ink", size=size)
    plot.names(series.periods)
    end_labels(plot, ends)
    return plot.canvas.figure


def _columns(
    plot: Plot, rows: Sequence[Result], colors: tuple[str, str], *, size: float, width: float
) -> None:
    """Tinted bars with an edge in the full colour at the outer end; a missing one is left out."""
    places = [
        (x - width / 2, plot.y(row.value / size))
        for x, row in zip(plot.xs, rows, strict=True)
        if row.value
    ]
    plot.canvas.bars([Box(x, y, width, plot.y(0) - y) for x, y in places], colors[0])
    plot.canvas.lines([Line(x, y, x + width, y) for x, y in places], colors[1], width=1.5)


def _uprights(plot: Plot, rows: Sequence[Result], size: float) -> None:
    """Intervals of a series: without caps, the last one stronger."""
    lines = [
        (row is rows[-1], Line(x, plot.y(row.low / size), x, plot.y(row.high / size)))
        for x, row in zip(plot.xs, rows, strict=True)
        if row.low is not None and row.high is not None
    ]
    plot.canvas.lines([line for last, line in lines if not last], "ink3", width=0.75)
    plot.canvas.lines([line for last, line in lines if last], "ink", width=1.5)


def _ends(series: Series, size: float) -> list[EndLabel]:
    """The names of the three series with their last values; one that is not known is left out."""
    income, cost, net = series.income[-1], series.cost[-1], series.net[-1]
    notes = () if net.low is None else (net.interval_text,)
    found = []
    if income.value is not None:
        text = f"{series.account.name} {income.text}"
        found.append(EndLabel(income.value / size, text, "blue"))
    if net.value is not None:
        text = f"Net {net.text}"
        found.append(EndLabel(net.value / size, text, "ink", notes, bold=True))
    if cost.value is not None:
        text = f"Cost {cost.format(-cost.value)}"
        found.append(EndLabel(-cost.value / size, text, "orange"))
    return found


def trend_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    series = money_series(view)
    if series is None:
        return ""
    rows = zip(series.income, series.cost, series.net, strict=True)
    months = [
        f"{labels.period(net.period, short=True)}: {income.text}, {cost.text}, {net.text}"
        + (f" ({net.interval_text})" if net.low is not None else "")
        for income, cost, net in rows
    ]
    name = series.account.name.lower()
    told = marked(trend_marks(view))
    return f"{name.capitalize()}, cost and net by period. {'; '.join(months)}{told}."
