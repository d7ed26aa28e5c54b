"""The sales cycle: how long won deals took, chatbot beside form, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.canvas import NARROW, WIDE, Line
from kpikit.charts.months import EndLabel, Plot, end_labels, field_end, line_of
from kpikit.findings.marks import marked, marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kpikit.findings.marks import Mark
    from kpikit.view import Result, View


@dataclass(frozen=True)
class Arm:
    """One channel's medians, one row a period, and the colours of its line and its words."""

    name: str
    color: str
    ink: str
    rows: list[Result]

    @property
    def last(self) -> Result:
        """The current period."""
        return self.rows[-1]


def arms(view: View) -> tuple[Arm, Arm] | None:
    """Chatbot and form medians as published, from the first period in which the chatbot won.

    None where the chatbot has never won a deal that counts.
    """
    bot = view.history("sales_cycle_chatbot_days")
    form = view.history("sales_cycle_form_days")
    first = next((i for i, row in enumerate(bot) if row.known), None)
    if first is None:
        return None
    # Form labels are ink: grey is for graphics only.
    return (
        Arm("Chatbot", "blue", "blue", bot[first:]),
        Arm("Form", "grey", "ink2", form[first:]),
    )


def cycle_marks(view: View) -> list[Mark]:
    """What was changed in the months drawn."""
    both = arms(view)
    return [] if both is None else marks(view, both[0].rows)


def cycle(view: View, *, narrow: bool = False) -> Figure | None:
    """Draw the median days to a won deal by the month it was won, with the deals behind each.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens.

    Returns:
        A figure; None where the chatbot has never won a deal.
    """
    both = arms(view)
    if both is None:
        return None
    reach = [v for arm in both for row in arm.rows for v in (row.value, row.high) if v is not None]
    ends = _ends(both)
    frame = (NARROW if narrow else WIDE, 300 if narrow else 330, field_end(ends, narrow=narrow))
    periods = [row.period for row in both[0].rows]
    plot = Plot.over(periods, reach, size=frame, below=70)
    plot.grid()
    plot.marks(cycle_marks(view))
    plot.zero()
    for arm in reversed(both):
        _uprights(plot, arm)
        line_of(plot, arm.rows, arm.color)
    plot.names(periods, room=40)
    _counts(plot, both)
    end_labels(plot, ends)
    return plot.canvas.figure


def _uprights(plot: Plot, arm: Arm) -> None:
    """Intervals of a series: thin, without caps; the current one stronger."""
    lines = [
        (row is arm.last, Line(x, plot.y(row.low), x, plot.y(row.high)))
        for x, row in zip(plot.xs, arm.rows, strict=True)
        if row.low is not None and row.high is not None
    ]
    plot.canvas.lines([line for last, line in lines if not last], arm.color, width=0.75)
    plot.canvas.lines([line for last, line in lines if last], arm.color, width=1.5)


def _counts(plot: Plot, both: Sequence[Arm]) -> None:
    """Deals behind each median under its period, where there is room for them."""
    shown = plot.pitch >= 44
    for place, arm in enumerate(both):
        y = plot.canvas.height - 22 + 16 * place
        for x, row in zip(plot.xs, arm.rows, strict=True):
            if shown or row is arm.last:
                text = labels.number(row.n)
                plot.canvas.text(x, y, text, size=12, color=arm.ink, anchor="center")
        words = f"{arm.name.lower()} deals"
        plot.canvas.text(plot.right + 6, y, words, size=12, color=arm.ink)


def _ends(both: Sequence[Arm]) -> list[EndLabel]:
    found = []
    for arm in both:
        known = [row for row in arm.rows if row.known]
        if not known:
            continue
        row = known[-1]
        old = labels.period(row.period, short=True, year=False)
        name = f"{arm.name} {row.text}" + ("" if row is arm.last else f", {old}")
        notes = () if row.low is None else (row.interval_text,)
        found.append(EndLabel(row.value or 0, name, arm.ink, notes, bold=True))
    return found


def cycle_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    both = arms(view)
    if both is None:
        return ""
    months = [
        f"{labels.period(bot.period, short=True)}: chatbot {_median(bot)}, form {_median(form)}"
        for bot, form in zip(both[0].rows, both[1].rows, strict=True)
    ]
    told = marked(cycle_marks(view))
    return f"Median days from first contact to a won deal. {'; '.join(months)}{told}."


def _median(row: Result) -> str:
    if not row.known:
        return "none"
    interval = f", {row.interval_text}" if row.low is not None else ""
    return f"{row.text} ({labels.number(row.n)} deals{interval})"
