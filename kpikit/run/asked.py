"""What a run was asked for, held against what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.config import Config
    from kpikit.periods import Period
    from kpikit.project import Project

KINDS = {"monthly": "month", "quarterly": "quarter"}


def check_cadence(cadence: str) -> None:
    """Refuse reports that kpikit does not know.

    Raises:
        UsageError: naming those it knows.
    """
    if cadence not in KINDS:
        near = did_you_mean(cadence, KINDS)
        raise UsageError(f"there are no {cadence} reports{near}; there are {' and '.join(KINDS)}")


def check_bots(config: Config, asked: Iterable[str]) -> tuple[str, ...]:
    """Check that bots asked for are bots of the project.

    Returns:
        Their ids, each once, in the order of the configuration; all of them when none is asked.

    Raises:
        UsageError: some are not; all such at once.
    """
    known = [bot.id for bot in config.bots]
    wanted = set(asked)
    faults = [
        f"bot '{bot}' is not in {config.file}{did_you_mean(bot, known)}; it has {', '.join(known)}"
        for bot in sorted(wanted.difference(known))
    ]
    if faults:
        raise UsageError("\n".join(faults))
    return tuple(bot for bot in known if not wanted or bot in wanted)


def check_period(project: Project, cadence: str, text: str | None) -> tuple[Period, str]:
    """Find the period of a run, and why it is this one.

    Raises:
        UsageError: it is not of the cadence's kind, or has not begun.
    """
    check_cadence(cadence)
    period, reason = project.chosen(text, cadence=cadence)
    unit, last = KINDS[cadence], project.period(cadence=cadence).id
    if period.kind != unit:
        raise UsageError(f"{period.id} is no {unit}: {cadence} reports are of a {unit}, as {last}")
    if period.start >= project.now:
        raise UsageError(f"{period.id} has not begun; the last {unit} that ended is {last}")
    return period, reason
