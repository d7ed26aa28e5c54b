"""What each bot can show and what would unlock more. Expected states by the data contract."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from kpikit.check import headline_lines, matrix, matrix_lines
from kpikit.check.matrix import Cell, Matrix
from kpikit.cli import main
from kpikit.kpi import registry
from kpikit.periods import Calendar
from tests.evaluate.world import config, cost, deal, talk, utc, world
from tests.sources.helpers import write

if TYPE_CHECKING:
    from pathlib import Path

MARCH = Calendar().parse("2026-03")


def states(found: Matrix, kpi: str) -> dict[str, tuple[object, ...]]:
    return {c.bot_id: (c.status, c.reason, c.final_on) for c in found.cells if c.kpi == kpi}


def test_every_kpi_of_every_bot_has_its_state() -> None:
    # A support bot that sold nothing, a sales bot; seven days after March tickets can follow.
    facts = world(
        conversations=[talk("desk", "2026-03-05"), talk("sales", "2026-03-05")],
        deals=[deal("sales", "2026-03-05", 100.0)],
        costs=[cost("sales", "2026-03-01", 10.0)],
        as_of=utc("2026-04-02"),
        without={"events": ["sentiment"]},
    )
    project = config({"id": "desk", "type": "support"}, {"id": "sales", "type": "sales"})
    found = matrix(facts, project, period=MARCH)
    assert len(found.cells) == 3 * len(registry().published())
    assert states(found, "conversations") == dict.fromkeys(
        ("desk", "sales", "*"), ("final", None, dt.date(2026, 4, 1))
    )
    waits = ("provisional", "tickets and returns can still follow", dt.date(2026, 4, 8))
    assert states(found, "resolution_rate") == dict.fromkeys(("desk", "sales", "*"), waits)
    lacks = ("unavailable", "needs events.sentiment", None)
    assert states(found, "sentiment_mean") == dict.fromkeys(("desk", "sales", "*"), lacks)
    booked = states(found, "revenue_booked")
    assert [booked[bot][0] for bot in ("desk", "sales", "*")] == [
        "not_applicable",
        "final",
        "final",
    ]
    assert states(found, "total_cost")["desk"] == ("unavailable", "no costs booked", None)


@pytest.mark.parametrize(
    ("kpi", "reason"),
    [
        ("first_contact_resolution", "needs tickets and events.user_id"),
        # With the tickets their session_id can come: nothing else has to be named.
        ("csat_tickets", "needs tickets"),
        ("escalation_outcome_rate", "needs events.ticket_id and tickets"),
        ("csat", "needs events.csat_score or events.thumbs_up"),
        ("resolution_rate", "needs tickets"),
    ],
)
def test_a_reason_names_everything_that_is_missing(kpi: str, reason: str) -> None:
    gone = {"events": ["user_id", "ticket_id", "csat_score", "thumbs_up"]}
    facts = world(conversations=[talk("a", "2026-03-05")], absent=["tickets"], without=gone)
    found = matrix(facts, config({"id": "a"}), period=MARCH)
    assert states(found, kpi)["a"] == ("unavailable", reason, None)


def test_the_lines_count_and_name_what_is_open_and_what_is_missing() -> None:
    day, later = dt.date(2026, 4, 8), dt.date(2026, 4, 30)
    cells = [
        Cell("csat", "a", "final", None, dt.date(2026, 4, 1)),
        Cell("csat", "*", "final", None, dt.date(2026, 4, 1)),
        Cell("close_rate", "a", "provisional", "deals can still close", later),
        Cell("close_rate", "*", "provisional", "deals can still close", later),
        Cell("roi", "a", "provisional", "tickets and returns can still follow", day),
        Cell("roi", "*", "provisional", "no costs booked for b", None),
        Cell("nps", "a", "unavailable", "needs events.nps_score", None),
        Cell("nps", "*", "unavailable", "needs events.nps_score", None),
        Cell("ces_mean", "a", "unavailable", "needs events.ces_score", None),
        Cell("ces_mean", "*", "final", None, dt.date(2026, 4, 1)),
        # It means nothing for a: the portfolio is all there is.
        Cell("deal_size_mean", "a", "not_applicable", "nothing sold", None),
        Cell("deal_size_mean", "*", "unavailable", "needs events.nps_score", None),
    ]
    assert matrix_lines(Matrix("2026-03", tuple(cells))) == [
        "Measures of March 2026, by bot (* is all of them together):",
        "  bot  final  not final  lacking  not applicable",
        "  a        1          2        2               1",
        "  *        2          2        2               0",
        "Not final:",
        "  until 8 Apr 2026: roi (a)",
        "  until 30 Apr 2026: close_rate",
        "  no costs booked for b: roi (*)",
        "Lacking:",
        "  needs events.nps_score: nps, deal_size_mean",
        "  needs events.ces_score: ces_mean (a)",
    ]


def test_a_headline_without_an_area_is_said() -> None:
    project = config({"id": "a", "headline": ["csat", "net_value"]}, {"id": "b"})
    assert headline_lines(project) == ["bot 'a': its headline has no KPI of adoption, performance"]
    whole = ["csat", "net_value", "completion_rate", "resolution_rate"]
    assert headline_lines(config({"id": "a", "headline": whole})) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start = {"event": "chat.session_started", "bot_id": "b", "session_id": "s1"}
    write(tmp_path / "events.ndjson", [start | {"ts": "2026-03-05T10:00:00Z"},
                                       start | {"ts": "2026-04-09T10:00:00Z"}])  # fmt: skip
    (tmp_path / "kpikit.yml").write_text(
        "company: Acme\nbots: [{id: b, type: support}]\ndata: {events: {files: events.ndjson}}\n"
    )
    return tmp_path


def test_the_command_speaks_of_the_period_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["check", "--config", str(folder / "kpikit.yml"), "--period", "2026-03"]
    with pytest.raises(SystemExit, match="0"):
        main([*arguments, "--now", "2026-05-01"])
    said = capsys.readouterr().out
    assert "Measures of March 2026, by bot" in said
    assert "  needs events.outcome and tickets: resolution_rate, deflection_gap" in said
    with pytest.raises(SystemExit, match="0"):
        main([*arguments, "--json"])
    measures = json.loads(capsys.readouterr().out)["measures"]
    assert measures["period"] == "2026-03"
    assert {"kpi": "conversations", "bot_id": "b", "status": "final", "reason": None,
            "final_on": "2026-04-01"} in measures["cells"]  # fmt: skip
