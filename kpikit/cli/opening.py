"""From options to an open project."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpikit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.periods import Calendar
    from kpikit.project import Project


FIRST, LAST = 1900, 2900  # as of periods


def open_at(path: Path, *, as_of: str | None, now: str | None) -> Project:
    """Open a project at the instants that were asked for.

    Raises:
        UsageError: the configuration has findings, or an instant is none or lies ahead.
    """
    from dataclasses import replace

    from kpikit.project import open_project

    project = open_project(path)
    clock = read_instant(now, project.calendar, option="--now") or project.now
    asked = read_instant(as_of, project.calendar, option="--as-of")
    if asked is not None and asked > clock:
        raise UsageError(f"--as-of {as_of} lies after the time of the run, {clock:%Y-%m-%dT%H:%MZ}")
    return replace(project, now=clock, asked=asked)


def read_instant(text: str | None, calendar: Calendar, *, option: str) -> dt.datetime | None:
    """Read an instant; a bare date is the start of that local day, a time without zone is UTC.

    Raises:
        UsageError: the text is neither.
    """
    if text is None:
        return None
    try:
        bare = len(text) == len("2026-10-31")
        day = dt.date.fromisoformat(text) if bare else None
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{option} '{text}' is no day of the calendar and no instant; write it as 2026-11-05 "
            "or 2026-11-05T06:00Z"
        ) from None
    if not FIRST <= instant.year <= LAST:
        raise UsageError(f"{option} '{text}': the year must be from {FIRST} to {LAST}")
    if day is not None:
        return calendar.day_start(day)
    return (instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
