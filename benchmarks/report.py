"""What a report costs: `kpikit run` beside plain papermill and nbconvert on the same notebook.

    python benchmarks/report.py

Both make the same three reports of the demo's September. The plain way is what a schedule would
call without kpikit, `papermill` and `jupyter nbconvert`, a process each for every bot, and is
spared the reading of data and the computing of numbers: it starts from a frozen snapshot. kpikit
does everything. CPU seconds of all processes, wall seconds and the largest process are printed as
ratios of one run: absolute times say more about the machine.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpikit.config import load_config
from kpikit.demo import write_demo
from kpikit.project import open_project
from kpikit.resources import notebooks_dir

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = "2026-10-03T06:00Z"
PERIOD = "2026-09"


class Cost(NamedTuple):
    """CPU and wall seconds of all child processes, and the largest one's memory in MB."""

    cpu: float
    wall: float
    memory: float


def measured(work: Callable[[], None]) -> Cost:
    """What the processes that some work starts cost."""
    start = time.perf_counter()
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    # Waiting for this one child counts it and what it waited for itself.
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit("a command of the benchmark failed")
    wall = time.perf_counter() - start
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def command(*words: str) -> None:
    """Run one command to its end, quietly."""
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def plain(snapshot: Path, out: Path, bots: list[str]) -> None:
    """Each notebook through the two command lines."""
    tools = Path(sys.executable).parent
    notebook = str(notebooks_dir() / "monthly.ipynb")
    for bot in bots:
        done = str(out / f"{bot}.ipynb")
        given = ["-p", "snapshot", str(snapshot), "-p", "bot", bot, "-p", "period", PERIOD]
        command(str(tools / "papermill"), notebook, done, "-k", "python3", *given)
        command(str(tools / "jupyter"), "nbconvert", "--to", "html", "--no-input", done)


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
        rows = {
            "papermill + nbconvert, from a snapshot": measured(lambda: plain(snapshot, out, bots)),
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
