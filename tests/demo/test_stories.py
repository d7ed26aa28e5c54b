"""The stories the demo is there to tell, looked for in its plans at full size.

Each test states the story and the least that makes it one; the numbers come from the plans, with
nothing of kpikit's own counting in them.
"""

from __future__ import annotations

import datetime as dt
import statistics
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kpikit.demo import company
from kpikit.demo.pace import AS_OF
from kpikit.demo.truth import truths
from kpikit.demo.write import plan_demo

if TYPE_CHECKING:
    from kpikit.demo.book import Plans

DAY = 86_400_000
MONTHS = [f"{2025 + (3 + i) // 12}-{(3 + i) % 12 + 1:02d}" for i in range(18)]
YOUNG = MONTHS[9:]  # in which the sales bot lives


@pytest.fixture(scope="module")
def plans() -> Plans:
    return plan_demo()


@pytest.fixture(scope="module")
def truth(plans: Plans) -> dict[str, Any]:
    return truths(plans)


def share(truth: dict[str, Any], bot: str, month: str, above: str, below: str) -> float:
    one = truth["bots"][bot][month]
    return float(one[above] / one[below])


def test_the_size(plans: Plans) -> None:
    assert 55_000 < len(plans.log.chats) < 65_000
    assert 1_500 < plans.log.chats.lead.sum() < 2_500


def test_seasons_weekdays_and_hours(plans: Plans, truth: dict[str, Any]) -> None:
    shop = {month: truth["bots"]["shop-bot"][month]["conversations"] for month in MONTHS}
    assert shop["2025-11"] > 1.3 * shop["2025-09"] > 1.3 * shop["2025-07"]
    chats = plans.log.chats
    local = plans.clock.local(chats.start)
    support = chats.bot == company.SUPPORT
    weekday = np.bincount((local // DAY + 3)[support] % 7, minlength=7)
    assert weekday[0] > 2 * weekday[6]
    hour = np.bincount(local[support] % DAY // 3_600_000, minlength=24)
    assert hour[10] > 10 * hour[3] > 0
    assert np.bincount(local[chats.bot == company.SHOP] % DAY // 3_600_000).argmax() in (19, 20)


def test_a_content_fix_lifted_containment(truth: dict[str, Any]) -> None:
    def mean(months: list[str], name: str) -> float:
        return statistics.fmean(
            share(truth, "support-bot", m, name, "conversations") for m in months
        )

    before, after = MONTHS[8:11], MONTHS[12:15]  # December to February, April to June
    assert mean(after, "contained") - mean(before, "contained") > 0.08
    assert mean(after, "escalated_unanswered") < 0.65 * mean(before, "escalated_unanswered")


def test_a_month_of_hallucinations_that_containment_does_not_show(truth: dict[str, Any]) -> None:
    def wrong(month: str) -> float:
        return share(truth, "support-bot", month, "hallucination_wrong", "hallucination_reviews")

    assert wrong("2026-07") > 0.05
    assert all(wrong(month) < 0.02 for month in MONTHS if month != "2026-07")
    contained = [
        share(truth, "support-bot", m, "contained", "conversations") for m in MONTHS[14:16]
    ]
    assert abs(contained[1] - contained[0]) < 0.03
    gap = [share(truth, "support-bot", m, "judged_ticketed", "judged") for m in MONTHS[14:16]]
    assert gap[1] > 1.7 * gap[0]


def test_the_sales_bot_is_young_and_grows(truth: dict[str, Any]) -> None:
    leads = [truth["bots"]["sales-bot"][month]["leads"] for month in MONTHS]
    assert leads[:9] == [0] * 9
    growth = [after / before for before, after in zip(leads[9:], leads[10:], strict=False)]
    assert 1.10 < statistics.geometric_mean(growth) < 1.15
    assert all(1.05 < one < 1.2 for one in growth)


def test_its_published_cycle_flatters_it(truth: dict[str, Any]) -> None:
    for month in MONTHS[-3:]:
        one = truth["project"][month]
        assert one["cycle_chatbot_days"] <= one["cycle_form_days"] - 4, month
        assert one["cycle_chatbot_n"] >= 20, month
        assert one["cycle_form_n"] >= 20, month


def within(plans: Plans, source: int) -> int:
    """The day by which half of what is won in 180 days is won, from the plans: no lead is open."""
    leads = plans.leads
    mine = (leads.source == source) & ~leads.mixed & (leads.fate == 0)
    days = np.sort((leads.closed - leads.start)[mine] // DAY)
    days = days[days <= 180]
    return int(days[(len(days) - 1) // 2])


def incidence(plans: Plans, source: int) -> int:
    """The same from what can be known at the end of the data, by Aalen-Johansen."""
    leads = plans.leads
    mine = (leads.source == source) & ~leads.mixed
    done = (leads.closed > 0) & (leads.closed <= AS_OF)
    days = (np.where(done, leads.closed, AS_OF) - leads.start)[mine] // DAY
    state = np.where(done, leads.fate + 1, 0)[mine]  # 1 won, 2 lost, 0 open
    left, won, curve = 1.0, 0.0, []
    for day in range(181):
        at_risk, ends = (days >= day).sum(), days == day
        won += left * (ends & (state == 1)).sum() / at_risk
        left *= 1 - (ends & (state > 0)).sum() / at_risk
        curve.append(won)
    return int(np.searchsorted(curve, won / 2 - 1e-12))


def test_though_its_true_cycle_is_the_forms(plans: Plans) -> None:
    assert abs(within(plans, 0) - within(plans, 1)) <= 1
    assert abs(incidence(plans, 0) - incidence(plans, 1)) <= 2
    assert abs(incidence(plans, 0) - within(plans, 0)) <= 3


def test_the_sales_bot_starts_in_the_red_and_pays(truth: dict[str, Any]) -> None:
    bot = truth["bots"]["sales-bot"]
    net = {m: bot[m]["revenue_sourced_deals"] - bot[m]["total_cost"] for m in YOUNG}
    assert net["2026-01"] < 0
    for month in MONTHS[-4:]:
        assert 60_000 < bot[month]["revenue_sourced_deals"] < 140_000, month
        assert 25_000 < bot[month]["total_cost"] < 40_000, month
    assert bot["2026-09"]["revenue_sourced_deals"] > 3 * bot["2026-09"]["total_cost"]


def test_the_slow_answers_of_september(truth: dict[str, Any]) -> None:
    bot = truth["bots"]["sales-bot"]
    assert bot["2026-09"]["latency_p99"] > 1.7 * bot["2026-08"]["latency_p99"]
    assert bot["2026-09"]["latency_p50"] < 1.15 * bot["2026-08"]["latency_p50"]
    happy = [share(truth, "sales-bot", m, "satisfied", "rated") for m in MONTHS[-4:]]
    assert happy[3] < statistics.fmean(happy[:3]) - 0.05
    for name in ("support-bot", "shop-bot"):
        assert all(truth["bots"][name][month]["latency_p99"] < 4 for month in MONTHS)


def test_a_week_of_lost_outcomes(plans: Plans, truth: dict[str, Any]) -> None:
    lost = [share(truth, "shop-bot", m, "rung_unknown", "conversations") for m in MONTHS]
    assert lost[-1] > 0.15
    assert max(lost[:-1]) < 0.03
    chats = plans.log.chats
    day = plans.clock.local(chats.start) // DAY
    epoch = dt.date(1970, 1, 1)
    for number in range(5, 16):
        today = (chats.bot == company.SHOP) & (day == (dt.date(2026, 9, number) - epoch).days)
        assert chats.posted[today].any() == (not 7 <= number <= 13)


def test_the_support_bot_pays_by_what_held(truth: dict[str, Any]) -> None:
    for month in MONTHS[12:]:
        one = truth["bots"]["support-bot"][month]
        saved = one["rung_durable"] * 0.8 * 41 / 3.4  # contact share, hourly cost, chats an hour
        assert one["total_cost"] < saved < 3 * one["total_cost"]


def test_the_shop_bot_pays_by_direct_orders(truth: dict[str, Any]) -> None:
    for month in MONTHS[1:]:
        one = truth["bots"]["shop-bot"][month]
        assert one["revenue_direct_orders"] > one["total_cost"]


def test_the_holdout_has_its_lift() -> None:
    treated, control = (company.HOLDOUT_ARMS[arm] for arm in ("treatment", "control"))
    assert (treated[1] / treated[0]) / (control[1] / control[0]) == pytest.approx(1.15)


def test_few_rate_and_some_cannot_be_checked(truth: dict[str, Any]) -> None:
    for bot in truth["bots"].values():
        for month in YOUNG:
            assert 0.05 < bot[month]["rated"] / bot[month]["engaged"] < 0.2
            assert 0.03 < bot[month]["rung_unverifiable"] / bot[month]["conversations"] < 0.2


def test_all_four_triggers_and_tickets_and_returns(truth: dict[str, Any]) -> None:
    for bot in truth["bots"].values():
        for name in (*company.TRIGGERS, "unknown"):
            assert sum(bot[month][f"escalated_{name}"] for month in YOUNG) > 0
        for rung in ("ticketed", "returned"):
            assert sum(bot[month][f"rung_{rung}"] for month in YOUNG) > 0
