"""`kpikit check`: the period and the exit code of the run that would follow, and its warnings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_bad_input import CONFIG, NOW, late, project, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., Any]


@pytest.mark.parametrize(
    ("options", "month"),
    [
        (["--now", "2026-11-05"], "2026-10"),
        (["--now", "2026-10-31"], "2026-09"),
        (["--now", "2026-11-05", "--as-of", "2026-10-03"], "2026-10"),
        (["--now", "2026-11-05", "--period", "2026-09"], "2026-09"),
    ],
)
def test_check_run_and_metrics_take_the_same_month(
    kpikit: Command, tmp_path: Path, options: list[str], month: str
) -> None:
    before = whole().partition("\n")[2]
    text = whole() + before.replace("2026-10", "2026-09").replace(",help,h", ",help,g")
    project(tmp_path, text)
    asked = ["--config", tmp_path, *options, "--json"]
    assert json.loads(kpikit("check", *asked).out)["measures"]["period"] == month
    assert json.loads(kpikit("run", "monthly", "--dry-run", *asked).out)["period"] == month
    assert json.loads(kpikit("metrics", *asked).out)[0]["period"] == month


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Period: October 2026, the last month that had ended on 5 Nov 2026; the data are as of"
             " 10 Oct 2026, before it ended: all its figures are provisional"),
        (["--period", "2026-10"], "Period: October 2026, as asked for; the data are as of"),
    ],
)  # fmt: skip
def test_the_period_is_said_and_why(
    kpikit: Command, tmp_path: Path, options: list[str], said: str
) -> None:
    project(tmp_path, whole())
    assert said in kpikit("check", "--config", tmp_path, *NOW, *options).out


def spoilt(root: Path, good: int = 0, **more: str) -> Path:
    """The good conversations of October, and tickets of which 30 cannot be read."""
    late(root, **more)
    days = "".join(f"{day},{day}.10.2026\n" for day in range(1, 31))
    read = "".join(f"g{number},2026-10-05T09:00:00Z\n" for number in range(good))
    (root / "tickets.csv").write_text("ticket_id,created_at\n" + days + read)
    return root


LOST = (
    "tickets: all 30 rows of tickets.csv were set aside; most often created_at: a timestamp, ISO "
    "8601; any other form is stated under dates; first '1.10.2026' in tickets.csv, row 1"
)
PART = LOST.replace(
    "all 30 rows of tickets.csv were set aside", "30 of 180 rows were set aside (16.7%)"
)


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_rows_set_aside_en_masse_are_said_as_loudly_as_by_a_run(
    kpikit: Command, tmp_path: Path, quiet: list[str]
) -> None:
    spoilt(tmp_path, good=150)
    checked = kpikit("check", "--config", tmp_path, *NOW, *quiet)
    ran = kpikit("run", "monthly", "--dry-run", "--quiet", "--config", tmp_path, *NOW)
    assert (checked.code, ran.code) == (0, 0)
    assert f"kpikit: warning: {PART}\n" in checked.err
    assert checked.err == ran.err


def test_a_fifth_of_a_table_lost_stops_a_run_that_is_not_told_to_go_on(
    kpikit: Command, tmp_path: Path
) -> None:
    # 30 of 150 rows are a fifth; the 30 of 180 above are less.
    spoilt(tmp_path, good=120)
    asked = ("--config", tmp_path, *NOW)
    for left in (kpikit("check", *asked), kpikit("run", "monthly", *asked)):
        assert left.code == 3
        assert "tickets: 30 of 150 rows were set aside (20.0%)" in left.err
    assert "mend the data, or run with --accept-losses" in left.err
    assert not (tmp_path / "reports").exists()
    told = kpikit("run", "monthly", "--accept-losses", "--dry-run", *asked)
    assert told.code == 0
    assert "kpikit: warning: tickets: 30 of 150" in told.err


@pytest.mark.parametrize(("strict", "stale"), [(["--strict"], "warn"), ([], "refuse")])
@pytest.mark.parametrize("form", [[], ["--quiet"], ["--json"]])
def test_the_exit_code_is_that_of_the_run(
    kpikit: Command, tmp_path: Path, strict: list[str], stale: str, form: list[str]
) -> None:
    spoilt(tmp_path, stale=stale)
    checked = kpikit("check", "--config", tmp_path, *NOW, *strict, *form)
    ran = kpikit("run", "monthly", "--dry-run", "--config", tmp_path, *NOW, *strict, *form)
    assert (checked.code, ran.code) == (3, 3)
    assert LOST in checked.err
    assert LOST in ran.err
    if form == ["--json"]:
        assert LOST in json.loads(checked.out)["stops"]


def test_a_period_without_a_conversation_stops_both(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole())
    asked = ["--config", tmp_path, "--now", "2026-12-05", "--quiet"]
    for command in (["check"], ["run", "monthly"]):
        left = kpikit(*command, *asked)
        assert left.code == 3
        assert "no conversation of help, shop in 2026-11" in left.err
        assert "conversations run from 2026-10-01 to 2026-10-10" in left.err
    assert not (tmp_path / "reports").exists()


def test_check_still_writes_what_was_set_aside_when_a_run_would_stop(
    kpikit: Command, tmp_path: Path
) -> None:
    spoilt(tmp_path)
    assert kpikit("check", "--config", tmp_path, *NOW, "--strict", "--quiet").code == 3
    assert len((tmp_path / "quarantine" / "tickets.csv").read_text().splitlines()) == 31


def test_the_help_tells_the_exit_codes(kpikit: Command) -> None:
    said = " ".join(kpikit("check", "--help").out.split())
    assert "Exit codes: 0 a run would be made" in said
    assert "2 wrong usage or a fault of kpikit.yml" in said
    assert "3 a run would stop" in said


def test_assumptions_nobody_stands_for_are_named(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole())
    given = "human_minutes: {value: 5}, human_chat_cost: {value: 6, owner: Jo, source: payroll}"
    bot = f"{{id: shop, name: Shop, type: shop, assumptions: {{{given}}}}}"
    text = CONFIG.replace("{id: shop, name: Shop, type: shop}", bot)
    (tmp_path / "kpikit.yml").write_text(text)
    said = json.loads(kpikit("check", "--config", tmp_path, *NOW, "--json").out)["warnings"]
    (flag,) = [flag for flag in said if flag["check"] == "assumptions"]
    assert (flag["about"], flag["serious"]) == ("shop", False)
    assert flag["text"] == (
        f"{tmp_path / 'kpikit.yml'}:4: assumptions of shop that nobody stands for: human_minutes "
        "(no owner, no source); report and deck list each with its owner and its source: add them"
    )
    ran = kpikit("run", "monthly", "--dry-run", "--config", tmp_path, *NOW)
    assert flag["text"] in ran.err


def test_a_run_says_which_period_it_took_and_why(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole())
    why = "October 2026, the last month that had ended on 5 Nov 2026"
    plan = kpikit("run", "monthly", "--dry-run", "--config", tmp_path, *NOW)
    assert f"chosen        {why}\n" in plan.out
    assert why in kpikit("run", "monthly", "--config", tmp_path, *NOW).out
    assert kpikit("metrics", "--config", tmp_path, *NOW).out.startswith(why)


def test_metrics_of_an_empty_period_warn(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole())
    said = kpikit("metrics", "--config", tmp_path, *NOW, "--period", "2020-01", "--quiet")
    assert said.code == 0
    assert "kpikit: warning: no conversation of help, shop in 2020-01;" in said.err


def test_what_cannot_be_written_does_not_hide_what_was_found(
    kpikit: Command, tmp_path: Path
) -> None:
    spoilt(tmp_path, good=150)
    (tmp_path / "quarantine").write_text("a file in the place of the folder")
    left = kpikit("check", "--config", tmp_path, *NOW)
    assert left.code == 2
    assert PART in left.err
    assert "Measures of October 2026, by bot" in left.out
    assert "quarantine" in left.err.splitlines()[-1]
    assert "cannot be written" in left.err.splitlines()[-1]


def test_an_id_cannot_give_orders_to_a_terminal(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole().replace(",help,h9,", ",\x1b[2Jx,h9,"))
    for command in (["check"], ["run", "monthly", "--dry-run"], ["metrics"]):
        left = kpikit(*command, "--config", tmp_path, *NOW)
        assert left.code == 0
        assert "\x1b" not in left.out + left.err
    left = kpikit("metrics", "--config", tmp_path, *NOW, "--bot", "\x1b[2Jy")
    assert left.code == 2
    assert "\x1b" not in left.err
