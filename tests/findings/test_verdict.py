"""The verdict at the top, as sure as its interval; sentences by hand from the sample.

Help Desk Bot has no revenue: its net value is what the verdict is about. Pricing Bot's net is
$98.3k of 4,812 conversations.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kpikit import findings
from kpikit.findings.targets import course
from tests.findings.readback import Reader, unproven
from tests.findings.test_deck_sentences import told

KNOWN = {"low": 41_000.0, "high": 163_000.0, "good_low": 0.0, "bad_high": 0.0}
CALM = {"csat": {"verdict": "good"}, "qualified_lead_rate": {"verdict": "good"}}
CLAIM = "Pricing Bot booked $98.3k more than it cost in September 2026"
UNPROVEN = "; attributed, not proven incremental"
FEW = " (on 389 ratings, no interval)"  # of the sample, which has none


def title(**net: Any) -> str:
    given = {"net_incremental_revenue": KNOWN | net} | CALM
    return findings.verdict(told("pricing", given)).title


@pytest.mark.parametrize(
    ("net", "said"),
    [
        ({"verdict": "good"}, ": good, $41.0k to $163.0k possible"),
        ({"verdict": "cannot_tell", "low": -9_000.0},
         ": cannot tell, −$9.0k to $163.0k possible"),
        ({"verdict": "good", "status": "provisional", "final_on": dt.date(2026, 10, 31)},
         ": good so far, $41.0k to $163.0k possible, final on 31\u00a0Oct"),
        ({"verdict": "none"}, ": not judged in its first 30 days"),
    ],
)  # fmt: skip
def test_the_verdict_is_said_with_its_range(net: dict[str, Any], said: str) -> None:
    assert title(**net) == CLAIM + said + UNPROVEN


def test_a_loss_is_bad_in_words() -> None:
    lost = {"value": -20_000.0, "low": -31_000.0, "high": -4_000.0, "verdict": "bad"}
    assert title(**lost) == (
        "Pricing Bot cost $20.0k more than it booked in September 2026: bad, −$31.0k to −$4.0k "
        "possible" + UNPROVEN
    )


def test_a_handful_of_wins_has_no_range() -> None:
    """Three deals and one order; ten wins make a range."""
    few = {"net_incremental_revenue": {"verdict": "good"}, "revenue_sourced": {"n": 3},
           "revenue_orders": {"n": 1}} | CALM  # fmt: skip
    found = findings.verdict(told("pricing", few)).title
    assert found == f"{CLAIM}: on 4 wins, too few for a range{UNPROVEN}"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        # Half of it, 57.3, is 2.46 times the 23.3 to the target: six times as much, 22 weeks more.
        (75_000.0, "A net of $98.3k is above its target of $75.0k; a month like it may bring "
         "$41.0k to $163.0k, so it is not shown to stay there. About 22 more weeks of the same "
         "would settle it."),
        # Half of it, 64.7, is 2.98 times the 21.7: 8.9 times as much, 34 weeks more.
        (120_000.0, "A net of $98.3k is below its target of $120.0k; a month like it may bring "
         "$41.0k to $163.0k, so it is not shown to stay there. About 34 more weeks of the same "
         "would settle it."),
    ],
)  # fmt: skip
def test_what_came_in_is_a_fact_and_what_such_a_month_brings_is_not(
    target: float, said: str
) -> None:
    open_ = KNOWN | {"verdict": "good", "target": target, "target_status": "cannot_tell"}
    found = findings.verdict(told("pricing", {"net_incremental_revenue": open_} | CALM))
    assert said in found.paragraphs
    assert unproven(said, Reader(found.figures)) == []


def test_few_conversations_are_too_few_to_tell() -> None:
    few = {"conversations": {"value": 38.0}, "rung_unknown": {"value": 0.0}}
    view = told("help", few | {"net_value": {"status": "final"}} | CALM)
    quality = replace(view.context.quality, days=())
    view = replace(view, context=replace(view.context, quality=quality))
    assert findings.verdict(view).title == (
        "Help Desk Bot saved $56.7k less than it cost in September 2026, at assumed prices, on 38 "
        "conversations: too few to tell"
    )
    assert ", on 38 conversations: too few to tell" in findings.ladder(view).title


def test_the_baseline_is_named_with_its_days() -> None:
    view = told("pricing", {"net_incremental_revenue": KNOWN | {"verdict": "none"}} | CALM)
    young = replace(view, bot=replace(view.bot, launch=dt.date(2026, 9, 20)))
    assert findings.verdict(young).paragraphs[-1] == (
        "The 30 days from 20 Sep 2026 are the baseline; from 20 Oct 2026 on it is judged."
    )


def test_what_would_settle_it_is_said() -> None:
    """98,286 lies that far above 0, the interval reaches 107,286 down: (107,286/98,286)^2 = 1.19.

    .19 x 30 days = 5.7 days, within a week.
    """
    view = told("pricing", {"net_incremental_revenue": KNOWN | {
        "verdict": "cannot_tell", "low": -9_000.0, "target_status": "none",
        "target": None}})  # fmt: skip
    text = findings.verdict(view).paragraphs[-1]
    assert text == "About 1 more week of the same would settle it."


def test_a_data_problem_is_said_before_what_is_bad() -> None:
    """From one in ten of 4,700 conversations on, the 480 of the lost days."""
    view = told("pricing", {"conversations": {"value": 4700.0}, "csat": {"verdict": "bad"}})
    found = findings.verdict(view).title
    assert found.endswith("; three days of outcomes are missing")


@pytest.mark.parametrize(
    ("status", "target_status", "said"),
    [
        ("final", "missed", f"missed its target of 80.0% with 71.2%{FEW}"),
        ("final", "met", f"met its target of 80.0% with 71.2%{FEW}"),
        ("provisional", "missed",
         f"is on course to miss its target of 80.0%: 71.2% so far{FEW}, final on 9 Oct"),
        ("provisional", "met",
         f"is on course to meet its target of 80.0%: 71.2% so far{FEW}, final on 9 Oct"),
        ("final", "cannot_tell", "is too close to its target of 80.0% to tell"),
    ],
)  # fmt: skip
def test_what_can_still_change_is_on_course(status: str, target_status: str, said: str) -> None:
    columns = {"status": status, "target_status": target_status,
               "final_on": dt.date(2026, 10, 9)}  # fmt: skip
    row = told("pricing", {"csat": columns})["csat"]
    assert course(row) == said


def test_targets_on_course_are_neither_met_nor_missed() -> None:
    late = {"status": "provisional", "final_on": dt.date(2026, 10, 9)}
    view = told("pricing", {"qualified_leads": late, "csat": late | {"target_status": "missed"}})
    rows = [view[kpi] for kpi in ("net_incremental_revenue", "qualified_leads", "csat")]
    found = findings.targets(rows, view)
    assert found.title == (
        "One of three measures met their target; one more is on course; CSAT is on course to miss"
    )
    assert found.paragraphs == (
        f"CSAT is on course to miss its target of 80.0%: 71.2% so far{FEW}, final on 9 Oct.",
    )
