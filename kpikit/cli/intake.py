"""Commands that help to bring data in: a block for kpikit.yml, an empty workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kpikit.cli.options import Quiet
from kpikit.errors import UsageError, near_file


def map_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export to be read.")],
    *,
    table: Annotated[
        str | None, typer.Option("--table", "-t", metavar="NAME", help="The table it holds.")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="The sheet of a workbook.")] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="NAME", help="csv, ndjson, parquet or xlsx. Default: by its name."
        ),
    ] = None,
) -> None:
    """Propose a block of kpikit.yml for a file, from its columns and first rows.

    Nothing is written. What only you can know, such as whether 03/04/2026 is in March, is left to
    choose in comments.
    """
    from kpikit.sources.propose import propose

    if file.is_dir():
        raise UsageError(f"{file} is a folder: name a file in it")
    if not file.is_file():
        here = [one.name for one in file.parent.iterdir()] if file.parent.is_dir() else []
        raise UsageError(f"{file}: no such file{near_file(file.name, here)}")
    print("\n".join(propose(file, table=table, sheet=sheet, form=form)))


def template(
    file: Annotated[
        Path, typer.Argument(metavar="TABLE.xlsx", help="Named like the table, as tickets.xlsx.")
    ],
    *,
    quiet: Quiet = False,
) -> None:
    """Write an empty workbook with the columns of a table, each explained, to be filled in."""
    from kpikit.tables import schema
    from kpikit.tables.blank import write_blank

    if file.suffix.lower() != ".xlsx":
        raise UsageError(f"{file}: must end in .xlsx and be named like a table, as tickets.xlsx")
    write_blank(schema(file.stem), file)
    if not quiet:
        print(f"wrote {file}")
        print(f"Next: fill it in, then name it in kpikit.yml: {file.stem}: {{files: {file}}}")
