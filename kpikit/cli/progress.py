"""How far a run is: a bar on a terminal, a line a step elsewhere; always on standard error."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from kpikit.run.teller import Teller
    from kpikit.run.worker import Outcome


@contextmanager
def progress(*, quiet: bool) -> Iterator[Teller]:
    """Give something that a run can tell how far it is."""
    if quiet:
        from kpikit.run.teller import Silent

        yield Silent()
    elif sys.stderr.isatty():
        with _shown() as shown:
            yield Bar(shown)
    else:
        yield Lines()


class Lines:
    """A line for each step and each bot, as a log wants it."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def step(self, name: str, total: int = 0) -> None:
        """Print a step; how many parts it has shows later."""
        del total
        self._print(name)

    def done(self, outcome: Outcome) -> None:
        """Print what became of a bot."""
        self._print(said(outcome))

    def _print(self, text: str) -> None:
        print(f"{time.monotonic() - self.start:6.1f} s  {text}", file=sys.stderr)


class Bar:
    """A bar with step, elapsed and remaining time, and a line that stays for each bot."""

    def __init__(self, shown: Progress) -> None:
        self.shown = shown
        self.task = shown.add_task("", total=None)

    def step(self, name: str, total: int = 0) -> None:
        """Begin a step."""
        self.shown.remove_task(self.task)
        self.task = self.shown.add_task(name, total=total or None)

    def done(self, outcome: Outcome) -> None:
        """Count a bot and say what became of it."""
        self.shown.console.print(said(outcome), markup=False, highlight=False)
        self.shown.advance(self.task)


def _shown() -> Progress:
    """Make the bar itself."""
    from rich import progress
    from rich.console import Console

    return progress.Progress(
        progress.TextColumn("{task.description:8}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
        progress.TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
    )


def said(outcome: Outcome) -> str:
    """Write an outcome as one line."""
    name = "portfolio" if outcome.bot == "*" else outcome.bot
    return f"{name}: {outcome.error or 'done'} ({sum(outcome.seconds.values()):.1f} s)"
