"""kpikit on the demo against the truths planted in it: every bot, the portfolio, every month.

Expected values come from truth.json, which the generator's own bookkeeping wrote; the quarter and
the portfolio are sums of its months and bots.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.config import load_config
from kpikit.evaluate import evaluate
from kpikit.facts import build_facts
from kpikit.periods import Calendar
from kpikit.project import Project
from kpikit.sources import load_tables
from kpikit.visible import default_as_of

if TYPE_CHECKING:
    from kpikit.facts import Facts
    from kpikit.tables import Tables
    from tests.demo.conftest import Demo

NOW = dt.datetime(2026, 10, 3, 7, tzinfo=dt.UTC)
BOTS = ("support-bot", "sales-bot", "shop-bot", "*")
ARMS = ("treatment", "control")
MONTHS = [f"{2025 + (3 + i) // 12}-{(3 + i) % 12 + 1:02d}" for i in range(18)]
PERIODS = {month: [month] for month in MONTHS} | {"2026-Q3": MONTHS[-3:]}

SIDES = {
    "containment_rate": ("contained", "conversations"),
    "containment_rate_engaged": ("contained", "engaged"),
    "resolution_rate": ("resolved", "judged"),
    "deflection_gap": ("judged_ticketed", "judged"),
    "escalation_rate": ("escalated", "conversations"),
    "escalation_rate_frustration": ("escalated_frustration", "conversations"),
    "escalation_rate_explicit_ask": ("escalated_explicit_ask", "conversations"),
    "escalation_rate_unanswered": ("escalated_unanswered", "conversations"),
    "escalation_rate_high_intent": ("escalated_high_intent", "conversations"),
    "escalation_rate_unknown": ("escalated_unknown", "conversations"),
    "hallucination_rate": ("hallucination_wrong", "hallucination_reviews"),
    "fallback_rate": ("fallback_messages", "bot_messages"),
    "completion_rate": ("completed", "conversations"),
    "activation_rate": ("engaged", "conversations"),
    "messages_per_resolved": ("messages_of_contained", "contained"),
    "lead_capture_rate": ("lead_conversations", "conversations"),
    "qualified_lead_rate": ("leads_qualified", "leads"),
    "lead_to_meeting_rate": ("leads_with_meeting", "leads"),
    "close_rate": ("leads_won", "leads"),
    "csat": ("satisfied", "rated"),
    "goal_completion_rate": ("goals_completed", "goals_attempted"),
    "goal_session_rate": ("goals_completed", "conversations"),
}
VALUES = {
    "conversations": "conversations",
    "engaged_conversations": "engaged",
    "mature_conversations": "mature",
    "leads_captured": "leads",
    "qualified_leads": "leads_qualified",
    "revenue_sourced": "revenue_sourced_deals",
    "revenue_orders": "revenue_direct_orders",
    "total_cost": "total_cost",
} | {
    f"rung_{rung}": f"rung_{rung}"
    for rung in ("escalated", "unknown", "abandoned", "ticketed", "returned", "pending",
                 "unverifiable", "durable")
}  # fmt: skip
ASSIST_WEIGHT = 0.2


@pytest.fixture(scope="module")
def tables(demo: Demo) -> Tables:
    return load_tables(load_config(demo.folder / "kpikit.yml"), now=NOW)


@pytest.fixture(scope="module")
def facts(demo: Demo, tables: Tables) -> Facts:
    config = load_config(demo.folder / "kpikit.yml")
    return build_facts(tables, config, as_of=default_as_of(tables))


@pytest.fixture(scope="module")
def figures(demo: Demo, facts: Facts) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Rows of kpikit's evaluation by bot, period and KPI."""
    config = load_config(demo.folder / "kpikit.yml")
    calendar = Calendar(config.timezone, config.fiscal_year_start)
    rows = evaluate(facts, config, periods=[calendar.parse(period) for period in PERIODS])
    rows = rows.filter(rows["method"].is_in(["", "booked"]))
    return {(row["bot_id"], row["period"], row["kpi"]): row for row in rows.iter_rows(named=True)}


@pytest.fixture(scope="module")
def planted(demo: Demo) -> dict[tuple[str, str], dict[str, float]]:
    """Truths by bot and period, added up where kpikit must add up."""
    sums: dict[tuple[str, str], dict[str, float]] = {}
    for period, months in PERIODS.items():
        for bot in BOTS:
            total: dict[str, float] = defaultdict(float)
            for one in BOTS[:-1] if bot == "*" else (bot,):
                for month in months:
                    for name, value in demo.months(one)[month].items():
                        total[name] += value if isinstance(value, int | float) else 0
            sums[bot, period] = total
    for (bot, period), total in sums.items():
        # What is shared is split by the period's conversations, not month by month.
        shared = sum(demo.truth["project"][month]["shared_cost"] for month in PERIODS[period])
        share = total["conversations"] / sums["*", period]["conversations"]
        assert bot != "*" or share == 1
        total["total_cost"] = total["own_cost"] + shared * share
    return sums


def not_applicable(row: dict[str, Any]) -> bool:
    return bool(row["lack"] == "not_applicable")


@pytest.mark.parametrize("kpi", SIDES)
def test_ratios(kpi: str, figures: Any, planted: Any) -> None:
    above, below = SIDES[kpi]
    for (bot, period), truth in planted.items():
        row = figures[bot, period, kpi]
        if not_applicable(row):
            assert truth[above] == truth[below] * (below == "conversations") * 0
            continue
        assert row["numerator"] == pytest.approx(truth[above]), f"{bot} {period}"
        assert row["denominator"] == pytest.approx(truth[below]), f"{bot} {period}"
        assert row["value"] == (
            pytest.approx(truth[above] / truth[below]) if truth[below] else None
        )


@pytest.mark.parametrize("kpi", VALUES)
def test_counts_and_sums(kpi: str, figures: Any, planted: Any) -> None:
    for (bot, period), truth in planted.items():
        row = figures[bot, period, kpi]
        expected = truth[VALUES[kpi]]
        if not_applicable(row):
            assert expected == 0
        else:
            # Costs of a month are rounded to a cent's ten-thousandth in the truths.
            assert row["value"] == pytest.approx(expected, abs=1e-4), f"{bot} {period}"


def test_money_adds_up(figures: Any, planted: Any) -> None:
    for (bot, period), truth in planted.items():
        booked = truth["revenue_sourced_deals"] + truth["revenue_direct_orders"]
        net = figures[bot, period, "net_incremental_revenue"]
        if not_applicable(net):
            assert bot == "support-bot"
            continue
        assert figures[bot, period, "revenue_booked"]["value"] == pytest.approx(booked)
        assert net["value"] == pytest.approx(booked - truth["total_cost"], abs=1e-4)
        assisted = truth["revenue_assisted_deals"] + truth["revenue_assisted_orders"]
        row = figures[bot, period, "revenue_assisted"]
        assert row["value"] == pytest.approx(ASSIST_WEIGHT * assisted)


def test_latency(demo: Demo, figures: Any) -> None:
    for bot in BOTS[:-1]:
        for month in MONTHS:
            truth = demo.months(bot)[month]
            for quantile in ("p50", "p99"):
                row = figures[bot, month, f"time_to_first_answer_{quantile}"]
                assert row["n"] == truth["answers"]
                expected = truth.get(f"latency_{quantile}")
                assert row["value"] == (pytest.approx(expected, abs=1e-6) if expected else None)


def test_the_form_and_the_cycle_are_the_projects(demo: Demo, figures: Any) -> None:
    for month in MONTHS:
        truth = demo.truth["project"][month]
        for bot in BOTS:
            row = figures[bot, month, "form_lead_to_meeting_rate"]
            if not not_applicable(row):
                assert row["numerator"] == truth["form_leads_with_meeting"]
                assert row["denominator"] == truth["form_leads"]
            row = figures[bot, month, "sales_cycle_form_days"]
            if not not_applicable(row):
                assert row["value"] == truth["cycle_form_days"]
                assert row["n"] == truth["cycle_form_n"]
        row = figures["sales-bot", month, "sales_cycle_chatbot_days"]
        assert row["value"] == truth["cycle_chatbot_days"]
        assert row["n"] == truth["cycle_chatbot_n"]


def test_rejected_rows(demo: Demo, tables: Tables, facts: Facts) -> None:
    rows = demo.truth["rows"]
    report = tables.quality.tables
    assert report["events"].quarantined == rows["events_bad"]
    assert report["events"].kept == rows["events"] + rows["events_redelivered"]
    assert (report["tickets"].quarantined, report["costs"].quarantined) == (2, 1)
    for name in ("leads", "deals", "orders", "reviews", "traffic", "changes", "assignments"):
        assert (report[name].read, report[name].quarantined) == (rows[name], 0)
    assert facts.as_of == dt.datetime(2026, 10, 3, 6, tzinfo=dt.UTC)
    assert statistics.fmean(facts.conversations["linkable"]) < 1


def test_the_planted_lift_is_within_the_interval(demo: Demo) -> None:
    """The arms are in truth.json; a conversion brings what its orders did."""
    rows = Project(load_config(demo.folder), NOW).metrics("2026-Q3", bots=["shop-bot"])
    whole = rows.filter(pl.col("segment").is_null())
    row = whole.row(by_predicate=pl.col("method") == "holdout", named=True)
    spent = whole.row(by_predicate=pl.col("kpi") == "total_cost", named=True)["value"]
    arms = demo.truth["holdout"]
    visitors, bought = ([arms[arm][of] for arm in ARMS] for of in ("visitors", "converted"))
    orders = pl.read_parquet(demo.folder / "data" / "assignments.parquet")
    brought = orders.get_column("revenue").sum() / sum(bought)
    usual = visitors[0] * bought[1] / visitors[1]
    assert row["value"] == pytest.approx((bought[0] - usual) * brought - spent)
    # What was planted: 15 % more buyers than there would have been.
    assert row["low"] < 0.15 * usual * brought - spent < row["high"]
