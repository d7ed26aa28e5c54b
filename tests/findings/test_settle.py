"""What would settle an open figure, and why others have no interval; sums by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

import pytest
from scipy.stats import binom, binomtest

from kpikit.findings import in_baseline, settles, unsettled, without_interval
from kpikit.kpi import registry
from kpikit.view import Result

UTC = dt.UTC
# The smallest samples without more errors than found (statistics: 149, 236, 313, 386).
CLEAN = [
    (0, 100, "49 more reviews without an error would settle it."),
    (0, 148, "1 more review without an error would settle it."),
    (1, 100, "136 more reviews without another error would settle it."),
    (3, 200, "186 more reviews without another error would settle it."),
]


def row(kpi: str, **given: Any) -> Result:
    """A figure of September whose verdict is open, with the edges of its band."""
    plain: dict[str, Any] = {field.name: None for field in fields(Result)}
    band = registry()[kpi].band("support")
    edges = (
        {}
        if band is None
        else {n: getattr(band, n) for n in ("good_low", "good_high", "bad_low", "bad_high")}
    )
    base = {
        "bot_id": "a", "period": "2026-09", "kpi": registry()[kpi], "method": "",
        "period_start": dt.datetime(2026, 9, 1, tzinfo=UTC),
        "period_end": dt.datetime(2026, 10, 1, tzinfo=UTC),
        "kpi_version": 1, "status": "final", "interval": "wilson", "verdict": "cannot_tell",
        "target_status": "none", "currency": "USD",
    }  # fmt: skip
    return Result(**{**plain, **base, **edges, **given})


def sampled(errors: int, n: int, **given: Any) -> Result:
    exact = binomtest(errors, n).proportion_ci(0.95, "exact")
    ends = {"low": exact.low, "high": exact.high, "interval": "clopper_pearson"}
    return row("hallucination_rate", value=errors / n, n=n, **(ends | given))


@pytest.mark.parametrize(("errors", "n", "text"), CLEAN)
def test_a_sampled_rate_takes_the_smallest_sample_that_allows_its_errors(
    errors: int, n: int, text: str
) -> None:
    assert settles(sampled(errors, n)) == text


def smallest(errors: int, limit: float) -> int:
    """By trying: the first n at which so few errors have a chance of 5 % or less."""
    return next(n for n in range(errors + 1, 10_000) if binom.cdf(errors, n, limit) <= 0.05)


def test_a_sampled_rate_takes_whichever_is_fewer() -> None:
    """34 of 1,000, .021 to .045, against .04: the line is .006 above, the end .011.

    Narrowing takes (11/6)^2 = 3.36 times 1,000, which is 2,362 more.
    """
    found = sampled(34, 1000, low=0.021, high=0.045, verdict="watch", target=0.04,
                    target_status="cannot_tell")  # fmt: skip
    more = smallest(34, 0.04) - 1000
    assert 0 < more < 2362
    assert settles(found) == f"{more} more reviews without another error would settle it."


def test_reviews_that_are_worth_half_take_twice_as_many() -> None:
    """2 of 100 with the interval of 1 of 50: 236 - 50 = 186 equal ones more, twice that many."""
    half = binomtest(1, 50).proportion_ci(0.95, "exact")
    found = sampled(2, 100, low=half.low, high=half.high)
    assert settles(found) == "372 more reviews without another error would settle it."


def test_what_can_still_change_names_its_day_first() -> None:
    late = {"status": "provisional", "final_on": dt.date(2026, 10, 8),
            "as_of": dt.datetime(2026, 10, 3, tzinfo=UTC)}  # fmt: skip
    found = row("completion_rate", low=0.48, value=0.55, high=0.62, **late)
    assert settles(found) == "Final on 8 Oct; about 5 more weeks of the same would settle it."


def test_where_better_is_up_the_errors_are_the_rest() -> None:
    """20 of 400 fail, a target of .96 allows .04; narrowing takes (.02/.01)^2 = 4 times 400."""
    ends = {"low": 0.93, "high": 0.97, "interval": "clopper_pearson", "verdict": "none"}
    aim = {"target": 0.96, "target_status": "cannot_tell"}
    found = row("activation_rate", value=0.95, n=400, **ends, **aim)
    more = smallest(20, 0.04) - 400
    assert 0 < more < 1200
    assert settles(found) == f"{more} more reviews without another error would settle it."


def test_a_rate_far_beyond_takes_more_of_the_same() -> None:
    """80 of 1,000, .049 to .098 (bad above .05, reached by .031): (31/30)^2 = 1.0678 times."""
    found = sampled(80, 1000, low=0.049, high=0.098)
    assert settles(found) == "About 68 more reviews like these would settle it."


@pytest.mark.parametrize(
    ("low", "value", "high", "text"),
    [
        # The good edge .60 lies .05 above, the interval reaches .07 up: (7/5)^2 = 1.96 times as
        # long, .96 x 30 days = 4.1 weeks.
        (0.48, 0.55, 0.62, "About 5 more weeks of the same would settle it."),
        # Both edges: .40 is .10 below, .60 is .10 above; the wider half .13: 1.69 times.
        (0.37, 0.50, 0.63, "About 3 more weeks of the same would settle it."),
        (0.58, 0.599, 0.62, "Even two more years of the same would hardly settle it."),
        (0.58, 0.60, 0.62, "It lies on the line itself, which more data will hardly settle."),
    ],
)
def test_other_figures_take_time(low: float, value: float, high: float, text: str) -> None:
    assert settles(row("completion_rate", low=low, value=value, high=high)) == text


def test_a_target_is_judged_where_the_verdict_stands() -> None:
    found = row("completion_rate", low=0.65, value=0.70, high=0.75, verdict="good", target=0.73,
                target_status="cannot_tell")  # fmt: skip
    # (5/3)^2 = 2.78 times as long: 1.78 x 30 days = 7.6 weeks.
    assert settles(found) == "About 8 more weeks of the same would settle it."
    assert unsettled([found, row("completion_rate", value=0.7, verdict="good")]) == [
        ("Completion rate, against its target", "About 8 more weeks of the same would settle it.")
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"value": 0.7, "low": 0.6, "high": 0.8, "verdict": "good"},
        {"value": None, "verdict": "cannot_tell"},
        {"value": 0.5, "verdict": "watch"},
    ],
)
def test_what_is_not_open_needs_nothing(given: dict[str, Any]) -> None:
    assert settles(row("completion_rate", **given)) is None


def test_a_figure_with_a_band_and_no_verdict_is_of_the_baseline() -> None:
    assert in_baseline(row("completion_rate", value=0.5, verdict="none"))
    assert not in_baseline(row("completion_rate", value=0.5, verdict="watch"))
    assert not in_baseline(row("completion_rate", verdict="none"))
    assert not in_baseline(row("activation_rate", value=0.5, verdict="none"))  # no band


def test_each_reason_for_no_interval_is_said_once() -> None:
    rows = [
        row("conversations", value=3.0, n=3),  # counts need no reason
        row("total_cost", value=3.0, n=3),
        row("cost_per_resolution", value=3.0, n=3),
        row("time_to_first_answer_p99", value=3.0, n=100),
        row("revenue_sourced", value=3.0, n=4),
        row("revenue_orders", value=0.0, n=0),
        row("csat_mean", value=4.0, n=12),
        row("deflection_cost_saved", value=4.0, n=12),
        row("agent_hours_saved", value=4.0, n=12),
        row("payback_multiple", value=4.0),
        row("containment_rate", value=0.5, low=0.4, high=0.6),
        row("nps", n=0),
    ]
    found = without_interval(rows)
    assert found == [
        ("Time to first answer, slowest 1 %",
         "a quantile of this kind takes 368 values, there are 100."),
        ("Revenue sourced", "revenue takes 10 wins, there are 4."),
        ("Revenue from orders", "nothing was won."),
        ("Mean CSAT score", "a mean takes 40 different users."),
        ("Deflection cost saved and agent hours saved",
         "a full count at an assumed price: see the range of the assumption."),
        ("Payback multiple", "it is computed from Revenue booked, which has no interval."),
    ]  # fmt: skip


def test_a_part_without_a_value_is_no_reason() -> None:
    # A support bot books nothing: its net value is what it saved, less what it cost.
    saved = row("net_value", value=3.0)
    (told,) = without_interval([saved, row("margin_booked")])
    assert told[1] == "a full count at an assumed price: see the range of the assumption."
    (told,) = without_interval([saved])
    assert told[1] == "it is computed from Margin booked, which has no interval."


def test_a_figure_of_all_leads_is_settled_by_deals_and_not_by_weeks_of_one_period() -> None:
    # 7 above 1, and the target 6 above it: (7/6)^2 - 1 = .3611 of 891 won deals more: 322.
    found = row(
        "sales_cycle_adjusted_reduction_days", value=1.0, low=-8.0, high=8.0, n=891,
        target=7.0, target_status="cannot_tell", verdict="none",
    )  # fmt: skip
    assert settles(found) == "About 322 more won deals like these would settle it."
