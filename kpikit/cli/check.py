"""The command that says how good the data are."""

from __future__ import annotations

from pathlib import Path

from kpikit.cli.opening import open_at
from kpikit.cli.options import AsOf, ConfigPath, Json, Now, Quiet
from kpikit.cli.output import print_json

QUARANTINE = "quarantine"


def check(
    *,
    config: ConfigPath = Path("kpikit.yml"),
    as_of: AsOf = None,
    now: Now = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read the configuration and all data, and say what was kept, set aside and linked.

    The rows that were set aside are written to quarantine/, beside kpikit.yml, each with its
    file, row, column, value and the rule it broke.
    """
    from kpikit.check import bot_lines, check_lines
    from kpikit.sources import write_quarantine

    project = open_at(config, as_of=as_of, now=now)
    report = project.check
    bots = bot_lines(project.tables, project.config)
    written = write_quarantine(project.tables, project.config.root / QUARANTINE)
    if json:
        files = {"quarantine": [str(path) for path in written], "bots": bots}
        print_json({**report.to_dict(), **files})
    elif not quiet:
        print("\n".join([*check_lines(report), *bots]))
        for path in written:
            print(f"set aside: {path}")
    project.as_of  # noqa: B018 - an error where no event is left: the data allow no report
