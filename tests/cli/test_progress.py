from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.cli.progress import Bar, progress, said
from kpikit.run.worker import Outcome

if TYPE_CHECKING:
    import pytest

    from kpikit.run.teller import Teller

DONE = Outcome("help", ("help/report.html",), seconds={"report": 2.0, "deck": 0.5})
FAILED = Outcome("*", error="the deck could not be made: ValueError", seconds={"deck": 1.0})


def tell(teller: Teller) -> None:
    teller.step("numbers")
    teller.step("reports", 2)
    teller.done(DONE)
    teller.done(FAILED)


def test_an_outcome_is_one_line() -> None:
    assert said(DONE) == "help: done (2.5 s)"
    assert said(FAILED) == "portfolio: the deck could not be made: ValueError (1.0 s)"


def test_a_log_gets_plain_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(quiet=False) as teller:
        tell(teller)
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(" s  ", 1)[1] for line in err.splitlines()] == [
        "numbers", "reports", said(DONE), said(FAILED),
    ]  # fmt: skip


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(quiet=True) as teller:
        tell(teller)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with progress(quiet=False) as teller:
        assert isinstance(teller, Bar)
        tell(teller)
        task = teller.shown.tasks[0]
        assert (task.description, task.completed, task.total) == ("reports", 2, 2)
    assert said(DONE) in capsys.readouterr().err
