"""The command that makes reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpikit.cli.opening import open_at
from kpikit.cli.options import AsOf, Bots, ConfigPath, Jobs, Json, Now, Period, Quiet, Strict
from kpikit.cli.output import print_json, warn
from kpikit.cli.progress import progress
from kpikit.errors import PartialFailure, UsageError

if TYPE_CHECKING:
    from kpikit.project import Project
    from kpikit.run import Plan, Run

NO_WEEKLY = (
    "no notebook for weekly reports comes with kpikit: write a weekly.ipynb of your own on the "
    "numbers of `kpikit metrics --period 2026-W45`, or run monthly or quarterly"
)


def run(
    cadence: Annotated[str, typer.Argument(help="monthly or quarterly")],
    *,
    period: Period = None,
    bot: Bots = None,
    jobs: Jobs = None,
    deck: Annotated[
        bool | None, typer.Option("--deck/--no-deck", help="Build decks. Default: quarterly does.")
    ] = None,
    notebook: Annotated[
        Path | None, typer.Option("--notebook", help="Run this notebook instead of ours.")
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="NAME",
            help="warm: kernels are copies of a loaded process. nbclient: an interpreter is "
            "started for each. Both show the same. Default: warm on Linux.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan alone.")] = False,
    strict: Strict = False,
    accept_losses: Annotated[
        bool,
        typer.Option(
            "--accept-losses",
            help="Go on where a fifth of a table's rows or more were set aside.",
        ),
    ] = False,
    config: ConfigPath = Path("kpikit.yml"),
    as_of: AsOf = None,
    now: Now = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make the reports of a period: a page and a notebook a bot, quarterly a deck too.

    A run is written aside and appears whole; the ones before it stay, whatever happens. One bot
    that fails leaves the others whole. Unchanged inputs are not run again. What is wrong with the
    data is said on standard error; the gravest also with --quiet. `kpikit check` says the same
    and makes nothing.

    Exit codes: 0 done. 2 wrong usage or configuration, another run at work, or a folder that
    cannot be written, as on a full disk. 3 the data allow no report. 4 some reports failed, the
    others are published. 1 a fault of kpikit. With 1, 2 and 3 nothing is published.
    """
    from kpikit import run as runner

    if cadence == "weekly":
        raise UsageError(NO_WEEKLY)
    runner.check_cadence(cadence)
    with progress(quiet=quiet or json) as teller:
        teller.step("data")
        project = open_at(config, as_of=as_of, now=now)
        plan = runner.make_plan(
            project,
            cadence,
            period=period,
            bots=bot or (),
            jobs=jobs,
            deck=deck,
            notebook=notebook,
            engine=engine,
        )
        grave = strict or project.config.stale == "refuse"
        runner.refuse_faults(plan, strict=grave, lossy=accept_losses)
        warn(plan.flags, quiet=quiet)
        done = None if dry_run else runner.run(project, plan, teller=teller)
    if done is None:
        _show_plan(runner.describe(plan), json=json)
        return
    _tell(project, plan, done, json=json, quiet=quiet)
    if done.failed:
        raise PartialFailure(_failures(done))


def _show_plan(plan: dict[str, object], *, json: bool) -> None:
    """Print what a run would do."""
    if json:
        print_json(plan)
        return
    for name, value in plan.items():
        if not isinstance(value, list):
            print(f"{name:13} {value}")
    writes = plan["writes"]
    assert isinstance(writes, list)  # noqa: S101 - as `describe` makes it
    for file in writes:
        print(f"{'writes':13} {file}")


def _tell(project: Project, plan: Plan, done: Run, *, json: bool, quiet: bool) -> None:
    """Print where the reports are, and what to know of them."""
    from kpikit.check import unfinished

    if json:
        print_json({**done.record, "folder": str(done.folder), "unchanged": done.unchanged})
    if json or quiet:
        return
    rows = sum(table.quarantined for table in project.tables.quality.tables.values())
    if rows:
        print(f"{rows} rows were set aside; `kpikit check` writes them out with their reasons.")
    if done.unchanged:
        print("Nothing to do: the same inputs, configuration and code made this run already.")
    late = unfinished(plan.period, calendar=project.calendar, as_of=plan.as_of)
    print("; ".join([plan.why, *([late] if late else [])]))
    if not done.current:
        print(_beside(plan))
    print(f"Open {done.folder / 'index.html'}")


def _beside(plan: Plan) -> str:
    """Why a run is not the latest of its period, and what would make one."""
    if not plan.whole:
        return "Published beside the latest run, which has all bots; this one has not."
    return (
        f"Published beside the latest run, which is of a later instant than "
        f"{plan.as_of:%Y-%m-%dT%H:%MZ}; without --as-of this run would replace it."
    )


def _failures(done: Run) -> str:
    """Say which reports failed, why, and where the traceback is."""
    failed, bots = len(done.failed), len(done.record["bots"])
    rest = "the others are published" if failed < bots else "what could be made is published"
    lines = [f"{failed} of {bots} failed; {rest}:"]
    for bot, error in done.failed.items():
        place = f" ({done.details[bot]})" if bot in done.details else ""
        lines.append(f"  {bot}: {error}{place}")
    return "\n".join(lines)
