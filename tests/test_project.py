"""Expected counts are by hand, from the small project of twelve conversations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import pytest

import kpikit as kk
from kpikit.errors import UsageError
from tests.small import CONFIG, NOW, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.project import Project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path)


@pytest.fixture
def project(root: Path) -> Project:
    return kk.open_project(root, now=NOW)


def values(project: Project, kpi: str, **options: object) -> dict[tuple[str, str | None], float]:
    """One KPI's values by bot and segment."""
    frame = project.metrics(**options)  # type: ignore[arg-type]
    return {
        (row["bot_id"], row["segment_value"]): row["value"]
        for row in frame.iter_rows(named=True)
        if row["kpi"] == kpi
    }


def test_as_of_is_the_newest_event_unless_asked(project: Project, root: Path) -> None:
    assert project.as_of == dt.datetime(2026, 10, 14, 10, 0, 30, tzinfo=dt.UTC)
    asked = dt.datetime(2026, 10, 2, tzinfo=dt.UTC)
    early = kk.open_project(root, now=NOW, as_of=asked)
    assert values(early, "conversations", period="2026-10")["help", None] == 1


def test_metrics_are_of_one_period_and_of_every_bot(project: Project) -> None:
    assert values(project, "conversations") == {
        ("help", None): 6,
        ("shop", None): 5,
        ("*", None): 11,
    }
    assert values(project, "conversations", period="2026-09")["help", None] == 1
    assert values(project, "containment_rate")["*", None] == pytest.approx(4 / 11)


def test_metrics_of_some_bots(project: Project) -> None:
    assert [*values(project, "conversations", bots=["*"])] == [("*", None)]
    with pytest.raises(UsageError, match="there is no bot 'hlp' - did you mean 'help'"):
        project.metrics(bots=["hlp"])


def test_metrics_by_a_segment(project: Project) -> None:
    found = values(project, "containment_rate", by="intent", bots=["help"])
    assert found == {("help", "refund"): 1, ("help", "login"): 0.5}
    with pytest.raises(UsageError, match="did you mean 'intent'"):
        project.metrics(by="intnt")


def test_since_launch_counts_from_each_bots_own_first_day(project: Project) -> None:
    found = values(project, "conversations", period="launch..2026-10")
    assert found == {("help", None): 7, ("shop", None): 5, ("*", None): 12}


def test_own_kpis_are_among_the_results_and_the_attributes(project: Project) -> None:
    """The starter's example: of the engaged conversations, those with four user messages."""
    assert values(project, "deep_conversation_rate")["help", None] == 0
    assert kk.deep_conversation_rate.title == "Deep conversations"
    snapshot = project.snapshot(project.period(), cadence="monthly")
    assert snapshot.view("help")["deep_conversation_rate"].text == "0.0%"


def test_a_target_on_a_kpi_that_is_not_there_is_a_finding(root: Path) -> None:
    path = root / "kpikit.yml"
    path.write_text(CONFIG + "targets: {contanment_rate: {value: 1}}\n")
    with pytest.raises(UsageError, match=r"kpikit\.yml:9: .*did you mean 'containment_rate'"):
        kk.open_project(path)


def test_periods_default_to_the_last_that_ended_by_the_clock(project: Project) -> None:
    assert project.period().id == "2026-10"
    assert project.period(cadence="quarterly").id == "2026-Q3"
    assert project.period("2026-W41").kind == "week"


def test_a_quarter_brings_its_months_along(project: Project) -> None:
    """The quarter's conversations are those of its months, read from one snapshot."""
    snapshot = project.snapshot(project.period("2026-Q4"), cadence="quarterly")
    periods = set(snapshot.results.get_column("period"))
    assert {"2026-Q4", "2026-Q3", "2026-11", "2026-10"} <= periods
    whole = snapshot.view()["conversations"].value
    months = [snapshot.view(period=f"2026-{m}")["conversations"].value for m in (10, 11)]
    assert whole == sum(value or 0 for value in months)
    assert "2026-Q4" not in snapshot.view(period="2026-11").periods


def test_a_project_says_who_it_is_without_reading_a_file(project: Project) -> None:
    """Twelve conversations of two events each, the first on 22 September."""
    assert repr(project) == "<Project Acme: help, shop; as of the newest event>"
    assert "tables" not in project.__dict__
    first, last = (
        f"{day:%Y-%m-%d}"
        for day in project.facts.conversations.select(
            low=pl.col("started_at").min(), high=pl.col("started_at").max()
        ).row(0)
    )
    assert repr(project) == (
        f"<Project Acme: help, shop; 24 events; conversations from {first} to {last}; "
        "as of 2026-10-14 10:00 UTC>"
    )


def test_a_wrong_fact_or_frame_is_told_apart(project: Project) -> None:
    facts = project.facts
    assert repr(facts).startswith("<Facts as of 2026-10-14 10:00 UTC: conversations 12, answers 0,")
    with pytest.raises(AttributeError, match=r"'conversation' - did you mean 'conversations'\?"):
        facts.conversation  # noqa: B018 - the attribute that is not there
    with pytest.raises(UsageError, match=r"frame == Facts, must be the rows of facts.conversatio"):
        kk.containment_rate(facts)
    with pytest.raises(UsageError, match=r"'contained' == missing.*give it facts.conversations"):
        kk.containment_rate(facts.answers)
