"""Options that several commands share, with one wording each."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer


def whole(text: str) -> int:
    """A count of one or more.

    Raises:
        BadParameter: the text is none.
    """
    number = 0
    with contextlib.suppress(ValueError):
        number = int(text)
    if number < 1:
        raise typer.BadParameter(f"'{text}' must be a whole number of at least 1")
    return number


ConfigPath = Annotated[
    Path, typer.Option("--config", "-c", help="The project's file, or the folder it is in.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="T",
        help="Look at the data as they were at this instant, such as 2026-11-05T06:00Z; a bare "
        "date is the start of that day. Default: the newest event.",
    ),
]
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="T", help="Take this as the time of the run, not the clock."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print nothing but errors and grave warnings.")
]
Bots = Annotated[
    list[str] | None,
    typer.Option("--bot", "-b", metavar="ID", help="Only this bot; may be repeated."),
]
Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        "-p",
        metavar="P",
        help="2026-10, 2026-Q3, 2026-W45, 2026-10-01..2026-10-15, 2026-09-T12 or "
        "launch..2026-09. Default: the last one that ended before the time of the run.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Stop where a table has ended long before the period or lost its rows (exit code 3). "
        "`stale: refuse` in kpikit.yml does the same.",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        parser=whole,
        metavar="N",
        help="Bots at once. Default: as many as the machine has cores.",
    ),
]
