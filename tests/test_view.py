"""One bot's rows: which, in which order, and what is said of one that is not there."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from kpikit.errors import UsageError
from kpikit.results import RESULTS
from kpikit.view import open_view
from tests.sample import snapshot


def test_an_unknown_bot_period_or_kpi_is_answered_with_what_there_is() -> None:
    sample = snapshot()
    with pytest.raises(UsageError, match=r"bot 'pricin' .* did you mean 'pricing'"):
        sample.view("pricin")
    with pytest.raises(UsageError, match=r"period '2027-01' is not in this run"):
        sample.view("pricing", "2027-01")
    with pytest.raises(UsageError, match="did you mean 'containment_rate'"):
        sample.view("pricing")["contaiment_rate"]


def test_the_portfolio_is_a_bot_of_its_own() -> None:
    view = snapshot().view()
    assert (view.bot.id, view.bot.name, view.it) == ("*", "All chatbots", "they")
    assert view.other("pricing").it == "it"


def test_history_is_oldest_first_and_starts_with_the_launch() -> None:
    """The help desk bot started on 10 February 2026: eight of the thirteen months are its own."""
    sample = snapshot()
    assert [r.period for r in sample.view("pricing").history("csat", n=3)] == [
        "2026-07", "2026-08", "2026-09",
    ]  # fmt: skip
    months = [row.period for row in sample.view("help").history("conversations")]
    assert months == [f"2026-{month:02d}" for month in range(2, 10)]


def test_what_stands_at_as_of_has_no_history() -> None:
    (row,) = snapshot().view("pricing").history("pipeline_open")
    assert (row.period, row.kpi.is_state) == ("2026-09", True)
    assert len(snapshot().view("pricing").history("revenue_sourced")) == 13


def test_history_keeps_to_one_kind_of_period() -> None:
    """A quarter beside the months, as in a quarterly run, is no point of the monthly line."""
    sample = snapshot()
    quarter = sample.results.filter(pl.col("period") == "2026-09").with_columns(
        pl.lit("2026-Q3").alias("period")
    )
    both = pl.concat([sample.results, quarter.cast(RESULTS)])
    view = open_view(both, sample.context, bot="pricing", period="2026-09")
    assert "2026-Q3" not in view.periods
    assert len(view.periods) == 13
    assert open_view(both, sample.context, period="2026-Q3").periods == ["2026-Q3"]


def test_the_headline_method_of_net_revenue_is_booked() -> None:
    view = snapshot().view("pricing")
    assert view["net_incremental_revenue"].method == "booked"
    assert view.get("net_incremental_revenue", method="holdout").status == "unavailable"
    methods = [r.method for r in view.kpis() if r.kpi.id == "net_incremental_revenue"]
    assert methods == ["booked"]


def test_costs_by_category_are_parts_of_their_total() -> None:
    view = snapshot().view("pricing")
    parts = view.split("total_cost", "category")
    assert sum(row.value or 0 for row in parts) == pytest.approx(view["total_cost"].value)


def test_days_of_the_portfolio_add_up_its_bots() -> None:
    sample = snapshot()
    of_all = {row.day: row.conversations for row in sample.view().days()}
    bots = [sample.view(bot.id).days() for bot in sample.context.bots]
    for day, total in of_all.items():
        assert total == sum(row.conversations for rows in bots for row in rows if row.day == day)
    assert min(of_all) >= "2026-09-01"
    assert max(of_all) <= "2026-09-30"


def test_what_was_before_the_launch_is_no_comparison() -> None:
    """Help started on 10 February 2026: March has a month before it, February none."""
    view = snapshot().view("help")
    for period, known in (("2026-02", False), ("2026-03", True)):
        assert (view.get("conversations", period=period).prior_value is not None) == known
    assert view["conversations"].year_ago_value is None
    assert view.get("conversations", period="2026-04").trailing_mean is None
    assert view.get("conversations", period="2026-05").trailing_mean is not None


def test_views_asked_for_again_are_the_same_and_keep_their_bot_and_period() -> None:
    now = snapshot().view("pricing")
    before = now.at(now.periods[-2])
    whole = before.other("*")
    assert (whole.bot.id, whole.period) == ("*", now.periods[-2])
    assert whole is before.other("*")
    assert whole.other("pricing") is before
    assert whole.at(now.period) is now.other("*")
    alone = snapshot().view("*", now.periods[-2])
    assert whole["containment_rate"].value == alone["containment_rate"].value
    assert whole["containment_rate"].value != now["containment_rate"].value


def test_rows_of_a_detail_can_be_changed_without_harm() -> None:
    rows = pl.DataFrame({"bot_id": ["pricing"], "period": ["2026-09"], "net": [1.0]})
    sample = snapshot()
    view = replace(sample, details={"own": rows}).view("pricing", "2026-09")
    view.detail("own")[0]["net"] = 2.0
    assert view.detail("own") == rows.to_dicts()
    assert view.detail("none") == []
