"""All tables of a project, each with the columns the project adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import DataError, UsageError
from kpikit.sources.check import Setting
from kpikit.sources.erased import forget
from kpikit.sources.files import check_files
from kpikit.sources.load import load_table
from kpikit.tables import SCHEMAS, Column, LoadReport, Tables

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.config import Config
    from kpikit.sources.load import Loaded
    from kpikit.tables import Schema, Table


def load_tables(config: Config, *, now: dt.datetime) -> Tables:
    """Read every table the configuration has sources for.

    Bad rows are set aside with their reason and cost no good one; nothing is written.

    Args:
        config: the project.
        now: the time of the run; rows dated later are set aside, costs excepted.

    Returns:
        The accepted rows and a report on what became of all that was read.

    Raises:
        UsageError: there is no source for events, a pattern matches no file, or a mapping names a
            column that is not there.
        DataError: a file cannot be read or lacks required columns; all such files are named.
    """
    if "events" not in config.data:
        raise UsageError(f"{config.file}: data: events is missing: it is the one required table")
    check_files(config)
    setting = Setting(now, config.timezone, config.currency)
    loaded: dict[str, Loaded] = {}
    unusable: list[str] = []
    for name, schema in SCHEMAS.items():
        if name not in config.data:
            continue
        try:
            loaded[name] = load_table(fitted(schema, config), config, setting)
            unusable += loaded[name].unusable
        except DataError as error:
            unusable.append(str(error))
    if unusable:
        raise DataError("\n".join(unusable))
    tables: dict[str, Table] = {name: each.table for name, each in loaded.items()}
    quality = LoadReport(
        {name: each.report for name, each in loaded.items()},
        forget({name: each.aside for name, each in loaded.items()}, tables),
    )
    return Tables(tables, quality)


def fitted(schema: Schema, config: Config) -> Schema:
    """A schema with what a project adds: fields that qualify a lead, numbers of a unit.

    Raises:
        UsageError: what it adds is there already and something else.
    """
    if schema.name == "leads":
        fields = (Column(name, "text", "qualifies a lead") for name in config.qualifying_fields)
        step = Column(config.next_step, "timestamp", "when the lead took its next step")
        return schema.extended([step, *fields])
    if schema.name == "assignments":
        named = (*config.experiments.outcomes, *config.experiments.covariates)
        _refuse_other_kinds(named, schema, config)
        return schema.extended(Column(name, "number", "a number of the unit") for name in named)
    return schema


def _refuse_other_kinds(named: tuple[str, ...], schema: Schema, config: Config) -> None:
    """Refuse an outcome or covariate that the table has as something else than a number.

    Raises:
        UsageError: naming each.
    """
    numeric = {"number", "boolean"}
    wrong = [name for name in named if name in schema.names and schema[name].kind not in numeric]
    if wrong:
        raise UsageError(
            f"{config.file}: experiments: {', '.join(wrong)}: a column of {schema.name} that is no "
            "number of a unit"
        )
