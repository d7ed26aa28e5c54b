"""What a user meets: exit codes, messages on standard error, never a traceback for their faults."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., Any]


def test_without_arguments_it_says_what_it_can_do(kpikit: Command) -> None:
    said = kpikit()
    for name in ("init", "demo", "check", "kpis", "schema", "metrics", "run"):
        assert f"\n  {name} " in said.out + said.err


def test_the_version(kpikit: Command) -> None:
    said = kpikit("--version")
    assert (said.code, said.out) == (0, "kpikit 0.1.0\n")


@pytest.mark.parametrize("arguments", [["chek"], ["run"], ["run", "monthly", "--jbos", "2"]])
def test_a_wrong_command_line_is_usage(kpikit: Command, arguments: list[str]) -> None:
    said = kpikit(*arguments)
    assert said.code == 2
    assert said.err


def test_init_writes_a_project_once(kpikit: Command, tmp_path: Path) -> None:
    said = kpikit("init", tmp_path / "mine")
    assert said.code == 0
    assert (tmp_path / "mine" / "kpikit.yml").exists()
    again = kpikit("init", tmp_path / "mine")
    assert again.code == 2
    assert again.err.startswith("kpikit: nothing written, because these exist already")


def test_findings_of_the_configuration_are_all_shown(kpikit: Command, tmp_path: Path) -> None:
    path = tmp_path / "kpikit.yml"
    path.write_text("company: A\ntimezone: Mars\nbots: [{id: x, type: suport}]\n")
    for command in (["check"], ["metrics"], ["run", "monthly"], ["run", "monthly", "--dry-run"]):
        said = kpikit(*command, "--config", path)
        assert said.code == 2
        assert said.out == ""
        assert f"{path}:2: timezone = 'Mars'" in said.err
        assert f"{path}:3: bots[0].type = 'suport'" in said.err


def test_a_missing_project_names_the_way_out(
    kpikit: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = kpikit("check")
    assert said.code == 2
    assert "kpikit.yml: no such file; `kpikit init DIR`" in said.err


@pytest.mark.parametrize("option", ["--as-of", "--now"])
def test_an_instant_that_is_none_is_refused(kpikit: Command, tmp_path: Path, option: str) -> None:
    kpikit("init", tmp_path)
    said = kpikit("check", "--config", tmp_path, option, "yesterday")
    assert said.code == 2
    assert f"{option} 'yesterday' is no day of the calendar and no instant" in said.err


def test_weekly_says_what_is_missing(kpikit: Command) -> None:
    said = kpikit("run", "weekly")
    assert said.code == 2
    assert "no notebook for weekly reports" in said.err


def test_the_tables_and_their_columns_are_listed(kpikit: Command) -> None:
    assert "events" in kpikit("schema").out
    assert "session_id" in kpikit("schema", "events").out
    record = json.loads(kpikit("schema", "leads", "--json").out)
    assert record["leads"][0]["column"] == "lead_id"
    said = kpikit("schema", "event")
    assert said.code == 2
    assert "did you mean 'events'" in said.err


def test_the_kpis_are_listed_and_explained(
    kpikit: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "containment_rate " in kpikit("kpis").out
    assert "Formula " in kpikit("kpis", "csat").out
    assert json.loads(kpikit("kpis", "csat", "--json").out)[0]["id"] == "csat"
    said = kpikit("kpis", "cast")
    assert said.code == 2
    assert "did you mean 'csat'" in said.err


def test_a_fault_of_ours_is_one_line_and_a_file(
    kpikit: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Path) -> None:
        raise RuntimeError("a@b.example")

    monkeypatch.setattr("kpikit.config.starter.write_starter", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = kpikit("init", tmp_path / "new")
    assert said.code == 1
    assert len(said.err.splitlines()) == 1
    assert "RuntimeError: a fault of kpikit" in said.err
    assert "a@b.example" not in said.err
    log = Path(said.err.rsplit(" in ", 1)[1].strip())
    assert "a@b.example" in log.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_leaves_with_the_signals_code(
    kpikit: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    def stopped(_: Path) -> None:
        signal.raise_signal(number)

    monkeypatch.setattr("kpikit.config.starter.write_starter", stopped)
    before = signal.getsignal(number)
    signal.signal(number, signal.default_int_handler)
    try:
        assert kpikit("init", tmp_path).code == 128 + number
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)
