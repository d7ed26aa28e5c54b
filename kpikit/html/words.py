"""Short texts that several parts of the page share: months, targets, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.html.markup import Html, join, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View


def kind(period: str) -> str:
    """What a period is: month, quarter, week or period.

    >>> kind("2026-09"), kind("2026-Q3"), kind("2026-W45"), kind("2026-10-01..2026-10-15")
    ('month', 'quarter', 'week', 'period')
    """
    if len(period) == 7 and period[5:].isdigit():
        return "month"
    return {"Q": "quarter", "W": "week"}.get(period[5:6], "period")


def before(view: View, n: int = 3) -> list[str]:
    """Ids of the n periods before this one, oldest first."""
    return view.periods[-n - 1 : -1]


def span(periods: Sequence[str]) -> str:
    """Several periods by the first and the last: "Jun to Aug"; one by its name.

    >>> span(["2026-06", "2026-07", "2026-08"])
    'Jun–Aug'
    """
    names = [labels.period(period, short=True, year=False) for period in periods]
    return labels.DASH.join(dict.fromkeys([names[0], names[-1]])) if names else ""


def moved(row: Result) -> str:
    """The change on the mean of the three periods before, with ▲ or ▼ where chance is no excuse."""
    if row.value is None or row.trailing_mean is None:
        return labels.DASH
    difference = row.value - row.trailing_mean
    size = abs(row.trailing_mean)
    text = labels.change(
        difference,
        row.kpi.unit,
        relative=difference / size if size else None,
        decimals=row.kpi.decimals,
        currency=row.currency,
    )
    mark = {"up": " ▲", "down": " ▼"}.get(row.flag or "", "")
    return text + mark.replace(" ", labels.NBSP)


def target(row: Result) -> str:
    """The target with its status after it: "80.0%, missed"; an en dash for none."""
    if row.target is None:
        return labels.DASH
    words = {"met": ", met", "missed": ", missed", "cannot_tell": ", cannot tell"}
    return row.format(row.target) + words.get(row.target_status, "")


def marked(row: Result) -> Html:
    """The value; a provisional one with a dashed underline."""
    if row.status == "provisional" and row.known:
        return tag("span", row.text, class_="kk-open")
    return join(row.text)


def titled(row: Result) -> str:
    """The KPI's title; a sampled one with the size of its sample."""
    reviewed = row.kpi.fact == "reviews" and row.n
    return f"{row.kpi.title}, {labels.number(row.n)} reviewed" if reviewed else row.kpi.title
