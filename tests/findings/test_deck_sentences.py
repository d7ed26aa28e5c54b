"""Sentences for slides: by hand from small changes to the sample."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit import findings
from kpikit.context import Assumed, Owner
from kpikit.snapshot import Snapshot
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import View

SAMPLE = snapshot()


def told(bot: str, changes: dict[str, dict[str, Any]], *, method: str = "") -> View:
    """A view of the sample with columns of some KPIs changed in its last month."""
    frame = SAMPLE.results
    for kpi, columns in changes.items():
        mine = (
            (pl.col("kpi") == kpi) & (pl.col("bot_id") == bot) & (pl.col("period") == "2026-09")
        ) & pl.col("method").is_in([method, "booked"])
        for name, value in columns.items():
            new = pl.lit(value, SAMPLE.results.schema[name])
            frame = frame.with_columns(pl.when(mine).then(new).otherwise(name).alias(name))
    return Snapshot(frame, SAMPLE.context).view(bot)


def test_the_net_is_counted_by_its_sign() -> None:
    view = SAMPLE.view("pricing")
    rows = view.history("net_incremental_revenue")
    assert findings.net_by_month(rows).title == (
        "Net incremental revenue was above zero in all 13 months; September 2026 ended at $98.3k"
    )
    lost = told("pricing", {"net_incremental_revenue": {"value": -5_000.0}})
    assert findings.net_by_month(lost.history("net_incremental_revenue")).title == (
        "Net incremental revenue was above zero in 12 of 13 months; September 2026 ended at −$5.0k"
    )
    assert findings.net_by_month(rows[-1:]).title == (
        "Net incremental revenue in September 2026: $98.3k"
    )
    assert findings.net_by_month(rows[-2:]).title.split("; ")[0] == (
        "Net incremental revenue was above zero in both months"
    )
    assert findings.net_by_month([]).title == "No net to show over time"


def test_what_is_left_of_the_income() -> None:
    view = SAMPLE.view("pricing")
    income, net = view["revenue_booked"], view["net_incremental_revenue"]
    assert findings.left_over(income, net).title == "Of $134.6k booked, $98.3k is left after costs"
    view = SAMPLE.view("help")
    title = findings.left_over(view["durable_cost_saved"], view["net_value"]).title
    assert title == "Costs exceed the $26.9k saved by $56.7k, provisional until 9 Oct"


def test_change_is_said_only_where_it_is_known() -> None:
    fell: dict[str, Any] = {"value": 0.712, "prior_value": 0.761, "change": -0.049}

    def against(**more: Any) -> str:
        shown = told("pricing", {"csat": fell | more})
        return findings.against(shown["csat"], "August 2026").replace("\N{NO-BREAK SPACE}", " ")

    # Not tested and without an interval: both values, and no word on what that means.
    assert against() == "CSAT was 76.1% in August 2026, now 71.2%."
    steady = "CSAT was 76.1% in August 2026, now 71.2%; not distinguishable from usual movement."
    assert against(flag="none") == steady
    assert against(change_low=-0.1, change_high=0.01) == steady
    moved = "CSAT moved −4.9 pts on August 2026, from 76.1% to 71.2%."
    assert against(flag="down") == moved
    assert against(change_low=-0.1, change_high=-0.01) == moved
    # What the change rule says goes before the interval of one step.
    assert against(flag="none", change_low=-0.1, change_high=-0.01) == steady
    unknown = told("pricing", {"csat": {"change": None}})
    assert findings.against(unknown["csat"], "August 2026") == ""


def test_assumptions_are_counted_with_their_defaults() -> None:
    given = Assumed("a", "close_rate", 0.1, 0.05, 0.2)
    default = Assumed("a", "fte_hours", 160.0, default=True)
    derived = Assumed("a", "human_chat_cost", 12.06, default=True)  # of two that are given
    assert findings.assumed([given]).title == "One assumption stands behind the money"
    assert findings.assumed([given, default, derived]).title == (
        "Two assumptions stand behind the money; one is at kpikit's default"
    )


def test_targets_are_counted_and_named() -> None:
    view = SAMPLE.view("pricing")
    rows = [view[kpi] for kpi in ("net_incremental_revenue", "qualified_leads", "csat")]
    assert findings.targets(rows).title == "Two of three measures met their target; CSAT did not"
    assert findings.targets(rows[2:]).title == (
        "CSAT missed its target: 71.2% (on 389 ratings, no interval) against 80.0%"
    )
    sure = [dataclasses.replace(rows[2], low=0.69, high=0.73)]
    assert findings.targets(sure).title == "CSAT missed its target: 71.2% against 80.0%"
    missed = told("pricing", {"qualified_leads": {"target_status": "missed"}})
    rows = [missed[kpi] for kpi in ("qualified_leads", "csat")]
    title = "No measure met its target: qualified leads and CSAT missed"
    assert findings.targets(rows).title == title
    # One of them may have met it: what nobody can tell is not denied.
    rows[0] = dataclasses.replace(rows[0], target_status="cannot_tell")
    assert findings.targets(rows).title == (
        "No measure is shown to have met its target: CSAT missed; one cannot be told"
    )
    assert findings.targets([view["conversations"]]).title == "No measure has a target yet"


def test_the_first_and_the_last_of_the_bots_are_named() -> None:
    pricing, hostile = SAMPLE.view("pricing"), SAMPLE.view("hostile")
    assert findings.by_bot([pricing]).title == "Pricing Bot booked $98.3k more than it cost"
    lost = told("hostile", {"net_incremental_revenue": {"value": -2_500.0}})
    assert findings.by_bot([lost, pricing]).title == (
        "Pricing Bot booked $98.3k more than it cost, the most of two chatbots; "
        f"{hostile.bot.name} cost $2.5k more than it booked"
    )
    assert "fell short by $2.5k" in findings.by_bot([lost]).title
    assert findings.by_bot([SAMPLE.view("help")]).title == (
        "No chatbot has booked revenue and cost yet"
    )


GOOD = {"verdict": "good", "target_status": "met"}
PAID_BADLY = {"payback_multiple": {"value": 0.8, "verdict": "bad", "status": "final"}}
DECISIONS = [
    ("pricing", {"payback_multiple": {"value": 0.8, "verdict": "bad"}},
     "Decide: fix or stop Pricing Bot; it booked 0.8× the cost."),
    ("help", {}, "Decide: how to bring the cost of Help Desk Bot below what it saved; net value"),
    ("help", {"net_value": {"value": 900.0, **GOOD}},
     "Decide: fund work on CSAT (71.2%, target 80.0%; it has no owner yet) or change the target."),
    # Its CSAT misses its target, too; what nobody has proven is worth more.
    ("pricing", {"csat": {"verdict": "none"}},
     "Decide: run a holdout, so that the $98.3k net can be shown to come from the bot."),
    ("pricing", {"csat": {"verdict": "bad"}},
     "Decide: fund work on CSAT (71.2%, target 80.0%; it has no owner yet) or change the target."),
    ("help", {"net_value": {"value": 900.0, **GOOD}, "csat": GOOD},
     "Decide: keep Help Desk Bot running as it is; it covered the cost."),
]  # fmt: skip


@pytest.mark.parametrize(("bot", "changes", "wanted"), DECISIONS)
def test_one_decision_is_asked_for(bot: str, changes: dict[str, Any], wanted: str) -> None:
    assert findings.decision(told(bot, changes)).startswith(wanted)


def test_the_owner_of_a_target_is_named() -> None:
    owner = Owner("help", "csat", "Head of Service")
    context = dataclasses.replace(SAMPLE.context, owners=(owner,))
    changes = {"net_value": {"value": 900.0, **GOOD}}
    view = dataclasses.replace(told("help", changes), context=context)
    assert "(71.2%, target 80.0%; its owner: Head of Service) or change" in findings.decision(view)


def test_a_bot_that_serves_is_never_stopped_for_its_payback() -> None:
    assert "stop" not in findings.decision(told("help", PAID_BADLY))


def test_a_first_period_that_is_no_whole_one_is_not_judged() -> None:
    view = told("pricing", PAID_BADLY)
    bot = dataclasses.replace(view.bot, launch=dt.date(2026, 8, 12))
    assert findings.decision(dataclasses.replace(view, bot=bot)) == (
        "Decide: what Pricing Bot is to reach next. Pricing Bot started on 12 Aug 2026, so "
        "August 2026 is no whole period to judge."
    )
    # Launched on the first day, August is whole.
    bot = dataclasses.replace(view.bot, launch=dt.date(2026, 8, 1))
    assert "fix or stop" in findings.decision(dataclasses.replace(view, bot=bot))


def test_what_can_still_change_is_not_called_missed() -> None:
    open_ = {"csat": {"target_status": "missed", "verdict": "none", "status": "provisional"}}
    assert findings.decision(told("pricing", open_)).startswith("Decide: run a holdout")


def test_an_amount_that_was_below_zero_has_no_per_cent() -> None:
    lost = {"prior_value": -40_000.0, "change": 90_000.0, "change_pct": 2.25}
    view = told("pricing", {"net_incremental_revenue": {"value": 50_000.0, **lost}})
    text = findings.against(view["net_incremental_revenue"], "August 2026")
    assert text == "Net incremental revenue was −$40.0k in August 2026, now $50.0k."
    clear = told("pricing", {"net_incremental_revenue": {
        "value": 50_000.0, "change_low": 1e4, "change_high": 2e5, **lost,
    }})  # fmt: skip
    text = findings.against(clear["net_incremental_revenue"], "August 2026")
    assert "moved +$90.0k on August 2026, from −$40.0k to $50.0k." in text


def test_a_filling_figure_is_said_so_far() -> None:
    late = {"status": "provisional", "final_on": dt.date(2026, 10, 31), "flag": "down"}
    view = told("pricing", {"lead_to_meeting_rate": late | {"value": 0.1, "prior_value": 0.2}})
    assert findings.against(view["lead_to_meeting_rate"], "August 2026") == (
        "Lead to meeting is 10.0% so far, provisional until 31 Oct; it was 20.0% in August 2026."
    )


def test_few_deals_are_not_compared() -> None:
    view = told("pricing", {"sales_cycle_chatbot_days": {"n": 1}})
    assert findings.cycle(view).title == (
        "Too few deals to compare sales cycles: 1 chatbot and 64 form deals were won in "
        "September 2026"
    )


def test_without_money_the_decision_is_about_data() -> None:
    text = findings.decision(SAMPLE.view("quiet"))
    assert text == "Decide: who supplies the costs and outcomes that the money figures need."


def test_lost_days_are_not_hidden_by_another_bot() -> None:
    assert findings.quality(SAMPLE.view("pricing")).title == "Three days of outcomes are missing"
    days = tuple(
        row if row.bot_id != "help" else type(row)("help", row.day, 160, 152)
        for row in SAMPLE.context.quality.days
    )
    quality = dataclasses.replace(SAMPLE.context.quality, days=days)
    context = dataclasses.replace(SAMPLE.context, quality=quality)
    names = " and ".join(b.name for b in context.bots if b.id in {"pricing", "hostile"})
    title = findings.quality(Snapshot(SAMPLE.results, context).view("*")).title
    assert title == f"Three days of outcomes are missing at {names}"
