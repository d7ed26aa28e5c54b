"""What people type wrong: each command says what is wrong, what is allowed and what was meant.

All of it leaves with exit code 2, touches nothing and shows no traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_bad_input import NOW, project, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., Any]


@pytest.mark.parametrize("command", [["metrics"], ["run", "monthly"], ["run", "quarterly"]])
@pytest.mark.parametrize(
    ("bot", "said"),
    [
        ("hlp", "'hlp'{at} - did you mean 'help'?"),
        ("Help", "'Help'{at} - did you mean 'help'?"),
        ("zebra", "'zebra'{at}; "),
        ("", "''{at}; "),
        ("../help", "'../help'{at}"),
    ],
)
def test_a_bot_that_is_none(
    kpikit: Command, tmp_path: Path, command: list[str], bot: str, said: str
) -> None:
    project(tmp_path, whole())
    period = "2026-Q4" if "quarterly" in command else "2026-10"
    left = kpikit(*command, "--config", tmp_path, *NOW, "--bot", bot, "--period", period)
    assert (left.code, left.out) == (2, "")
    at = "" if command == ["metrics"] else f" is not in {tmp_path / 'kpikit.yml'}"
    assert said.format(at=at) in left.err
    assert "help, shop" in left.err
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize("command", [["check"], ["metrics"], ["run", "monthly"]])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--period", "2026-13"], "'2026-13' is no period: the month must be from 01 to 12"),
        (["--period", "2026Q5"], "'2026Q5' is no period: the quarter must be from Q1 to Q4"),
        (["--period", "26-10"], "did you mean '2026-10'?"),
        (["--period", "2026-W60"], "the week must be from W01 to W53 in 2026"),
        (["--period", "last"], "where none is given, it is the last one that ended"),
        (["--period", "October 2026"], "did you mean '2026-10'?"),
        (["--as-of", "yesterday"], "--as-of 'yesterday' is no day of the calendar"),
        (["--as-of", "05.11.2026"], "write it as 2026-11-05"),
        (["--as-of", "2027-01-01"], "--as-of 2027-01-01 lies after the time of the run"),
        (["--now", "2026-02-30"], "--now '2026-02-30' is no day of the calendar"),
        (["--perod", "2026-10"], "No such option: --perod"),
        (["--period"], "requires an argument"),
    ],
)
def test_an_option_that_cannot_be(
    kpikit: Command, tmp_path: Path, command: list[str], options: list[str], said: str
) -> None:
    project(tmp_path, whole())
    given = NOW if "--now" not in options else ()
    left = kpikit(*command, "--config", tmp_path, *given, *options)
    assert (left.code, left.out) == (2, "")
    assert said in left.err
    assert " == " not in left.err
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "1.5", ""])
def test_no_bots_at_once(kpikit: Command, tmp_path: Path, jobs: str) -> None:
    for command in (["run", "monthly"], ["demo", tmp_path / "demo"]):
        left = kpikit(*command, "--jobs", jobs)
        assert left.code == 2
        assert f"'{jobs}' must be a whole number of at least 1" in left.err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "montly"], "there are no montly reports - did you mean 'monthly'?"),
        (["run", "daily"], "there are no daily reports; there are monthly and quarterly"),
        (["run", "weekly"], "no notebook for weekly reports"),
        (["run"], "Missing argument 'cadence'"),
        (["chekc"], "Did you mean 'check'?"),
        (["check", "here"], "unexpected extra argument"),
        (["kpis", "csat_score"], "of which csat, csat_response_rate, csat_mean"),
        (["kpis", "conversion"], "did you mean 'conversion_rate'?"),
        (["schema", "ticket"], "there is no table 'ticket' - did you mean 'tickets'?"),
        (["metrics", "--output", "x.xlsx"], "must end in .parquet or .csv"),
        (["map", "none.csv"], "none.csv: no such file"),
        (["map", "."], ". is a folder: name a file in it"),
        (["map", "export.csv", "--format", "csb"], "there is no format 'csb' - did you mean 'csv'"),
        (["map", "export.csv", "--table", "tikets"], "did you mean 'tickets'?"),
        (["map", "exprt.csv"], "did you mean 'export.csv'?"),
        (["template", "lead.xlsx"], "did you mean 'leads'?"),
        (["template", "leads.csv"], "must end in .xlsx"),
        (["template", "nowhere/leads.xlsx"], "there is no folder nowhere"),
        (["init", "export.csv"], "export.csv is a file: name a folder"),
        (["demo", "export.csv"], "export.csv is a file: name a folder"),
        (["check", "--config", "export.csv"], "export.csv:1: must be keys with values"),
        (["check", "--config", "nowhere"], "nowhere: no such file"),
        (["check"], "kpikit.yml: no such file - did you mean 'kpikit.yaml'?"),
    ],
)
def test_an_argument_that_cannot_be(
    kpikit: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.csv").write_text("ticket_id,created_at\n1,2026-10-02\n")
    (tmp_path / "kpikit.yaml").write_text("company: A\n")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*")}
    left = kpikit(*arguments)
    assert (left.code, left.out) == (2, "")
    assert said in left.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_several_wrong_bots_are_named_together(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole())
    for command in (["metrics"], ["run", "monthly"]):
        left = kpikit(*command, "--config", tmp_path, *NOW, "--bot", "hlp", "--bot", "shp")
        assert "did you mean 'help'?" in left.err
        assert "did you mean 'shop'?" in left.err


def test_a_segment_that_is_none(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole())
    left = kpikit("metrics", "--config", tmp_path, *NOW, "--by", "intnt")
    assert left.code == 2
    assert "nothing is split by 'intnt' - did you mean 'intent'?; there are category" in left.err


@pytest.mark.parametrize("name", ["init", "demo", "check", "kpis", "schema", "template", "metrics",
                                  "run", "map"])  # fmt: skip
def test_every_command_tells_its_exit_codes(kpikit: Command, name: str) -> None:
    assert "Exit codes: 0 " in " ".join(kpikit(name, "--help").out.split())
