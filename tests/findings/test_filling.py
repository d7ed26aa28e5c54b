"""A month whose leads still have time to go on is not held against months that had it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kpikit import labels
from kpikit.findings import falls, targets
from kpikit.findings.gaps import gaps
from kpikit.findings.targets import course
from kpikit.findings.words import filling, moved
from tests.findings.test_changed import view
from tests.findings.test_deck_sentences import told

KPI = "lead_to_meeting_rate"
LATE = {"status": "provisional", "final_on": dt.date(2026, 10, 31)}
LOW: dict[str, Any] = {
    "value": 0.1, "low": 0.08, "high": 0.12, "prior_value": 0.2, "change": -0.1, "target": 0.2,
    "target_status": "missed", "verdict": "bad", "good_low": 0.15, "bad_high": 0.14,
}  # fmt: skip


@pytest.mark.parametrize(("rest", "open_"), [(LATE, True), ({"status": "final"}, False)])
def test_a_figure_that_can_only_grow_has_missed_nothing(
    rest: dict[str, Any], *, open_: bool
) -> None:
    shown = told("pricing", {KPI: LOW | rest})
    row = shown[KPI]
    assert filling(row) is open_
    assert (moved(row) == labels.DASH) is open_
    assert (KPI not in {gap.row.kpi.id for gap in gaps(shown)}) is open_
    assert ("has not reached its target of 20.0% yet: 10.0% so far" in course(row)) is open_
    assert targets([row, row], shown).title.startswith("None of two targets is clearly") is open_


def test_what_waits_for_tickets_alone_is_no_such_figure() -> None:
    shown = told("pricing", {"resolution_rate": {"status": "provisional"}})
    assert not filling(shown["resolution_rate"])


@pytest.mark.parametrize(("rest", "number"), [({"status": "final"}, 1), (LATE, 0)])
def test_a_filling_month_is_no_third_fall(rest: dict[str, Any], number: int) -> None:
    values = {"2026-06": 0.4, "2026-07": 0.35, "2026-08": 0.3, "2026-09": 0.2}
    rows: dict[tuple[str, str], dict[str, Any]] = {
        (KPI, month): {"value": value, "status": "final"} for month, value in values.items()
    }
    rows[KPI, "2026-09"] |= rest
    found = falls(view(rows))
    assert sum(fall.row.kpi.id == KPI for fall in found) == number
