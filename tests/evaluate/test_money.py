"""Prices, legs and lacks; expected amounts by hand, from the data contract sections 1 and 3."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.evaluate.world import (
    config,
    cost,
    deal,
    figure,
    figures,
    order,
    talk,
    talks,
    utc,
    world,
)

Row = dict[str, Any]
HELD = {"contained": True, "mature": True, "linkable": True, "rung": "durable"}
MARCH = "2026-03"


def sellers(a: Row | None = None, b: Row | None = None, **rest: Any) -> Any:
    """Two sales bots with their assumptions."""
    return config({"id": "a", "assume": a or {}}, {"id": "b", "assume": b or {}}, **rest)


def money(got: Any, bot: str, kpi: str, **key: Any) -> float | None:
    value: float | None = figure(got, bot, kpi, **key)["value"]
    return value


def test_a_count_is_priced_at_each_bots_own_value() -> None:
    rows = [*talks("a", "2026-03-05", 10, **HELD), *talks("b", "2026-03-05", 4, **HELD)]
    rows += [talk("a", "2026-03-05", contained=True, rung="ticketed")]
    project = sellers({"human_chat_cost": 5, "contact_share": 0.5}, {"human_chat_cost": 2})
    got = figures(world(conversations=rows), project, MARCH)
    assert money(got, "a", "deflection_cost_saved") == 11 * 5
    assert money(got, "a", "tickets_deflected") == 5.0
    assert money(got, "a", "durable_cost_saved") == 25.0
    assert money(got, "b", "durable_cost_saved") == 8.0
    assert money(got, "*", "deflection_cost_saved") == 11 * 5 + 4 * 2
    assert money(got, "*", "tickets_deflected") == 9.0
    assert money(got, "*", "durable_cost_saved") == 33.0


def test_a_published_example() -> None:
    # Catalogue E01: 50,000 conversations, 70 % contained, $15 each: $525,000.
    rows = [talk("a", "2026-03-05", contained=n < 7) for n in range(10)] * 50
    got = figures(world(conversations=rows), sellers({"human_chat_cost": 15}), MARCH)
    assert money(got, "a", "deflection_cost_saved") == pytest.approx(525_000 / 100)


def test_the_cost_of_a_chat_can_come_from_an_hour() -> None:
    rows = talks("a", "2026-03-05", 3, contained=True)
    got = figures(
        world(conversations=rows), sellers({"agent_hourly_cost": 36, "chats_per_hour": 6}), MARCH
    )
    assert money(got, "a", "deflection_cost_saved") == 18.0


def test_a_missing_assumption_is_named_and_never_a_partial_sum() -> None:
    rows = [*talks("a", "2026-03-05", 2, **HELD), *talks("b", "2026-03-05", 1, **HELD)]
    got = figures(world(conversations=rows), sellers({"human_chat_cost": 5}), MARCH)
    own, whole = figure(got, "b", "durable_cost_saved"), figure(got, "*", "durable_cost_saved")
    assert (own["value"], own["lack"], own["why"]) == (None, "assumption", "needs human_chat_cost")
    assert (whole["value"], whole["lack"]) == (None, "partial")
    assert whole["why"] == "needs human_chat_cost for b"


def test_a_bot_that_counts_nothing_needs_no_price_in_the_portfolio() -> None:
    rows = [*talks("a", "2026-03-05", 2, **HELD), talk("b", "2026-03-05", rung="abandoned")]
    got = figures(world(conversations=rows), sellers({"human_chat_cost": 5}), MARCH)
    assert money(got, "*", "durable_cost_saved") == 10.0
    assert money(got, "b", "durable_cost_saved") is None


def test_without_any_assumption_there_is_no_portfolio_either() -> None:
    got = figures(world(conversations=[talk("a", "2026-03-05")]), sellers(), MARCH)
    whole = figure(got, "*", "durable_cost_saved")
    assert (whole["value"], whole["lack"], whole["why"]) == (
        *(None, "assumption"),
        "needs human_chat_cost",
    )


def test_hours_and_people() -> None:
    # Catalogue E17: 8 minutes x 5,000 a month is 666.67 hours, 4.2 people at 160 hours.
    rows = talks("a", "2026-03-05", 50, contained=True)
    project = sellers({"human_minutes": 8}, {"human_minutes": 1})
    got = figures(world(conversations=rows), project, MARCH)
    assert money(got, "a", "agent_hours_saved") == pytest.approx(8 * 50 / 60)
    expected = 8 * 50 / 60 / (160 * 31 / 30.4375)
    assert money(got, "a", "agent_fte_saved") == pytest.approx(expected)
    assert money(got, "*", "agent_fte_saved") == pytest.approx(expected)


def test_net_cost_savings() -> None:
    rows = talks("a", "2026-03-05", 10, **HELD)
    costs = [cost("a", "2026-03-01", 12.0), cost("a", "2026-03-01", 99.0, category="development")]
    got = figures(world(conversations=rows, costs=costs), sellers({"human_ticket_cost": 3}), MARCH)
    assert money(got, "a", "net_cost_savings") == 30.0 - 12.0


DEALS = [
    deal("a", "2026-03-05", 1000.0),
    deal("b", "2026-03-06", 300.0),
    deal("b", "2026-03-07", 200.0, credit="assisted"),
    deal(None, "2026-03-08", 40.0),
    deal("a", "2026-04-01", 5000.0),
    deal("a", "2026-03-09", 77.0, stage="lost"),
]
ORDERS = [order("a", "2026-03-05", 60.0), order("a", "2026-03-06", 100.0, credit="assisted"),
          order(None, "2026-03-07", 9.0, credit=None)]  # fmt: skip
COSTS = [cost("a", "2026-03-01", 400.0), cost("b", "2026-03-01", 100.0)]
TALKED = [talk("a", "2026-03-05", engaged=True), talk("a", "2026-03-05", engaged=True),
          talk("b", "2026-03-05", engaged=True)]  # fmt: skip
SOLD = world(deals=DEALS, orders=ORDERS, costs=COSTS, conversations=TALKED)


def test_revenue_by_bot_and_in_all() -> None:
    got = figures(SOLD, sellers({"assist_weight": 0.5}), MARCH)
    assert money(got, "a", "revenue_sourced") == 1000.0
    assert money(got, "*", "revenue_sourced") == 1340.0  # the deal of no bot counts here only
    assert money(got, "a", "revenue_orders") == 60.0
    assert money(got, "a", "revenue_booked") == 1060.0
    assert money(got, "b", "revenue_booked") == 300.0
    assert money(got, "*", "revenue_booked") == 1400.0
    # a: half of the assisted order of 100; b: a fifth (the default) of the deal of 200.
    assert money(got, "a", "revenue_assisted") == 50.0
    assert money(got, "b", "revenue_assisted") == 40.0
    assert money(got, "*", "revenue_assisted") == 90.0
    assert money(got, "*", "revenue_influenced") == 1490.0
    assert money(got, "a", "revenue_per_conversation") == 530.0
    assert money(got, "a", "deal_size_mean") == 1000.0
    assert money(got, "a", "order_value_assisted") == 80.0
    assert money(got, "b", "order_value_unassisted") == 9.0  # the project's, on every row
    assert money(got, "a", "order_value_lift") == 71.0


def test_net_payback_and_return() -> None:
    got = figures(SOLD, sellers({"assist_weight": 0.5}), MARCH)
    assert money(got, "a", "net_incremental_revenue", method="booked") == 660.0
    assert money(got, "a", "net_incremental_revenue", method="influenced") == 710.0
    assert money(got, "*", "net_incremental_revenue", method="booked") == 900.0
    payback = figure(got, "a", "payback_multiple")
    assert (payback["value"], payback["numerator"], payback["denominator"]) == (2.65, 1060.0, 400.0)
    assert money(got, "a", "roi") == pytest.approx((1110 - 400) / 400)
    assert money(got, "a", "cost_per_won_deal") == 400.0
    holdout = figure(got, "a", "net_incremental_revenue", method="holdout")
    assert (holdout["value"], holdout["why"]) == (
        None,
        "no holdout is named for it: see experiments in kpikit.yml",
    )


def test_the_cost_of_a_deal_needs_no_amount() -> None:
    facts = world(costs=COSTS, deals=[deal("a", "2026-03-05", None)], without={"deals": ["amount"]})
    row = figure(figures(facts, sellers(), MARCH), "a", "cost_per_won_deal")
    assert (row["value"], row["denominator"], row["still"]) == (400.0, 1.0, None)


def test_a_cost_of_0_gives_no_multiple() -> None:
    facts = world(costs=[cost("a", "2026-03-01", 0.0)], deals=[deal("a", "2026-03-05", 10.0)])
    got = figures(facts, sellers(), MARCH)
    assert money(got, "a", "payback_multiple") is None
    assert money(got, "a", "net_incremental_revenue", method="booked") == 10.0


def test_booked_revenue_needs_one_of_its_two_tables() -> None:
    no_orders = world(deals=DEALS, absent=["orders"])
    no_deals = world(orders=ORDERS, absent=["deals"])
    neither = world(absent=["orders", "deals"])
    assert money(figures(no_orders, sellers(), MARCH), "a", "revenue_booked") == 1000.0
    assert money(figures(no_deals, sellers(), MARCH), "a", "revenue_booked") == 60.0
    row = figure(figures(neither, sellers(), MARCH), "a", "revenue_booked")
    assert (row["value"], row["why"]) == (None, "needs deals; needs orders")


def test_a_table_without_its_column_is_not_an_absent_table() -> None:
    facts = world(deals=DEALS, orders=ORDERS, without={"deals": ["amount"]})
    row = figure(figures(facts, sellers(), MARCH), "a", "revenue_booked")
    assert (row["value"], row["lack"], row["why"]) == (None, "column", "needs deals.amount")


def test_an_omitted_amount_makes_all_that_hangs_on_it_provisional() -> None:
    facts = world(deals=[deal("a", "2026-03-05", None)], costs=COSTS)
    got = figures(facts, sellers(), MARCH)
    sourced = figure(got, "a", "revenue_sourced")
    assert (sourced["value"], sourced["n"]) == (0.0, 1)
    for kpi in ("revenue_sourced", "revenue_booked", "revenue_influenced", "payback_multiple"):
        assert figure(got, "a", kpi)["still"] == "1 amount without an exchange rate"
        assert figure(got, "b", kpi)["still"] is None
    assert money(got, "a", "deal_size_mean") is None


def test_net_value_and_its_legs() -> None:
    rows = talks("a", "2026-03-05", 10, **HELD)
    facts = world(conversations=rows, deals=DEALS, orders=ORDERS, costs=COSTS)
    both = sellers({"human_chat_cost": 5, "gross_margin": 0.4})
    got = figures(facts, both, MARCH)
    assert money(got, "a", "net_value") == pytest.approx(50 + 0.4 * 1060 - 400)
    # b cannot price its saving: that leg is nothing; its margin is 1.
    assert money(got, "b", "net_value") == 300.0 - 100
    # The deal of no bot counts in the portfolio at the default margin.
    assert money(got, "*", "net_value") == pytest.approx(50 + 0.4 * 1060 + 300 + 40 - 500)


def test_a_leg_some_bots_cannot_price_stops_the_portfolio() -> None:
    rows = [*talks("a", "2026-03-05", 2, **HELD), *talks("b", "2026-03-05", 2, **HELD)]
    facts = world(conversations=rows, deals=DEALS, orders=ORDERS, costs=COSTS)
    got = figures(facts, sellers({"human_chat_cost": 5}), MARCH)
    for kpi in ("net_value", "roi"):
        row = figure(got, "*", kpi)
        assert (row["value"], row["why"]) == (None, "needs human_chat_cost for b")


def test_a_leg_nobody_can_price_is_nothing() -> None:
    rows = talks("a", "2026-03-05", 2, **HELD)
    facts = world(conversations=rows, deals=DEALS, orders=ORDERS, costs=COSTS)
    got = figures(facts, sellers(), MARCH)
    assert money(got, "*", "net_value") == 1400.0 - 500


def test_without_any_leg_there_is_no_net_value() -> None:
    facts = world(costs=COSTS, absent=["deals", "orders", "tickets"])
    row = figure(figures(facts, sellers(), MARCH), "a", "net_value")
    assert row["value"] is None
    assert row["why"] == "needs tickets; needs deals; needs orders"


def test_a_bot_that_does_not_sell_has_value_by_its_savings() -> None:
    project = config({"id": "a", "type": "support", "assume": {"human_chat_cost": 5}}, {"id": "b"})
    rows = [*talks("a", "2026-03-05", 10, **HELD)]
    facts = world(conversations=rows, deals=[deal("b", "2026-03-05", 90.0)], costs=COSTS)
    got = figures(facts, project, MARCH)
    assert figure(got, "a", "revenue_booked")["lack"] == "not_applicable"
    assert money(got, "a", "net_value") == 50.0 - 400
    assert money(got, "a", "roi") == pytest.approx((50 - 400) / 400)
    assert money(got, "*", "net_value") == 50.0 + 90 - 500


COMMERCIAL = [
    "leads_captured",
    "lead_capture_rate",
    "qualified_lead_rate",
    "form_close_rate",
    "revenue_booked",
    "revenue_influenced",
    "deal_size_mean",
    "order_value_lift",
    "conversion_rate",
    "sales_cycle_form_days",
    "cost_per_lead",
    "cost_per_qualified_lead",
    "cost_per_won_deal",
    "payback_multiple",
]


def test_what_means_nothing_for_a_bot_that_does_not_sell() -> None:
    project = config({"id": "a", "type": "support"}, {"id": "b", "type": "internal"})
    got = figures(world(absent=["leads", "deals"]), project, MARCH)
    for bot in ("a", "b", "*"):
        for kpi in COMMERCIAL:
            assert figure(got, bot, kpi)["lack"] == "not_applicable"
        for kpi in ("net_value", "roi", "cost_per_resolution", "deflection_cost_saved"):
            assert figure(got, bot, kpi)["lack"] != "not_applicable"


@pytest.mark.parametrize(
    "sign",
    [
        {"leads": [{"bot_id": "a", "source": "chatbot"}]},
        {"conversations": [talk("a", "2025-01-01", lead_created=True)]},
        {"deals": [deal("a", "2025-01-01", 1.0, credit="assisted")]},
        {"orders": [order("a", "2025-01-01", 1.0)]},
    ],
)
def test_one_sign_of_selling_makes_them_mean_something(sign: Row) -> None:
    project = config({"id": "a", "type": "support"}, {"id": "b", "type": "internal"})
    got = figures(world(**sign), project, MARCH)
    assert figure(got, "a", "revenue_booked")["value"] == 0.0
    assert figure(got, "b", "revenue_booked")["lack"] == "not_applicable"
    assert figure(got, "*", "revenue_booked")["value"] == 0.0


def test_a_form_lead_of_a_support_bot_is_no_sale() -> None:
    project = config({"id": "a", "type": "support"})
    got = figures(world(leads=[{"bot_id": "a", "source": "form"}]), project, MARCH)
    assert figure(got, "a", "leads_captured")["lack"] == "not_applicable"


def lead(bot: str | None, day: str, *, won: bool = False, lead_id: str | None = None) -> Row:
    """A chatbot lead."""
    return {"bot_id": bot, "source": "chatbot", "created_at": utc(day), "won": won,
            "lead_id": lead_id, "has_deal": won}  # fmt: skip


NEW = [lead("a", "2026-03-05"), lead("a", "2026-03-06"), lead("b", "2026-03-06"),
       lead(None, "2026-03-06")]  # fmt: skip


def test_expected_revenue_by_assumption() -> None:
    project = sellers(
        {"close_rate": 0.1, "deal_value": 2000}, {"close_rate": 0.2, "deal_value": 100}
    )
    got = figures(world(leads=NEW, costs=COSTS), project, MARCH)
    assert money(got, "a", "revenue_expected") == pytest.approx(400.0)
    assert money(got, "b", "revenue_expected") == pytest.approx(20.0)
    assert money(got, "*", "revenue_expected") == pytest.approx(420.0)  # not the lead of no bot
    assert money(got, "a", "net_incremental_revenue", method="expected") == pytest.approx(0.0)


def test_expected_revenue_without_its_assumptions() -> None:
    got = figures(world(leads=NEW), sellers({"deal_value": 2000}), MARCH)
    assert figure(got, "a", "revenue_expected")["why"] == "needs close_rate"
    assert figure(got, "b", "revenue_expected")["why"] == "needs close_rate and deal_value"
    assert money(got, "*", "revenue_expected") is None


# 180 days after 5 January, and not yet after 5 March.
SUMMER = utc("2026-08-01")


def seasoned(wins: int, *, amount: float | None = 500.0) -> dict[str, list[Row]]:
    """Forty leads of bot a older than half a year, of which some won, and two new ones."""
    old = [lead("a", "2026-01-05", won=n < wins, lead_id=f"l{n}") for n in range(40)]
    deals = [deal("a", "2026-02-01", amount, lead_id=f"l{n}") for n in range(wins)]
    return {"leads": [*old, *NEW], "deals": deals}


def test_expected_revenue_is_observed_once_ten_leads_won() -> None:
    assumed = {"close_rate": 0.9, "deal_value": 1.0}
    got = figures(world(**seasoned(10), as_of=SUMMER), sellers(assumed), MARCH)
    assert money(got, "a", "revenue_expected") == pytest.approx(2 * 10 / 40 * 500)
    got = figures(world(**seasoned(9), as_of=SUMMER), sellers(assumed), MARCH)
    assert money(got, "a", "revenue_expected") == pytest.approx(2 * 0.9)


def test_leads_younger_than_the_horizon_prove_nothing() -> None:
    # On 1 July, 5 January is 177 days ago: ten wins, none of them old enough.
    facts = world(**seasoned(10), as_of=utc("2026-07-01"))
    got = figures(facts, sellers({"close_rate": 0.5, "deal_value": 8.0}), MARCH)
    assert money(got, "a", "revenue_expected") == pytest.approx(8.0)


def test_observed_wins_without_an_amount_take_the_assumed_value() -> None:
    facts = world(**seasoned(20, amount=None), as_of=SUMMER)
    got = figures(facts, sellers({"deal_value": 30.0}), MARCH)
    row = figure(got, "a", "revenue_expected")
    assert row["value"] == pytest.approx(2 * 0.5 * 30)
    assert row["still"] == "20 deal amounts without an exchange rate"
    assert figure(figures(facts, sellers(), MARCH), "a", "revenue_expected")["why"] == (
        "needs deal_value"
    )


def test_an_amount_one_bot_lacks_leaves_the_other_bots_final() -> None:
    # Contract: what the omitted amount is missing from is provisional, and what hangs on it: a
    # and the sum of both, not b, whose leads are worth what is assumed.
    facts = world(**seasoned(20, amount=None), as_of=SUMMER)
    priced = {"close_rate": 0.5, "deal_value": 30.0}
    got = figures(facts, sellers(priced, priced), MARCH)
    still = {bot: figure(got, bot, "revenue_expected")["still"] for bot in ("a", "b", "*")}
    reason = "20 deal amounts without an exchange rate"
    assert still == {"a": reason, "b": None, "*": reason}


def test_quotients_of_figures_are_null_over_nothing() -> None:
    got = figures(world(costs=COSTS, conversations=TALKED), sellers(), MARCH)
    for kpi in ("cost_per_lead", "cost_per_qualified_lead", "cost_per_won_deal"):
        row = figure(got, "a", kpi)
        assert (row["value"], row["denominator"], row["n"]) == (None, 0.0, 0)
    assert money(got, "a", "cost_per_resolution") is None


def test_cost_per_lead_and_resolution() -> None:
    leads = [lead("a", "2026-03-05") | {"qualified": n < 2} for n in range(4)]
    rows = [*talks("a", "2026-03-05", 8, **HELD), *talks("a", "2026-03-05", 2, mature=True)]
    got = figures(world(leads=leads, conversations=rows, costs=COSTS), sellers(), MARCH)
    assert money(got, "a", "cost_per_lead") == 100.0
    assert money(got, "a", "cost_per_qualified_lead") == 200.0
    resolution = figure(got, "a", "cost_per_resolution")
    assert (resolution["value"], resolution["denominator"], resolution["n"]) == (50.0, 8.0, 8)


def test_sales_cycle_reduction() -> None:
    won = {"status": "won", "closed_at": utc("2026-03-05")}
    rows = [
        *({"arm": "chatbot", "bot_id": "a", "days": d, **won} for d in (10, 20, 60)),
        *({"arm": "form", "bot_id": None, "days": d, **won} for d in (30, 50)),
    ]
    got = figures(world(journeys=rows), sellers(), MARCH)
    assert money(got, "a", "sales_cycle_chatbot_days") == 20.0
    assert money(got, "b", "sales_cycle_form_days") == 40.0
    assert money(got, "a", "sales_cycle_reduction_days") == 20.0
    assert money(got, "a", "sales_cycle_reduction_pct") == 0.5
    assert figure(got, "a", "sales_cycle_reduction_days")["n"] == 5
    assert money(got, "b", "sales_cycle_reduction_days") is None


def test_goal_sessions_and_initiation() -> None:
    stamp = {"started_at": utc("2026-03-05"), "bot_id": "a"}
    goals = [{"session_id": "s1", "completed": True, "goal": g, **stamp} for g in ("x", "y")]
    shown = [{"bot_id": "a", "ts": utc("2026-03-05"), "person": p} for p in ("p", "q", None, "p")]
    rows = [talk("a", "2026-03-05", engaged=True, person="p"), talk("a", "2026-03-05", person="q")]
    got = figures(world(goals=goals, shown=shown, conversations=rows), sellers(), MARCH)
    goal = figure(got, "a", "goal_session_rate")
    assert (goal["value"], goal["numerator"], goal["denominator"], goal["n"]) == (0.5, 1, 2, 2)
    started = figure(got, "a", "initiation_rate")
    assert (started["value"], started["numerator"], started["denominator"]) == (
        pytest.approx(1 / 3),
        *(1.0, 3.0),
    )


@pytest.mark.parametrize(
    ("kpi", "lost", "why"),
    [
        ("containment_rate", {"events": ["outcome"]}, "needs events.outcome"),
        ("escalation_rate_frustration", {"events": ["trigger"]}, "needs events.trigger"),
        ("resolution_rate", {"tickets": ["session_id", "user_id"]},
         "needs tickets.session_id or tickets.user_id"),
        ("csat", {"events": ["csat_score", "thumbs_up"]},
         "needs events.csat_score or events.thumbs_up"),
        ("lead_to_meeting_rate", {"leads": ["meeting_booked_at"]}, "needs leads.meeting_booked_at"),
    ],
)  # fmt: skip
def test_a_missing_column_is_named(kpi: str, lost: dict[str, list[str]], why: str) -> None:
    row = figure(figures(world(without=lost), sellers(), MARCH), "a", kpi)
    assert (row["value"], row["n"], row["why"]) == (None, None, why)


def test_one_of_two_columns_is_enough() -> None:
    facts = world(without={"tickets": ["session_id"], "events": ["thumbs_up"]})
    got = figures(facts, sellers(), MARCH)
    assert figure(got, "a", "resolution_rate")["lack"] is None
    assert figure(got, "a", "csat")["lack"] is None


def test_a_project_names_its_own_next_step() -> None:
    rows = [
        lead("a", "2026-03-05") | {"opportunity_at": utc("2026-03-09")},
        lead("a", "2026-03-05"),
    ]
    project = config({"id": "a"}, next_step="opportunity_at")
    facts = world(leads=rows, without={"leads": ["meeting_booked_at"]})
    assert money(figures(facts, project, MARCH), "a", "lead_to_meeting_rate") == 0.5


def test_launch_day_is_no_input_of_a_month() -> None:
    project = config({"id": "a", "launch": dt.date(2026, 3, 20)})
    got = figures(world(conversations=[talk("a", "2026-03-05")]), project, MARCH)
    assert money(got, "a", "conversations") == 1.0
