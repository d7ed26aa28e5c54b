"""What a scorecard says of its rows; expected by hand from rows set in the sample."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kpikit.findings.scored import aim, good_edge, scored, unjudged
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import Result

VIEW = snapshot().view("pricing")
SET: dict[str, Any] = {"status": "final", "target": 0.8, "value": 0.85}


def row(kpi: str, target_status: str, **columns: Any) -> Result:
    return replace(VIEW[kpi], **(SET | {"target_status": target_status} | columns))


def test_a_target_that_may_be_met_is_not_said_to_be_missed() -> None:
    rows = [row("csat", "missed", value=0.7), row("completion_rate", "cannot_tell")]
    assert scored(rows, VIEW).title == (
        "No measure is shown to have met its target: CSAT missed; one cannot be told"
    )
    rows = [row("csat", "missed", value=0.7), row("completion_rate", "missed", value=0.6)]
    assert scored(rows, VIEW).title.startswith("No measure met its target: ")


def test_only_measures_with_a_target_are_counted() -> None:
    rows = [row("csat", "met"), row("completion_rate", "missed", value=0.6)]
    rows.append(replace(VIEW["lead_capture_rate"], target=None, target_status="none"))
    assert scored(rows, VIEW).title == (
        "One of two measures with a target met it; completion rate did not"
    )


def test_without_a_target_it_names_the_period_and_counts_its_rows() -> None:
    rows = [
        replace(VIEW[kpi], target=None, target_status="none", verdict=verdict)
        for kpi, verdict in (("csat", "good"), ("completion_rate", "good"), ("csat_mean", "bad"))
    ]
    assert scored(rows, VIEW).title == "No measure has a target for a month; 2 good, 1 bad"


def test_what_faulty_data_may_have_made_is_not_judged() -> None:
    """Three days of outcomes are lost in the sample, a tenth of all: 2 points are within it."""
    near = row("containment_rate", "missed", value=0.78)
    assert unjudged([near], VIEW) == {"containment_rate"}
    assert aim(near, judged=False) == "80.0%, not judged"
    assert "one is not judged" in scored([near, row("csat", "missed", value=0.7)], VIEW).title


@pytest.mark.parametrize(
    ("status", "target_status", "target", "said"),
    [
        ("final", "missed", 0.8, "80.0%, missed"),
        ("final", "cannot_tell", 0.8, "80.0%, cannot tell"),
        ("provisional", "met", 0.8, "80.0%, met so far"),
        ("provisional", "missed", 0.8, "80.0%, not final"),
        ("final", "met", None, "a range, met"),
        ("final", "none", None, "–"),
    ],
)
def test_a_target_says_how_it_stands(
    status: str, target_status: str, target: float | None, said: str
) -> None:
    assert aim(row("csat", target_status, status=status, target=target)) == said


def test_where_good_begins_is_said_of_what_is_not_good() -> None:
    bands = {"good_low": 5.0, "good_high": 50.0}
    paid = replace(VIEW["payback_multiple"], value=3.2, verdict="watch", **bands)
    assert good_edge(paid) == "good from 5.0×"
    slow = {"good_low": None, "good_high": 4.0, "verdict": "bad", "value": 10.6}
    waited = good_edge(replace(VIEW["time_to_first_answer_p99"], **slow))
    assert waited == "good to 4.0\N{NO-BREAK SPACE}s"
    assert good_edge(replace(paid, verdict="good", value=6.0)) == ""
    assert good_edge(replace(paid, verdict="cannot_tell")) == ""
