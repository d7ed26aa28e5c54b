"""STAR through `kpikit.yml` alone, against counts of the raw files that share no code with kpikit.

The expected values come from `examples/star/facts.py` (standard library only); its own are held
against the published ones where KPIKIT_STAR_DIR points to a folder with the full files.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib.util
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.project import open_project

if TYPE_CHECKING:
    from kpikit.facts import Facts
    from kpikit.tables import TableReport

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "star"
FULL = os.environ.get("KPIKIT_STAR_DIR", "")
NOW = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
AS_OF = dt.datetime(2020, 6, 30, tzinfo=dt.UTC)
NEEDS_FULL = pytest.mark.skipif(not FULL, reason="KPIKIT_STAR_DIR names no folder")
FOLDERS = [
    pytest.param(EXAMPLE / "data", id="subset"),
    pytest.param(Path(FULL), id="full", marks=NEEDS_FULL),
]


@functools.cache
def counted(folder: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("star_facts", EXAMPLE / "facts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    facts: dict[str, Any] = module.count_facts(folder)
    return facts


@pytest.fixture(scope="module", params=FOLDERS)
def folder(request: pytest.FixtureRequest) -> Path:
    given: Path = request.param
    return given


@pytest.fixture(scope="module")
def project(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("star")
    shutil.copy(EXAMPLE / "kpikit.yml", root)
    (root / "data").symlink_to(folder)
    return root / "kpikit.yml"


@pytest.fixture(scope="module")
def loaded(project: Path) -> tuple[TableReport, Facts, pl.DataFrame]:
    star = open_project(project, now=NOW, as_of=AS_OF)
    return star.tables.quality.tables["events"], star.facts, star.results("2020-05")


@NEEDS_FULL
def test_the_count_gives_the_published_numbers() -> None:
    facts = counted(Path(FULL))
    levels = facts["completion_level"]
    assert facts["dialogues"] == 6652
    assert levels["Complete"] == 5820
    assert levels["EarlyDisconnectDuringDialogue"] == 700
    assert levels["DisconnectDuringDialogue"] == 131
    assert levels["DisconnectDuringQuestionnaire"] == 1
    assert facts["without_user_message"] == 447
    first = facts["first_answer_s"]
    assert (first["n"], first["median"], first["max"]) == (6028, 20, 433)
    assert first["mean"] == pytest.approx(28.99, abs=0.005)
    assert (facts["task_successes"], facts["task_answers"]) == (1656, 2274)


def test_the_subset_is_the_dialogues_with_an_id_divisible_by_seven() -> None:
    files = sorted((EXAMPLE / "data").glob("*.csv"))
    assert len(files) == 5
    assert sum(path.stat().st_size for path in files) <= 2_000_000
    for path in files:
        ids = [int(line.split(",")[0]) for line in path.read_text().splitlines()[1:]]
        assert ids
        assert not any(number % 7 for number in ids)
        if FULL:
            header, *lines = (Path(FULL) / path.name).read_bytes().splitlines(keepends=True)
            kept = [line for line in lines if int(line.split(b",")[0]) % 7 == 0]
            assert path.read_bytes() == b"".join([header, *kept])


def test_no_row_is_quarantined_and_every_row_is_accounted_for(loaded, folder) -> None:
    report, _, _ = loaded
    expected = counted(folder)
    messages = expected["user_messages"] + expected["bot_messages"]
    judged = expected["outcomes"]["resolved_by_bot"] + expected["outcomes"]["abandoned"]
    assert (report.quarantined, report.broken) == (0, ())
    assert report.kept == messages + judged + expected["ratings"]
    assert report.read == report.kept + sum(report.ignored.values())


def test_conversations_and_messages(loaded, folder) -> None:
    frame, expected = loaded[1].conversations, counted(folder)
    assert frame.height == expected["conversations"]
    assert frame["engaged"].sum() == expected["engaged"]
    assert frame["completed"].sum() == expected["completed"]
    assert frame["user_messages"].sum() == expected["user_messages"]
    assert frame["bot_messages"].sum() == expected["bot_messages"]
    assert frame["person"].n_unique() == expected["people"]
    assert expected["dialogues"] - frame.height == expected["without_user_message"]


def test_outcomes_and_ratings(loaded, folder) -> None:
    facts, expected = loaded[1], counted(folder)
    counts = dict(facts.conversations["outcome"].fill_null("unknown").value_counts().iter_rows())
    assert counts | {"no conversation": expected["without_user_message"]} == expected["outcomes"]
    assert facts.conversations["confirmed"].sum() == expected["task_successes"]
    assert facts.ratings.height == expected["ratings"]
    assert facts.ratings["satisfied"].sum() == expected["satisfied"]


def test_answer_times(loaded, folder) -> None:
    facts, expected = loaded[1], counted(folder)
    waited = pl.col("first_answer_at") - pl.col("first_user_at")
    first = facts.conversations.select(waited.dt.total_microseconds() / 1e6).to_series()
    assert_spread(first.drop_nulls(), expected["first_answer_s"])
    assert_spread(facts.answers["latency_s"], expected["answer_s"])


def assert_spread(seconds: pl.Series, expected: dict[str, float]) -> None:
    found = {
        "n": seconds.len(),
        "median": seconds.median(),
        "mean": seconds.mean(),
        "p99": seconds.quantile(0.99, interpolation="linear"),
        "max": seconds.max(),
    }
    assert found == pytest.approx(expected, rel=1e-9)


def test_the_results_of_may_2020(loaded, folder) -> None:
    _, _, rows = loaded
    expected = counted(folder)
    may = rows.filter(period="2020-05", bot_id="star", method="")
    value = dict(may.select("kpi", "value").iter_rows())
    conversations = expected["conversations"]
    resolved = expected["outcomes"]["resolved_by_bot"]
    assert value["containment_rate"] == pytest.approx(resolved / conversations, rel=1e-9)
    assert value["completion_rate"] == pytest.approx(expected["completed"] / conversations)
    assert value["csat"] == pytest.approx(expected["satisfied"] / expected["ratings"])
    assert value["time_to_first_answer_p50"] == expected["answer_s"]["median"]
    assert value["time_to_first_answer_p99"] == pytest.approx(expected["answer_s"]["p99"])
    unknown = value["rung_unknown"]
    assert (unknown, value["rung_abandoned"]) == (
        expected["outcomes"]["unknown"],
        expected["outcomes"]["abandoned"],
    )


def test_what_needs_money_says_what_it_needs(loaded) -> None:
    rows = loaded[2].filter(period="2020-05", bot_id="star")
    said = {row["kpi"]: (row["status"], row["reason"]) for row in rows.to_dicts()}
    for kpi in ("deflection_cost_saved", "total_cost", "net_value", "resolution_rate"):
        status, reason = said[kpi]
        assert status == "unavailable"
        assert reason.startswith("needs ")
