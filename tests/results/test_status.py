"""When a figure is final; dates by hand, from the data contract section 3."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import polars as pl
import pytest

from kpikit.kpi import registry
from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.evaluate.world import config, cost, deal, talk, utc, world

Row = dict[str, Any]
DAY = dt.date


@functools.cache
def october(as_of: str, zone: str = "UTC", hours: int = 24) -> pl.DataFrame:
    """The October results of two bots, as of an instant."""
    facts = world(
        conversations=[talk("a", "2026-10-05"), talk("b", "2026-10-05")],
        costs=[cost("*", "2026-10-01", 5.0)],
        as_of=utc(as_of),
    )
    bots = ({"id": "a", "assume": {"close_rate": 1, "deal_value": 1}}, {"id": "b", "type": "shop"})
    project = config(*bots, timezone=zone, windows={"return_hours": hours})
    period = Calendar(zone).parse("2026-10")
    found = build_results(facts, project, period=period, now=utc("2028-01-01"))
    return found.filter(pl.col("period") == "2026-10", pl.col("segment").is_null())


def at(as_of: str, kpi: str, *, bot: str = "a", method: str = "", **project: Any) -> Row:
    """The October row of a KPI."""
    keys = (pl.col("bot_id") == bot, pl.col("kpi") == kpi, pl.col("method") == method)
    return october(as_of, **project).row(by_predicate=pl.all_horizontal(keys), named=True)


@pytest.mark.parametrize(
    ("kpi", "final_on"),
    [
        ("containment_rate", DAY(2026, 11, 1)),
        ("revenue_booked", DAY(2026, 11, 1)),
        ("sales_cycle_chatbot_days", DAY(2026, 11, 1)),
        ("agent_fte_saved", None),  # unavailable: no assumption
        ("resolution_rate", DAY(2026, 11, 8)),
        ("deflection_gap", DAY(2026, 11, 8)),
        ("first_contact_resolution", DAY(2026, 11, 8)),
        ("rung_durable", DAY(2026, 11, 8)),
        ("rung_escalated", DAY(2026, 11, 1)),
        ("mature_conversations", DAY(2026, 11, 8)),
        ("tickets_deflected", DAY(2026, 11, 8)),
        ("cost_per_resolution", DAY(2026, 11, 8)),
        ("net_value", DAY(2026, 11, 8)),
        ("roi", DAY(2026, 11, 8)),
        ("lead_to_meeting_rate", DAY(2026, 12, 1)),
        ("lead_to_opportunity_days", DAY(2026, 12, 1)),
        ("form_lead_to_meeting_rate", DAY(2026, 12, 1)),
        ("close_rate", DAY(2027, 4, 30)),
        ("revenue_expected", DAY(2027, 4, 30)),
        ("conversion_rate", DAY(2027, 1, 30)),
    ],
)
def test_a_figure_is_final_once_its_windows_have_passed(kpi: str, final_on: dt.date | None) -> None:
    row = at("2027-06-01", kpi)
    assert row["final_on"] == final_on
    if final_on is None:
        assert row["status"] == "unavailable"
        return
    assert (row["status"], row["reason"]) == ("final", None)
    assert at(f"{final_on}", kpi)["status"] == "final"
    late = dt.datetime.combine(final_on, dt.time()) - dt.timedelta(seconds=1)
    early = at(f"{late}", kpi)
    assert (early["status"], early["final_on"]) == ("provisional", final_on)
    assert early["reason"] is not None


def test_the_list_of_what_waits_is_the_contracts() -> None:
    waits = {kpi.id: kpi.settles for kpi in registry().published() if kpi.settles != "end"}
    tickets = {
        "resolution_rate", "deflection_gap", "first_contact_resolution", "rung_ticketed",
        "rung_returned", "rung_pending", "rung_unverifiable", "rung_durable",
        "mature_conversations", "tickets_deflected", "durable_cost_saved", "net_cost_savings",
        "cost_per_resolution", "net_value", "roi",
    }  # fmt: skip
    stage = {
        "lead_to_mql_rate", "mql_to_sql_rate", "sql_to_opportunity_rate", "lead_to_meeting_rate",
        "lead_to_opportunity_rate", "lead_to_opportunity_days", "form_lead_to_meeting_rate",
    }  # fmt: skip
    close = {"close_rate", "opportunity_to_won_rate", "form_close_rate", "revenue_expected"}
    expected = dict.fromkeys(tickets, "tickets") | dict.fromkeys(stage, "stage")
    expected |= dict.fromkeys(close, "close") | {"conversion_rate": "attribution"}
    assert waits == expected


def test_reasons_say_what_can_still_change() -> None:
    assert at("2026-10-20", "containment_rate")["reason"] == "the period has not ended"
    assert at("2026-11-02", "resolution_rate")["reason"] == "tickets and returns can still follow"
    assert at("2026-11-02", "close_rate")["reason"] == "deals can still close"


def test_a_credit_window_is_the_bots_own_and_the_portfolios_the_longest() -> None:
    assert at("2026-12-01", "conversion_rate", bot="b")["final_on"] == DAY(2026, 11, 15)
    assert at("2026-12-01", "conversion_rate", bot="*")["final_on"] == DAY(2027, 1, 30)


def test_a_bot_that_nobody_configured_is_one_of_the_portfolios() -> None:
    """The shop is credited for 14 days, a bot of no type for 90 as every other type is."""
    facts = world(conversations=[talk("b", "2026-10-05"), talk("seen", "2026-10-05")],
                  as_of=utc("2026-12-01"))  # fmt: skip
    found = build_results(facts, config({"id": "b", "type": "shop"}),
                          period=Calendar().parse("2026-10"), now=utc("2027-01-01"))  # fmt: skip
    asked = found.filter(kpi="conversion_rate", period="2026-10")
    days = dict(asked.select("bot_id", "final_on").iter_rows())
    assert days == {"b": DAY(2026, 11, 15), "seen": DAY(2027, 1, 30), "*": DAY(2027, 1, 30)}


def test_the_longer_of_the_ticket_and_return_windows_counts() -> None:
    row = at("2026-12-01", "resolution_rate", hours=240)
    assert row["final_on"] == DAY(2026, 11, 11)


def test_expected_net_waits_for_the_deals_it_expects() -> None:
    assert at("2026-12-01", "net_incremental_revenue", method="booked")["status"] == "final"
    expected = at("2026-12-01", "net_incremental_revenue", method="expected")
    assert (expected["status"], expected["final_on"]) == ("provisional", DAY(2027, 4, 30))


def test_the_day_is_local_and_the_first_on_whose_start_all_is_settled() -> None:
    # October ends in Berlin at 23:00 UTC; seven days later it is midnight again.
    row = at("2026-11-30", "resolution_rate", zone="Europe/Berlin")
    assert row["final_on"] == DAY(2026, 11, 8)
    assert at("2026-11-07 23:00", "resolution_rate", zone="Europe/Berlin")["status"] == "final"
    # 168 hours from 1 November, 00:00, end in New York at 23:00: clocks went back meanwhile.
    row = at("2026-11-30", "resolution_rate", zone="America/New_York")
    assert row["final_on"] == DAY(2026, 11, 8)


def test_an_amount_without_a_rate_stays_provisional_without_a_date() -> None:
    facts = world(deals=[deal("a", "2026-10-05", None)], as_of=utc("2027-06-01"))
    period = Calendar().parse("2026-10")
    found = build_results(facts, config(), period=period, now=utc("2028-01-01"))
    row = found.filter(
        pl.col("bot_id") == "a", pl.col("kpi") == "revenue_booked", pl.col("period") == "2026-10"
    ).row(0, named=True)
    assert (row["status"], row["final_on"]) == ("provisional", None)
    assert row["reason"] == "1 amount without an exchange rate"


def test_not_applicable_comes_before_unavailable() -> None:
    facts = world(absent=["leads", "deals"])
    project = config({"id": "a", "type": "support"})
    period = Calendar().parse("2026-10")
    found = build_results(facts, project, period=period, now=utc("2028-01-01"))
    rows = found.filter(pl.col("bot_id") == "a", pl.col("kpi") == "leads_captured")
    assert set(rows.get_column("status")) == {"not_applicable"}
    assert set(rows.get_column("verdict")) == {"none"}
