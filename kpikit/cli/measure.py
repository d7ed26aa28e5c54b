"""The command that prints numbers."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpikit.cli.opening import open_at
from kpikit.cli.options import AsOf, Bots, ConfigPath, Json, Now, Period, Quiet
from kpikit.cli.output import print_json, print_table
from kpikit.errors import PlaceError, UsageError

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
    """Print every KPI of a period for each bot and for all together ("*").

    The period is that of `kpikit run monthly`: the last month that ended, where none is asked for.

    Exit codes: 0 done. 2 wrong usage or configuration, or a file that cannot be written. 3 the
    data cannot be read, or hold no event. 1 a fault of kpikit.
    """
    from kpikit.check import empty, unfinished

    if output is not None and output.suffix not in WRITERS:
        raise UsageError(f"--output {output}: must end in {' or '.join(WRITERS)}")
    project = open_at(config, as_of=as_of, now=now)
    chosen, why = project.chosen(period)
    frame = project.metrics(chosen, bots=bot or (), by=by)
    calendar, about = project.calendar, frame["bot_id"].unique().to_list()
    void = empty(project.facts, calendar, period=chosen, bots=sorted({*about} - {"*"}))
    if void:
        print(f"kpikit: warning: {void}", file=sys.stderr)
    if output is not None:
        _write(frame, output)
        if not quiet:
            print(f"wrote {len(frame)} rows to {output}")
    elif json:
        print_json(frame.to_dicts())
    else:
        late = unfinished(chosen, calendar=calendar, as_of=project.as_of)
        print("; ".join([why, *([late] if late else [])]) + "\n")
        _show(frame, currency=project.config.currency)


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write the rows as they are, unrounded."""
    written = io.BytesIO()
    if path.suffix == ".parquet":
        frame.write_parquet(written)
    else:
        frame.write_csv(written)
    try:
        path.write_bytes(written.getbuffer())
    except FileNotFoundError:
        raise PlaceError(f"--output {path}: there is no folder {path.parent}") from None
    except OSError as error:
        raise PlaceError(f"--output {path}: cannot be written: {error.strerror}") from None


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
