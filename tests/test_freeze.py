"""What is frozen beside the numbers, and that it comes back; counted in the small project."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import pytest

import kpikit as kk
from kpikit.context import Assumed, BotInfo, DayCount
from kpikit.errors import DataError, UsageError
from kpikit.kpi import forget_own_kpis
from kpikit.snapshot import Snapshot
from tests.small import CONFIG, NOW, write_project

if TYPE_CHECKING:
    from pathlib import Path

ASSUMPTIONS = """\
bots:
  - id: help
    name: Help desk
    type: support
    assumptions:
      human_minutes: {value: 7, low: 5, high: 9, owner: Ann, source: study, date: 2026-01-31}
  - {id: absent, type: sales}
"""


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    root = write_project(tmp_path_factory.mktemp("small"))
    head, rest = CONFIG.split("bots:\n")
    (root / "kpikit.yml").write_text(head + ASSUMPTIONS + "data:" + rest.split("data:")[1])
    project = kk.open_project(root, now=NOW)
    return project.snapshot(project.period("2026-10"), cadence="monthly")


def test_the_context_says_who_when_and_on_what(frozen: Snapshot) -> None:
    context = frozen.context
    assert (context.company, context.timezone, context.currency) == ("Acme", "Europe/Berlin", "USD")
    assert (context.cadence, context.period, context.now) == ("monthly", "2026-10", NOW)
    assert [(row["table"], row["path"], row["rows"]) for row in context.inputs] == [
        ("events", "events.csv", 24)
    ]
    assert len(context.input_hash) == 64


def test_bots_are_those_of_the_configuration_then_those_of_the_data(frozen: Snapshot) -> None:
    bots = frozen.context.bots
    assert [bot.id for bot in bots] == ["help", "absent", "shop"]
    assert bots[0].name == "Help desk"
    assert str(bots[0].launch) == "2026-09-25"  # its first conversation, as none is configured
    assert bots[1] == BotInfo("absent", "absent", "sales")


def test_assumptions_are_the_given_ones_and_the_defaults(frozen: Snapshot) -> None:
    help_ = [row for row in frozen.context.assumptions if row.bot_id == "help"]
    given = Assumed("help", "human_minutes", 7, 5, 9, "Ann", "study", "2026-01-31")
    assert given in help_
    defaults = {row.name: row.value for row in help_ if row.default}
    assert defaults == {
        "contact_share": 1, "assist_weight": 0.2, "gross_margin": 1, "fte_hours": 160,
    }  # fmt: skip


def test_days_count_conversations_and_outcomes(frozen: Snapshot) -> None:
    days = frozen.context.quality.days
    assert DayCount("help", "2026-10-05", 1, 1) in days
    assert sum(day.conversations for day in days) == 12


def test_a_snapshot_comes_back_as_it_was(frozen: Snapshot, tmp_path: Path) -> None:
    frozen.write(tmp_path / "run")
    again = Snapshot.read(tmp_path / "run")
    plain = json.loads(json.dumps(frozen.context.own_kpis))  # lists for tuples, in JSON
    assert [*again.context.own_kpis] == plain
    assert dataclasses.replace(again.context, own_kpis=frozen.context.own_kpis) == frozen.context
    assert again.results.equals(frozen.results)
    assert again.view("help")["conversations"].value == 6


def test_a_snapshot_needs_no_file_of_the_project(frozen: Snapshot, tmp_path: Path) -> None:
    frozen.write(tmp_path)
    forget_own_kpis()
    row = Snapshot.read(tmp_path).view("help")["deep_conversation_rate"]
    assert row.kpi.title == "Deep conversations"
    assert row.text == "0.0%"


def test_a_folder_without_a_snapshot_or_from_the_future_is_refused(
    frozen: Snapshot, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="no snapshot here"):
        Snapshot.read(tmp_path)
    frozen.write(tmp_path)
    path = tmp_path / "snapshot.json"
    record = json.loads(path.read_text()) | {"schema": 99, "kpikit": "9.9"}
    path.write_text(json.dumps(record))
    with pytest.raises(DataError, match=r"written by kpikit 9\.9, which is newer"):
        Snapshot.read(tmp_path)


def test_a_view_is_of_one_bot_and_one_period(frozen: Snapshot) -> None:
    view = frozen.view("help")
    assert view["conversations"].value == 6
    assert frozen.view("help", "2026-09")["conversations"].value == 1
    assert frozen.view()["conversations"].value == 11
    assert [row.value for row in view.history("conversations")] == [1, 6]
    for bot, period in (("hlp", None), ("help", "2031-01")):
        with pytest.raises(UsageError):
            frozen.view(bot, period)
    with pytest.raises(UsageError, match="did you mean 'csat'"):
        view["cast"]


def test_a_headline_is_the_bots_own_where_it_has_one(frozen: Snapshot) -> None:
    own = dataclasses.replace(frozen.context.bots[0], headline=("csat", "conversations"))
    context = dataclasses.replace(frozen.context, bots=(own,))
    view = Snapshot(frozen.results, context).view("help")
    assert [row.kpi.id for row in view.headline()] == ["csat", "conversations"]
