"""An own KPI that changed on 1 September 2026, counted by both definitions by hand.

Each month has ten conversations: as many contained as the month's number less two, and one more
completed than that. Version 1 counted the completed, version 2 counts the contained.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit import findings
from kpikit.details import Asked
from kpikit.details.versions import SCHEMA, build
from kpikit.errors import UsageError
from kpikit.examine import examined
from kpikit.html import definitions, scorecard
from kpikit.kpi import load_own_kpis, registry
from kpikit.periods import Calendar
from kpikit.results import build_results
from kpikit.snapshot import Snapshot
from tests.evaluate.world import config, talk, utc, world
from tests.sample import snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.view import View

OWN = '''\
import polars as pl
from kpikit.kpi import Former, Ratio, kpi

@kpi(title="Good share", formula="contained / conversations", fact="conversations",
     stage="quality", category="resolution", unit="share", better="up", version=2,
     history=(Former("2026-09-01: contained, not completed", Ratio(pl.col("completed"))),))
def good_share():
    """Contained conversations over all of them, since completed ones said too little."""
    return Ratio(pl.col("contained"))
'''
NOW = utc("2026-11-15")


def rows() -> list[dict[str, Any]]:
    return [
        talk("a", f"2026-{month:02}-05", session_id=f"{month}-{n}", contained=n < month - 2,
             completed=n < month - 1)
        for month in range(3, 11)
        for n in range(10)
    ]  # fmt: skip


def asked(tmp_path: Path, text: str = OWN, *, period: str = "2026-10") -> Asked:
    (tmp_path / "mine.py").write_text(text)
    load_own_kpis([tmp_path / "mine.py"])
    facts, project = world(conversations=rows(), as_of=utc("2026-11-10")), config({"id": "a"})
    chosen = Calendar().parse(period, dt.date(2026, 3, 1))
    results = build_results(facts, project, period=chosen, now=NOW)
    return Asked(facts, project, chosen, results, NOW)


def test_both_versions_are_computed_on_both_sides_of_the_break(tmp_path: Path) -> None:
    given = asked(tmp_path)
    found = build(given)
    assert found.schema == SCHEMA
    mine = found.filter(pl.col("bot_id") == "a", pl.col("n") > 0)
    shown = mine.get_column("shown").to_list()
    assert shown == [f"2026-{month:02}" for month in range(3, 11)]
    assert mine.get_column("value").to_list() == [(month - 1) / 10 for month in range(3, 11)]
    assert {*mine.get_column("kpi")} == {"good_share"}
    assert {*mine.get_column("version")} == {1}
    assert {*mine.get_column("until")} == {dt.date(2026, 9, 1)}
    assert {*mine.get_column("period")} == {"2026-10"}
    new = given.results.filter(pl.col("kpi") == "good_share", pl.col("bot_id") == "a")
    october = new.filter(pl.col("period") == "2026-10").row(0, named=True)
    assert (october["value"], october["kpi_version"]) == (0.8, 2)
    assert {*found.get_column("bot_id")} == {"a", "*"}


def test_nothing_of_it_stays_in_the_registry(tmp_path: Path) -> None:
    build(asked(tmp_path))
    assert not [kpi.id for kpi in registry() if "@" in kpi.id]


@pytest.mark.parametrize("period", ["2026-07", "launch..2026-10"])
def test_a_break_after_what_is_shown_is_none_here(tmp_path: Path, period: str) -> None:
    """Nor is one in a running total, of which every bot has a span of its own."""
    assert build(asked(tmp_path, period=period)).is_empty()


def test_a_break_before_what_is_shown_is_none_here(tmp_path: Path) -> None:
    assert build(asked(tmp_path, OWN.replace("2026-09-01", "2019-09-01"))).is_empty()


def test_without_the_old_measure_there_is_only_the_day(tmp_path: Path) -> None:
    text = OWN.replace(
        'Former("2026-09-01: contained, not completed", Ratio(pl.col("completed")))',
        '"2026-09-01: contained, not completed"',
    )
    assert build(asked(tmp_path, text)).is_empty()
    assert registry()["good_share"].breaks[0].day == dt.date(2026, 9, 1)


def view(given: Asked) -> View:
    """What a report of October reads, with the measure among the headline figures."""
    whole = snapshot()
    info = whole.context.bots[0].__class__("a", "A", "sales", None, ("good_share",))
    frozen = whole.context.__class__(
        **{**vars(whole.context), "bots": (info,), "period": given.period.id, "own_kpis": ()}
    )
    return Snapshot(given.results, frozen, {"versions": build(given)}).view("a")


def test_a_reader_sees_the_break_and_both_versions(tmp_path: Path) -> None:
    found = view(asked(tmp_path))
    row = found["good_share"]
    history = found.history("good_share")
    place = len(history) - 2  # September, the month before the last
    assert findings.breaks_at(history) == [place]
    before = findings.formerly(found, row)
    assert before is not None
    assert before.values[-3:] == (0.7, 0.8, 0.9)
    assert before.now == "90.0%"
    assert findings.by_both(found, row) == (
        "By the definition before 1 Sep 2026: 90.0%; by this one: 80.0%."
    )
    card = scorecard(found).html
    assert card.count('class="kk-break"') == 1
    assert "As defined until 1 Sep 2026" in card
    assert "Dashed upright: the definition changed." in card
    assert "by this one: 80.0%." in definitions(found).html


def test_a_measure_that_never_changed_has_no_upright(tmp_path: Path) -> None:
    found = view(asked(tmp_path))
    history = found.history("containment_rate")
    assert findings.breaks_at(history) == []
    assert findings.by_both(found, found["containment_rate"]) == ""
    assert findings.breaks_at([]) == []


def test_a_former_measure_that_cannot_be_is_found_without_data(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(OWN.replace('"completed"', '"completd"'))
    (tmp_path / "kpikit.yml").write_text(
        "company: A\nbots: [{id: a, type: support}]\ndata: {events: {files: e}}\nkpis: mine.py\n"
    )
    with pytest.raises(UsageError, match="did you mean 'completed'"):
        examined(tmp_path)
