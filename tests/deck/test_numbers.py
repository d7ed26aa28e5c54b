"""Every number of a deck is a number of the results table, as labels write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kpikit import labels
from kpikit.charts.bridge import bridge_steps
from kpikit.charts.ladder import ladder_steps
from kpikit.deck.figures.bots import contributions
from kpikit.findings import ASSUMPTIONS
from tests.deck.conftest import BOTS
from tests.deck.reading import charts, slides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kpikit.view import Result, View

NUMBER = re.compile(r"[−+]?[$€]?\d+(?:,\d{3})*(?:\.\d+)?(?:[%×km]|\s?(?:pts|days?|d|s|h)\b)?")
# What is no measure: the level of intervals, and the definitions of KPIs.
FIXED = {"95%", "99", "100", "180 days"}
# Columns that say where something is drawn, and how long a bar to a limit is.
PLACES = re.compile(
    r"^(Place of|Spacer|Label|Start|End|To |Interval at|.*, (above|below) zero)|, to "
)
COUNTED = 100  # months, measures, pages: small whole numbers that count what is shown


def tokens(text: str) -> set[str]:
    """The numbers in a text, blanks alike and without a sign of direction."""
    text = re.sub(r"[\u00a0\u2007]", " ", text)
    return {token.lstrip("+−").strip() for token in NUMBER.findall(text)}


def of_result(row: Result) -> Iterator[str]:
    """Everything that may be written of one row."""
    for value in (row.value, row.prior_value, row.target, row.year_ago_value, row.trailing_mean):
        if value is not None:
            yield from (row.format(value), row.format(-value), row.format(value, words=True))
    yield from (row.interval_text, labels.number(row.n))
    yield labels.change(
        row.change, row.kpi.unit, relative=row.change_pct, decimals=row.kpi.decimals,
        currency=row.currency,
    )  # fmt: skip
    yield labels.change(
        row.change, row.kpi.unit, decimals=row.kpi.decimals, currency=row.currency
    )  # fmt: skip
    for edge in (row.target, row.good_low, row.good_high):
        if row.value is not None and edge is not None:
            yield labels.change(
                row.value - edge, row.kpi.unit, decimals=row.kpi.decimals, currency=row.currency
            )
    if row.value is not None and row.trailing_mean:
        moved = row.value - row.trailing_mean
        for relative in (moved / row.trailing_mean, None):
            yield labels.change(
                moved, row.kpi.unit, relative=relative, decimals=row.kpi.decimals,
                currency=row.currency,
            )  # fmt: skip
        yield labels.change(moved, "count", relative=moved / row.trailing_mean)


def of_views(views: list[View]) -> Iterator[str]:
    for view in views:
        for row in view.kpis():
            for period in view.periods:
                yield from of_result(view.get(row.kpi.id, method=row.method, period=period))
        yield from of_result(view.get("net_incremental_revenue", method="expected"))
        costs = view.split("total_cost", "category")
        yield from (row.text for row in costs)
        total = sum(row.value or 0 for row in costs)
        yield from (labels.number((row.value or 0) / (total or 1), "share") for row in costs)
        steps = [*bridge_steps(view), *ladder_steps(view)]
        yield from (f"${text.lstrip('+−')}k" for step in steps for text in step.texts)
        yield from (text for step in steps for text in step.texts)
        yield from of_ladder(view)
        yield labels.number((view["revenue_sourced"].n or 0) + (view["revenue_orders"].n or 0))
        lost = sum(day.conversations for day in view.days() if not day.outcomes)
        yield labels.number(lost / (view["conversations"].value or 1), "share")
    if views[0].bot.id == "*":
        parts = contributions(views[1:], views[0])
        yield from (part.text for part in parts)


def of_ladder(view: View) -> Iterator[str]:
    """The two shares that the ladder's finding computes from its counts."""
    total = view["conversations"].value
    held, pending = view["rung_durable"].value, view["rung_pending"].value
    if total and held is not None:
        yield labels.number(held / total, "share")
        yield labels.number((held + (pending or 0)) / total, "share")


def of_context(view: View) -> Iterator[str]:
    context = view.context
    state = context.quality
    yield labels.moment(context.as_of, context.timezone)
    for table in state.tables:
        yield f"{table.read:,} {table.kept:,} {table.quarantined:,} {table.duplicates:,}"
        yield f"{table.first} {table.last}"
        yield f"{table.ignored:,}"
    yield f"{sum(rule.rows for rule in state.rules):,} {state.test_sessions} {state.outbound}"
    for link in state.links:
        yield f"{link.total:,} {labels.number(link.linked / link.total, 'share')}"
    for bots in ([b] for b in (*{d.bot_id for d in state.days}, "all")):
        lost = [d for d in state.days if not d.outcomes and (bots[0] in {"all", d.bot_id})]
        yield f"{sum(d.conversations for d in lost):,}"
    for row in context.assumptions:
        _, unit, decimals = ASSUMPTIONS[row.name]
        for value in (row.value, row.low, row.high):
            yield labels.number(value, unit, decimals=decimals)
        yield labels.interval(row.low, row.high, unit, decimals=decimals)
        yield f"{row.source} {row.date}"
    yield " ".join([*(bot.name for bot in context.bots), "2025 2026", "30 Sep 1 to 9 Oct 31 Oct"])


@pytest.mark.parametrize("intervals", [False, True])
@pytest.mark.parametrize("bot", BOTS)
def test_texts_hold_no_other_number(
    view: Callable[..., View], deck: Callable[..., Path], bot: str, *, intervals: bool
) -> None:
    mine = view(bot, intervals=intervals)
    others = [mine.other(info.id) for info in mine.context.bots] if bot == "*" else []
    allowed = set(FIXED)
    for text in (*of_views([mine, *others]), *of_context(mine)):
        allowed |= tokens(text)
    path = deck(bot, intervals=intervals)
    shown = [line for texts in slides(path) for lines in texts.values() for line in lines]
    shown += [text for chart in charts(path).values() for text in chart.labels]
    for text in shown:
        strange = {
            token
            for token in tokens(text) - allowed
            if not (token.isdigit() and int(token) < COUNTED) and not re.fullmatch(r"20\d\d", token)
        }
        assert not strange, text


@pytest.mark.parametrize("intervals", [False, True])
@pytest.mark.parametrize("bot", BOTS)
def test_charts_hold_the_results_and_agree_with_their_workbooks(
    view: Callable[..., View], deck: Callable[..., Path], bot: str, *, intervals: bool
) -> None:
    mine = view(bot, intervals=intervals)
    views = [mine, *(mine.other(info.id) for info in mine.context.bots)]
    known = set()
    for one in views:
        for key in one._rows:
            row = one._at(key)
            sides = (row.value, row.low, row.high, row.year_ago_value, row.n)
            known |= {abs(round(value, 6)) for value in sides if value is not None}
        known |= {abs(round(r.value or 0, 6)) for r in one.split("total_cost", "category")}
        known |= {abs(round(s.end - s.start, 6)) for s in bridge_steps(one) + ladder_steps(one)}
    parts = contributions(views[1:], mine) if bot == "*" else []
    known |= {abs(round(part.value, 6)) for part in parts}
    for chart in charts(deck(bot, intervals=intervals)).values():
        for name, values in chart.series.items():
            cells = chart.columns[name] + [None] * (len(values) - len(chart.columns[name]))
            assert values == cells, f"{chart.name}: {name}"
        for name, cells in chart.columns.items():
            numbers = [cell for cell in cells if isinstance(cell, float)]
            if not PLACES.search(name):
                assert {abs(round(n, 6)) for n in numbers} <= known, f"{chart.name}: {name}"


def test_the_trend_is_the_history(view: Callable[..., View], deck: Callable[..., Path]) -> None:
    mine = view("pricing", intervals=True)
    columns = charts(deck("pricing", intervals=True))["Money by month"].columns
    net = mine.history("net_incremental_revenue")
    # A workbook holds fifteen digits; the results table has twelve, its sample more.
    assert columns["Net"][:13] == pytest.approx([row.value for row in net], rel=1e-12)
    assert columns["Net, n"][:13] == [row.n for row in net]
    assert columns["Net, 95% low"][1:13] == pytest.approx([row.low for row in net[1:]], rel=1e-12)
    costs = [row.value for row in mine.history("total_cost")]
    wanted = [-cost for cost in costs if cost is not None]
    assert columns["Cost"][:13] == pytest.approx(wanted, rel=1e-12)


def test_medians_carry_their_counts(view: Callable[..., View], deck: Callable[..., Path]) -> None:
    chart = charts(deck("pricing"))["Sales cycle by month"]
    rows = view("pricing").history("sales_cycle_chatbot_days")
    assert chart.columns["Chatbot"] == [row.value for row in rows]
    assert chart.columns["Chatbot, n"] == [row.n for row in rows]
    # The last month of the sample: 31 chatbot deals, 64 form deals.
    assert chart.columns["Month"][-1].split("\n")[-2:] == ["31", "64"]
    # The counts of all months are on the same two lines.
    assert {month.count("\n") for month in chart.columns["Month"]} == {3}


def test_numbers_follow_the_results(deck: Callable[..., Path]) -> None:
    # By hand from the sample: 128,431.50 and 6,212.25 in, 36,357.40 out, 18,904.40 assisted.
    bridge = charts(deck("pricing"))["Bridge to net"]
    found = dict(zip(bridge.columns["Step"], bridge.columns["Text over"], strict=True))
    assert (found["Sourced deals"], found["Direct orders"]) == ("+$128.4k", "+$6.2k")
    assert (found["Revenue booked"], found["Net"]) == ("$134.6k", "$98.3k")
    assert (found["Licences"], found["Assisted, not counted"]) == ("−$14.5k", "+$18.9k")
