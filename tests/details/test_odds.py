"""Odds agree with the intervals they come from; expected values by hand and from scipy."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy import stats

from kpikit.details import Asked
from kpikit.details.holdouts import build as holdouts
from kpikit.details.odds import above, build
from kpikit.estimate.money import log_t
from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.evaluate.test_holdout import COSTS, UNITS, holdout
from tests.evaluate.world import config, cost, order, utc, world

NOW = utc("2027-01-01")
PERIOD = Calendar().parse("2026-03")


def test_at_the_ends_of_the_interval() -> None:
    low, high = (end.item() for end in log_t(1000.0, wins=12, squares=120_000.0, leads=50))
    for amount, expected in ((low, 0.975), (1000.0, 0.5), (high, 0.025)):
        chance = above(amount, value=1000.0, ends=(low, high), df=11)
        assert chance == pytest.approx(expected)


def test_between_the_ends_it_is_students_t() -> None:
    # Half as far from the value as the lower end is, on the log scale.
    chance = above(math.sqrt(500 * 1000), value=1000.0, ends=(500.0, 2000.0), df=11)
    assert chance == pytest.approx(stats.t.cdf(stats.t.ppf(0.975, 11) / 2, 11))


def test_a_cost_of_nothing_is_always_covered() -> None:
    assert above(0.0, value=10.0, ends=(5.0, 20.0), df=9) == 1.0


def asked(orders: int, **given: Any) -> Asked:
    rows = [order("a", "2026-03-05", 100.0) | {"order_id": str(n)} for n in range(orders)]
    facts = world(orders=rows, **{"costs": [cost("a", "2026-03-01", 400.0)]} | given)
    project = config({"id": "a"}, experiments={"holdouts": [holdout()]})
    results = build_results(facts, project, period=PERIOD, now=NOW)
    return Asked(facts, project, PERIOD, results, NOW)


def test_both_questions_are_about_the_cost() -> None:
    found = {row["what"]: row for row in build(asked(12)).filter(bot_id="a").to_dicts()}
    low, high = (end.item() for end in log_t(1200.0, wins=12, squares=120_000.0))
    for what, amount in (("net", 400.0), ("payback", 800.0)):
        assert found[what]["probability"] == pytest.approx(
            above(amount, value=1200.0, ends=(low, high), df=11)
        )
        assert found[what]["basis"] == "12 deals and orders"


def test_few_wins_have_no_odds_and_say_why() -> None:
    found = build(asked(9)).filter(bot_id="a", what="net").row(0, named=True)
    assert (found["probability"], found["basis"]) == (None, "revenue takes 10 wins, there are 9")


def test_a_holdout_has_odds_of_its_own() -> None:
    one = asked(12, assignments=UNITS, costs=COSTS)
    net = one.results.filter(
        bot_id="a", period=PERIOD.id, kpi="net_incremental_revenue", method="holdout"
    ).row(0, named=True)
    error = (net["high"] - net["low"]) / 2 / stats.norm.ppf(0.975)
    found = build(one).filter(bot_id="a", method="holdout").to_dicts()
    chances = [row["probability"] for row in found]
    assert chances == pytest.approx(
        [stats.norm.cdf(net["value"] / error), stats.norm.cdf((net["value"] - 400) / error)]
    )
    assert found[0]["basis"] == "a holdout of 1,500 units"


def test_the_lift_of_a_holdout_is_newcombes() -> None:
    row = holdouts(asked(12, assignments=UNITS, costs=COSTS)).row(0, named=True)
    assert (row["treated"], row["treated_converted"]) == (1000, 100)
    assert (row["control"], row["control_converted"], row["exposed"]) == (500, 30, 800)
    assert row["lift"] == pytest.approx(0.04)
    first = stats.binomtest(100, 1000).proportion_ci(method="wilson")
    second = stats.binomtest(30, 500).proportion_ci(method="wilson")
    below = math.hypot(0.1 - first.low, second.high - 0.06)
    over = math.hypot(first.high - 0.1, 0.06 - second.low)
    assert row["lift_low"] == pytest.approx(0.04 - below)
    assert row["lift_high"] == pytest.approx(0.04 + over)
    assert row["gain"] == pytest.approx(0.04 * 800 * 6800 / 130)


def test_a_holdout_that_says_nothing_says_why() -> None:
    row = holdouts(asked(12, assignments=UNITS[:1000])).row(0, named=True)
    assert row["lift"] is None
    assert "too small" in row["why"]
