"""Costs by day and shared costs; expected amounts by hand, from the data contract section 1."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.world import config, cost, figure, figures, talk, talks, utc, world

TWO = config({"id": "a"}, {"id": "b"})
DAY = dt.date


def amount(got: Any, bot: str, kpi: str = "total_cost", **key: Any) -> float | None:
    value: float | None = figure(got, bot, kpi, **key)["value"]
    return value


def test_a_cost_is_spread_evenly_over_its_days_both_included() -> None:
    # 200 over 20 February..11 March (20 days): 9 days of February, 11 of March.
    rows = [cost("a", "2026-02-20", 200.0, end_date=DAY(2026, 3, 11))]
    got = figures(world(costs=rows), config(), "2026-02", "2026-03", "2026-04")
    assert amount(got, "a", period="2026-02") == pytest.approx(90)
    assert amount(got, "a", period="2026-03") == pytest.approx(110)
    assert figure(got, "a", "total_cost", period="2026-04")["why"] == "no costs booked"


def test_a_cost_without_an_end_counts_on_its_day() -> None:
    got = figures(world(costs=[cost("a", "2026-03-31", 50.0)]), config(), "2026-03", "2026-04")
    assert amount(got, "a", period="2026-03") == 50.0
    assert amount(got, "a", period="2026-04") is None


def test_days_after_as_of_do_not_count_yet() -> None:
    rows = [cost("a", "2026-03-01", 310.0, end_date=DAY(2026, 3, 31))]
    got = figures(world(costs=rows, as_of=utc("2026-03-10 12:00")), config(), "2026-03")
    assert amount(got, "a") == pytest.approx(100)


def test_the_day_of_as_of_is_the_local_one() -> None:
    # 23:30 UTC on 10 March is already 11 March in Berlin.
    rows = [cost("a", "2026-03-01", 310.0, end_date=DAY(2026, 3, 31))]
    project = config({"id": "a"}, timezone="Europe/Berlin")
    got = figures(world(costs=rows, as_of=utc("2026-03-10 23:30")), project, "2026-03")
    assert amount(got, "a") == pytest.approx(110)


def test_shared_costs_follow_the_conversations_of_the_period() -> None:
    talked = [*talks("a", "2026-03-05", 30), *talks("b", "2026-03-06", 10)]
    talked += talks("b", "2026-04-06", 99)
    rows = [cost("*", "2026-03-01", 100.0), cost("a", "2026-03-02", 7.0)]
    got = figures(world(costs=rows, conversations=talked), TWO, "2026-03")
    assert (amount(got, "a"), amount(got, "b"), amount(got, "*")) == (82.0, 25.0, 107.0)


def test_without_a_conversation_shared_costs_are_split_in_equal_parts() -> None:
    got = figures(world(costs=[cost("*", "2026-03-01", 100.0)]), TWO, "2026-03")
    assert (amount(got, "a"), amount(got, "b"), amount(got, "*")) == (50.0, 50.0, 100.0)


def test_fixed_shares_win_over_conversations() -> None:
    project = config({"id": "a"}, {"id": "b"}, shared_costs={"a": 0.9, "b": 0.1})
    talked = talks("b", "2026-03-05", 5)
    rows = [cost("*", "2026-03-01", 100.0)]
    got = figures(world(costs=rows, conversations=talked), project, "2026-03")
    assert (amount(got, "a"), amount(got, "b")) == (90.0, 10.0)


@settings(max_examples=15, deadline=None)
@given(
    talked=st.lists(st.integers(0, 40), min_size=3, max_size=3),
    invoice=st.floats(0.01, 1e6),
    days=st.integers(0, 80),
)
def test_the_bots_sum_to_the_invoice(talked: list[int], invoice: float, days: int) -> None:
    project = config({"id": "a"}, {"id": "b"}, {"id": "c"})
    rows = [t for bot, n in zip("abc", talked, strict=True) for t in talks(bot, "2026-03-05", n)]
    end = DAY(2026, 2, 15) + dt.timedelta(days=days)
    costs = [cost("*", "2026-02-15", invoice, end_date=end)]
    got = figures(world(costs=costs, conversations=rows), project, "2026-02", "2026-03")
    for period in ("2026-02", "2026-03"):
        whole = amount(got, "*", period=period)
        if whole is not None:
            parts = [amount(got, bot, period=period) or 0.0 for bot in "abc"]
            assert sum(parts) == pytest.approx(whole, rel=1e-12)


def test_a_bot_without_costs_has_no_known_cost_and_the_portfolio_says_so() -> None:
    rows = [cost("a", "2026-03-01", 100.0)]
    talked = [talk("a", "2026-03-05"), talk("b", "2026-03-05")]
    got = figures(world(costs=rows, conversations=talked), TWO, "2026-03")
    none = figure(got, "b", "total_cost")
    assert (none["value"], none["n"], none["why"]) == (None, None, "no costs booked")
    for hanging in (
        "operating_cost",
        "cost_per_resolution",
        "net_value",
        "payback_multiple",
        "roi",
    ):
        assert figure(got, "b", hanging)["value"] is None
    whole = figure(got, "*", "total_cost")
    assert (whole["value"], whole["still"]) == (100.0, "no costs booked for b")
    assert figure(got, "*", "payback_multiple")["still"] == "no costs booked for b"


def test_a_bot_without_costs_and_conversations_makes_nothing_provisional() -> None:
    talked = [talk("a", "2026-03-05")]
    got = figures(world(costs=[cost("a", "2026-03-01", 9.0)], conversations=talked), TWO, "2026-03")
    assert figure(got, "*", "total_cost")["still"] is None


def test_a_shared_cost_is_a_known_cost_of_every_bot() -> None:
    rows = [cost("*", "2026-03-01", 100.0)]
    got = figures(world(costs=rows, conversations=talks("a", "2026-03-05", 2)), TWO, "2026-03")
    assert (amount(got, "a"), amount(got, "b")) == (100.0, 0.0)


def test_no_costs_at_all_are_unavailable_and_not_0() -> None:
    got = figures(world(), TWO, "2026-03")
    for bot in ("a", "b", "*"):
        row = figure(got, bot, "total_cost")
        assert (row["value"], row["lack"], row["why"]) == (None, "table", "no costs booked")
    absent = figure(figures(world(absent=["costs"]), TWO, "2026-03"), "*", "total_cost")
    assert (absent["value"], absent["why"]) == (None, "needs costs")


def test_operating_costs_leave_out_building() -> None:
    categories = {"subscription": 1.0, "people": 2.0, "integration": 4.0, "ai_api": 8.0,
                  "hosting": 16.0, "maintenance": 32.0, "development": 64.0}  # fmt: skip
    rows = [cost("a", "2026-03-01", x, category=name) for name, x in categories.items()]
    got = figures(world(costs=rows), config(), "2026-03")
    assert (amount(got, "a"), amount(got, "a", "operating_cost")) == (127.0, 59.0)


def test_only_building_is_a_known_operating_cost_of_0() -> None:
    rows = [cost("a", "2026-03-01", 5.0, category="development")]
    got = figures(world(costs=rows), config(), "2026-03")
    assert (amount(got, "a"), amount(got, "a", "operating_cost")) == (5.0, 0.0)


def test_an_amount_without_a_rate_is_named() -> None:
    rows = [
        cost("a", "2026-03-01", 5.0),
        cost("a", "2026-03-02", None),
        cost("*", "2026-03-02", None),
    ]
    got = figures(world(costs=rows), config(), "2026-03")
    row = figure(got, "a", "total_cost")
    assert (row["value"], row["n"]) == (5.0, 3)
    assert row["still"] == "2 amounts without an exchange rate"


def test_costs_by_category_add_up_to_the_total() -> None:
    talked = [*talks("a", "2026-03-05", 3), *talks("b", "2026-03-05", 1)]
    rows = [
        cost("a", "2026-03-01", 10.0, category="ai_api"),
        cost("*", "2026-03-01", 100.0, category="subscription"),
        cost("b", "2026-03-01", 3.0, category="hosting"),
    ]
    facts = world(costs=rows, conversations=talked)
    split = figures(facts, TWO, "2026-03", by="category")
    whole = figures(facts, TWO, "2026-03")
    of_a = {"ai_api": 10.0, "subscription": 75.0}
    for category, expected in of_a.items():
        assert amount(split, "a", segment_value=category) == expected
    assert amount(whole, "a") == 85.0
    everything = {"ai_api": 10.0, "subscription": 100.0, "hosting": 3.0}
    for category, expected in everything.items():
        assert amount(split, "*", segment_value=category) == expected
    assert amount(whole, "*") == 113.0


def test_conversations_have_no_cost_category() -> None:
    facts = world(costs=[cost("a", "2026-03-01", 1.0)], conversations=[talk("a", "2026-03-01")])
    got = figures(facts, config(), "2026-03", by="category")
    row = figure(got, "a", "containment_rate", segment_value="subscription")
    assert (row["value"], row["why"]) == (None, "needs category, which conversations do not have")
