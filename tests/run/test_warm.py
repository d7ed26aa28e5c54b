"""A kernel that is a copy of a loaded process shows what a started one shows."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import nbformat
import pytest

from kpikit.errors import UsageError
from kpikit.resources import notebooks_dir
from kpikit.run.parameters import read_notebook
from kpikit.run.pool import processes
from kpikit.run.warm import ENGINES, WARM, can_fork, check_engine
from kpikit.run.worker import Job, work
from tests.run.kernels import cells, failed, leftovers, started, warm
from tests.sample import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a clean fork")

SHOWS = (
    "import sys, os\nprint(sys.prefix, os.getcwd(), __name__)\nprint('more', file=sys.stderr)",
    "from IPython.display import HTML, display\nhandle = display(HTML('<p>1</p>'), display_id='a')",
    "handle.update(HTML('<p>2</p>'))\n3 + 4",
    "!echo from a shell",
    "import os\n_ = os.write(1, b'past Python')",
    "import polars as pl\npl.select(pl.int_range(1000).sum()).item()",
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nfig",
    "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "import threading\nthreading.current_thread().name",
)


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with processes(2) as made:
        yield made


def test_both_engines_show_the_same_whatever_a_cell_does(pool: Executor, tmp_path: Path) -> None:
    both = [pool.submit(do, cells(*SHOWS), {"bot": "x"}, tmp_path) for do in (warm, started)]
    ours, theirs = (future.result() for future in both)
    assert nbformat.writes(ours) == nbformat.writes(theirs)
    assert ours.cells[3].outputs[0].data["text/html"] == "<p>2</p>"
    assert "from a shell" in ours.cells[5].outputs[0].text


def test_what_a_notebook_prints_stays_in_it(
    pool: Executor, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    notebook = cells("print('shown')", "import os\n_ = os.write(1, b'past Python')", "1")
    for do in (warm, started):
        pool.submit(do, notebook, {"bot": "x"}, tmp_path).result()
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("name", ["monthly", "quarterly"])
def test_our_notebooks_are_the_same_by_both_engines(
    name: str, pool: Executor, tmp_path: Path
) -> None:
    snapshot().write(tmp_path)
    home = tmp_path / "bot"
    home.mkdir()
    given = {"snapshot": "..", "bot": "pricing", "period": "2026-09"}
    notebook = read_notebook(notebooks_dir() / f"{name}.ipynb")
    both = [pool.submit(do, notebook, given, home) for do in (warm, started)]
    ours, theirs = (future.result() for future in both)
    assert nbformat.writes(ours) == nbformat.writes(theirs)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise ValueError('a@b.example')", "code cell 3 raised ValueError"),
        ("import sys; sys.exit(0)", "code cell 3 ended the notebook before its end"),
        ("import os; os._exit(1)", "the notebook's process died"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "the notebook's process died"),
    ],
)
def test_a_cell_that_fails_fails_the_report_alone(
    source: str, reason: str, pool: Executor, tmp_path: Path
) -> None:
    notebook = cells("1", source, "2")
    assert pool.submit(failed, notebook, {"bot": "x"}, tmp_path).result() == reason


def test_a_notebook_that_dies_leaves_its_worker_to_build_the_deck(
    pool: Executor, tmp_path: Path
) -> None:
    deadly = tmp_path / "deadly.ipynb"
    nbformat.write(cells("import os; os._exit(1)"), deadly)
    snapshot().write(tmp_path)
    job = Job("pricing", "2026-09", tmp_path, "pricing", notebook=deadly, deck=True, engine=WARM)
    outcome = pool.submit(work, job).result()
    assert outcome.error == "the notebook's process died"
    assert outcome.files == ("pricing/deck.pptx",)


def test_nothing_a_notebook_started_outlives_it(pool: Executor, tmp_path: Path) -> None:
    assert not pool.submit(leftovers, tmp_path).result()


def test_an_engine_there_is_not() -> None:
    assert check_engine(None) == WARM
    assert {check_engine(name) for name in ENGINES} == {*ENGINES}
    with pytest.raises(UsageError, match="no engine 'warn' - did you mean 'warm'"):
        check_engine("warn")


def test_the_environment_of_the_worker_is_not_that_of_the_test(pool: Executor) -> None:
    assert pool.submit(os.getenv, "MPLBACKEND").result() == "agg"


def test_a_process_with_threads_is_not_copied() -> None:
    import polars as pl

    pl.select(pl.int_range(10).sum())
    assert not can_fork()
