"""What happens to one bot in a process of its own: notebook, HTML page, deck."""

from __future__ import annotations

import logging
import shutil
import time
import traceback
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpikit.errors import place_error
from kpikit.run.execute import NotebookFailed, execute
from kpikit.run.parameters import read_notebook
from kpikit.run.warm import WARM, Spare, can_fork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOUD = ("papermill", "traitlets")
"""Who would write to standard error what the outcome says in our words."""


@dataclass(frozen=True)
class Job:
    """What to make for one bot; everything in it can be sent to another process.

    Attributes:
        bot: id; "*" is the portfolio.
        period: id.
        run_dir: the folder being written, which holds the snapshot.
        folder: name of the bot's folder in it.
        notebook: to execute; None makes no report.
        deck: whether to build a deck.
        template: of the deck; None is ours.
        engine: warm (the kernel is a copy of this process, where that is safe) or nbclient (an
            interpreter is started).
    """

    bot: str
    period: str
    run_dir: Path
    folder: str
    notebook: Path | None
    deck: bool
    template: Path | None = None
    engine: str = "nbclient"


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    Attributes:
        bot: id.
        files: written, as paths below the run's folder.
        error: one line without data; empty where all went well.
        detail: a traceback for the operator, which may quote data.
        seconds: by step.
        place: what the machine said where it was at fault, as of a disk that is full; no bot's
            report is then worth publishing.
    """

    bot: str
    files: tuple[str, ...] = ()
    error: str = ""
    detail: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    place: str = ""


def work(job: Job) -> Outcome:
    """Do a job; whatever fails is in the outcome, because nothing may stop the other bots."""
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    home = job.run_dir / job.folder
    files: list[Path] = []
    faults: list[NotebookFailed] = []
    seconds: dict[str, float] = {}
    place = ""
    for name, step in _steps(job):
        start = time.monotonic()
        try:
            home.mkdir(exist_ok=True)
            files += step(job, home)
        except NotebookFailed as error:
            faults.append(error)
        except Exception as error:  # noqa: BLE001 - a bot's fault is reported, never spread
            said = place_error(error) if isinstance(error, OSError) else None
            place = place or (said.reason if said else "")
            faults.append(_fault(name, said.reason if said else type(error).__name__))
        seconds[name] = round(time.monotonic() - start, 3)
    if not files:
        shutil.rmtree(home, ignore_errors=True)
    return Outcome(
        bot=job.bot,
        files=tuple(path.relative_to(job.run_dir).as_posix() for path in files),
        error="; ".join(fault.reason for fault in faults),
        detail="\n".join(fault.detail for fault in faults),
        seconds=seconds,
        place=place,
    )


def _steps(job: Job) -> list[tuple[str, Callable[[Job, Path], list[Path]]]]:
    """What there is to make."""
    steps: list[tuple[str, Callable[[Job, Path], list[Path]]]] = []
    if job.notebook is not None:
        steps.append(("report", _report))
    if job.deck:
        steps.append(("deck", _deck))
    return steps


def _fault(step: str, why: str) -> NotebookFailed:
    """What became of a step, with the traceback of the error at hand."""
    return NotebookFailed(f"the {step} could not be made: {why}", traceback.format_exc())


def _report(job: Job, home: Path) -> list[Path]:
    """Execute the notebook and turn it into a page."""
    import nbformat

    from kpikit.run.page import to_html

    assert job.notebook is not None  # noqa: S101 - the caller has looked
    # The notebook finds the snapshot beside it, wherever the run's folder is moved to.
    parameters = {"snapshot": "..", "bot": job.bot, "period": job.period}
    with Spare() if job.engine == WARM and can_fork() else nullcontext() as spare:
        done = execute(read_notebook(job.notebook), parameters, cwd=home, spare=spare)
    page = to_html(done)
    text = nbformat.writes(done)  # type: ignore[no-untyped-call]
    files = [home / "report.html", home / "report.ipynb"]
    files[0].write_text(page, encoding="utf-8")
    files[1].write_text(text + "\n", encoding="utf-8")
    return files


def _deck(job: Job, home: Path) -> list[Path]:
    """Build the deck on the bot's view of the snapshot."""
    from kpikit.deck import build_deck
    from kpikit.snapshot import Snapshot

    view = Snapshot.read(job.run_dir).view(job.bot, job.period)
    whole, part = home / "deck.pptx", home / ".deck.pptx"
    try:
        build_deck(view, part, template=job.template)
        part.rename(whole)
    finally:
        part.unlink(missing_ok=True)
    return [whole]
