"""What must hold of every interval, on random facts with fixed seeds."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.periods import Calendar
from kpikit.results import KEY, build_results
from tests.evaluate.world import config, cost, deal, order, talk, utc, world

if TYPE_CHECKING:
    from kpikit.facts import Facts

Row = dict[str, Any]
BOTS = ("a", "b")
SHARES = ("completion_rate", "containment_rate", "escalation_rate", "activation_rate")
PROJECT = config(
    {"id": "a", "assume": {"gross_margin": 0.4, "human_chat_cost": 4}}, {"id": "b", "type": "shop"}
)


def made_up(seed: int) -> Facts:
    """Two months of two bots with users who come back, sales and reviews."""
    rng = random.Random(seed)

    def day() -> str:
        return f"2026-{rng.choice(['09', '10'])}-{rng.randint(1, 28):02}"

    def flags(*names: str) -> dict[str, bool]:
        return {name: rng.random() < 0.4 for name in names}

    talks = [
        talk(rng.choice(BOTS), day(), session_id=str(n), sentiment=rng.uniform(-1, 1),
             user_id=rng.choice([None, str(rng.randint(0, 150))]),
             user_messages=rng.randint(0, 5), bot_messages=rng.randint(1, 5), fallback_messages=1,
             **flags("engaged", "completed", "contained", "escalated", "mature", "linkable"))
        for n in range(600)
    ]  # fmt: skip
    answers = [
        {name: one[name] for name in ("bot_id", "session_id", "started_at", "user_id")}
        | {"latency_s": rng.lognormvariate(0, 1)}
        for one in talks
        for _ in range(rng.randint(1, 3))
    ]
    deals = [
        deal("a", day(), rng.lognormvariate(7, 1), deal_id=str(n), lead_id=str(n))
        for n in range(60)
    ]
    orders = [
        order("b", day(), rng.lognormvariate(3, 1), credit=rng.choice([None, "direct", "assisted"]))
        | {"order_id": str(n), "user_id": str(rng.randint(0, 150))}
        for n in range(300)
    ]
    reviews = [
        {"bot_id": rng.choice(BOTS), "review_id": str(n), "kind": "hallucination",
         "passed": rng.random() < 0.95, "item_at": utc(day()), "weight": rng.choice([1.0, 3.0]),
         "session_id": str(rng.randint(0, 599)), "stratum": rng.choice(["x", "y"])}
        for n in range(300)
    ]  # fmt: skip
    costs = [cost(bot, f"2026-{month}-05", 900.0) for bot in BOTS for month in ("09", "10")]
    return world(conversations=talks, answers=answers, deals=deals, orders=orders,
                 reviews=reviews, costs=costs)  # fmt: skip


def results(facts: Facts, by: str | None = None) -> pl.DataFrame:
    period = Calendar().parse("2026-10")
    found = build_results(facts, PROJECT, period=period, now=utc("2027-01-01"), by=by)
    return found.filter(pl.col("period").is_in(["2026-09", "2026-10"]))


@pytest.mark.parametrize("by", [None, "language"])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_interval_holds_its_value(seed: int, by: str | None) -> None:
    found = results(made_up(seed), by)
    bounded = found.filter(pl.col("interval") != "none")
    assert bounded.height > 100
    assert bounded.filter(~pl.col("value").is_between("low", "high")).is_empty()
    assert bounded.filter(pl.col("low").is_null() | pl.col("high").is_null()).is_empty()
    rest = found.filter(pl.col("interval") == "none")
    assert rest.filter(pl.col("low").is_not_null() | pl.col("high").is_not_null()).is_empty()
    moved = found.filter(pl.col("change_low").is_not_null())
    assert moved.height > 30
    assert moved.filter(~pl.col("change").is_between("change_low", "change_high")).is_empty()
    kinds = set(bounded.get_column("interval"))
    assert kinds <= {"wilson", "clopper_pearson", "order", "delta", "bootstrap", "log_t"}


def test_the_order_of_rows_changes_nothing() -> None:
    facts = made_up(3)
    names = ("conversations", "answers", "deals", "orders", "reviews")
    mixed = replace(
        facts,
        **{name: getattr(facts, name).sample(fraction=1, shuffle=True, seed=4) for name in names},
    )
    one, other = results(facts), results(mixed)
    assert one.select(*KEY, "interval").equals(other.select(*KEY, "interval"))
    for name in ("low", "high", "change_low", "change_high"):
        pairs = zip(one.get_column(name), other.get_column(name), strict=True)
        for left, right in pairs:
            assert (left is None) == (right is None)
            assert left is None or left == pytest.approx(right, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_users_who_come_back_never_make_it_surer(seed: int) -> None:
    facts = made_up(seed)
    strangers = facts.conversations.with_columns(pl.lit(None, pl.String).alias("user_id"))
    narrow = results(replace(facts, conversations=strangers))
    wide = results(facts)
    key = [name for name in KEY if name not in {"segment", "segment_value"}]
    both = wide.join(narrow, on=key, suffix="_narrow").filter(
        pl.col("kpi").is_in(SHARES), pl.col("low").is_not_null()
    )
    assert both.height > 10
    assert both.filter(pl.col("low") > pl.col("low_narrow") + 1e-12).is_empty()
    assert both.filter(pl.col("high") < pl.col("high_narrow") - 1e-12).is_empty()


def test_net_is_the_revenue_less_its_cost_at_both_ends() -> None:
    found = results(made_up(8)).filter(pl.col("segment").is_null())
    cells = found.pivot("kpi", index=["bot_id", "period"], values=["low", "high", "value"],
                        aggregate_function="first")  # fmt: skip
    net = found.filter(
        pl.col("kpi") == "net_incremental_revenue", pl.col("method") == "booked"
    ).join(cells, on=["bot_id", "period"])
    known = net.filter(pl.col("low").is_not_null())
    assert known.height > 3
    for end in ("low", "high"):
        shifted = known.get_column(f"{end}_revenue_booked") - known.get_column("value_total_cost")
        assert shifted.to_list() == pytest.approx(known.get_column(end).to_list())


def test_expected_revenue_is_as_sure_as_what_was_observed() -> None:
    """12 of 60 leads won in spring, 100 and 300 each in turn; 40 leads came in October.

    k = 12 of n = 60, cv^2 = 12/11 / 4: t of 11 degrees x sqrt(cv^2/12 + (1 - .2)/12).
    """
    old = [
        {"lead_id": f"old {n}", "bot_id": "a", "source": "chatbot", "won": n < 12,
         "created_at": utc("2026-03-01")}
        for n in range(60)
    ]  # fmt: skip
    new = [one | {"lead_id": f"new {n}", "created_at": utc("2026-10-05"), "won": False}
           for n, one in enumerate(old[:40])]  # fmt: skip
    sold = [
        deal("a", "2026-03-20", 100.0 if n % 2 else 300.0, deal_id=str(n), lead_id=f"old {n}")
        for n in range(12)
    ]
    found = results(world(leads=[*old, *new], deals=sold, costs=[cost("a", "2026-10-05", 50.0)]))
    t_11 = 2.200985160082949
    width = t_11 * ((12 / 11 / 4 / 12) + 0.8 / 12) ** 0.5
    value = 40 * 0.2 * 200
    for bot in ("a", "*"):
        for method, less in (("", 0.0), ("expected", 50.0)):
            kpi = "net_incremental_revenue" if method else "revenue_expected"
            row = found.filter(
                pl.col("bot_id") == bot, pl.col("kpi") == kpi, pl.col("method") == method,
                pl.col("period") == "2026-10", pl.col("segment").is_null(),
            ).row(0, named=True)  # fmt: skip
            assert row["value"] == pytest.approx(value - less)
            low = value * 2.718281828459045**-width
            assert row["low"] == pytest.approx(low - less)
            # Both months are valued by the same leads, so that their change is not independent.
            assert row["change_low"] is None
