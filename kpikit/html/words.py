"""Short texts that several parts of the page share: months, targets, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.unfinished import open_until
from kpikit.findings.words import filling
from kpikit.html.markup import Html, join, tag

if TYPE_CHECKING:
    from kpikit.view import Result, View


def before(view: View, n: int = 3) -> list[str]:
    """Ids of the n periods before this one, oldest first."""
    return view.periods[-n - 1 : -1]


def span(periods: list[str]) -> str:
    """Several periods by the first and the last, with the years where there are two; or one.

    >>> span(["2026-06", "2026-07", "2026-08"]), span(["2025-Q4", "2026-Q1", "2026-Q2"])
    ('Jun–Aug', 'Q4 25–Q2 26')
    """
    ends = list(dict.fromkeys(periods[:1] + periods[-1:]))
    dated = len({period[:4] for period in ends}) > 1
    names = [labels.period(period, short=True, year=False) for period in ends]
    return labels.DASH.join(
        f"{name} {period[2:4]}" if dated else name for name, period in zip(names, ends, strict=True)
    )


def moved(row: Result) -> str:
    """The change on the mean of the three periods before, with ▲ or ▼ where chance is no excuse.

    None where the period is still filling and those before it have filled.
    """
    if row.value is None or row.trailing_mean is None or filling(row):
        return labels.DASH
    difference = row.value - row.trailing_mean
    text = labels.change(
        difference,
        row.kpi.unit,
        relative=difference / row.trailing_mean if row.trailing_mean > 0 else None,
        decimals=row.kpi.decimals,
        currency=row.currency,
    )
    mark = {"up": " ▲", "down": " ▼"}.get(row.flag or "", "")
    return text + mark.replace(" ", labels.NBSP)


def marked(row: Result, *, words: bool = False, dated: bool = False) -> Html:
    """The value; a provisional one with a dashed underline.

    Args:
        row: the result.
        words: "34 days" instead of "34 d".
        dated: also says until when, for those who do not see the line.
    """
    text = row.format(row.value, words=words)
    if row.status != "provisional" or not row.known:
        return join(text)
    day = tag("span", f", {open_until(row)}", class_="kk-hidden") if dated else None
    return tag("span", text, day, class_="kk-open")


def titled(row: Result) -> str:
    """The KPI's title; a sampled one with the size of its sample."""
    reviewed = row.kpi.fact == "reviews" and row.n
    return f"{row.kpi.title}, {labels.number(row.n)} reviewed" if reviewed else row.kpi.title


def dated(view: View, row: Result) -> str:
    """The KPI's title; of what stands at as_of, whatever the period, with that day."""
    if not row.kpi.is_state:
        return row.kpi.title
    day, _, _ = labels.moment(row.as_of, view.context.timezone).partition(",")
    return f"{row.kpi.title}, on {day}"
