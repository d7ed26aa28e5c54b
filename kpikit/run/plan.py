"""What a run is going to do: decided, checked and named before anything is written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kpikit
from kpikit.check import empty, stopping
from kpikit.context import PORTFOLIO
from kpikit.errors import DataError, UsageError
from kpikit.resources import notebooks_dir, templates_dir
from kpikit.run.asked import check_bots, check_period
from kpikit.run.parameters import check_parameters, read_notebook
from kpikit.run.pool import default_jobs
from kpikit.run.warm import check_engine
from kpikit.run.worker import Job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from kpikit.check import Flag
    from kpikit.periods import Period
    from kpikit.project import Project

PARAMETERS = ("snapshot", "bot", "period")
PORTFOLIO_FOLDER = "portfolio"
DIGEST = "digest.md"


@dataclass(frozen=True)
class Plan:
    """A run before it runs.

    Attributes:
        cadence: monthly or quarterly.
        period: the run is about.
        as_of: the instant its numbers are true of.
        bots: ids to report on, in the order of the configuration.
        whole: whether these are all bots of the project.
        deck: whether decks are built.
        jobs: bots worked on at once.
        notebook: executed for each bot.
        engine: where its kernel comes from: warm or nbclient.
        run_id: the same for the same inputs, configuration, code and options.
        final: the folder the run will be.
        flags: what is wrong with the data.
        why: the period in words, and why it is this one.
    """

    cadence: str
    period: Period
    as_of: dt.datetime
    bots: tuple[str, ...]
    whole: bool
    deck: bool
    jobs: int
    notebook: Path
    engine: str
    run_id: str
    final: Path
    flags: tuple[Flag, ...] = ()
    why: str = ""

    def tasks(self, run_dir: Path) -> list[Job]:
        """One job a bot, and one for the portfolio where decks are built of all bots."""
        each = [self._job(run_dir, bot, bot, self.notebook) for bot in self.bots]
        if self.deck and self.whole:
            each.append(self._job(run_dir, PORTFOLIO, PORTFOLIO_FOLDER, None))
        return each

    def _job(self, run_dir: Path, *names: str | Path | None) -> Job:
        bot, folder, notebook = names
        return Job(
            bot=str(bot),
            period=self.period.id,
            run_dir=run_dir,
            folder=str(folder),
            notebook=None if notebook is None else Path(notebook),
            deck=self.deck,
            engine=self.engine,
        )


def make_plan(
    project: Project,
    cadence: str,
    *,
    period: str | None = None,
    bots: Iterable[str] = (),
    jobs: int | None = None,
    deck: bool | None = None,
    notebook: Path | None = None,
    engine: str | None = None,
) -> Plan:
    """Decide what a run does; nothing is written.

    Args:
        project: opened.
        cadence: monthly or quarterly.
        period: id; the last one that ended when not given.
        bots: ids; all bots of the configuration when empty.
        jobs: bots worked on at once; as many as there are cores when not given.
        deck: whether to build decks; quarterly runs do when not given.
        notebook: another one than ours.
        engine: warm or nbclient; warm where processes can be forked when not given.

    Raises:
        UsageError: cadence, period, bot, notebook or engine cannot be used.
        DataError: no bot has a conversation in the period.
    """
    chosen, reason = check_period(project, cadence, period)
    wanted = check_bots(project.config, bots)
    source = notebook.resolve() if notebook else own_notebook(cadence)
    check_parameters(read_notebook(source), PARAMETERS, name=source.name)
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs: {jobs} bots at once make no report; at least 1")
    void = empty(project.facts, project.calendar, period=chosen, bots=wanted)
    if void:
        raise DataError(void)
    decks = cadence == "quarterly" if deck is None else deck
    home = project.config.reports_dir / cadence / chosen.id
    options = [cadence, chosen.id, *wanted, f"deck={decks}"]
    name = _run_id(project, options, source)
    return Plan(
        cadence=cadence,
        period=chosen,
        as_of=project.as_of,
        bots=wanted,
        whole=len(wanted) == len(project.config.bots),
        deck=decks,
        jobs=jobs or default_jobs(len(wanted)),
        notebook=source,
        engine=check_engine(engine),
        run_id=name,
        final=home / name,
        flags=project.flags(chosen),
        why=reason,
    )


def own_notebook(cadence: str) -> Path:
    """The notebook that comes with kpikit for a cadence."""
    return (notebooks_dir() / f"{cadence}.ipynb").resolve()


def refuse_faults(plan: Plan, *, strict: bool, lossy: bool = False) -> None:
    """Stop a run on data that no report is made of.

    Args:
        plan: with what is wrong with the data.
        strict: stop for every table that has ended long before the period or lost its rows.
        lossy: go on where a fifth of a table or more was set aside.

    Raises:
        DataError: naming each of them.
    """
    grave = stopping(plan.flags, strict=strict, lossy=lossy)
    if not grave:
        return
    ways = ["with --accept-losses"] if any(flag.ruinous for flag in grave) and not lossy else []
    ways += ["without --strict and with `stale: warn`"] if strict else []
    texts = [flag.text for flag in grave]
    end = f"mend the data, or run {' and '.join(ways)}"
    raise DataError("\n  ".join(["nothing was made, because", *texts]) + f"\n{end}")


def _run_id(project: Project, options: list[str], notebook: Path) -> str:
    """Name a run by the instant it is true of and by everything that makes its pages."""
    made = hashlib.sha256(json.dumps([options, kpikit.__version__]).encode())
    made.update(project.config.model_dump_json(exclude={"root", "file"}).encode())
    for report in project.tables.quality.tables.values():
        made.update("".join(f"{file.path}:{file.sha256}\n" for file in report.files).encode())
    own = [project.config.root / path for path in project.config.kpis]
    for path in [notebook, *own, *code_files()]:
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{project.as_of:%Y%m%dT%H%M%SZ}-{made.hexdigest()[:8]}"


def code_files() -> Iterator[Path]:
    """Our own files that decide what a page looks like: the modules and the templates."""
    package = Path(kpikit.__file__).parent
    yield from sorted(path for path in package.rglob("*.py") if "_data" not in path.parts)
    for name in ("report", "board.pptx"):
        place = templates_dir() / name
        yield from sorted(place.rglob("*.*")) if place.is_dir() else [place]


def describe(plan: Plan) -> dict[str, Any]:
    """Write a plan as plain data, for ``--dry-run``."""
    jobs = plan.tasks(plan.final)
    return {
        "cadence": plan.cadence,
        "period": plan.period.id,
        "period_start": plan.period.start.isoformat(),
        "period_end": plan.period.end.isoformat(),
        "chosen": plan.why,
        "as_of": plan.as_of.isoformat(),
        "ended": plan.as_of >= plan.period.end,
        "run_id": plan.run_id,
        "folder": str(plan.final),
        "there_already": plan.final.exists(),
        "jobs": plan.jobs,
        "notebook": str(plan.notebook),
        "warnings": [flag.text for flag in plan.flags],
        "writes": [name for job in jobs for name in _writes(job)] + _of_all(plan),
    }


def _of_all(plan: Plan) -> list[str]:
    return [f"{PORTFOLIO_FOLDER}/{DIGEST}"] if plan.whole else []


def _writes(job: Job) -> list[str]:
    """Name the files of a job, below the run's folder."""
    names = ["report.html", "report.ipynb", DIGEST] if job.notebook else []
    return [f"{job.folder}/{name}" for name in [*names, *(["deck.pptx"] if job.deck else [])]]
