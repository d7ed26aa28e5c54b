"""The command that says how good the data are."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpikit.cli.opening import open_at
from kpikit.cli.options import AsOf, ConfigPath, Json, Now, Period, Quiet, Strict
from kpikit.cli.output import harmless, print_json, warn
from kpikit.errors import DataError, PlaceError

if TYPE_CHECKING:
    from kpikit.check import Flag, Matrix
    from kpikit.project import Project

QUARANTINE = "quarantine"


def check(
    *,
    period: Period = None,
    strict: Strict = False,
    config: ConfigPath = Path("kpikit.yml"),
    as_of: AsOf = None,
    now: Now = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read the configuration and all data: what was kept, set aside and linked, and what it allows.

    Nothing is reported and nothing published; the rows that were set aside are written to
    quarantine/, beside kpikit.yml, each with its file, row, column, value and the rule it broke.

    The period is that of `kpikit run monthly` with the same options: the last month that ended.
    Shown are the tables, the rows set aside by rule with the first of each, how well the tables
    are linked, what a report would not show by itself (tables that have ended, rows set aside en
    masse, rows that are there twice, bots that nobody knows, amounts without an exchange rate,
    assumptions without an owner), and which KPI each bot has in the period, which can still
    change and until when, and what would unlock the others. Grave warnings are also on standard
    error, with --quiet too.

    Exit codes: 0 a run would be made, perhaps with warnings. 2 wrong usage or a fault of
    kpikit.yml; all of them are listed. 3 a run would stop: a file cannot be read or lacks
    required columns, there is no event, no bot has a conversation in the period, a fifth of a
    table's rows or more were set aside, or, with --strict or `stale: refuse`, a table has ended
    or rows were set aside en masse.

    With --json one object: period, tables (rows read, kept, set aside and repeated, days, notes),
    rules (broken, with rows, an example and its place), links (linked of total), test_sessions,
    outbound, erased, bots, warnings (check, about, text, whether it is serious: what --strict
    stops for, and ruinous: what every run stops for), stops (why a run would stop), quarantine
    (the files written) and measures (kpi, bot_id, status, reason, final_on).
    """
    from kpikit.sources import write_quarantine

    project = open_at(config, as_of=as_of, now=now)
    found = _found(project, period, strict=strict or project.config.stale == "refuse")
    written, closed = [], None
    try:
        files = write_quarantine(project.tables, project.config.root / QUARANTINE)
        written = [str(path) for path in files]
    except PlaceError as error:
        closed = error  # what was found is said first
    if json:
        print_json(_record(project, found, written))
    elif not quiet:
        print(harmless("\n".join(_lines(project, found, written))))
    if found.stops:
        sys.stdout.flush()
        raise DataError("\n  ".join(("no run can be made of these data:", *found.stops)))
    warn(found.flags, quiet=True)
    if closed is not None:
        raise closed


class Found(NamedTuple):
    """What a check finds beside the counts.

    Attributes:
        about: the period in words, and why it is this one.
        flags: what is wrong with the data.
        matrix: what they allow; None where there is nothing to measure.
        stops: why a run would stop.
    """

    about: tuple[str, ...]
    flags: tuple[Flag, ...]
    matrix: Matrix | None
    stops: tuple[str, ...]


def _found(project: Project, text: str | None, *, strict: bool) -> Found:
    """Look at the period that a run would report on."""
    from kpikit.check import empty, matrix, stopping, unfinished

    chosen, reason = project.chosen(text)
    try:
        late = unfinished(chosen, calendar=project.calendar, as_of=project.as_of)
    except DataError as error:
        return Found((reason,), (), None, (str(error),))
    flags = project.flags(chosen)
    bots = [bot.id for bot in project.config.bots]
    void = empty(project.facts, project.calendar, period=chosen, bots=bots)
    grave = [flag.text for flag in stopping(flags, strict=strict)]
    allowed = None if void else matrix(project.facts, project.config, period=chosen)
    about = (reason, late) if late else (reason,)
    return Found(about, flags, allowed, (*([void] if void else []), *grave))


def _lines(project: Project, found: Found, written: list[str]) -> list[str]:
    """A check for people."""
    from kpikit.check import check_lines, flag_lines, headline_lines, matrix_lines

    return [
        *check_lines(project.check),
        *headline_lines(project.config),
        *flag_lines(found.flags),
        *(f"set aside: {path}" for path in written),
        "",
        f"Period: {'; '.join(found.about)}",
        *(matrix_lines(found.matrix) if found.matrix else []),
    ]


def _record(project: Project, found: Found, written: list[str]) -> dict[str, object]:
    """A check for programs."""
    from kpikit.check import bot_lines, headline_lines

    bots = [*bot_lines(project.tables, project.config), *headline_lines(project.config)]
    return {
        "period": "; ".join(found.about),
        **project.check.to_dict(),
        "quarantine": written,
        "bots": bots,
        "warnings": [asdict(flag) for flag in found.flags],
        "stops": found.stops,
        "measures": found.matrix and found.matrix.to_dict(),
    }
