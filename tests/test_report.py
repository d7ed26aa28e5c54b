"""Opening a report, and the notebooks that call it."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import papermill
import pytest

import kpikit as kk
from kpikit.errors import UsageError
from kpikit.report import Report, open_report
from kpikit.resources import notebooks_dir
from tests.pages import SECTIONS, page, tree, words
from tests.sample import PERIODS, snapshot

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOKS = ("monthly", "quarterly")


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot().write(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def executed(run_folder: Path) -> Any:
    """The notebook executed in a real kernel, once for each name."""

    @functools.cache
    def run(name: str) -> Any:
        return papermill.execute_notebook(
            str(notebooks_dir() / f"{name}.ipynb"),
            None,
            parameters={"snapshot": str(run_folder), "bot": "pricing", "period": PERIODS[-1]},
            progress_bar=False,
            kernel_name="python3",
        )

    return run


def test_the_public_name_is_this_function() -> None:
    assert kk.open_report is open_report


def test_a_folder_a_path_and_a_snapshot_are_all_fine(run_folder: Path) -> None:
    for given in (run_folder, str(run_folder), snapshot()):
        assert open_report(given, bot="help").view.bot.name == "Help Desk Bot"


def test_without_a_bot_the_first_is_taken_and_without_a_period_the_runs() -> None:
    report = open_report(snapshot())
    assert (report.view.bot.id, report.view.period) == ("pricing", PERIODS[-1])
    assert repr(report) == "Report: Pricing Bot, September 2026, as of 3 Oct 2026, 06:00"


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [({"bot": "pricin"}, "did you mean 'pricing'"), ({"period": "2031-01"}, "not in this run")],
)
def test_what_the_run_does_not_have_is_refused(wrong: dict[str, str], hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        open_report(snapshot(), **wrong)


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no snapshot here"):
        open_report(tmp_path)


def test_an_earlier_period_of_the_run_can_be_opened() -> None:
    report = open_report(snapshot(), period=PERIODS[-2])
    assert "August 2026" in words(tree(report.verdict()._repr_html_()))


def test_the_first_period_has_no_comparison_and_still_draws() -> None:
    report = open_report(snapshot(), period=PERIODS[0])
    for name in SECTIONS:
        assert getattr(report, name)()._repr_html_().startswith('<section class="kk"')


def test_a_section_has_a_line_of_text_where_there_is_no_html() -> None:
    assert (
        repr(open_report(snapshot()).leads())
        == "Leads to revenue: 389 leads, 171 of them qualified"
    )


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_one_call_a_section(name: str) -> None:
    cells = json.loads((notebooks_dir() / f"{name}.ipynb").read_text())["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    assert sources[2:] == [f"report.{section}()" for section in SECTIONS]
    assert cells[0]["metadata"]["tags"] == ["parameters"]
    assert {"snapshot = None", "bot = None", "period = None"} <= {
        line.split("  #")[0] for line in sources[0].splitlines()
    }


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_an_executed_notebook_becomes_the_same_page(name: str, executed: Any) -> None:
    from kpikit.run.page import to_html

    assert to_html(executed(name)) == page("pricing")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_cells_keep_a_plain_text_and_no_warning(name: str, executed: Any) -> None:
    for cell in executed(name).cells[2:]:
        outputs = [output for output in cell.outputs if output.output_type != "stream"]
        if "injected-parameters" in cell.metadata.get("tags", []):
            continue
        assert len(cell.outputs) == len(outputs) == 1
        assert outputs[0].data["text/plain"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_with_nothing_set_a_notebook_is_about_the_demo(name: str) -> None:
    done = papermill.execute_notebook(
        str(notebooks_dir() / f"{name}.ipynb"), None, progress_bar=False, kernel_name="python3"
    )
    assert "Marlund" in done.cells[1].outputs[0].data["text/html"]


def test_the_demo_is_opened_where_nothing_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's own tests write it; here only that the call reaches it, at its own time."""
    asked: dict[str, Any] = {}

    class Project:
        def period(self, text: str | None, *, cadence: str) -> str:
            asked.update(period=text, cadence=cadence)
            return PERIODS[-1]

        def snapshot(self, period: str, *, cadence: str) -> Any:
            return snapshot()

    monkeypatch.setattr("kpikit.demo.ensure_demo", lambda: "somewhere")
    monkeypatch.setattr("kpikit.project.open_project", lambda path, **_: Project())
    monkeypatch.setattr("kpikit.report.replace", lambda project, **_: project)
    assert isinstance(open_report(cadence="quarterly"), Report)
    assert asked == {"period": None, "cadence": "quarterly"}
