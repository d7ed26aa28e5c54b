"""What a report costs: `kpikit run` beside plain papermill and nbconvert on the same notebook.

    python benchmarks/report.py

All make the same three reports of the demo's September. The plain way is what a schedule would
call without kpikit, `papermill` and `jupyter nbconvert`, a process each for every bot. Once it
is spared the reading of data and the computing of numbers, and starts from a frozen snapshot; once
every notebook reads and computes for itself, as notebooks usually do. kpikit does everything.
CPU seconds of all processes, wall seconds and the largest process are printed as ratios of one
run: absolute times say more about the machine.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import nbformat

from kpikit.config import load_config
from kpikit.demo import write_demo
from kpikit.project import open_project
from kpikit.resources import notebooks_dir

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = "2026-10-03T06:00Z"
PERIOD = "2026-09"
LOAD = f"""import datetime as dt
import kpikit as kk

project = kk.open_project(snapshot, now=dt.datetime.fromisoformat("{NOW}"))
numbers = project.snapshot(project.period(period), cadence="monthly")
report = kk.open_report(numbers, bot=bot, period=period)
report
"""


class Cost(NamedTuple):
    """CPU and wall seconds of all child processes, and the largest one's memory in MB."""

    cpu: float
    wall: float
    memory: float


def measured(work: Callable[[], None]) -> Cost:
    """What the processes that some work starts cost, their own processes included."""
    start = time.perf_counter()
    child = os.fork()
    if not child:
        adopt()
        work()
        with suppress(ChildProcessError):
            while True:
                os.wait()
        os._exit(0)
    # Waiting for this one child counts it and what it waited for itself.
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit("a command of the benchmark failed")
    wall = time.perf_counter() - start
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def adopt() -> None:
    """Become the parent of what is left behind.

    The server that forks kpikit's workers outlives the command that started it for a moment. Its
    cost, which is that of all workers and kernels, counts only for a parent that waits for it.
    """
    set_child_subreaper = 36
    if ctypes.CDLL(None, use_errno=True).prctl(set_child_subreaper, 1, 0, 0, 0):
        raise SystemExit("this benchmark needs Linux")


def command(*words: str) -> None:
    """Run one command to its end, quietly."""
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def plain(notebook: Path, start: Path, out: Path, *, bots: list[str]) -> None:
    """Each notebook through the two command lines, from a snapshot or from a project."""
    tools = Path(sys.executable).parent
    for bot in bots:
        done = str(out / f"{bot}.ipynb")
        given = ["-p", "snapshot", str(start), "-p", "bot", bot, "-p", "period", PERIOD]
        command(str(tools / "papermill"), str(notebook), done, "-k", "python3", *given)
        command(str(tools / "jupyter"), "nbconvert", "--to", "html", "--no-input", done)


def reading_for_itself(folder: Path) -> Path:
    """The monthly notebook, with a load cell that reads the project's data."""
    notebook = nbformat.read(notebooks_dir() / "monthly.ipynb", as_version=4)
    load = next(cell for cell in notebook.cells if "kk.open_report" in cell.source)
    load.source = LOAD
    path = folder / "reading.ipynb"
    nbformat.write(notebook, path)
    return path


def ours(demo: Path) -> None:
    """The whole run: data, numbers, reports, index."""
    tool = str(Path(sys.executable).parent / "kpikit")
    command(tool, "run", "monthly", "-p", PERIOD, "--now", NOW, "-c", str(demo))


def prepare(demo: Path, frozen: Path) -> None:
    """Write the demo and the snapshot the plain way starts from."""
    write_demo(demo)
    project = open_project(demo, now=dt.datetime.fromisoformat(NOW))
    project.snapshot(project.period(PERIOD), cadence="monthly").write(frozen)


def main() -> None:
    """Measure both and print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        demo, out = Path(folder) / "demo", Path(folder) / "plain"
        snapshot = out / "frozen"
        # In a process of its own: what is measured is forked from this one, memory and all.
        spawn = multiprocessing.get_context("spawn")
        helper = spawn.Process(target=prepare, args=(demo, snapshot))
        helper.start()
        helper.join()
        bots = [bot.id for bot in load_config(demo / "kpikit.yml").bots]
        frozen, reading = notebooks_dir() / "monthly.ipynb", reading_for_itself(out)
        rows = {
            "papermill + nbconvert, from a snapshot": measured(
                lambda: plain(frozen, snapshot, out, bots=bots)
            ),
            "papermill + nbconvert, reading the data": measured(
                lambda: plain(reading, demo, out, bots=bots)
            ),
            "kpikit run, data and numbers included": measured(lambda: ours(demo)),
        }
    first = next(iter(rows.values()))
    print(f"{len(bots)} reports{'':31} CPU s  ratio  wall s  ratio  largest MB")
    for name, cost in rows.items():
        print(
            f"{name:40} {cost.cpu:6.2f} {cost.cpu / first.cpu:6.2f} {cost.wall:7.2f}"
            f" {cost.wall / first.wall:6.2f} {cost.memory:11.0f}"
        )


if __name__ == "__main__":
    main()
