"""Verdicts, targets and changes by their intervals; the contract section 4, edges by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.periods import Calendar
from kpikit.results import build_results
from kpikit.results.schema import STATUS
from kpikit.results.verdict import with_target, with_verdict
from tests.evaluate.world import config, talk, utc, world

if TYPE_CHECKING:
    from kpikit.config import Config

Row = dict[str, Any]
NEVER = pl.DataFrame(schema={"bot_id": pl.String, "baseline_end": pl.Datetime("us", "UTC")})
TEXTS = ("bot_id", "kpi", "method", "segment", "segment_value", "kind")


def judged(kpi: str, ends: tuple[float, float] | None, **given: Any) -> pl.DataFrame:
    """A row to judge, in the middle of its interval."""
    low, high = ends or (None, None)
    value = None if ends is None else (ends[0] + ends[1]) / 2
    row = {
        "bot_id": "a", "kpi": kpi, "method": "", "segment": None, "segment_value": None,
        "kind": "month", "period_end": utc("2026-11-01"), "status": "final", "value": value,
        "claim_low": low, "claim_high": high,
    } | given  # fmt: skip
    types = {name: pl.String() for name in TEXTS} | {
        name: pl.Float64() for name in ("value", "claim_low", "claim_high")
    }
    return pl.DataFrame([row], schema_overrides=types).with_columns(pl.col("status").cast(STATUS))


@pytest.mark.parametrize(
    ("kpi", "ends", "verdict"),
    [
        # Better up, good from .60 and bad below .40.
        ("completion_rate", (0.60, 0.70), "good"),
        ("completion_rate", (0.59, 0.70), "cannot_tell"),
        ("completion_rate", (0.40, 0.59), "watch"),
        ("completion_rate", (0.39, 0.59), "cannot_tell"),
        ("completion_rate", (0.30, 0.39), "bad"),
        ("completion_rate", (0.30, 0.40), "cannot_tell"),
        ("completion_rate", (0.30, 0.70), "cannot_tell"),
        # Better down, good up to .02 and bad above .05.
        ("hallucination_rate", (0.00, 0.02), "good"),
        ("hallucination_rate", (0.00, 0.03), "cannot_tell"),
        ("hallucination_rate", (0.021, 0.05), "watch"),
        ("hallucination_rate", (0.05, 0.09), "cannot_tell"),
        ("hallucination_rate", (0.051, 0.09), "bad"),
        # Better up without a bad edge: all below is watch.
        ("containment_rate", (0.10, 0.59), "watch"),
        ("containment_rate", (0.60, 0.95), "good"),
        # A band: good from .15 to .30, watch on either side.
        ("escalation_rate", (0.15, 0.30), "good"),
        ("escalation_rate", (0.14, 0.20), "cannot_tell"),
        ("escalation_rate", (0.31, 0.40), "watch"),
        ("escalation_rate", (0.05, 0.14), "watch"),
        ("escalation_rate", (0.05, 0.40), "cannot_tell"),
        # A band with bad right beside good (support: 4 to 7 messages).
        ("messages_per_resolved", (7.1, 9.0), "bad"),
        ("messages_per_resolved", (2.0, 3.9), "bad"),
        ("messages_per_resolved", (2.0, 9.0), "cannot_tell"),
        # Break-even.
        ("net_incremental_revenue", (1.0, 9.0), "good"),
        ("net_incremental_revenue", (-9.0, -1.0), "bad"),
        ("net_incremental_revenue", (-1.0, 9.0), "cannot_tell"),
        ("activation_rate", (0.1, 0.2), "none"),
    ],
)
def test_the_whole_interval_must_lie_in_a_zone(
    kpi: str, ends: tuple[float, float], verdict: str
) -> None:
    method = "booked" if kpi == "net_incremental_revenue" else ""
    project = config({"id": "a", "type": "support"})
    found = with_verdict(judged(kpi, ends, method=method), project, NEVER)
    assert found.get_column("verdict").to_list() == [verdict]


@pytest.mark.parametrize(
    ("ends", "target", "status"),
    [
        ((0.50, 0.60), {"value": 0.5}, "met"),
        ((0.49, 0.60), {"value": 0.5}, "cannot_tell"),
        ((0.40, 0.49), {"value": 0.5}, "missed"),
        ((0.40, 0.49), {"low": 0.3, "high": 0.5}, "met"),
        ((0.40, 0.51), {"low": 0.3, "high": 0.5}, "cannot_tell"),
        ((0.51, 0.60), {"low": 0.3, "high": 0.5}, "missed"),
        ((0.10, 0.29), {"low": 0.3}, "missed"),
    ],
)
def test_a_target_is_met_or_missed_by_the_whole_interval(
    ends: tuple[float, float], target: Row, status: str
) -> None:
    project = config({"id": "a", "targets": {"completion_rate": target}})
    found = with_target(judged("completion_rate", ends), project)
    assert found.get_column("target_status").to_list() == [status]


def test_a_period_within_the_first_thirty_days_has_no_verdict() -> None:
    """Launched on 5 September, the thirty days are over with 4 October."""
    project = config({"id": "a", "type": "support"})
    over = NEVER.vstack(
        pl.DataFrame(
            {"bot_id": ["a"], "baseline_end": [utc("2026-10-05")]}, schema_overrides=NEVER.schema
        )
    )
    for end, verdict in (("2026-10-04", "none"), ("2026-10-05", "good"), ("2026-11-01", "good")):
        row = judged("completion_rate", (0.7, 0.8), period_end=utc(end))
        assert with_verdict(row, project, over).get_column("verdict").to_list() == [verdict]


def reviews(wrong: int, of: int) -> list[Row]:
    return [
        {"bot_id": "a", "review_id": f"{n}", "kind": "hallucination", "passed": n >= wrong,
         "weight": 1.0, "item_at": utc("2026-10-05")}
        for n in range(of)
    ]  # fmt: skip


def october(project: Config, **facts: list[Row]) -> pl.DataFrame:
    period = Calendar().parse("2026-10")
    found = build_results(world(**facts), project, period=period, now=utc("2027-01-01"))
    return found.filter(pl.col("segment").is_null())


def one(found: pl.DataFrame, kpi: str, *, bot: str = "a", period: str = "2026-10") -> Row:
    rows = found.filter(pl.col("bot_id") == bot, pl.col("kpi") == kpi, pl.col("period") == period)
    return rows.row(0, named=True)


@pytest.mark.parametrize(
    ("wrong", "of", "verdict"),
    [
        # The smallest samples that show "below 2 %" one-sided at 95 % (statistics.md section 4).
        (0, 149, "good"), (0, 148, "cannot_tell"), (1, 236, "good"), (1, 235, "cannot_tell"),
        (3, 386, "good"), (3, 385, "cannot_tell"), (10, 845, "good"), (10, 844, "cannot_tell"),
        (2, 100, "cannot_tell"), (30, 1000, "watch"), (20, 100, "bad"),
    ],
)  # fmt: skip
def test_a_claim_below_two_per_cent_takes_its_sample(wrong: int, of: int, verdict: str) -> None:
    project = config({"id": "a", "launch": "2026-01-01"})
    found = one(october(project, reviews=reviews(wrong, of)), "hallucination_rate")
    assert (found["verdict"], found["interval"]) == (verdict, "clopper_pearson")
    assert found["low"] <= found["value"] <= found["high"]


def test_a_new_bots_first_month_has_no_verdict_and_its_second_has() -> None:
    """First conversation on 5 October: the baseline ends on 4 November."""
    talks = [
        talk("a", day, session_id=f"{day} {n}", completed=True)
        for day in ("2026-10-05", "2026-11-05")
        for n in range(50)
    ]
    project = config({"id": "a"})
    period = Calendar().parse("2026-11")
    facts = world(as_of=utc("2026-12-20"), conversations=talks)
    found = build_results(facts, project, period=period, now=utc("2027-01-01"))
    verdicts = {
        (bot, month): one(found, "completion_rate", bot=bot, period=month)["verdict"]
        for bot in ("a", "*")
        for month in ("2026-10", "2026-11")
    }
    # 50 of 50 is 93 % or more: good.
    assert verdicts == {
        ("a", "2026-10"): "none", ("*", "2026-10"): "none",
        ("a", "2026-11"): "good", ("*", "2026-11"): "good",
    }  # fmt: skip


def test_a_change_between_months_has_newcombes_interval() -> None:
    """56 of 70 after 48 of 80: .0524 to .3339 (Newcombe 1998, Table II a, method 10)."""
    talks = [
        talk("a", day, session_id=f"{day} {n}", completed=n < hits)
        for day, hits, of in (("2026-09-05", 48, 80), ("2026-10-05", 56, 70))
        for n in range(of)
    ]
    found = one(october(config({"id": "a"}), conversations=talks), "completion_rate")
    assert found["change"] == pytest.approx(0.2)
    assert (round(found["change_low"], 4), round(found["change_high"], 4)) == (0.0524, 0.3339)


def test_a_running_total_has_no_interval_of_its_change() -> None:
    """It holds the period it is compared with."""
    talks = [
        talk("a", day, session_id=f"{day} {n}", completed=n < 40)
        for day in ("2026-08-05", "2026-09-05", "2026-10-05")
        for n in range(50)
    ]
    day = dt.date(2026, 8, 5)
    period = Calendar().parse("launch..2026-10", day)
    project = config({"id": "a", "launch": "2026-08-05"})
    found = build_results(world(conversations=talks), project, period=period, now=utc("2027-01-01"))
    row = one(found, "completion_rate", period=period.id)
    assert row["low"] < row["value"] < row["high"]
    assert row["change"] is not None
    assert (row["change_low"], row["change_high"]) == (None, None)
