"""Which rows have an interval of the adjusted sales cycle, and why the others have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.estimate import intervals, why_none
from kpikit.evaluate import evaluated
from kpikit.kpi import registry
from kpikit.periods import Calendar
from tests import build
from tests.evaluate.test_cycle import built, pipeline
from tests.evaluate.world import config, figure, figures, utc

if TYPE_CHECKING:
    from kpikit.facts import Facts

ADJUSTED = [f"sales_cycle_adjusted_{x}" for x in
            ("chatbot_days", "form_days", "reduction_days", "reduction_pct")]  # fmt: skip
SPREAD = {"chatbot": [*range(5, 45)], "form": [*range(10, 70)]}


def ends(facts: Facts, *periods: str, by: str | None = None) -> pl.DataFrame:
    calendar = Calendar("UTC", 1)
    asked = [calendar.parse(one) for one in periods]
    board = evaluated(facts, config(), periods=asked, by=by)
    return intervals(board, periods).filter(pl.col("kpi").is_in(ADJUSTED))


def test_all_four_have_a_bootstrap_interval_around_the_figure() -> None:
    facts = built(**pipeline(**SPREAD))
    found = ends(facts, "2026-03").filter(bot_id="a")
    assert found.get_column("kpi").to_list() == ADJUSTED
    assert set(found.get_column("interval")) == {"bootstrap"}
    got = figures(facts, config(), "2026-03")
    for row in found.iter_rows(named=True):
        value = figure(got, "a", row["kpi"])["value"]
        assert row["low"] < value < row["high"]


def test_the_difference_is_drawn_and_not_made_of_both_ends() -> None:
    # Independent arms: narrower than the most that both intervals allow, wider than either.
    found = {row["kpi"]: row for row in ends(built(**pipeline(**SPREAD)), "2026-03")
             .filter(bot_id="a").iter_rows(named=True)}  # fmt: skip
    chatbot, form, days, share = (found[kpi] for kpi in ADJUSTED)
    widths = [one["high"] - one["low"] for one in (chatbot, form, days)]
    assert max(widths[:2]) < widths[2] < sum(widths[:2])
    assert days["low"] > form["low"] - chatbot["high"]
    assert share["high"] < 1


def test_two_periods_share_their_leads() -> None:
    found = ends(built(**pipeline(**SPREAD)), "2026-02", "2026-03")
    assert found.get_column("apart").to_list() == [False] * len(found)
    assert set(found.get_column("period")) == {"2026-02", "2026-03"}


def test_an_interval_does_not_depend_on_what_else_is_asked() -> None:
    facts = built(**pipeline(**SPREAD))
    alone = ends(facts, "2026-03")
    among = ends(facts, "2026-01", "2026-02", "2026-03").filter(period="2026-03")
    assert alone.equals(among)
    # The only bot's is the portfolio's.
    bot, everyone = (alone.filter(bot_id=one).drop("bot_id") for one in ("a", "*"))
    assert bot.equals(everyone)


def test_nine_wins_have_no_interval_but_a_reason() -> None:
    facts = built(**pipeline([*range(10, 19)], SPREAD["form"]))
    found = ends(facts, "2026-03").filter(bot_id="a")
    assert found.get_column("kpi").to_list() == [ADJUSTED[1]]
    got = figures(facts, config(), "2026-03")
    why = "a median takes 1 more chatbot win within 90 days"
    for kpi, said in zip(ADJUSTED, (why, None, why, why), strict=True):
        row = figure(got, "a", kpi)
        assert (row["lack"], row["why"]) == (None, said)


def test_too_few_leads_are_counted_by_arm() -> None:
    got = figures(built(**pipeline([10], [10] * 7)), config(), "2026-03")
    why = "a median takes 8 more chatbot leads and 2 more form leads"
    assert {figure(got, "a", kpi)["why"] for kpi in ADJUSTED} == {why}


def segmented() -> dict[str, Any]:
    rows = pipeline(**SPREAD, session_id="s")
    for one in rows["leads"]:
        one["session_id"] = "s"
    seen = [
        build.event("session_started", utc(day), name, bot_id="a", page_type="demo")
        for name, day in (("s", "2025-12-31"), ("t", "2026-02-05"), ("u", "2026-03-05"))
    ]
    return {**rows, "events": seen}


def test_of_a_segment_only_the_newest_period_has_one() -> None:
    facts = built(**segmented())
    found = ends(facts, "2026-02", "2026-03", by="page_type")
    assert set(found.get_column("period")) == {"2026-03"}
    assert set(found.get_column("segment_value")) == {"demo"}
    got = figures(facts, config(), "2026-02", by="page_type")
    assert figure(got, "a", ADJUSTED[2], segment_value="demo")["value"] is not None
    for kpi in ADJUSTED:
        words = "of a segment, only the newest period has one"
        assert why_none(registry()[kpi], n=100) == words


def test_of_a_segment_the_reason_does_not_count_people() -> None:
    rows = segmented()
    rows["leads"] = [one for one in rows["leads"] if one["source"] == "form"][:4]
    got = figures(built(**rows), config(), "2026-03", by="page_type")
    why = figure(got, "a", ADJUSTED[0], segment_value="demo")["why"]
    assert why == "fewer than 10 chatbot and form leads"
