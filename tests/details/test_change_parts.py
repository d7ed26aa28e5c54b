"""Splits of flagged changes on conversations counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.details import Asked
from kpikit.details.change_parts import CHANGE_PARTS
from kpikit.details.limits import LIMITS
from kpikit.details.work_days import WORK_DAYS
from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.evaluate.world import config, talks, utc, world

if TYPE_CHECKING:
    from kpikit.config import Config
    from kpikit.facts import Facts

MONTHS = [f"{2025 + (7 + n) // 12}-{(7 + n) % 12 + 1:02}" for n in range(15)]
NOW = utc("2027-01-01")


def month(bot: str, day: str, by_intent: dict[str | None, tuple[int, int]]) -> list[dict[str, Any]]:
    """Contained and all conversations of each intent."""
    rows = []
    for intent, (contained, total) in by_intent.items():
        base = {"engaged": True, "mature": True, "intent": intent, "language": "en"}
        rows += talks(bot, f"{day}-05", contained, contained=True, **base)
        rows += talks(bot, f"{day}-05", total - contained, **base)
    return rows


def asked(facts: Facts, project: Config, period: str = MONTHS[-1]) -> Asked:
    chosen = Calendar(project.timezone).parse(period)
    results = build_results(facts, project, period=chosen, now=NOW)
    return Asked(facts, project, chosen, results, NOW)


def history(newest: dict[str | None, tuple[int, int]], *, one_user: str = "") -> Facts:
    """Bot a: 160 of 200 refunds and 80 of 200 logins contained every month; bot b never changes."""
    rows = []
    for at in MONTHS:
        usual = {"refund": (160, 200), "login": (80, 200), "rare": (0, 3)}
        rows += month("a", at, newest if at == MONTHS[-1] else usual)
        rows += month("b", at, {"refund": (50, 100)})
    numbered = [
        row | {"session_id": f"s{n}", "user_id": one_user if row["intent"] == one_user else f"u{n}"}
        for n, row in enumerate(rows)
    ]
    return world(conversations=numbered, as_of=utc("2026-12-01"))


FALL = asked(
    history({"refund": (60, 200), "login": (80, 200), "rare": (0, 3)}),
    config({"id": "a"}, {"id": "b"}),
)
PARTS = CHANGE_PARTS.build(FALL)


def part(
    bot: str, segment: str, value: str | None, kpi: str = "containment_rate"
) -> dict[str, Any]:
    found = PARTS.filter(
        pl.col("bot_id") == bot, pl.col("kpi") == kpi, pl.col("segment") == segment,
        pl.col("segment_value").eq_missing(pl.lit(value)),
    )  # fmt: skip
    assert found.height == 1, PARTS
    return found.row(0, named=True)


def test_a_fall_in_one_intent_is_the_rate_of_that_intent() -> None:
    """100 of 403 conversations fewer, all of them refunds: -100 / 403."""
    refund = part("a", "intent", "refund")
    assert refund["rate"] == pytest.approx(-100 / 403)
    assert refund["mix"] == pytest.approx(0, abs=1e-12)
    assert (refund["value_before"], refund["value"]) == (0.8, 0.3)
    assert refund["weight"] == refund["weight_before"] == pytest.approx(200 / 403)
    assert part("a", "intent", "login")["rate"] == 0


def test_the_parts_of_every_column_add_up_to_the_change() -> None:
    changes = FALL.results.filter(pl.col("period") == MONTHS[-1], pl.col("segment").is_null())
    whole = changes.select("bot_id", "kpi", (pl.col("value") - pl.col("trailing_mean")).alias("d"))
    sums = PARTS.group_by("bot_id", "kpi", "segment").agg((pl.col("rate") + pl.col("mix")).sum())
    both = sums.join(whole, on=["bot_id", "kpi"])
    assert both.height > 2
    assert (both.get_column("rate") - both.get_column("d")).abs().max() < 1e-11


def test_the_portfolio_is_split_by_its_bots_too() -> None:
    assert part("*", "bot_id", "a")["rate"] == pytest.approx(-100 / 503)
    assert part("*", "bot_id", "b")["rate"] == 0
    assert PARTS.filter(pl.col("segment") == "bot_id").get_column("bot_id").unique().to_list() == [
        "*"
    ]


def test_segments_of_few_persons_are_one_without_numbers_of_their_own() -> None:
    """Three persons asked the rare thing this month: fewer than five."""
    few = part("a", "intent", "others (fewer than 5)")
    assert (few["value"], few["weight"], few["value_before"], few["weight_before"]) == (None,) * 4
    assert "rare" not in PARTS.get_column("segment_value")


def test_persons_are_counted_and_not_rows() -> None:
    """Two hundred logins of one person are one person."""
    newest = {"refund": (60, 200), "login": (80, 200), "rare": (0, 3)}
    facts = history(newest, one_user="login")
    found = CHANGE_PARTS.build(asked(facts, config({"id": "a"}, {"id": "b"})))
    assert "login" not in found.filter(pl.col("bot_id") == "a").get_column("segment_value")


def test_what_one_segment_makes_up_alone_is_not_split() -> None:
    assert "language" not in PARTS.get_column("segment")


def test_only_flagged_figures_are_split() -> None:
    flagged = FALL.results.filter(pl.col("flag").is_in(["up", "down"]))
    pairs = set(flagged.select("bot_id", "kpi").iter_rows())
    assert set(PARTS.select("bot_id", "kpi").iter_rows()) <= pairs
    calm = history({"refund": (160, 200), "login": (80, 200), "rare": (0, 3)})
    assert CHANGE_PARTS.build(asked(calm, config({"id": "a"}))).is_empty()


def test_the_chart_of_a_kpi_has_its_limits_on_every_point() -> None:
    rows = LIMITS.build(FALL).filter(pl.col("bot_id") == "a", pl.col("kpi") == "csat_mean")
    assert rows.is_empty()
    rows = LIMITS.build(FALL).filter(pl.col("bot_id") == "a", pl.col("kpi") == "containment_rate")
    assert rows.get_column("at").to_list() == MONTHS[2:]
    before, now = 240 / 403, 140 / 403
    ranges = (before - now) / 12
    centre = (12 * before + now) / 13
    assert rows.get_column("low").to_list() == pytest.approx([centre - 2.66 * ranges] * 13)
    assert rows.get_column("signal").to_list()[-1] == "beyond"


@pytest.mark.parametrize(
    ("country", "now", "before", "names"),
    # October 2026: 22 weekdays, the third a Saturday; 2025: 23, the third a Friday.
    [("DE", 22, 22, [["German Unity Day"]]), (None, 22, 23, [None])],
)
def test_the_days_of_both_periods_are_counted(
    country: str | None, now: int, before: int, names: list[list[str] | None]
) -> None:
    project = config({"id": "a"}, country=country)
    found = WORK_DAYS.build(
        Asked(FALL.facts, project, Calendar().parse("2026-10"), FALL.results, NOW)
    )
    mine = found.filter(pl.col("bot_id") == "a")
    assert mine.get_column("at").to_list() == ["2026-10", "2025-10"]
    assert mine.get_column("work_days").to_list() == [now, before]
    assert mine.get_column("holidays").to_list()[1:] == names


def test_a_running_total_has_no_days_beside_it() -> None:
    running = Calendar().parse("launch..2026-10", dt.date(2025, 8, 5))
    found = WORK_DAYS.build(Asked(FALL.facts, FALL.config, running, FALL.results, NOW))
    assert found.is_empty()
