"""kpikit against the same contract in SQL, on the made-up company and on data full of edges."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kpikit.demo import write_demo
from kpikit.project import open_project
from tests.reference.compare import APART, differences, differing_cycles
from tests.reference.cycle import adjusted_cycles, incidence, median
from tests.reference.hard import NOW, write_hard
from tests.reference.hard_world import EDGE
from tests.reference.runner import reference

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.project import Project

MONTH = "2026-05"
OTHERS = ("2026-Q2", "2026-03-09..2026-04-24", "2026-05-T12", "2026-W17", "launch..2026-05")
SEGMENTS = (
    "page_type", "trigger", "category", "intent", "outcome", "rung", "utm_source", "utm_campaign",
    "language", "channel", "response_template_id", "kind", "origin", "stratum",
)  # fmt: skip
AS_OFS = (
    None, EDGE, EDGE - dt.timedelta(microseconds=1),
    dt.datetime(2026, 3, 31, 21, 59, tzinfo=dt.UTC),
    dt.datetime(2026, 6, 7, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC),
)  # fmt: skip
"""The newest event, an edge of many rows, just before it, and ends of days, waits and summer."""


def hard(folder: Path, seed: int, *, as_of: dt.datetime | None = None) -> Project:
    return open_project(write_hard(folder / "project", seed), now=NOW, as_of=as_of)


def differing(project: Project, *, months: str, others: tuple[str, ...] = ()) -> list[object]:
    """What differs over thirteen months and in other periods."""
    facts = reference(project)
    month = project.period(months)
    calendar = project.calendar
    thirteen = [calendar.shift(month, -n) for n in range(13)]
    theirs = facts.results([period for period in thirteen if period is not None])
    found: list[object] = [*differences(project.results(month), theirs)]
    for name in others:
        period = project.period(name)
        found += differences(project.metrics(period), facts.results([period]))
    return found


def differing_segments(project: Project, period: str, segments: tuple[str, ...]) -> list[object]:
    facts, whole = reference(project), project.period(period)
    found: list[object] = []
    for by in segments:
        theirs = facts.results([whole], by=by)
        found += differences(project.metrics(whole, by=by), theirs, by=by)
    return found


def cycles(project: Project, *periods: str) -> list[object]:
    found: list[object] = []
    for name in periods:
        period = project.period(name)
        found += differing_cycles(project.metrics(period), adjusted_cycles(project, period))
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("reference") / "demo"
    write_demo(folder, scale=0.05)
    return open_project(folder)


def test_the_reference_knows_every_kpi(demo: Project) -> None:
    theirs = reference(demo).results([demo.period("2026-08")])
    ids = demo.metrics("2026-08").get_column("kpi").unique().to_list()
    known = theirs.get_column("kpi").unique().to_list()
    assert [i for i in sorted(ids) if i not in known and not i.startswith(APART)] == []


def test_the_demo_by_month_and_quarter(demo: Project) -> None:
    assert differing(demo, months="2026-09", others=("2026-Q3", "launch..2026-09")) == []


def test_the_demo_by_segment(demo: Project) -> None:
    assert differing_segments(demo, "2026-Q3", ("page_type", "trigger", "category")) == []


def test_the_demo_adjusted_for_young_leads(demo: Project) -> None:
    assert cycles(demo, "2026-03", "2026-09") == []


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
def test_hard_data(tmp_path: Path, seed: int) -> None:
    as_of = AS_OFS[seed % len(AS_OFS)]
    project = hard(tmp_path, seed, as_of=as_of)
    assert differing(project, months=MONTH, others=(OTHERS[seed % len(OTHERS)],)) == []


@pytest.mark.parametrize("seed", [1, 4])
def test_hard_data_by_segment(tmp_path: Path, seed: int) -> None:
    project = hard(tmp_path, seed)
    assert differing_segments(project, "2026-05-T12", SEGMENTS[:3]) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_hard_data_of_many_seeds(tmp_path: Path, seed: int) -> None:
    project = hard(tmp_path, seed, as_of=AS_OFS[seed % len(AS_OFS)])
    assert differing(project, months=MONTH, others=OTHERS) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_hard_data_by_every_segment(tmp_path: Path, seed: int) -> None:
    project = hard(tmp_path, seed, as_of=AS_OFS[seed % len(AS_OFS)])
    assert differing_segments(project, "2026-05-T12", SEGMENTS) == []
    assert differing_segments(project, "2026-04", SEGMENTS) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_hard_data_adjusted_for_young_leads(tmp_path: Path, seed: int) -> None:
    project = hard(tmp_path, seed)
    assert cycles(project, "2026-04", "2026-05") == []


def test_a_difference_is_found(demo: Project) -> None:
    ours, theirs = demo.metrics("2026-08"), reference(demo).results([demo.period("2026-08")])
    assert differences(ours, theirs) == []
    value = pl.when(pl.col("kpi") == "containment_rate").then(pl.col("value") * (1 + 1e-8))
    moved = ours.with_columns(value.otherwise(pl.col("value")).alias("value"))
    assert {row["kpi"] for row in differences(moved, theirs)} == {"containment_rate"}
    shorter = ours.filter(pl.col("kpi") != "csat")
    assert differences(shorter, theirs) == []
    gone = ours.filter((pl.col("kpi") != "csat") | (pl.col("bot_id") != "*"))
    assert {row["kpi"] for row in differences(gone, theirs)} == {"csat"}


def test_the_adjusted_cycle_of_twelve_leads() -> None:
    # A textbook check: twelve leads, six won, three lost, three open, worked through by hand.
    days = [10, 15, 20, 20, 25, 30, 35, 40, 45, 50, 60, 60]
    said = ["won", "lost", "won", "open"] * 3
    curve = dict(incidence([*zip(said, map(float, days), strict=True)]))
    expected = {10: 0.083333, 20: 0.166667, 25: 0.260417, 35: 0.354167, 45: 0.471354, 60: 0.588542}
    assert {day: round(curve[day], 6) for day in expected} == expected
    twice = [(status, float(day), 99) for status, day in zip(said, days, strict=True)] * 2
    assert median(twice, 60) == 35
    assert median(twice[:12], 60) is None
