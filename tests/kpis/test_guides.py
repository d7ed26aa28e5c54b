"""The worked examples of the guides, computed: section E of the catalogue, each with its check."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import kpikit as kk
from kpikit.evaluate import evaluate
from kpikit.headline import HEADLINES
from kpikit.kpi import registry
from kpikit.periods import Calendar
from kpikit.results import build_results
from tests import build
from tests.evaluate.world import config, cost, deal, figure, order, talk, utc, world
from tests.kpis.frames import rows

Row = dict[str, Any]
DAY = "2026-03-05"
HELD = {"contained": True, "mature": True, "linkable": True, "rung": "durable"}


def march(kpi: str, assume: Row | None = None, **facts: Any) -> Row:
    """A figure of bot a in March."""
    period = Calendar().parse("2026-03")
    project = config({"id": "a", "assume": assume or {}})
    method = {"method": "booked"} if kpi == "net_incremental_revenue" else {}
    return figure(
        evaluate(world(**facts), project, periods=[period], only={kpi}), "a", kpi, **method
    )


def many(template: Row, count: int) -> list[Row]:
    return [template] * count


def test_deflection_saving() -> None:
    # E01: 50,000 conversations, 70% contained, $15 each: $525,000. Z17: at the other guide's cost
    # of a ticket, $1.2 to $2, the same conversations save $42,000 to $70,000.
    talks = many(talk("a", DAY, contained=True), 35_000) + many(talk("a", DAY), 15_000)
    saved = {
        price: march("deflection_cost_saved", {"human_chat_cost": price}, conversations=talks)
        for price in (15, 1.2, 2)
    }
    values = {price: row["value"] for price, row in saved.items()}
    assert values == pytest.approx({15: 525_000, 1.2: 42_000, 2: 70_000})


def test_many_conversations_or_many_leads() -> None:
    # E02: 10,000 conversations without a lead against 1,000 with 80 qualified ones: 8.0%.
    loud = rows("conversations", *many(talk("a", DAY), 10_000))
    useful = many(talk("b", DAY, lead_created=True), 80) + many(talk("b", DAY), 920)
    leads = rows("leads", *many({"source": "chatbot", "qualified": True}, 80))
    assert kk.lead_capture_rate(loud)["value"].item() == 0.0
    assert kk.lead_capture_rate(rows("conversations", *useful))["value"].item() == 0.08
    assert kk.qualified_leads(leads)["value"].item() == 80.0
    assert kk.qualified_lead_rate(leads)["value"].item() == 1.0


def test_one_wrong_answer_in_twenty() -> None:
    # E03: 5% of answers; of five answers at least one is wrong in 1 - 0.95^5 = 22.6% of cases.
    reviews = many({"kind": "hallucination", "passed": False, "weight": 1.0}, 5)
    reviews += many({"kind": "hallucination", "passed": True, "weight": 1.0}, 95)
    rate = kk.hallucination_rate(rows("reviews", *reviews))["value"].item()
    assert rate == 0.05
    assert round(1 - (1 - rate) ** 5, 3) == 0.226
    band = registry()["hallucination_rate"].band("support")
    assert band is not None
    assert rate == band.bad_low


def test_payback_is_one_more_than_net_over_cost() -> None:
    # E05: 5 to 50 times the cost, below 2 is a problem. At 5 times the cost, net is 4 times.
    given = {"deals": [deal("a", DAY, 5000.0)], "costs": [cost("a", DAY, 1000.0)]}
    assert march("payback_multiple", **given)["value"] == 5.0
    assert march("net_incremental_revenue", **given)["value"] == 4 * 1000.0


def results(targets: Row | None = None, **facts: Any) -> dict[str, Row]:
    """The rows of bot a in March, with targets and intervals."""
    project = config({"id": "a", "launch": "2025-01-01", "targets": targets or {}})
    period = Calendar().parse("2026-03")
    made = build_results(world(**facts), project, period=period, now=utc("2026-12-01"))
    whole = pl.col("segment").is_null() & (pl.col("period") == period.id)
    rows = made.filter(whole, pl.col("bot_id") == "a").iter_rows(named=True)
    return {row["kpi"]: row for row in rows}


def test_fewer_tickets_with_satisfaction_unchanged_are_two_conditions() -> None:
    # E06: tickets from the website 15% down, satisfaction on par. From 10 per 1,000 visitors to
    # 8 is enough; from 80% satisfied to 70% is not.
    facts = {
        "tickets": [{"ticket_id": f"t{n}", "created_at": utc(DAY)} for n in range(8)],
        "traffic": [{"bot_id": "a", "at": utc(DAY), "visitors": 1000}],
        "ratings": [
            {"bot_id": "a", "session_id": f"s{n}", "rated_at": utc(DAY), "satisfied": n < 700}
            for n in range(1000)
        ],
    }
    targets = {"tickets_per_1000_visitors": {"value": 8.5}, "csat": {"value": 0.8}}
    found = results(targets, **facts)
    assert found["tickets_per_1000_visitors"]["value"] == 8.0
    assert found["tickets_per_1000_visitors"]["target_status"] == "met"
    assert found["csat"]["target_status"] == "missed"


def test_a_sample_of_a_hundred_is_wide() -> None:
    # E08: 90 of 100 random conversations right: between about 83 and 94 of a hundred.
    reviews = [
        {"bot_id": "a", "session_id": f"s{n}", "item_at": utc(DAY), "kind": "intent",
         "passed": n < 90, "weight": 1.0}
        for n in range(100)
    ]  # fmt: skip
    row = results(reviews=reviews)["intent_accuracy"]
    assert row["value"] == 0.9
    assert (row["low"], row["high"]) == pytest.approx((0.83, 0.94), abs=0.015)


@pytest.mark.parametrize("weight", [0.1, 0.2, 0.3])
def test_assisted_credit_is_a_part(weight: float) -> None:
    # E07: 10 to 30% of the value of what was touched.
    touched = [deal("a", DAY, 7000.0, credit="assisted")]
    got = march("revenue_assisted", {"assist_weight": weight}, deals=touched)
    assert got["value"] == pytest.approx(7000 * weight)


@pytest.mark.parametrize("kpi", ["conversations", "engaged_conversations"])
def test_activity_is_no_headline(kpi: str) -> None:
    # E09, E18: 12,438 conversations this month: no verdict, and at the top of no report.
    assert registry()[kpi].better is None
    assert not registry()[kpi].bands
    assert all(kpi not in ids for ids in HEADLINES.values())


def test_usage() -> None:
    # E10: 20,000 visitors, of whom 1,000 interact: 5%.
    talks = [talk("a", DAY, engaged=True, person=f"p{n}") for n in range(1000)]
    traffic = [{"bot_id": "a", "at": utc(DAY), "visitors": 20_000}]
    assert march("usage_rate", conversations=talks, traffic=traffic)["value"] == 0.05


def test_initiation() -> None:
    # E11: 2,000 saw it, 300 sent a message: 15%.
    talks = [talk("a", DAY, engaged=True, person=f"p{n}") for n in range(300)]
    shown = [{"bot_id": "a", "ts": utc(DAY), "person": f"p{n}"} for n in range(2000)]
    assert march("initiation_rate", conversations=talks, shown=shown)["value"] == 0.15


def test_repeat_users() -> None:
    # E12: 1,000 users, 250 of whom returned: 25%.
    talks = [talk("a", DAY, engaged=True, user_id=f"u{n}") for n in range(1000)]
    talks += talks[:250]
    assert kk.repeat_user_rate(rows("conversations", *talks))["value"].item() == 0.25


def test_goal_completion() -> None:
    # E13: 1,000 start a refund, 720 finish: 72%.
    goals = many({"completed": True}, 720) + many({"completed": False}, 280)
    assert kk.goal_completion_rate(rows("goals", *goals))["value"].item() == 0.72


def test_satisfaction() -> None:
    # E14: 400 responses, 320 positive: 80%.
    ratings = many({"satisfied": True}, 320) + many({"satisfied": False}, 80)
    assert kk.csat(rows("ratings", *ratings))["value"].item() == 0.8


@pytest.mark.parametrize(("filler", "seconds"), [(0, 4.0), (3, 16.0)])
def test_filler_is_no_answer(filler: int, seconds: float) -> None:
    # E15: a billing question answered after 4 seconds; after three fillers, each 4 seconds, it
    # takes 16, although the first reply came as fast.
    four = build.at(4 / 60) - build.at()
    events = [build.event("message.user", build.at())]
    events += [
        build.event("message.bot", build.at() + n * four, kind="filler")
        for n in range(1, filler + 1)
    ]
    events.append(build.event("message.bot", build.at() + (filler + 1) * four, kind="answer"))
    conversations = build.facts(events=events).conversations
    assert kk.time_to_meaningful_response_s(conversations)["value"].item() == seconds
    assert kk.time_to_first_response_s(conversations)["value"].item() == 4.0


def test_cost_per_resolution() -> None:
    # E16: $2,200 a month, 8,000 resolved: $0.275.
    given = {"conversations": many(talk("a", DAY, **HELD), 8000), "costs": [cost("a", DAY, 2200.0)]}
    assert march("cost_per_resolution", **given)["value"] == 0.275


def test_time_saved() -> None:
    # E17: 8 minutes x 5,000 tickets: 666.67 hours, 4.2 people at 160 hours a month. March has 31
    # days, a mean month 30.4375.
    talks = many(talk("a", DAY, contained=True), 5000)
    hours = march("agent_hours_saved", {"human_minutes": 8}, conversations=talks)["value"]
    people = march("agent_fte_saved", {"human_minutes": 8}, conversations=talks)["value"]
    assert hours == pytest.approx(666.67, abs=0.005)
    assert people * 31 / 30.4375 == pytest.approx(4.1667, abs=1e-4)


def test_return_on_investment_has_one_meaning() -> None:
    # Z15: (gains - cost) / cost. With gross savings, (revenue + savings) / cost is exactly 1 more;
    # with savings already net of a running cost equal to the whole cost it is the same.
    given = {
        "conversations": many(talk("a", DAY, **HELD), 100),
        "orders": [order("a", DAY, 900.0)],
        "costs": [cost("a", DAY, 400.0)],
    }
    assume = {"human_chat_cost": 5, "human_ticket_cost": 5}
    roi, saved, net, revenue = (
        march(kpi, assume, **given)["value"]
        for kpi in ("roi", "durable_cost_saved", "net_cost_savings", "revenue_influenced")
    )
    assert roi == (500 + 900 - 400) / 400
    assert (revenue + saved) / 400 == roi + 1
    assert (revenue + net) / 400 == roi
