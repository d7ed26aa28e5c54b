"""The command that prints numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpikit.cli.opening import open_at
from kpikit.cli.options import AsOf, Bots, ConfigPath, Json, Now, Period, Quiet
from kpikit.cli.output import print_json, print_table
from kpikit.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

WRITERS = (".parquet", ".csv")


def metrics(
    *,
    period: Period = None,
    bot: Bots = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="COL", help="Split by a column, such as intent.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write .parquet or .csv instead."),
    ] = None,
    config: ConfigPath = Path("kpikit.yml"),
    as_of: AsOf = None,
    now: Now = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print every KPI of a period for each bot and for all together ("*")."""
    if output is not None and output.suffix not in WRITERS:
        raise UsageError(f"--output {output}: must end in {' or '.join(WRITERS)}")
    project = open_at(config, as_of=as_of, now=now)
    frame = project.metrics(period, bots=bot or (), by=by)
    if output is not None:
        _write(frame, output)
        if not quiet:
            print(f"wrote {len(frame)} rows to {output}")
    elif json:
        print_json(frame.to_dicts())
    else:
        _show(frame, currency=project.config.currency)


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write the rows as they are, unrounded."""
    try:
        if path.suffix == ".parquet":
            frame.write_parquet(path)
        else:
            frame.write_csv(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from None


def _show(frame: pl.DataFrame, *, currency: str) -> None:
    """Print a row a KPI, formatted as in the reports."""
    from kpikit import labels
    from kpikit.kpi import registry

    rows = []
    for row in frame.iter_rows(named=True):
        kpi = registry()[row["kpi"]]
        text = labels.number(row["value"], kpi.unit, decimals=kpi.decimals, currency=currency)
        name = f"{kpi.id} ({row['method']})" if row["method"] else kpi.id
        part = row["segment_value"] or "(none)" if row["segment"] else ""
        rows.append((row["bot_id"], name, part, text, row["n"], row["status"], row["reason"]))
    head = ("bot", "kpi", "segment", "value", "n", "status", "because")
    print_table(head, rows, right="value n")
