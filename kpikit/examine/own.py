"""The project's own KPI files: loaded, and tried on no rows before any are read."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kpikit.config import Config
from kpikit.config.tree import listed
from kpikit.errors import UsageError
from kpikit.evaluate import evaluate
from kpikit.facts import build_facts
from kpikit.kpi import (
    Older,
    RowMeasure,
    computable,
    line_of,
    own_kpis,
    place_of,
    registry,
    try_own_kpis,
)
from kpikit.periods import Calendar
from kpikit.sources import fitted
from kpikit.tables import SCHEMAS, LoadReport, Table, Tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kpikit.config import Reading
    from kpikit.config.findings import Finding
    from kpikit.facts import Facts
    from kpikit.kpi import Kpi

DECLARES = re.compile(r"^def (\w+)\(", re.MULTILINE)
ANY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # there are no rows that it could leave out


class OwnFindings(NamedTuple):
    """What is wrong with own KPI files, and the ids that are not known because of it."""

    findings: list[Finding]
    lost: frozenset[str]


def own_findings(reading: Reading) -> OwnFindings:
    """Load the project's own KPIs, which join the registry, and try each on tables without rows.

    Args:
        reading: of kpikit.yml; a file that is not there has a finding of its own already.
    """
    tree = reading.tree
    root = Path(tree.file).parent
    names = [name for name in listed(tree.plain.get("kpis")) if isinstance(name, str)]
    there = {place: root / name for place, name in enumerate(names) if (root / name).is_file()}
    faults = [(fault.place, fault.said) for fault in try_own_kpis(there.values())]
    faults += [(place_of(kpi), said) for kpi, said in _tried(reading.config)]
    places = [*there]
    found = [
        tree.finding(("kpis", places[place]), said, value=f"'{names[places[place]]}'")
        for place, said in faults
    ]
    return OwnFindings(found, frozenset(_ids(there.values())) if found else frozenset())


def _ids(files: Collection[Path]) -> Iterator[str]:
    """The ids that files declare, also those that cannot be executed."""
    for file in files:
        yield from DECLARES.findall(file.read_text(encoding="utf-8", errors="replace"))


def _tried(config: Config | None) -> Iterator[tuple[Kpi, str]]:
    """What fails when each own KPI is computed over no rows: columns, types, circles."""
    own = [kpi for kpi in own_kpis() if kpi.published]
    if not own:
        return
    project = config or Config.model_validate(
        {"company": "-", "bots": [{"id": "-", "type": "support"}]}
    )
    facts = _nothing(project)
    for kpi in own:
        olders = [Older(kpi, version) for version, _ in kpi.former]
        with computable(olders) as former:
            tried = [kpi, *(registry()[name] for name in former)]
            said = [_fails(one, facts, project, declared=kpi) for one in tried]
        yield from ((kpi, text) for text in said if text)


def _fails(kpi: Kpi, facts: Facts, config: Config, *, declared: Kpi) -> str:
    """Why a KPI, or an earlier version of it, cannot be computed; empty where it can."""
    period = Calendar(config.timezone).parse("2025-12")
    try:
        if isinstance(kpi.measure, RowMeasure):
            kpi(getattr(facts, kpi.fact))
        evaluate(facts, config, periods=[period], only=[kpi.id])
    except UsageError as error:
        text = str(error).removeprefix(f"{kpi.file}: ").removeprefix(f"KPI {kpi.id}: ")
        text = f"KPI {kpi.id}: {text.removeprefix(f'{kpi.id}: ')}"
    except pl.exceptions.PolarsError as error:
        text = f"KPI {kpi.id}: {type(error).__name__}: {str(error).splitlines()[0]}"
    else:
        return ""
    quoted = re.search(r"'(\w+)'|\"(\w+)\"", text)
    word = next((one for one in quoted.groups() if one), kpi.id) if quoted else kpi.id
    return f"{line_of(declared, word)}: {text}"


def _nothing(config: Config) -> Facts:
    """Facts of one row without any value: some types are compared only where there is a row."""
    tables = {}
    for name, schema in SCHEMAS.items():
        columns = {one.name: one.dtype for one in fitted(schema, config).columns}
        tables[name] = Table(name, pl.LazyFrame(schema=columns), frozenset(columns))
    facts = build_facts(Tables(tables, LoadReport()), config, as_of=ANY)
    frames = {one.name: getattr(facts, one.name) for one in fields(facts)}
    blank: dict[str, Any] = {
        name: one.clear(1) for name, one in frames.items() if isinstance(one, pl.DataFrame)
    }
    return replace(facts, **blank)
