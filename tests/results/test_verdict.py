"""Bands and targets; edges by hand, from the data contract section 4.

The conversations of these facts are all of one session, hence of one user: no interval, so that
the value is what is judged. Intervals are in test_judged_intervals.py.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.evaluate.world import config, talk, utc, world

Row = dict[str, Any]


def october(rows: list[Row], bot: Row, *, name: str = "conversations", **rest: Any) -> pl.DataFrame:
    """Results of one bot in October, long after its launch."""
    facts = world(**{name: rows})
    project = config({"id": "a", "launch": "2026-01-01", **bot}, **rest)
    found = build_results(facts, project, period=Calendar().parse("2026-10"), now=utc("2027-01-01"))
    return found.filter(pl.col("period") == "2026-10", pl.col("segment").is_null())


def row(found: pl.DataFrame, kpi: str, *, bot: str = "a") -> Row:
    return found.filter(pl.col("bot_id") == bot, pl.col("kpi") == kpi).row(0, named=True)


def share(kpi_flag: str, hits: int, of: int) -> list[Row]:
    return [talk("a", "2026-10-05", **{kpi_flag: n < hits}) for n in range(of)]


@pytest.mark.parametrize(
    ("flag", "kpi", "hits", "verdict"),
    [
        # Better up: good from .60, bad below .40, the good band's upper edge does not judge.
        ("completed", "completion_rate", 60, "good"),
        ("completed", "completion_rate", 59, "watch"),
        ("completed", "completion_rate", 40, "watch"),
        ("completed", "completion_rate", 39, "bad"),
        ("contained", "containment_rate", 90, "good"),
        ("contained", "containment_rate", 10, "watch"),
        # A band without bad edges: outside is watch on both sides.
        ("escalated", "escalation_rate", 15, "good"),
        ("escalated", "escalation_rate", 30, "good"),
        ("escalated", "escalation_rate", 31, "watch"),
        ("escalated", "escalation_rate", 14, "watch"),
        ("lead_created", "lead_capture_rate", 2, "bad"),
        ("lead_created", "lead_capture_rate", 3, "watch"),
        ("lead_created", "lead_capture_rate", 50, "good"),
    ],
)
def test_shares_against_their_band(flag: str, kpi: str, hits: int, verdict: str) -> None:
    assert row(october(share(flag, hits, 100), {"type": "support"}), kpi)["verdict"] == verdict


@pytest.mark.parametrize(
    ("kind", "messages", "verdict"),
    [
        ("support", 3, "bad"),
        ("support", 4, "good"),
        ("support", 7, "good"),
        ("support", 8, "bad"),
        ("sales", 5, "bad"),
        ("sales", 8, "good"),
        ("shop", 8, "none"),
    ],
)
def test_a_band_depends_on_the_type_of_the_bot(kind: str, messages: int, verdict: str) -> None:
    rows = [talk("a", "2026-10-05", contained=True, user_messages=messages, bot_messages=0)]
    assert row(october(rows, {"type": kind}), "messages_per_resolved")["verdict"] == verdict


def test_the_portfolio_has_only_bands_of_every_type() -> None:
    found = october(share("contained", 70, 100), {"type": "support"})
    assert row(found, "containment_rate", bot="*")["verdict"] == "none"
    assert row(found, "completion_rate", bot="*")["verdict"] == "bad"


def test_without_a_value_nobody_can_tell() -> None:
    found = october([], {"type": "support"})
    assert row(found, "containment_rate")["verdict"] == "cannot_tell"
    assert row(found, "activation_rate")["verdict"] == "none"  # no band


def test_a_figure_that_is_not_there_has_no_verdict() -> None:
    facts = world(absent=["reviews"])
    found = build_results(
        facts, config(), period=Calendar().parse("2026-10"), now=utc("2027-01-01")
    )
    one = found.filter(pl.col("kpi") == "hallucination_rate").row(0, named=True)
    assert (one["status"], one["verdict"]) == ("unavailable", "none")


@pytest.mark.parametrize(
    ("kpi", "target", "status"),
    [
        ("completion_rate", {"value": 0.5}, "met"),
        ("completion_rate", {"value": 0.51}, "missed"),
        ("escalation_rate", {"low": 0.1, "high": 0.2}, "missed"),
        ("escalation_rate", {"low": 0.0, "high": 0.2}, "met"),
        ("escalation_rate", {"high": 0.2}, "met"),
        ("escalation_rate", {"value": 0.2}, "none"),  # a band needs its edges
        ("hallucination_rate", {"value": 0.01}, "cannot_tell"),
        ("conversations", {"value": 10}, "none"),  # neither direction is better
        ("deflection_gap", {"value": 0.1}, "cannot_tell"),
    ],
)
def test_targets(kpi: str, target: Row, status: str) -> None:
    bot = {"type": "support", "targets": {kpi: target}}
    found = row(october(share("completed", 50, 100), bot), kpi)
    assert found["target_status"] == status
    plain = row(october(share("completed", 50, 100), {"type": "support"}), kpi)
    assert found["verdict"] == plain["verdict"]
    assert (plain["target"], plain["target_status"]) == (None, "none")


def test_a_target_is_shown_and_belongs_to_its_own_bot() -> None:
    bot = {"type": "support", "targets": {"completion_rate": {"value": 0.4}}}
    found = october(share("completed", 50, 100), bot, targets={"csat": {"value": 0.9}})
    assert row(found, "completion_rate")["target"] == 0.4
    assert row(found, "completion_rate", bot="*")["target"] is None
    assert row(found, "csat", bot="*")["target"] == 0.9


def test_a_target_of_net_revenue_is_of_its_headline_method() -> None:
    targets = {"net_incremental_revenue": {"value": 5}}
    found = october([], {"targets": targets}).filter(
        pl.col("kpi") == "net_incremental_revenue", pl.col("bot_id") == "a"
    )
    shown = dict(found.select("method", "target").iter_rows())
    assert shown == {"booked": 5.0, "expected": None, "influenced": None, "holdout": None}


def test_a_target_speaks_of_its_kind_of_period() -> None:
    """One for months and one for every other kind: a month's revenue is no quarter's."""
    several = [{"value": 0.4, "per": "month"}, {"value": 0.6}]
    project = config({"id": "a", "targets": {"completion_rate": several}})
    facts = world(conversations=share("completed", 50, 100))
    shown = {}
    for name in ("2026-10", "2026-Q4"):
        period = Calendar().parse(name)
        found = build_results(facts, project, period=period, now=utc("2027-01-01"))
        one = row(found.filter(pl.col("period") == name), "completion_rate")
        shown[name] = (one["target"], one["target_status"])
    assert shown == {"2026-10": (0.4, "met"), "2026-Q4": (0.6, "missed")}
