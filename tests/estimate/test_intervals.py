"""Intervals of figures, from rows; expected ends by the formulas on numbers counted by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from kpikit.estimate.means import Spread, delta
from kpikit.estimate.shares import clopper_pearson, wilson
from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.evaluate.world import config, cost, deal, order, talk, utc, world

Row = dict[str, Any]
NOW = utc("2027-01-01")


def october(*bots: Row, by: str | None = None, **facts: list[Row]) -> pl.DataFrame:
    project = config(*(bots or ({"id": "a", "type": "shop"},)))
    period = Calendar().parse("2026-10")
    found = build_results(world(**facts), project, period=period, now=NOW, by=by)
    return found.filter(pl.col("period") == "2026-10")


def one(found: pl.DataFrame, kpi: str, *, bot: str = "a", **key: Any) -> Row:
    method = "booked" if kpi == "net_incremental_revenue" else ""
    wanted = {"bot_id": bot, "kpi": kpi, "method": method, "segment_value": None} | key
    rows = found.filter(
        pl.col("segment").ne_missing("category"),
        *(pl.col(name).eq_missing(pl.lit(value)) for name, value in wanted.items()),
    )
    assert rows.height == 1
    return rows.row(0, named=True)


def ends(row: Row) -> tuple[float, float]:
    return row["low"], row["high"]


def chats(hits: int, of: int, *, bot: str = "a", user: str | None = None, **rest: Any) -> list[Row]:
    """Conversations of as many users, or all of one; the first of them completed."""
    return [
        talk(bot, "2026-10-05", session_id=f"{user}{n}", completed=n < hits, user_id=user, **rest)
        for n in range(of)
    ]


def named(rows: list[Row]) -> list[Row]:
    """Each conversation with a known user of its own."""
    return [row | {"user_id": f"user {n}"} for n, row in enumerate(rows)]


@pytest.mark.parametrize("known", [True, False])
def test_a_share_of_people_who_came_once_is_wilsons(*, known: bool) -> None:
    rows = chats(81, 263)
    found = one(october(conversations=named(rows) if known else rows), "completion_rate")
    assert found["interval"] == "wilson"
    assert [round(end, 4) for end in ends(found)] == [0.2553, 0.3662]


def test_people_who_come_back_count_as_fewer() -> None:
    """60 users with two conversations each, 30 of them with two hits, the others with none.

    p = .5, n = 120; r = +-1 for each user, so v = 60/59 x 60 / 120^2 and p(1-p)/v = 59; the 60
    users weigh alike: t has 59 degrees of freedom.
    """
    rows = [
        talk("a", "2026-10-05", session_id=f"{user} {n}", user_id=str(user), completed=user < 30)
        for user in range(60)
        for n in range(2)
    ]
    worth = 59 * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 59)) ** 2
    found = one(october(conversations=rows), "completion_rate")
    assert ends(found) == pytest.approx([float(end) for end in wilson(0.5, worth)])
    # Every user with one hit of two: no spread between users, but never more than n.
    even = [row | {"completed": place % 2 == 0} for place, row in enumerate(rows)]
    found = one(october(conversations=even), "completion_rate")
    assert ends(found) == pytest.approx([float(end) for end in wilson(0.5, 120)])
    # All hits: no spread to see, as many as there are users.
    every = [row | {"completed": True} for row in rows]
    found = one(october(conversations=every), "completion_rate")
    assert ends(found) == pytest.approx([float(end) for end in wilson(1.0, 60)])


def test_few_people_who_are_most_of_it_give_no_interval() -> None:
    """40 of 80 conversations are of one user: 80^2 / (40^2 + 40) = 3.9 users by weight."""
    rows = chats(20, 40) + chats(20, 40, user="often")
    found = one(october(conversations=rows), "completion_rate")
    assert (found["low"], found["high"], found["interval"]) == (None, None, "none")


def test_the_portfolio_knows_a_user_of_two_bots() -> None:
    """Each bot sees everyone once, the portfolio everyone twice: it is not twice as sure."""
    rows = named(chats(30, 60)) + named(chats(30, 60, bot="b"))
    found = october({"id": "a"}, {"id": "b"}, conversations=rows)
    bot, whole = (one(found, "completion_rate", bot=name) for name in ("a", "*"))
    assert whole["n"] == 2 * bot["n"]
    assert whole["low"] == pytest.approx(bot["low"], abs=0.005)
    strangers = [row | {"user_id": f"{row['bot_id']} {row['user_id']}"} for row in rows]
    alone = one(october({"id": "a"}, {"id": "b"}, conversations=strangers), "completion_rate")
    apart = one(
        october({"id": "a"}, {"id": "b"}, conversations=strangers), "completion_rate", bot="*"
    )
    assert ends(alone) == ends(bot)
    assert apart["low"] > whole["low"]
    assert apart["high"] < whole["high"]


def test_a_rate_of_messages_counts_the_conversations_as_units() -> None:
    """50 conversations of 4 messages, 25 of them all fallbacks: worth 50, not 200."""
    rows = [
        talk("a", "2026-10-05", session_id=str(n), bot_messages=4,
             fallback_messages=4 if n < 25 else 0)
        for n in range(50)
    ]  # fmt: skip
    worth = 49 * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 49)) ** 2
    found = one(october(conversations=rows), "fallback_rate")
    assert found["n"] == 50
    assert ends(found) == pytest.approx([float(end) for end in wilson(0.5, worth)])


def test_a_share_of_users_counts_each_once() -> None:
    rows = [
        talk("a", "2026-10-05", session_id=f"{user} {n}", user_id=str(user), engaged=True)
        for user in range(50)
        for n in range(2 if user < 10 else 1)
    ]
    found = one(october(conversations=rows), "repeat_user_rate")
    assert (found["value"], found["interval"]) == (0.2, "wilson")
    assert ends(found) == pytest.approx([float(end) for end in wilson(0.2, 50)])


def test_a_share_of_two_counts_is_by_user_too() -> None:
    """60 users, two conversations each; 30 reached a goal in both: as in the test above."""
    rows = [
        talk("a", "2026-10-05", session_id=f"{user} {n}", user_id=str(user))
        for user in range(60)
        for n in range(2)
    ]
    goals = [
        {"bot_id": "a", "session_id": one["session_id"], "user_id": one["user_id"], "goal": goal,
         "completed": int(one["user_id"]) < 30, "started_at": one["started_at"]}
        for one in rows
        for goal in ("buy", "book")
    ]  # fmt: skip
    worth = 59 * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 59)) ** 2
    found = one(october(conversations=rows, goals=goals), "goal_session_rate")
    assert (found["value"], found["interval"]) == (0.5, "wilson")
    assert ends(found) == pytest.approx([float(end) for end in wilson(0.5, worth)])


def test_a_segment_has_its_own_interval() -> None:
    rows = chats(20, 40, page_type="pricing") + [
        row | {"session_id": f"docs {n}"} for n, row in enumerate(chats(5, 50, page_type="docs"))
    ]
    found = october(conversations=rows, by="page_type")
    for page, p, n in (("pricing", 0.5, 40), ("docs", 0.1, 50)):
        row = one(found, "completion_rate", segment_value=page)
        assert ends(row) == pytest.approx([float(end) for end in wilson(p, n)])


def test_form_leads_are_the_projects_on_every_row() -> None:
    leads = [
        {"lead_id": str(n), "source": "form", "created_at": utc("2026-10-05"), "won": n < 20,
         "bot_id": None}
        for n in range(80)
    ]  # fmt: skip
    found = october({"id": "a"}, leads=leads)
    for bot in ("a", "*"):
        row = one(found, "form_close_rate", bot=bot)
        assert ends(row) == pytest.approx([float(end) for end in wilson(0.25, 80)])


def answers(values: np.ndarray, *, of_user: int = 1) -> list[Row]:
    return [
        {"bot_id": "a", "session_id": str(n // of_user), "started_at": utc("2026-10-05"),
         "latency_s": float(value)}
        for n, value in enumerate(values)
    ]  # fmt: skip


def test_quantiles_are_bounded_by_order_statistics() -> None:
    values = np.random.default_rng(1).lognormal(size=500)
    found = october(answers=answers(values))
    for kpi, q in (("time_to_first_answer_p50", 0.5), ("time_to_first_answer_p99", 0.99)):
        row = one(found, kpi)
        exact = stats.quantile_test(values, p=q).confidence_interval(0.95)
        assert ends(row) == pytest.approx((exact.low, exact.high))
        assert row["interval"] == "order"


def test_too_few_values_have_no_quantile_interval() -> None:
    found = october(answers=answers(np.arange(1.0, 368.0)))
    assert one(found, "time_to_first_answer_p99")["interval"] == "none"
    assert one(found, "time_to_first_answer_p50")["interval"] == "order"


def test_answers_of_one_conversation_are_not_independent() -> None:
    """Ten alike in each of 60 conversations: as wide as 60 values, and not as 600."""
    values = np.random.default_rng(2).lognormal(size=60)
    often = one(
        october(answers=answers(np.repeat(values, 10), of_user=10)), "time_to_first_answer_p50"
    )
    once = one(october(answers=answers(values)), "time_to_first_answer_p50")
    assert often["value"] == pytest.approx(once["value"])
    assert often["low"] <= once["low"]
    assert often["high"] >= once["high"]


def test_a_mean_is_the_delta_method_over_users() -> None:
    scores = [1, 2, 5, 5, 4] * 12
    rows = [
        {"bot_id": "a", "session_id": str(n), "kind": "csat", "score": float(score),
         "scored_at": utc("2026-10-05")}
        for n, score in enumerate(scores)
    ]  # fmt: skip
    r = np.array(scores) - 3.4
    squares = (r**2).sum()
    sums = (60, 60, 60, squares, (r**3).sum(), squares)
    expected = delta(3.4, Spread(*map(np.asarray, sums)))
    found = one(october(scores=rows), "csat_mean")
    assert (found["value"], found["interval"]) == (3.4, "delta")
    assert ends(found) == pytest.approx([float(end) for end in expected])
    assert one(october(scores=rows[:39]), "csat_mean")["interval"] == "none"
    # All alike: nothing shows how far off they may be.
    alike = [row | {"score": 4.1} for row in rows]
    assert one(october(scores=alike), "csat_mean")["interval"] == "none"
    # 59 of 60 at the top: the mean cannot lie above it.
    top = [row | {"score": 5.0 if n else 4.0} for n, row in enumerate(rows)]
    assert one(october(scores=top), "csat_mean")["high"] <= 5


def test_a_ratio_of_sums_is_the_delta_method_too() -> None:
    """40 contained conversations of 4 messages and 40 of 8: 6 each, r = -2 and 2."""
    rows = [
        talk("a", "2026-10-05", session_id=str(n), contained=True,
             user_messages=2 if n < 40 else 4, bot_messages=2 if n < 40 else 4)
        for n in range(80)
    ]  # fmt: skip
    half = stats.t.ppf(0.975, 79) * math.sqrt(80 / 79 * 80 * 4) / 80
    found = one(october(conversations=rows), "messages_per_resolved")
    assert ends(found) == pytest.approx((6 - half, 6 + half))


def deals(count: int, amount: float = 100.0) -> list[Row]:
    return [
        deal("a", "2026-10-05", amount * (1 + n % 2), deal_id=str(n), lead_id=str(n))
        for n in range(count)
    ]


def leads(count: int) -> list[Row]:
    return [
        {"lead_id": str(n), "source": "chatbot", "created_at": utc("2026-10-02"), "bot_id": "a",
         "won": n < 20}
        for n in range(count)
    ]  # fmt: skip


def journeys(wins: int, count: int) -> list[Row]:
    return [
        {"lead_id": str(n), "bot_id": "a", "source": "chatbot", "created_at": utc("2026-10-02"),
         "closed_at": utc("2026-10-05") if n < wins else None}
        for n in range(count)
    ]  # fmt: skip


def revenue_ends(wins: int, leads: float) -> tuple[float, float]:
    """rev exp(-+ t sqrt(cv^2/k + (1-k/n)/k)) for k wins, half of 100 and half of 200."""
    amounts = np.array([100.0, 200.0] * (wins // 2))
    cv = amounts.std(ddof=1) / amounts.mean()
    width = stats.t.ppf(0.975, wins - 1) * math.sqrt((cv**2 + 1 - wins / leads) / wins)
    return amounts.sum() * math.exp(-width), amounts.sum() * math.exp(width)


def test_revenue_is_uncertain_by_who_wins_and_how_much() -> None:
    sold = {"leads": leads(100), "journeys": journeys(20, 100), "deals": deals(20)}
    found = october({"id": "a"}, **sold, costs=[cost("a", "2026-10-05", 500.0)])
    low, high = revenue_ends(20, 100)
    assert ends(one(found, "revenue_sourced")) == pytest.approx((low, high))
    assert ends(one(found, "revenue_booked")) == pytest.approx((low, high))
    # Costs are known: they shift it and divide it.
    assert ends(one(found, "net_incremental_revenue")) == pytest.approx((low - 500, high - 500))
    assert ends(one(found, "payback_multiple")) == pytest.approx((low / 500, high / 500))
    assert one(found, "payback_multiple")["interval"] == "log_t"
    roi = one(found, "roi")
    assert ends(roi) == pytest.approx((low / 500 - 1, high / 500 - 1))
    for kpi in ("total_cost", "cost_per_lead", "leads_captured", "deflection_cost_saved"):
        assert one(found, kpi)["interval"] == "none"


def test_fewer_than_ten_wins_have_no_interval() -> None:
    sold = {"leads": leads(100), "journeys": journeys(9, 100), "deals": deals(9)}
    found = october({"id": "a"}, **sold, costs=[cost("a", "2026-10-05", 500.0)])
    for kpi in ("revenue_sourced", "revenue_booked", "net_incremental_revenue", "payback_multiple"):
        assert one(found, kpi)["interval"] == "none", kpi


def test_two_kinds_of_revenue_square_and_add() -> None:
    orders = [
        order("a", "2026-10-05", 100.0 * (1 + n % 2)) | {"order_id": str(n)} for n in range(40)
    ]
    sold = {"leads": leads(100), "journeys": journeys(20, 100), "deals": deals(20)}
    found = october({"id": "a"}, **sold, orders=orders)
    parts = [revenue_ends(20, 100), revenue_ends(40, math.inf)]
    totals = [3000.0, 6000.0]
    down = math.hypot(*(t - low for t, (low, _) in zip(totals, parts, strict=True)))
    up = math.hypot(*(high - t for t, (_, high) in zip(totals, parts, strict=True)))
    assert ends(one(found, "revenue_orders")) == pytest.approx(parts[1])
    assert ends(one(found, "revenue_booked")) == pytest.approx((9000 - down, 9000 + up))
    # Three orders of little money: known well enough to leave the deals their interval.
    few = october({"id": "a"}, **sold, orders=[row | {"amount": 10.0} for row in orders[:3]])
    assert one(few, "revenue_orders")["interval"] == "none"
    low, high = parts[0]
    assert ends(one(few, "revenue_booked")) == pytest.approx((low + 30, high + 30))
    # Three of much money are not.
    rich = october({"id": "a"}, **sold, orders=[row | {"amount": 900.0} for row in orders[:3]])
    assert one(rich, "revenue_booked")["interval"] == "none"


def test_several_wins_of_one_customer_are_one() -> None:
    """24 orders of 12 customers, two each: k = 12, each worth 200."""
    orders = [
        order("a", "2026-10-05", 100.0) | {"order_id": str(n), "user_id": str(n // 2)}
        for n in range(24)
    ]
    width = stats.t.ppf(0.975, 11) * math.sqrt(1 / 12)
    found = one(october(orders=orders), "revenue_orders")
    assert ends(found) == pytest.approx((2400 * math.exp(-width), 2400 * math.exp(width)))


def reviews(wrong: int, of: int, **given: Any) -> list[Row]:
    return [
        {"bot_id": "a", "review_id": f"{given} {n}", "kind": "hallucination", "passed": n >= wrong,
         "weight": 1.0, "item_at": utc("2026-10-05")} | given
        for n in range(of)
    ]  # fmt: skip


def test_reviews_have_exact_intervals() -> None:
    found = one(october(reviews=reviews(3, 200)), "hallucination_rate")
    assert found["interval"] == "clopper_pearson"
    assert ends(found) == pytest.approx([float(end) for end in clopper_pearson(0.015, 200)])
    segment = one(
        october(reviews=reviews(3, 200), by="kind"), "hallucination_rate",
        segment_value="hallucination",
    )  # fmt: skip
    assert ends(segment) == ends(found)


def test_unequal_weights_make_a_sample_worth_less() -> None:
    """100 reviews of weight 1 and 100 of weight 9, 10 % wrong in each.

    p = .1; sum w^2 (x-p)^2 = .09 x (100 + 8100) = 738 over 1000^2, so that v = 200/199 x .000738;
    200 users weigh as 1000^2/8200 = 121.95.
    """
    rows = reviews(10, 100, weight=1.0) + reviews(10, 100, weight=9.0)
    t = stats.t.ppf(0.975, 1000**2 / 8200 - 1)
    worth = 0.09 / (200 / 199 * 0.000738) * (stats.norm.ppf(0.975) / t) ** 2
    found = one(october(reviews=rows), "hallucination_rate")
    assert found["value"] == pytest.approx(0.1)
    assert ends(found) == pytest.approx([float(end) for end in clopper_pearson(0.1, worth)])


def test_strata_are_worth_more_than_their_reviews() -> None:
    """A model flagged 100 of 1000; half of each was looked at: 25 of 50 and 5 of 450 wrong.

    p = .1 x .5 + .9 x 5/450 = .06. Variance within: .01 x s^2/50 + .81 x s^2/450 with s^2 =
    .25 x 50/49 and, smoothed, q(1-q) for q = 5.5/451; between: (.1 x .44^2 + .9 x (5/450 - .06)^2)
    over the 1000 items.
    """
    flagged = reviews(25, 50, weight=2.0, judge_flag=True)
    rest = reviews(5, 450, weight=2.0, judge_flag=False)
    inside = 0.01 * (0.25 * 50 / 49) / 50 + 0.81 * (5.5 / 451 * (1 - 5.5 / 451)) / 450
    between = (0.1 * 0.44**2 + 0.9 * (5 / 450 - 0.06) ** 2) / 1000
    worth = 0.06 * 0.94 / (inside + between)
    found = one(october(reviews=flagged + rest), "hallucination_rate")
    assert found["value"] == pytest.approx(0.06)
    assert ends(found) == pytest.approx([float(end) for end in clopper_pearson(0.06, worth)])
    plain = [row | {"judge_flag": None} for row in flagged + rest]
    wider = one(october(reviews=plain), "hallucination_rate")
    assert wider["low"] < found["low"]
    assert wider["high"] > found["high"]


def test_a_judge_is_reweighted_to_what_people_found() -> None:
    """100 flagged, 40 of 50 wrong; 900 not flagged, 0 of 450 wrong: .1 x .8 = .08.

    A judge alone would say .10. Within, smoothed: .01 x q(1-q)/50 with q = 40.5/51 (.16350, more
    than .8 x .2 x 50/49) and .81 x q(1-q)/450 with q = .5/451; between: (.1 x .72^2 + .9 x .08^2)
    / 1000.
    """
    rows = reviews(40, 50, weight=2.0, judge_flag=True)
    rows += reviews(0, 450, weight=2.0, judge_flag=False)
    flagged, rest = 40.5 / 51, 0.5 / 451
    within = 0.01 * flagged * (1 - flagged) / 50 + 0.81 * rest * (1 - rest) / 450
    between = (0.1 * 0.72**2 + 0.9 * 0.08**2) / 1000
    expected = clopper_pearson(0.08, 0.08 * 0.92 / (within + between))
    found = one(october(reviews=rows), "hallucination_rate")
    assert found["value"] == pytest.approx(0.08)
    assert ends(found) == pytest.approx([float(end) for end in expected])


def test_nothing_wrong_anywhere_is_worth_its_reviews() -> None:
    rows = reviews(0, 20, judge_flag=True) + reviews(0, 129, judge_flag=False)
    found = one(october(reviews=rows), "hallucination_rate")
    assert ends(found) == pytest.approx((0.0, 1 - 0.025 ** (1 / 149)))


def test_most_of_a_small_population_leaves_little_open() -> None:
    """All 60 answers of the month were read: what was found is what there is."""
    talks = [talk("a", "2026-10-05", session_id=str(n), bot_messages=2) for n in range(30)]
    found = one(october(reviews=reviews(3, 60), conversations=talks), "hallucination_rate")
    assert ends(found) == pytest.approx((0.05, 0.05))


def test_what_is_not_there_has_no_interval() -> None:
    found = october()
    empty = found.filter(pl.col("value").is_null())
    assert empty.height > 50
    assert set(empty.get_column("interval")) == {"none"}
    for kpi in ("revenue_booked", "net_incremental_revenue", "conversations"):
        assert one(found, kpi)["interval"] == "none"
