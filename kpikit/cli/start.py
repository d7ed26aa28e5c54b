"""Commands to begin with: a project of one's own, or a made-up company."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpikit.cli.options import Jobs, Json, Quiet
from kpikit.cli.output import print_json
from kpikit.cli.progress import progress
from kpikit.errors import PartialFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.run import Run
    from kpikit.run.teller import Teller


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to.")],
    *,
    quiet: Quiet = False,
) -> None:
    """Write a commented project to start from; nothing is overwritten."""
    from kpikit.config.starter import write_starter

    written = write_starter(directory)
    if quiet:
        return
    for path in written:
        print(f"wrote {path}")
    print(f"Next: put your exports into {directory / 'data'}, describe them in kpikit.yml, then")
    print(f"  kpikit check --config {directory}")


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to.")] = Path("demo"),
    *,
    jobs: Jobs = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make a company up, with three bots and 18 months of data, and report on it.

    Writes a project folder with its data, then the monthly reports and the quarterly ones with
    their decks, and prints where they are.
    """
    from kpikit.demo import write_demo

    _refuse_foreign(directory)
    seconds: dict[str, float] = {}
    with progress(quiet=quiet or json) as teller:
        teller.step("demo data")
        with timed(seconds, "demo data"):
            summary = write_demo(directory)
        done = _report(summary.config, teller=teller, jobs=jobs, seconds=seconds)
    if json:
        folders = {run.record["cadence"]: str(run.folder) for run in done}
        print_json({"directory": str(directory), "seconds": seconds, **folders})
    elif not quiet:
        print(" · ".join(f"{name} {value:.1f} s" for name, value in seconds.items()))
        for run in done:
            print(f"{run.record['cadence']:10} {run.folder / 'index.html'}")
        print(f"{'all runs':10} {directory / 'reports' / 'index.html'}")
    failed = {bot: error for run in done for bot, error in run.failed.items()}
    if failed:
        raise PartialFailure("; ".join(f"{bot}: {error}" for bot, error in failed.items()))


def _refuse_foreign(directory: Path) -> None:
    """Keep the demo out of a folder that holds somebody's own project."""
    if (directory / "kpikit.yml").exists() and not (directory / "truth.json").exists():
        raise UsageError(f"{directory} holds a project that is no demo: name another folder")
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} is a file: name a folder")


def _report(
    config: Path, *, teller: Teller, jobs: int | None, seconds: dict[str, float]
) -> list[Run]:
    """Run the demo's monthly and quarterly reports at the demo's own time."""
    from kpikit import run as runner
    from kpikit.demo.company import AS_OF
    from kpikit.project import open_project

    teller.step("data")
    with timed(seconds, "reading"):
        project = replace(open_project(config, now=AS_OF, as_of=AS_OF), demo=True)
        project.facts  # noqa: B018 - worked out here, for both runs
    done = []
    for cadence in runner.KINDS:
        with timed(seconds, cadence):
            plan = runner.make_plan(project, cadence, jobs=jobs)
            done.append(runner.run(project, plan, teller=teller))
    return done


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Note how long a block took."""
    start = time.monotonic()
    yield
    seconds[name] = round(time.monotonic() - start, 1)
