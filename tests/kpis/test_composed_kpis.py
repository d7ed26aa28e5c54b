"""Known answers of every KPI computed from other figures: one small March, worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kpikit.evaluate import evaluate
from kpikit.kpi import Kpi, RowMeasure, registry
from kpikit.periods import Calendar
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
Answer = tuple[float | None, float | None, float | None, int | None]

DAY = "2026-03-05"
COMPOSED = [kpi for kpi in registry().published() if not isinstance(kpi.measure, RowMeasure)]
CLAIMED = {"contained": True, "mature": True, "linkable": True, "engaged": True}
ASSUMED = {
    "human_chat_cost": 5, "human_ticket_cost": 3, "human_minutes": 6, "contact_share": 0.5,
    "close_rate": 0.1, "deal_value": 1000, "gross_margin": 0.8,
}  # fmt: skip

# Ten conversations, nine of them engaged, by eight persons; five contained, one of those with a
# ticket; seven can be judged.
TALKS = [
    talk("a", DAY, person="p1", rung="durable", **CLAIMED),
    talk("a", DAY, person="p1", rung="durable", **CLAIMED),
    talk("a", DAY, person="p2", rung="durable", **CLAIMED),
    talk("a", DAY, person="p3", rung="durable", **CLAIMED),
    talk("a", DAY, person="p4", rung="ticketed", ticketed=True, **CLAIMED),
    *(talk("a", DAY, person=p, engaged=True, mature=True, escalated=True) for p in ("p5", "p6")),
    *(talk("a", DAY, person=p, engaged=True, rung="abandoned") for p in ("p7", "p8")),
    talk("a", DAY, person="p9", rung="abandoned"),
]


def journey(number: int, arm: str, days: int) -> Row:
    """A lead of 1 January 2025 that won after so many days, the deal closed on a day of March."""
    return {"lead_id": f"{arm}{number}", "arm": arm, "source": arm, "status": "won", "days": days,
            "bot_id": "a" if arm == "chatbot" else None, "closed_at": utc(DAY),
            "start_at": utc("2025-01-01"), "created_at": utc("2025-01-01")}  # fmt: skip


def lead(number: int, *, qualified: bool = False) -> Row:
    return {"lead_id": f"l{number}", "bot_id": "a", "source": "chatbot", "created_at": utc(DAY),
            "qualified": qualified}  # fmt: skip


def goal(session: str) -> Row:
    return {"bot_id": "a", "session_id": session, "started_at": utc(DAY), "completed": True}


MARCH: dict[str, list[Row]] = {
    "conversations": TALKS,
    "traffic": [{"bot_id": "a", "visitors": n, "at": utc(DAY)} for n in (250, 150)],
    "shown": [{"bot_id": "a", "ts": utc(DAY), "person": f"p{n}"} for n in range(20)],
    "goals": [goal("s1"), goal("s2"), goal("s3")],
    "tickets": [{"ticket_id": f"t{n}", "created_at": utc(DAY)} for n in range(4)],
    "incidents": [{"bot_id": "a", "ts": utc(DAY), "kind": "input_blocked"} for _ in range(2)],
    "inputs": [{"bot_id": "a", "ts": utc(DAY), "messages": n} for n in (30, 20)],
    "leads": [lead(1, qualified=True), lead(2, qualified=True), lead(3), lead(4), lead(5)],
    "deals": [deal("a", DAY, 1000.0), deal("a", DAY, 500.0),
              deal("a", DAY, 700.0, credit="assisted")],
    "orders": [order("a", DAY, 60.0), order("a", DAY, 40.0, credit="assisted"),
               order(None, DAY, 10.0, credit=None), order(None, DAY, 14.0, credit=None)],
    "costs": [cost("a", DAY, 300.0), cost("a", DAY, 100.0, category="development")],
    "journeys": [journey(1, "chatbot", 10), journey(2, "chatbot", 20), journey(3, "form", 30)],
}  # fmt: skip
DAYS_IN_MARCH, DAYS_A_MONTH = 31, 30.4375

ANSWERS: dict[str, Answer] = {
    # Eight persons wrote; the traffic has two rows.
    "usage_rate": (8 / 400, 8, 400, 2),
    "initiation_rate": (8 / 20, 8, 20, 20),
    "goal_session_rate": (3 / 10, 3, 10, 10),
    "tickets_per_1000_visitors": (10.0, 4, 400, 2),
    "inputs_blocked_per_1000": (40.0, 2, 50, 50),
    "sales_cycle_reduction_days": (30.0 - 15.0, None, None, 3),
    "sales_cycle_reduction_pct": (0.5, 15, 30, 3),
    "revenue_booked": (1500.0 + 60.0, None, None, 3),
    # A fifth of one deal and one order.
    "revenue_assisted": (0.2 * 740, None, None, 2),
    "revenue_influenced": (1560.0 + 148.0, None, None, 5),
    "revenue_expected": (5 * 0.1 * 1000, None, None, 5),
    "revenue_per_conversation": (1560 / 9, 1560, 9, 9),
    "order_value_lift": (50.0 - 12.0, None, None, 4),
    "total_cost": (400.0, 400.0, None, 2),
    "operating_cost": (300.0, 300.0, None, 1),
    "cost_per_lead": (80.0, 400, 5, 5),
    "cost_per_qualified_lead": (200.0, 400, 2, 2),
    "cost_per_won_deal": (200.0, 400, 2, 2),
    "cost_per_resolution": (100.0, 400, 4, 4),
    "deflection_cost_saved": (5 * 5.0, None, None, 10),
    "tickets_deflected": (4 * 0.5, None, None, 4),
    "durable_cost_saved": (4 * 0.5 * 5, None, None, 4),
    "net_cost_savings": (4 * 0.5 * 3 - 300, None, None, None),
    "agent_hours_saved": (5 * 6 / 60, None, None, 10),
    "agent_fte_saved": (0.5 / (160 * DAYS_IN_MARCH / DAYS_A_MONTH), None, None, None),
    "net_incremental_revenue": (1560.0 - 400.0, None, None, None),
    "net_value": (10 + 0.8 * 1560 - 400, None, None, None),
    "payback_multiple": (3.9, 1560, 400, 2),
    "roi": ((10 + 1708 - 400) / 400, 10 + 1708 - 400, 400, 2),
    # Ten chatbot leads won after 1 to 10 days, ten form leads after 11 to 20: see won_early.
    "sales_cycle_adjusted_chatbot_days": (5.0, None, None, 10),
    "sales_cycle_adjusted_form_days": (15.0, None, None, 10),
    "sales_cycle_adjusted_reduction_days": (10.0, None, None, 20),
    "sales_cycle_adjusted_reduction_pct": (10 / 15, 10, 15, 20),
}


def won_early() -> dict[str, list[Row]]:
    """Leads of 1 January 2025 that won on days 1 to 10 (chatbot) and 11 to 20 (form)."""
    leads = [journey(n, "chatbot", n) for n in range(1, 11)]
    leads += [journey(n, "form", n) for n in range(11, 21)]
    start = utc("2025-01-01")
    deals = [
        {"lead_id": one["lead_id"], "deal_id": one["lead_id"], "stage": "won", "created_at": start,
         "closed_at": start + dt.timedelta(days=one["days"])}
        for one in leads
    ]  # fmt: skip
    return {"journeys": leads, "deals": deals}


def march(kpi: str, **rows: Any) -> Row:
    """A figure of bot a in March, by the method booked where there are several."""
    project = config({"id": "a", "assume": dict(ASSUMED)})
    period = Calendar().parse("2026-03")
    got = evaluate(world(**rows), project, periods=[period], only={kpi})
    method = {"method": "booked"} if kpi == "net_incremental_revenue" else {}
    return figure(got, "a", kpi, **method)


def named(kpi: Kpi) -> str:
    return kpi.id


def test_every_composed_kpi_has_a_known_answer() -> None:
    assert set(ANSWERS) == {kpi.id for kpi in COMPOSED}


@pytest.mark.parametrize("kpi", COMPOSED, ids=named)
def test_known_answers(kpi: Kpi) -> None:
    got = march(kpi.id, **(won_early() if "_adjusted_" in kpi.id else MARCH))
    assert got["lack"] is None
    for part, number in zip(
        ("value", "numerator", "denominator", "n"), ANSWERS[kpi.id], strict=True
    ):
        assert got[part] == (number if number is None else pytest.approx(number)), part


NOTHING = {name: 0.0 for name in (
    "revenue_booked", "revenue_assisted", "revenue_influenced", "revenue_expected",
    "deflection_cost_saved", "tickets_deflected", "durable_cost_saved", "agent_hours_saved",
    "agent_fte_saved",
)}  # fmt: skip
"""Sums and prices of nothing are nothing; all others are null or wait for a cost."""
UNKNOWN_COST = {
    "total_cost", "operating_cost", "cost_per_lead", "cost_per_qualified_lead",
    "cost_per_won_deal", "cost_per_resolution", "net_cost_savings", "net_incremental_revenue",
    "net_value", "payback_multiple", "roi",
}  # fmt: skip


@pytest.mark.parametrize("kpi", COMPOSED, ids=named)
def test_no_rows_at_all(kpi: Kpi) -> None:
    got = march(kpi.id)
    assert got["value"] == NOTHING.get(kpi.id)
    assert got["why"] == _missing(kpi.id)


def _missing(kpi: str) -> str | None:
    """What a figure of nothing waits for; a median of the curve takes ten leads of each arm."""
    if kpi.startswith("sales_cycle_adjusted"):
        return "a median takes 10 more chatbot leads and 10 more form leads"
    return "no costs booked" if kpi in UNKNOWN_COST else None


FREE = [cost("a", DAY, 0.0)]
WITH_COST = {"costs": [cost("a", DAY, 9.0)]}
ZERO_DENOMINATOR: dict[str, dict[str, list[Row]]] = {
    "usage_rate": {"conversations": TALKS, "traffic": [{**MARCH["traffic"][0], "visitors": 0}]},
    "initiation_rate": {"conversations": TALKS},
    "goal_session_rate": {"goals": MARCH["goals"]},
    "tickets_per_1000_visitors": {"tickets": MARCH["tickets"]},
    "inputs_blocked_per_1000": {"incidents": MARCH["incidents"]},
    "sales_cycle_reduction_pct": {
        "journeys": [journey(1, "chatbot", 4), journey(2, "form", 0)],
    },
    "sales_cycle_adjusted_reduction_pct": {},
    "revenue_per_conversation": {"orders": MARCH["orders"]},
    "cost_per_lead": WITH_COST,
    "cost_per_qualified_lead": WITH_COST | {"leads": [lead(1)]},
    "cost_per_won_deal": WITH_COST,
    "cost_per_resolution": WITH_COST,
    "payback_multiple": {"costs": FREE, "orders": MARCH["orders"]},
    "roi": {"costs": FREE, "orders": MARCH["orders"]},
}


def test_every_quotient_has_a_zero_denominator() -> None:
    assert set(ZERO_DENOMINATOR) == {name for name, sides in ANSWERS.items() if sides[2]}


@pytest.mark.parametrize("kpi_id", ZERO_DENOMINATOR)
def test_a_zero_denominator_gives_no_number(kpi_id: str) -> None:
    got = march(kpi_id, **ZERO_DENOMINATOR[kpi_id])
    assert (got["value"], got["lack"]) == (None, None)


ONE = {name: rows[:1] for name, rows in MARCH.items()}
# One conversation that held, one lead (qualified), one deal of 1,000, one order of 60 in the
# session, one cost of 300, 250 visitors, 30 messages.
ONE_ROW: dict[str, float | None] = {
    "usage_rate": 1 / 250, "initiation_rate": 1.0, "goal_session_rate": 1.0,
    "tickets_per_1000_visitors": 4.0, "inputs_blocked_per_1000": 1000 / 30,
    "sales_cycle_reduction_days": None, "sales_cycle_reduction_pct": None,
    "sales_cycle_adjusted_chatbot_days": None, "sales_cycle_adjusted_form_days": None,
    "sales_cycle_adjusted_reduction_days": None, "sales_cycle_adjusted_reduction_pct": None,
    "revenue_booked": 1060.0, "revenue_assisted": 0.0, "revenue_influenced": 1060.0,
    "revenue_expected": 100.0, "revenue_per_conversation": 1060.0, "order_value_lift": None,
    "total_cost": 300.0, "operating_cost": 300.0, "cost_per_lead": 300.0,
    "cost_per_qualified_lead": 300.0, "cost_per_won_deal": 300.0, "cost_per_resolution": 300.0,
    "deflection_cost_saved": 5.0, "tickets_deflected": 0.5, "durable_cost_saved": 2.5,
    "net_cost_savings": 1.5 - 300, "agent_hours_saved": 0.1,
    "agent_fte_saved": 0.1 / (160 * DAYS_IN_MARCH / DAYS_A_MONTH),
    "net_incremental_revenue": 760.0, "net_value": 2.5 + 848 - 300,
    "payback_multiple": 1060 / 300, "roi": (2.5 + 1060 - 300) / 300,
}  # fmt: skip


@pytest.mark.parametrize("kpi", COMPOSED, ids=named)
def test_one_row_of_everything(kpi: Kpi) -> None:
    number = ONE_ROW[kpi.id]
    assert march(kpi.id, **ONE)["value"] == (number if number is None else pytest.approx(number))


def test_the_open_pipeline_is_the_same_in_every_period() -> None:
    # Open at as_of, whatever the period: it happened in none of them.
    rows = [deal("a", DAY, 70.0, stage="open", closed_at=None), deal("a", DAY, 5.0)]
    got = figures(world(deals=rows), config(), "2026-03", "2026-09")
    for period in ("2026-03", "2026-09"):
        assert figure(got, "a", "pipeline_open", period=period)["value"] == 70.0


def test_a_ticket_that_names_two_bots_counts_once_in_the_portfolio() -> None:
    rated = {"closed_at": utc(DAY), "created_at": utc(DAY)}
    tickets = [
        {"ticket_id": "t1", "bot_id": "a", "satisfied": True, **rated},
        {"ticket_id": "t1", "bot_id": "b", "satisfied": True, **rated},
        {"ticket_id": "t2", "bot_id": "b", "satisfied": False, **rated},
    ]
    found = world(tickets=tickets, conversations=talks("b", DAY, 1))
    got = figures(found, config({"id": "a"}, {"id": "b"}), "2026-03")
    sides = {bot: figure(got, bot, "csat_tickets") for bot in ("a", "b", "*")}
    numbers = {bot: (row["numerator"], row["denominator"]) for bot, row in sides.items()}
    assert numbers == {"a": (1, 1), "b": (1, 2), "*": (1, 2)}
