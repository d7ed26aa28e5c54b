"""The command that says how good the data are."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kpikit.cli.opening import open_at
from kpikit.cli.options import AsOf, ConfigPath, Json, Now, Quiet
from kpikit.cli.output import print_json
from kpikit.errors import DataError

if TYPE_CHECKING:
    from kpikit.check import Flag, Matrix
    from kpikit.project import Project

QUARANTINE = "quarantine"


def check(
    *,
    config: ConfigPath = Path("kpikit.yml"),
    as_of: AsOf = None,
    now: Now = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read the configuration and all data: what was kept, set aside and linked, and what it allows.

    What it allows: which KPI each bot has for the last month that the data cover, which can still
    change and until when, and which columns or tables would unlock the others.

    What a report would not show by itself stands at the end of the first part: tables that have
    ended, rows set aside en masse, rows booked on bots that nobody knows.

    The rows that were set aside are written to quarantine/, beside kpikit.yml, each with its
    file, row, column, value and the rule it broke.

    With --json one object: tables (rows read, kept, set aside and repeated, days, notes), rules
    (broken, with rows and an example), links (linked of total), test_sessions, outbound, erased,
    bots, warnings (check, about, text, and whether it is serious: what run --strict stops for),
    quarantine (the files written) and measures (kpi, bot_id, status, reason, final_on).
    """
    from kpikit.check import (
        bot_lines,
        check_lines,
        flag_lines,
        headline_lines,
        matrix_lines,
    )
    from kpikit.sources import write_quarantine

    project = open_at(config, as_of=as_of, now=now)
    report = project.check
    bots = [*bot_lines(project.tables, project.config), *headline_lines(project.config)]
    flags = _flags(project)
    written = write_quarantine(project.tables, project.config.root / QUARANTINE)
    if json:
        files = {"quarantine": [str(path) for path in written], "bots": bots}
        warnings = [asdict(flag) for flag in flags]
        found = _matrix(project)
        measures = found and found.to_dict()
        print_json({**report.to_dict(), **files, "warnings": warnings, "measures": measures})
    elif not quiet:
        print("\n".join([*check_lines(report), *bots, *flag_lines(flags)]))
        for path in written:
            print(f"set aside: {path}")
        found = _matrix(project)
        print("\n".join(["", *matrix_lines(found)] if found else []))
    project.as_of  # noqa: B018 - an error where no event is left: the data allow no report


def _flags(project: Project) -> tuple[Flag, ...]:
    """What is wrong with the data up to as_of; nothing where there is no event."""
    try:
        return project.flags()
    except DataError:
        return ()


def _matrix(project: Project) -> Matrix | None:
    """What the last month that the data cover allows; None where there is no event."""
    from kpikit.check import matrix

    try:
        month = project.calendar.last_completed("month", project.as_of)
    except DataError:
        return None
    return matrix(project.facts, project.config, period=month)
