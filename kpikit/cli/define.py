"""Commands that explain: what is measured, and what goes in."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kpikit.cli.options import ConfigPath, Json
from kpikit.cli.output import print_block, print_json, print_table, print_term

if TYPE_CHECKING:
    from kpikit.kpi import Kpi
    from kpikit.tables import Schema

NAME = "kpikit.yml"
LISTED = ("column", "type", "required", "meaning", "allowed")


def kpis(
    kpi_id: Annotated[str | None, typer.Argument(metavar="ID", help="One KPI, whole.")] = None,
    *,
    config: ConfigPath = Path(NAME),
    json: Json = False,
) -> None:
    """List the KPIs, or explain one; those of the project's own files are among them."""
    from kpikit.kpi import registry

    if config != Path(NAME) or config.exists():
        from kpikit.project import open_project

        open_project(config)  # its own KPIs join the others
    chosen = [registry()[kpi_id]] if kpi_id else [*registry().published()]
    if json:
        print_json([_record(kpi) for kpi in chosen])
    elif kpi_id:
        _explain(chosen[0])
    else:
        rows = [(kpi.id, kpi.stage, kpi.unit, kpi.better or "-", kpi.title) for kpi in chosen]
        print_table(("id", "stage", "unit", "better", "title"), rows)


def _record(kpi: Kpi) -> dict[str, Any]:
    """Write a declaration as plain data."""
    from kpikit.kpi.about import about, unbanded

    names = [one.name for one in fields(kpi) if one.name not in {"build", "former"}]
    record = {name: getattr(kpi, name) for name in names}
    return record | {
        "bands": {name: asdict(band) for name, band in kpi.bands.items()},
        "unbanded": unbanded(kpi),
        "breaks": [one._asdict() for one in kpi.breaks],
        "about": {trait.name: trait.words for trait in about(kpi)},
    }


def _explain(kpi: Kpi) -> None:
    """Print everything a reader of a KPI should know."""
    from kpikit.kpi.about import about

    print(f"{kpi.id}: {kpi.title}\n")
    print_block(kpi.definition)
    traits = about(kpi)
    width = max(len(trait.name) for trait in traits) + 2
    for name, words in traits:
        for place, line in enumerate(words):
            print_term("" if place else name, line, width=width)


def schema(
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help="One table, whole.")] = None,
    *,
    json: Json = False,
) -> None:
    """List the input tables, or the columns of one."""
    from kpikit import tables

    chosen = [tables.schema(table)] if table else [*tables.SCHEMAS.values()]
    if json:
        print_json({one.name: one.listing() for one in chosen})
    elif table:
        rows = [[row[name] for name in LISTED] for row in chosen[0].listing()]
        print_table(LISTED, rows)
    else:
        required = [(one.name, one.meaning, _required(one)) for one in chosen]
        print_table(("table", "one row is", "required columns"), required)


def _required(schema: Schema) -> str:
    """Name the columns a table cannot do without."""
    return ", ".join(column.name for column in schema.columns if column.required)
