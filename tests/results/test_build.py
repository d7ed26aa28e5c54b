"""The results table on small facts; expected values by hand, from the data contract section 4."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.errors import UsageError
from kpikit.kpi import registry
from kpikit.periods import Calendar
from kpikit.results import KEY, RESULTS, build_results
from tests.evaluate.world import config, cost, deal, talk, talks, utc, world

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.config import Config
    from kpikit.facts import Facts

Row = dict[str, Any]
NOW = utc("2027-01-15")
HELD = {"contained": True, "mature": True, "linkable": True, "rung": "durable"}


def table(
    facts: Facts, project: Config, period: str, *, now: dt.datetime = NOW, by: str | None = None
) -> pl.DataFrame:
    calendar = Calendar(project.timezone, project.fiscal_year_start)
    return build_results(facts, project, period=calendar.parse(period), now=now, by=by)


def row(frame: pl.DataFrame, kpi: str, *, bot: str = "a", **key: Any) -> Row:
    wanted = {"method": "", "segment_value": None, "period": "2026-10"} | key
    found = frame.filter(
        pl.col("bot_id") == bot,
        pl.col("kpi") == kpi,
        *(pl.col(name).eq_missing(pl.lit(value)) for name, value in wanted.items()),
    )
    assert found.height == 1, found
    return found.row(0, named=True)


GROWING = [
    t for month in range(1, 13) for t in talks("a", f"2026-{month:02}-05", month, **HELD)
] + talks("a", "2025-10-05", 4)


def test_the_table_has_the_columns_and_types_of_the_contract(tmp_path: Path) -> None:
    facts = world(conversations=GROWING, costs=[cost("*", "2026-10-01", 5.0)])
    found = table(facts, config(), "2026-10")
    assert found.schema == RESULTS
    found.write_parquet(tmp_path / "results.parquet")
    assert pl.read_parquet(tmp_path / "results.parquet").equals(found)
    assert pl.read_parquet(tmp_path / "results.parquet").schema == RESULTS


def test_the_key_is_unique_and_every_row_is_there() -> None:
    project = config({"id": "a"}, {"id": "idle", "type": "support"})
    facts = world(conversations=[*GROWING, talk("seen", "2026-10-05")])
    found = table(facts, project, "2026-10")
    assert found.select(KEY).is_duplicated().sum() == 0
    whole = found.filter(pl.col("segment").is_null())
    rows = sum(len(kpi.methods) for kpi in registry().published())
    assert whole.height == 4 * 13 * rows
    assert found.get_column("bot_id").unique(maintain_order=True).to_list() == [
        *("a", "idle", "seen", "*")
    ]
    periods = whole.get_column("period").unique(maintain_order=True).to_list()
    assert (periods[0], periods[-1], len(periods)) == ("2025-10", "2026-10", 13)
    assert found.get_column("flag").null_count() == found.height


def test_no_row_of_an_empty_project_crashes_or_invents_a_number() -> None:
    found = table(world(), config(), "2026-10")
    assert not found.get_column("value").is_nan().any()
    known = found.filter(pl.col("value").is_not_null())
    assert set(known.get_column("value")) == {0.0}
    assert set(known.get_column("n").drop_nulls()) <= {0}
    lost = found.filter(pl.col("status") == "unavailable")
    assert lost.get_column("reason").null_count() == 0


def test_a_value_stands_beside_the_months_before_it_and_the_year_before() -> None:
    found = row(table(world(conversations=GROWING), config(), "2026-10"), "conversations")
    assert (found["value"], found["prior_value"], found["year_ago_value"]) == (10, 9, 4)
    assert found["trailing_mean"] == 8.0  # of 9, 8 and 7
    assert found["change"] == 1.0
    assert found["change_pct"] == pytest.approx(1 / 9)
    assert (found["period_start"], found["period_end"]) == (utc("2026-10-01"), utc("2026-11-01"))
    assert (found["kpi_version"], found["as_of"]) == (1, utc("2026-12-01"))


def test_the_oldest_shown_month_has_its_comparisons_too() -> None:
    old = [*talks("a", "2025-09-05", 3), *talks("a", "2024-10-05", 7)]
    found = row(
        table(world(conversations=[*GROWING, *old]), config(), "2026-10"),
        "conversations",
        period="2025-10",
    )
    assert (found["prior_value"], found["trailing_mean"], found["year_ago_value"]) == (3, 1, 7)


def test_what_stands_at_as_of_has_no_past_in_a_run() -> None:
    """Two deals of 70 and 5 are open, one since long ago: 75 in every month, and no change."""
    rows = [
        deal("a", day, amount, stage="open", closed_at=None)
        for day, amount in (("2026-05-04", 70.0), ("2026-10-05", 5.0))
    ]
    found = table(world(conversations=GROWING, deals=rows), config(), "2026-10")
    now = row(found, "pipeline_open")
    assert now["value"] == 75.0
    compared = ("prior_value", "trailing_mean", "year_ago_value", "change", "change_pct",
                "change_low", "change_high", "flag")  # fmt: skip
    assert [now[name] for name in compared] == [None] * len(compared)
    assert row(found, "pipeline_open", period="2026-06")["value"] == 75.0


def test_nothing_to_compare_with_is_nothing_and_not_0() -> None:
    rows = [talk("a", "2026-10-05", contained=True), talk("a", "2026-07-05")]
    found = table(world(conversations=rows), config(), "2026-10")
    rate = row(found, "containment_rate")
    assert (rate["value"], rate["prior_value"], rate["trailing_mean"]) == (1.0, None, None)
    assert (rate["change"], rate["change_pct"]) == (None, None)
    count = row(found, "conversations")
    assert (count["prior_value"], count["change"], count["change_pct"]) == (0.0, 1.0, None)


def test_a_negative_prior_gives_a_change_with_the_sign_of_the_move() -> None:
    costs = [cost("a", "2026-09-01", 100.0), cost("a", "2026-10-01", 100.0)]
    deals = [deal("a", "2026-10-05", 150.0)]
    got = table(world(costs=costs, deals=deals), config(), "2026-10")
    net = row(got, "net_incremental_revenue", method="booked")
    assert (net["value"], net["prior_value"], net["change"]) == (50.0, -100.0, 150.0)
    assert net["change_pct"] == 1.5


def test_values_keep_12_significant_digits() -> None:
    rows = [talk("a", "2026-10-05", contained=n < 2) for n in range(3)]
    found = row(table(world(conversations=rows), config(), "2026-10"), "containment_rate")
    assert found["value"] == 0.666666666667


def test_costs_come_by_category_beside_the_total() -> None:
    costs = [cost("a", "2026-10-01", 3.0), cost("*", "2026-10-01", 8.0, category="hosting"),
             cost("a", "2026-09-01", 5.0, category="hosting")]  # fmt: skip
    found = table(world(costs=costs), config(), "2026-10")
    assert row(found, "total_cost")["value"] == 11.0
    hosting = row(found, "total_cost", segment_value="hosting")
    assert (hosting["segment"], hosting["value"], hosting["prior_value"]) == ("category", 8.0, 5.0)
    assert row(found, "total_cost", segment_value="subscription")["prior_value"] == 0.0
    assert row(found, "total_cost", bot="*", segment_value="hosting")["value"] == 8.0


def test_a_table_can_be_split_by_a_column() -> None:
    rows = [talk("a", "2026-10-05", page_type="demo", contained=True), talk("a", "2026-10-05")]
    found = table(world(conversations=rows), config(), "2026-10", by="page_type")
    assert row(found, "containment_rate", segment_value="demo")["value"] == 1.0
    assert set(found.get_column("segment")) == {"page_type"}


def test_a_page_type_has_its_own_band() -> None:
    rows = [talk("a", "2026-10-05", page_type=p) for p in ("demo", "home")]
    found = table(world(conversations=rows), config(), "2026-10", by="page_type")
    assert row(found, "lead_capture_rate", segment_value="demo")["good_low"] == 0.15
    assert row(found, "lead_capture_rate", segment_value="home")["good_low"] == 0.05


def test_a_future_period_is_refused() -> None:
    with pytest.raises(UsageError, match="2027-02 has not begun at the time of the run"):
        table(world(), config(), "2027-02")


def test_weeks_quarters_and_ranges_have_their_history() -> None:
    facts = world(conversations=GROWING)
    for period, first in {
        "2026-W45": "2026-W33",
        "2026-Q4": "2023-Q4",
        "2026-10-01..2026-10-15": "2026-04-04..2026-04-18",
    }.items():
        found = table(facts, config(), period)
        periods = found.get_column("period").unique(maintain_order=True).to_list()
        assert (periods[0], periods[-1], len(periods)) == (first, period, 13)
        assert row(found, "conversations", period=period)["n"] is not None


def test_twelve_months_are_compared_with_the_twelve_before() -> None:
    found = row(table(world(conversations=GROWING), config(), "2026-10-T12"), "conversations",
                period="2026-10-T12")  # fmt: skip
    assert (found["value"], found["prior_value"]) == (55.0, 4.0)
    assert found["year_ago_value"] == 4.0


def launched() -> tuple[Facts, Config]:
    """Bot a launched on 10 August (configured), bot b on 20 September (its first conversation)."""
    rows = [talk("a", "2026-08-01"), *talks("a", "2026-08-20", 2), *talks("b", "2026-09-20", 4),
            talk("b", "2026-10-02")]  # fmt: skip
    costs = [cost("b", "2026-07-01", 10.0, category="development"), cost("*", "2026-09-25", 60.0),
             cost("*", "2026-08-15", 7.0), cost("*", "2026-08-05", 1.0),
             cost("a", "2026-08-05", 2.0)]  # fmt: skip
    project = config({"id": "a", "launch": dt.date(2026, 8, 10)}, {"id": "b"})
    return world(conversations=rows, costs=costs), project


def since_launch(period: str = "launch..2026-09") -> pl.DataFrame:
    facts, project = launched()
    asked = Calendar().parse(period, dt.date(2026, 8, 10))
    return build_results(facts, project, period=asked, now=NOW)


def test_a_running_total_starts_with_each_bots_own_launch() -> None:
    found = since_launch()
    at = {"period": "launch..2026-09"}
    a, b, whole = (row(found, "conversations", bot=x, **at) for x in ("a", "b", "*"))
    assert (a["value"], a["period_start"]) == (2.0, utc("2026-08-10"))
    assert (b["value"], b["period_start"]) == (4.0, utc("2026-09-20"))
    assert (whole["value"], whole["period_start"]) == (6.0, utc("2026-08-10"))
    # A month earlier: two conversations of a, none of b, which had not begun.
    assert (a["prior_value"], whole["prior_value"], b["prior_value"]) == (2.0, 2.0, None)


def test_own_costs_before_the_launch_count_on_it_and_shared_ones_do_not() -> None:
    found = since_launch()
    at = {"period": "launch..2026-09"}
    # Of the shared 60 of September b has 4 of the 4 conversations since its launch; a has 2 of 6
    # since its own, of 60 + 7.
    assert row(found, "total_cost", bot="b", **at)["value"] == pytest.approx(10 + 60)
    assert row(found, "total_cost", bot="a", **at)["value"] == pytest.approx(2 + 67 * 2 / 6)
    assert row(found, "total_cost", bot="*", **at)["value"] == pytest.approx(10 + 2 + 67)


def test_a_bot_that_had_not_launched_has_rows_without_numbers() -> None:
    found = since_launch("launch..2026-08")
    b = row(found, "conversations", bot="b", period="launch..2026-08")
    assert (b["value"], b["n"]) == (0.0, 0)
    assert row(found, "containment_rate", bot="b", period="launch..2026-08")["value"] is None
    # Its 10 of July count as on its launch in September; in the portfolio as on the first launch.
    cost_of_b = row(found, "total_cost", bot="b", period="launch..2026-08")
    assert (cost_of_b["status"], cost_of_b["reason"]) == ("unavailable", "no costs booked")
    whole = row(found, "total_cost", bot="*", period="launch..2026-08")
    assert whole["value"] == pytest.approx(10 + 2 + 7)


def test_a_segment_of_periods_before_the_first_row_has_no_figure() -> None:
    # Contract: never a crash. Nobody talked in September, so no value of the column is known.
    facts = world(conversations=[talk("a", "2026-10-05", intent="price")])
    assert table(facts, config({"id": "a"}), "2026-09", by="intent").is_empty()
    assert not table(facts, config({"id": "a"}), "2026-10", by="intent").is_empty()
