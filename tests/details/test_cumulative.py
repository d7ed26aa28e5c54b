"""Running totals are the results of `launch..`; twelve months are those of `-T12`.

Expected values come from the results of those periods, and one example by hand.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest

from kpikit.details import Asked
from kpikit.details.cumulative import build, trailing
from kpikit.evaluate import evaluate
from kpikit.periods import Calendar
from kpikit.results.spans import launches
from tests.evaluate.world import config, cost, deal, order, talk, utc, world

Row = dict[str, Any]
NOW = utc("2027-01-01")
NET = "net_incremental_revenue"


SHOWN = [NET, "revenue_booked", "net_value", "durable_cost_saved", "total_cost"]


def asked(facts: Any, project: Any, period: str) -> Asked:
    """What is asked, with the few results that details are chosen by."""
    one = Calendar(project.timezone, project.fiscal_year_start).parse(period)
    return Asked(facts, project, one, evaluate(facts, project, periods=[one], only=SHOWN), NOW)


def value(facts: Any, project: Any, period: str, *, bot: str) -> float | None:
    """The booked net of a bot's own period, as it is evaluated for the results."""
    calendar = Calendar(project.timezone, project.fiscal_year_start)
    days = launches(facts, project)
    one = calendar.parse(period, days.get(bot, min(days.values())))
    rows = evaluate(facts, project, periods=[one], only=[NET])
    found: float | None = rows.filter(bot_id=bot, method="booked").row(0, named=True)["value"]
    return found


def test_a_month_adds_what_it_booked_less_what_it_cost() -> None:
    talks = [talk("a", "2026-01-10"), talk("a", "2026-02-10"), talk("a", "2026-03-10")]
    deals = [deal("a", "2026-02-05", 300.0), deal("a", "2026-03-05", 900.0)]
    costs = [cost("a", f"2026-0{month}-01", 400.0) for month in (1, 2, 3)]
    # Paid before the launch: it counts as on its first day. The launch is 2026-01-05.
    costs.append(cost("a", "2025-12-20", 50.0))
    project = config({"id": "a", "launch": dt.date(2026, 1, 5)})
    rows = build(asked(world(conversations=talks, deals=deals, costs=costs), project, "2026-03"))
    mine = rows.filter(pl.col("bot_id") == "a")
    assert mine.select("month", "income", "cost", "net", "cumulative").rows() == [
        ("2026-01", 0.0, 450.0, -450.0, -450.0),
        ("2026-02", 300.0, 400.0, -100.0, -550.0),
        ("2026-03", 900.0, 400.0, 500.0, -50.0),
    ]
    assert set(mine.get_column("kpi")) == {NET}


def made_up(seed: int) -> tuple[Any, Any]:
    """Three bots of different launches, with own and shared costs on any day."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    days = [dt.date(2025, 7, 1) + dt.timedelta(days=n) for n in range(400)]

    def some(count: int) -> list[str]:
        return [str(day) for day in draw.choices(days, k=count)]

    bots = ["a", "b", "c"]
    talks = [talk(draw.choice(bots), day) for day in some(60)]
    deals = [deal(draw.choice([*bots, None]), day, draw.uniform(1, 900)) for day in some(25)]
    orders = [order(draw.choice(bots), day, draw.uniform(1, 90)) for day in some(25)]
    costs = []
    for day in some(30):
        until = dt.date.fromisoformat(day) + dt.timedelta(days=draw.choice([0, 20, 90]))
        bot = draw.choice(["a", "b", "*", "*"])
        costs.append(cost(bot, day, draw.uniform(1, 500), end_date=until))
    project = config(
        {"id": "a", "launch": dt.date(2025, 8, 1)},
        {"id": "b", "launch": dt.date(2025, 12, 17)},
        {"id": "c"},
        timezone="America/New_York",
        **({"shared_costs": {"a": 0.5, "b": 0.5}} if draw.random() < 0.3 else {}),
    )
    facts = world(conversations=talks, deals=deals, orders=orders, costs=costs)
    return facts, project


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("bot", ["a", "b", "c", "*"])
def test_every_running_total_is_the_result_of_its_period(seed: int, bot: str) -> None:
    facts, project = made_up(seed)
    rows = build(asked(facts, project, "2026-06")).filter(pl.col("bot_id") == bot)
    for month in ("2026-01", "2026-06"):
        total = rows.filter(pl.col("month") == month).get_column("cumulative").to_list()
        expected = value(facts, project, f"launch..{month}", bot=bot)
        assert (total or [None])[0] == pytest.approx(expected)
    added = rows.get_column("net").sum()
    last = rows.get_column("cumulative").to_list()[-1]
    unpaid = rows.filter(pl.col("cost").is_null()).get_column("income").sum()
    assert added + unpaid == pytest.approx(last)


def test_twelve_months_are_the_results_of_that_period() -> None:
    facts, project = made_up(11)
    rows = trailing(asked(facts, project, "2026-Q2"))
    assert set(rows.get_column("twelve")) == {"2026-06-T12"}
    for bot in ("a", "b", "c", "*"):
        mine = rows.filter(bot_id=bot, kpi=NET).get_column("value").to_list()
        expected = value(facts, project, "2026-06-T12", bot=bot)
        assert (mine or [None])[0] == pytest.approx(expected)


def test_a_week_has_no_twelve_months() -> None:
    facts, project = made_up(11)
    assert trailing(asked(facts, project, "2026-W10")).is_empty()


def test_a_bot_that_sells_nothing_shows_what_it_saved() -> None:
    held = {"contained": True, "mature": True, "linkable": True, "rung": "durable"}
    talks = [talk("a", f"2026-0{month}-10", **held) for month in (1, 2, 2)]
    costs = [cost("a", "2026-01-01", 5.9, end_date=dt.date(2026, 2, 28))]
    project = config({"id": "a", "type": "support", "assume": {"human_chat_cost": 5.0}})
    rows = build(asked(world(conversations=talks, costs=costs), project, "2026-02"))
    mine = rows.filter(pl.col("bot_id") == "a")
    assert set(mine.get_column("kpi")) == {"net_value"}
    # 59 days at .10: 5 saved less 21 days since the first conversation and 10 before it.
    assert mine.get_column("cumulative").to_list() == pytest.approx([5 - 3.1, 15 - 5.9])
