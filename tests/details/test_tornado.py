"""The net recomputed at the ends of each assumption; expected values by hand and by full runs."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from kpikit.config import Config
from kpikit.details import Asked
from kpikit.details.tornado import build
from kpikit.evaluate import evaluate
from kpikit.periods import Calendar
from tests.evaluate.world import cost, deal, talks, utc, world

HELD = {"contained": True, "mature": True, "linkable": True, "rung": "durable"}
PERIOD = Calendar().parse("2026-03")
FACTS = world(
    conversations=[*talks("a", "2026-03-05", 10, **HELD), *talks("b", "2026-03-05", 4, **HELD)],
    deals=[
        deal("a", "2026-03-05", 1000.0),
        deal("a", "2026-03-06", 500.0, credit="assisted"),
    ],
    costs=[cost("a", "2026-03-01", 100.0), cost("b", "2026-03-01", 10.0)],
)
A = {
    "human_chat_cost": {"value": 6, "low": 4, "high": 9},
    "contact_share": {"value": 0.5, "low": 0.4, "high": 0.5},
    "assist_weight": {"value": 0.2, "low": 0.1, "high": 0.4},
    "human_minutes": {"value": 7, "low": 1, "high": 9},
}
B = {
    "agent_hourly_cost": {"value": 30, "low": 20, "high": 45},
    "chats_per_hour": {"value": 5},
}


def project(a: dict[str, Any] | None = None, b: dict[str, Any] | None = None) -> Config:
    bots = [
        {"id": "a", "type": "sales", "assumptions": A | (a or {})},
        {"id": "b", "type": "support", "assumptions": B | (b or {})},
    ]
    return Config.model_validate({"company": "Test", "bots": bots})


def rows(bot: str, kpi: str = "net_value", method: str = "") -> list[dict[str, Any]]:
    config = project()
    nothing = pl.DataFrame()  # of the results it needs none
    found = build(Asked(FACTS, config, PERIOD, nothing, utc("2027-01-01")))
    return found.filter(bot_id=bot, kpi=kpi, method=method).to_dicts()


def test_a_bots_assumptions_by_the_width_of_what_they_move() -> None:
    # 10 held x share .5 x 6 + 1,000 booked - 100 = 930.
    found = rows("a")
    ends = {row["assumption"]: (row["at_low"], row["at_high"]) for row in found}
    assert [row["value"] for row in found] == [930.0] * 3
    assert ends == {
        "human_chat_cost": (920.0, 945.0),
        "contact_share": (924.0, 930.0),
        "gross_margin": (None, None),
    }
    assert [row["spread"] for row in found] == [25.0, 6.0, None]
    # A tenth less of the margin of 1,000 booked: 930 - 100.
    assert [row["at_tenth_less"] for row in found] == [None, None, 830.0]
    assert [row["given"] for row in found] == [6.0, 0.5, 1.0]


def test_what_moves_nothing_is_left_out() -> None:
    names = {row["assumption"] for bot in ("a", "b", "*") for row in rows(bot)}
    assert names.isdisjoint({"human_minutes", "assist_weight"})
    assert rows("a", "net_incremental_revenue", "booked") == []


def test_the_influenced_net_rests_on_the_weight() -> None:
    (row,) = rows("a", "net_incremental_revenue", "influenced")
    # 1,000 + weight x 500 - 100.
    assert (row["value"], row["at_low"], row["at_high"]) == (1000.0, 950.0, 1100.0)


def test_a_price_that_follows_from_two_assumptions() -> None:
    found = {row["assumption"]: row for row in rows("b")}
    # 4 held x (30 / 5) - 10; at 20 an hour and at 45.
    hourly = found["agent_hourly_cost"]
    assert (hourly["value"], hourly["at_low"], hourly["at_high"]) == (14.0, 6.0, 26.0)
    assert found["chats_per_hour"]["spread"] is None
    assert found["contact_share"]["spread"] is None  # kpikit's default, with no range
    # 4 x .9 x 6 - 10, and 4 x 30 / 4.5 - 10.
    assert found["contact_share"]["at_tenth_less"] == pytest.approx(11.6)
    assert found["chats_per_hour"]["at_tenth_less"] == pytest.approx(16 + 2 / 3)


@pytest.mark.parametrize(
    ("bot", "name", "end"),
    [
        ("a", "human_chat_cost", "low"),
        ("a", "contact_share", "low"),
        ("b", "agent_hourly_cost", "high"),
    ],
)
def test_the_portfolio_moves_as_a_full_run_says(bot: str, name: str, end: str) -> None:
    given = (A if bot == "a" else B)[name]
    changed = project(**{bot: {name: {"value": given[end]}}})
    run = evaluate(FACTS, changed, periods=[PERIOD], only=["net_value"])
    expected = run.filter(bot_id="*").row(0, named=True)["value"]
    row = next(r for r in rows("*") if (r["of_bot"], r["assumption"]) == (bot, name))
    assert row[f"at_{end}"] == pytest.approx(expected)
