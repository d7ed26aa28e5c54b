"""What is told first, and the three measures farthest off; sums by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from kpikit import findings
from kpikit.findings.gaps import farthest, gaps
from kpikit.findings.notice import Notice, ranked
from kpikit.snapshot import Snapshot
from tests.findings.test_deck_sentences import told
from tests.sample import snapshot

SOUND: dict[str, Any] = {"status": "final", "target": None, "target_status": "none"}
GOOD = SOUND | {"verdict": "good"}
# The gap .20, the interval reaches .098 = 1.96 x .05 towards the edge: four standard errors.
FOUR = SOUND | {"value": 0.40, "low": 0.302, "high": 0.498, "good_low": 0.60, "bad_high": 0.55,
                "verdict": "bad"}  # fmt: skip
# The gap .10, half of the interval .049 = 1.96 x .025: four standard errors as well.
SAME = SOUND | {"value": 0.70, "low": 0.651, "high": 0.749, "target": 0.80,
                "target_status": "missed", "verdict": "none"}  # fmt: skip
# The gap .02, half .0098 = 1.96 x .005: also four. Raw gaps would order them otherwise.
THIRD = SAME | {"value": 0.78, "low": 0.7702, "high": 0.7898}
# The gap .05, half .098 = 1.96 x .05: one standard error, and the interval covers the edge.
OPEN = SAME | {"low": 0.652, "value": 0.75, "high": 0.848, "target_status": "cannot_tell"}


def notice(title: str, **given: Any) -> Notice:
    return Notice(title, "", "measures", **given)


def test_data_come_before_everything_then_errors_then_money_then_the_order_of_kpis() -> None:
    found = [
        notice("c", about=("csat",), weight=2.0),
        notice("b", about=("containment_rate",), weight=2.0),
        notice("a", about=("roi",), weight=2.0, stake=-5.0),
        notice("d", about=("nps",), weight=9.0),
        notice("e", kind="data", weight=0.1),
        notice("f", kind="data", weight=0.9),
    ]
    order = ["containment_rate", "csat", "nps", "roi"]
    titles = ["f", "e", "d", "a", "b", "c"]
    assert [one.title for one in ranked(found, order)] == titles
    assert [one.title for one in ranked(reversed(found), order)] == titles


def test_one_cause_and_one_kpi_are_told_once() -> None:
    found = [
        notice("a", about=("csat",), weight=3.0, cause="x"),
        notice("b", about=("nps",), weight=2.0, cause="x"),
        notice("c", about=("csat",), weight=1.0),
        notice("d", about=("roi",)),
    ]
    assert [one.title for one in ranked(found, [])] == ["a", "d"]


def changed(**kpis: dict[str, Any]) -> Any:
    """The pricing bot with every judged measure good but those given."""
    rows = {row.kpi.id: GOOD for row in snapshot().view("pricing").kpis() if row.known}
    return told("pricing", rows | kpis)


def test_gaps_are_measured_in_standard_errors() -> None:
    view = changed(completion_rate=FOUR, csat=SAME, lead_capture_rate=THIRD, intent_accuracy=OPEN)
    found = {gap.row.kpi.id: gap for gap in gaps(view)}
    assert list(found) == ["completion_rate", "lead_capture_rate", "csat", "intent_accuracy"]
    weights = [gap.weight for gap in found.values()]
    assert weights == pytest.approx([4.0, 4.0, 4.0, 1.0])
    assert [gap.clear for gap in found.values()] == [True, True, True, False]
    assert [gap.size for gap in found.values()] == pytest.approx([0.2, 0.02, 0.1, 0.05])


def test_fewer_than_three_are_said_to_be_fewer() -> None:
    view = changed(completion_rate=FOUR, csat=SAME, intent_accuracy=OPEN)
    finding = findings.off_target(view)
    assert finding.title == (
        "Farthest from target or good band: completion rate and CSAT; fewer than three are clear"
    )
    assert finding.paragraphs[2] == (
        "Intent accuracy: 75.0%, 65.2 to 84.8% possible, target 80.0%; chance may explain it."
    )
    assert findings.off_target(changed(csat=OPEN)).title == (
        "No measure is clearly off its target or good band"
    )
    assert findings.off_target(changed()).title == "No measure is off its target or its band"


def test_what_is_off_a_band_is_not_called_off_target() -> None:
    """SAME is short of a target, FOUR of a good band alone."""
    aimed = findings.off_target(changed(csat=SAME))
    assert aimed.title == "Most off target: CSAT; fewer than three are clear"
    banded = findings.off_target(changed(completion_rate=FOUR))
    assert banded.title == (
        "Farthest from the good band: completion rate; fewer than three are clear"
    )
    assert banded.paragraphs[0].endswith("no target set.")
    assert "no target" not in aimed.paragraphs[0]


def test_an_open_target_does_not_hide_a_band_that_is_clearly_missed() -> None:
    """2.9 is short of a target of 3.0 by less than chance, and of a good 5.0 by more."""
    row = SOUND | {"value": 2.9, "low": 2.5, "high": 3.4, "target": 3.0, "good_low": 5.0,
                   "target_status": "cannot_tell", "verdict": "watch", "bad_high": 2.0}  # fmt: skip
    found = findings.off_target(changed(payback_multiple=row))
    assert found.title == (
        "Farthest from the good band: payback multiple; fewer than three are clear"
    )
    assert found.paragraphs == ("Payback multiple: 2.9×, 2.5 to 3.4× possible, good is from 5.0×.",)


def test_of_measures_that_move_together_the_farthest_is_told() -> None:
    view = changed(csat=SAME, csat_mean=FOUR | {"good_low": 0.9})
    assert [gap.row.kpi.id for gap in farthest(view)] == ["csat_mean"]


def test_without_an_interval_the_usual_move_is_the_measure() -> None:
    """Twelve months from 10 by turns to 12 and back: mean moving range 2, over 1.128 = 1.773."""
    view = changed(qualified_leads=SOUND | {"value": 8.0, "target": 15.0, "verdict": "none",
                                            "target_status": "missed"})  # fmt: skip
    frame = view.results
    mine = (pl.col("kpi") == "qualified_leads") & (pl.col("bot_id") == "pricing")
    earlier = mine & (pl.col("period") < "2026-09")
    turns = 10.0 + 2.0 * (pl.col("period_start").dt.month() % 2)
    frame = frame.with_columns(pl.when(earlier).then(turns).otherwise("value").alias("value"))
    gap = gaps(replace(view, results=frame))[0]
    assert gap.weight == pytest.approx(7 / (2 / 1.128))
    assert gap.clear


def test_what_a_bot_has_never_done_is_no_news() -> None:
    """Zero in every month, no target, not at the top: it is not there for that."""
    none = FOUR | {"value": 0.0, "low": 0.0, "high": 0.01}
    view = told("help", {"goal_completion_rate": none})
    assert "goal_completion_rate" in {gap.row.kpi.id for gap in gaps(view)}  # earlier ones are not
    mine = (pl.col("kpi") == "goal_completion_rate") & (pl.col("bot_id") == "help")
    frame = view.results.with_columns(pl.when(mine).then(0.0).otherwise("value").alias("value"))
    silent = Snapshot(frame, view.context).view("help")
    assert "goal_completion_rate" not in {gap.row.kpi.id for gap in gaps(silent)}
