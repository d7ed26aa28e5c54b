"""Which figures are tested and flagged, on conversations of sixteen months."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.kpi import registry
from kpikit.periods import Calendar
from kpikit.results import build_results
from kpikit.results.flags import scale_of
from tests.evaluate.world import config, talks, utc, world

if TYPE_CHECKING:
    from kpikit.facts import Facts

NEWEST = "2026-10"
MONTHS = [f"{2025 + (6 + n) // 12}-{(6 + n) % 12 + 1:02}" for n in range(16)]
LAUNCH = dt.date(2025, 7, 5)
assert MONTHS[-1] == NEWEST
RESOLVED = {"contained": True, "mature": True, "linkable": True, "engaged": True}
LEFT = {"mature": True, "engaged": True}
# Contained of 200, a little up and down from month to month.
USUAL = [120, 124, 118, 121, 117, 123, 119, 122, 120, 116, 124, 121, 118, 122, 119]


def month_of(bot: str, month: str, *, contained: int, of: int = 200) -> list[dict[str, Any]]:
    day = f"{month}-05"
    return talks(bot, day, contained, **RESOLVED) + talks(bot, day, of - contained, **LEFT)


def facts(bots: dict[str, int], *, since: str = MONTHS[0], as_of: str = "2026-11-20") -> Facts:
    """Bots that contain 116 to 124 of 200 a month, and in the newest as many as given."""
    rows = [
        row
        for bot, newest in bots.items()
        for month, contained in zip(MONTHS, [*USUAL, newest], strict=True)
        for row in month_of(bot, month, contained=contained)
        if month >= since
    ]
    numbered = [row | {"session_id": f"s{n}"} for n, row in enumerate(rows)]
    return world(conversations=numbered, as_of=utc(as_of))


def flags(given: Facts, period: str = NEWEST, **kw: Any) -> dict[tuple[str, str, str], str | None]:
    found = build_results(
        given,
        config({"id": "a", "type": "support"}),
        period=Calendar().parse(period, LAUNCH),
        now=utc("2027-01-01"),
        **kw,
    )
    keys = found.select("bot_id", "kpi", "period").iter_rows()
    return dict(zip(keys, found.get_column("flag").to_list(), strict=True))


FALLEN = flags(facts({"a": 60, "b": 120}))


def test_a_real_move_is_flagged_by_its_direction() -> None:
    """Of 200, 60 instead of about 120 are contained: 8 standard errors of a month."""
    assert FALLEN["a", "containment_rate", NEWEST] == "down"
    assert FALLEN["b", "containment_rate", NEWEST] == "none"
    assert FALLEN["*", "containment_rate", NEWEST] == "down"
    assert FALLEN["a", "activation_rate", NEWEST] == "none"


def test_the_same_number_of_conversations_in_a_shorter_month_is_no_move() -> None:
    assert FALLEN["a", "conversations", NEWEST] == "none"


def test_only_the_newest_period_is_tested() -> None:
    assert {flag for (_, _, period), flag in FALLEN.items() if period != NEWEST} == {None}


def test_nothing_moved_is_tested_and_not_flagged() -> None:
    found = flags(facts({"a": 120}))
    assert {found["a", "containment_rate", NEWEST], found["a", "conversations", NEWEST]} == {"none"}
    assert not {"up", "down"} & set(found.values())


def test_costs_ladder_counts_and_differences_are_not_tested() -> None:
    for kpi in ("total_cost", "rung_abandoned", "net_value", "cost_per_resolution"):
        assert FALLEN["a", kpi, NEWEST] is None


def test_no_denominator_is_no_test() -> None:
    """Nobody rated, no lead came: the shares are null."""
    assert FALLEN["a", "csat", NEWEST] is None
    assert FALLEN["a", "close_rate", NEWEST] is None


@pytest.mark.parametrize(
    ("since", "flag"),
    # A bot whose first conversation is on 5 July has August and September whole before October.
    [("2026-06", "down"), ("2026-07", None), (NEWEST, None)],
)
def test_three_whole_periods_after_the_launch_are_needed(since: str, flag: str | None) -> None:
    """From 5 June on: July, August and September are whole."""
    found = flags(facts({"a": 20}, since=since))
    assert found["a", "containment_rate", NEWEST] == flag
    assert found["*", "containment_rate", NEWEST] == flag


def test_a_bot_that_has_not_launched_is_not_tested() -> None:
    found = build_results(
        facts({"a": 120}),
        config({"id": "a"}, {"id": "later", "launch": "2026-12-01"}),
        period=Calendar().parse(NEWEST),
        now=utc("2027-01-01"),
    )
    mine = found.filter(pl.col("bot_id") == "later")
    assert mine.get_column("flag").null_count() == mine.height > 0


def test_a_period_that_is_not_over_is_not_tested() -> None:
    found = flags(facts({"a": 60}, as_of="2026-10-20"))
    assert set(found.values()) == {None}


def test_a_share_without_what_is_pending_is_tested_and_its_count_is_not() -> None:
    """As of 2 November tickets can still follow: the resolution rate leaves such chats out."""
    found = flags(facts({"a": 60}, as_of="2026-11-02"))
    assert found["a", "resolution_rate", NEWEST] == "down"
    assert found["a", "mature_conversations", NEWEST] is None
    assert flags(facts({"a": 60}))["a", "mature_conversations", NEWEST] == "none"


@pytest.mark.parametrize("period", ["2026-09-T12", "2026-10-01..2026-10-31", "launch..2026-10"])
def test_only_weeks_months_and_quarters_are_tested(period: str) -> None:
    assert set(flags(facts({"a": 60}), period).values()) == {None}


def test_weeks_are_tested_against_weeks() -> None:
    """Months of one day each: the weeks between have nothing to test."""
    assert set(flags(facts({"a": 60}), "2026-W41").values()) == {None}
    days = [f"2026-{month:02}-{day:02}" for month in (6, 7, 8, 9) for day in range(1, 29)]
    rows = [
        row for n, day in enumerate(days)
        for row in talks("a", day, 18, **RESOLVED) + talks("a", day, 12 + n % 3, **LEFT)
        + (talks("a", day, 90, **LEFT) if "2026-09-07" <= day <= "2026-09-13" else [])
    ]  # fmt: skip
    numbered = [row | {"session_id": f"s{n}"} for n, row in enumerate(rows)]
    given = world(conversations=numbered, as_of=utc("2026-11-01"))
    assert flags(given, "2026-W37")["a", "containment_rate", "2026-W37"] == "down"


def test_segments_are_not_tested() -> None:
    found = flags(facts({"a": 60}), by="page_type")
    assert set(found.values()) == {None}


def test_the_scale_of_every_kpi_follows_the_rule() -> None:
    scales = {kpi.id: scale_of(kpi) for kpi in registry().published()}
    assert {scales[kpi] for kpi in ("csat", "usage_rate", "hallucination_rate")} == {"share"}
    assert {scales[kpi] for kpi in ("csat_mean", "nps", "sentiment_mean")} == {"plain"}
    assert {scales[kpi] for kpi in ("conversations", "leads_captured", "errors")} == {"count"}
    logs = ("time_to_first_answer_p99", "revenue_sourced", "payback_multiple", "deal_size_mean")
    assert {scales[kpi] for kpi in logs} == {"log"}
    none = ("net_incremental_revenue", "roi", "sales_cycle_reduction_pct", "revenue_booked",
            "rung_durable", "total_cost", "revenue_expected", "durable_cost_saved",
            "sales_cycle_adjusted_chatbot_days")  # fmt: skip
    assert {scales[kpi] for kpi in none} == {None}
