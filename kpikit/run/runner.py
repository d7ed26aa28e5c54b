"""A run: freeze the numbers, make every bot's pages, publish the folder."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kpikit.errors import KpikitError, PlaceError, UsageError, place_error
from kpikit.run.digests import write_digests
from kpikit.run.index import run_page, runs_page
from kpikit.run.lock import locked
from kpikit.run.plan import own_notebook
from kpikit.run.pool import processes, run_jobs
from kpikit.run.publish import point_latest, read_latest, write_atomic, written_aside
from kpikit.run.record import make_record, read_record, write_record
from kpikit.run.teller import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpikit.project import Project
    from kpikit.run.plan import Plan
    from kpikit.run.teller import Teller
    from kpikit.run.worker import Outcome

LOCK = ".lock"
UNTOUCHED = "nothing was published, and what was published before is as it was"


@dataclass(frozen=True)
class Run:
    """A run that is published.

    Attributes:
        folder: where it is.
        record: as in its ``run.json``.
        current: whether ``latest`` points to it.
        unchanged: whether it was there already and nothing was done.
        details: where the traceback of each bot that failed was written.
    """

    folder: Path
    record: dict[str, Any]
    current: bool
    unchanged: bool = False
    details: dict[str, Path] = field(default_factory=dict)

    @property
    def failed(self) -> dict[str, str]:
        """The bots that failed, with the reason."""
        bots = self.record["bots"]
        return {bot: row["error"] for bot, row in bots.items() if row["status"] == "failed"}


def run(project: Project, plan: Plan, *, teller: Teller | None = None) -> Run:
    """Carry a plan out.

    A run of the same inputs, configuration and code that is there whole is left as it is. The
    first of a period becomes its latest, later ones where they are of all bots; a look back, at
    an instant that was asked for, does not replace what is known of a later one.

    Args:
        project: opened.
        plan: of the run.
        teller: is told how far the run is.

    Raises:
        UsageError: another run of the period is at work, or no report could be made with a notebook
            that is not ours.
        PlaceError: reports cannot be written there, or the disk is full; nothing was published.
        KpikitError: no report could be made; nothing was published.
    """
    home = _made(plan.final.parent)
    with _unpublished(home), locked(home / LOCK):
        plan = _free_name(plan)
        before = read_record(plan.final)
        details: dict[str, Path] = {}
        record = before
        if record is None:
            with written_aside(plan.final) as aside:
                record, details = _write(project, plan, aside, teller=teller or Silent())
        # Also of a run that was there: what came between may have been a mistake.
        current = _supersedes(plan, read_latest(home), asked=project.asked is not None)
        if current:
            point_latest(plan.final)
    _list_runs(project.config.reports_dir, plan.final)
    there = before is not None
    return Run(plan.final, record, current=current, unchanged=there, details=details)


def _made(folder: Path) -> Path:
    """Make a folder for reports, or say why it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlaceError(f"{folder}: reports cannot be written here: {error.strerror}") from None
    return folder


@contextmanager
def _unpublished(home: Path) -> Iterator[None]:
    """Say of a fault of the machine that it left everything as it was."""
    try:
        yield
    except OSError as error:
        said = place_error(error, at=home)
        if said is None:
            raise
        raise PlaceError(f"{said}: {UNTOUCHED}", said.reason) from None


def _list_runs(reports: Path, final: Path) -> None:
    """Write the page of all runs."""
    try:
        write_atomic(reports / "index.html", runs_page(reports))
    except OSError as error:
        said = place_error(error, at=reports)
        if said is None:
            raise
        text = f"{said}: the list of all runs is as it was; {final} is published"
        raise PlaceError(text, said.reason) from None


def _supersedes(plan: Plan, latest: str | None, *, asked: bool) -> bool:
    """Whether a run becomes the latest of its period; run ids begin with their instant.

    Where nobody asked for an instant it is that of the newest data, right or wrong: a later one
    that came of dates read wrongly must not outrank it.
    """
    if latest is None or latest == plan.final.name:
        return True
    later = plan.run_id.partition("-")[0] >= latest.partition("-")[0]
    return plan.whole and (later or not asked)


def _write(
    project: Project, plan: Plan, aside: Path, *, teller: Teller
) -> tuple[dict[str, Any], dict[str, Path]]:
    """Write everything a run holds into a folder."""
    start = time.monotonic()
    with processes(plan.jobs) as pool:
        teller.step("numbers")
        snapshot = project.snapshot(plan.period, cadence=plan.cadence)
        snapshot.write(aside)
        numbers = time.monotonic()
        jobs = plan.tasks(aside.resolve())  # workers need not share our working directory
        teller.step("reports", len(jobs))
        outcomes = run_jobs(jobs, pool, done=teller.done)
    full = next((outcome.place for outcome in outcomes.values() if outcome.place), "")
    if full:
        raise PlaceError(f"{plan.final.parent}: {full}: {UNTOUCHED}", full)
    details = _keep_details(project, plan, outcomes)
    if not any(outcome.files for outcome in outcomes.values()):
        fault = KpikitError if plan.notebook == own_notebook(plan.cadence) else UsageError
        raise fault(_nothing(plan, outcomes, details))
    write_digests(snapshot, plan, outcomes, folder=aside)
    page = run_page(snapshot, plan, outcomes)
    (aside / "index.html").write_text(page, encoding="utf-8")
    seconds = {"numbers": numbers - start, "reports": time.monotonic() - numbers}
    record = make_record(plan, snapshot.context, outcomes=outcomes, seconds=seconds)
    write_record(aside, record)
    return record, details


def _free_name(plan: Plan) -> Plan:
    """Keep a run in which a bot failed as it is: another try gets a name of its own."""
    attempt, final = 1, plan.final
    while (record := read_record(final)) is not None and record["status"] != "complete":
        attempt += 1
        final = plan.final.with_name(f"{plan.run_id}-{attempt}")
    return replace(plan, final=final, run_id=final.name)


def _keep_details(project: Project, plan: Plan, outcomes: dict[str, Outcome]) -> dict[str, Path]:
    """Write the tracebacks where the operator finds them and no reader of reports does."""
    folder = project.config.root / ".kpikit" / "failures" / plan.run_id
    shutil.rmtree(folder, ignore_errors=True)
    places = {}
    for job in plan.tasks(plan.final):
        outcome = outcomes[job.bot]
        if outcome.error:
            folder.mkdir(parents=True, exist_ok=True)
            places[job.bot] = folder / f"{job.folder}.txt"
            text = f"{outcome.error}\n\n{outcome.detail}"
            places[job.bot].write_text(text, encoding="utf-8")
    return places


def _nothing(plan: Plan, outcomes: dict[str, Outcome], details: dict[str, Path]) -> str:
    """Say that no report was made, and why."""
    lines = [f"  {bot}: {outcomes[bot].error} ({place})" for bot, place in details.items()]
    head = f"no report could be made with {plan.notebook.name}, so nothing was published:"
    return "\n".join([head, *lines])
