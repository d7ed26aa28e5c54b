"""The input tables: one schema each, and the checked frames everything else reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.tables.business import COSTS, DEALS, FX, LEADS, ORDERS, TICKETS, TRAFFIC
from kpikit.tables.containers import Table, Tables
from kpikit.tables.events import EVENTS
from kpikit.tables.quality import QUARANTINE, Broken, FileRead, LoadReport, TableReport
from kpikit.tables.schema import Column, Derived, RowRule, Schema, unknown
from kpikit.tables.study import ASSIGNMENTS, CHANGES, ERASURES, REVIEWS, TOUCHES

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMAS: Mapping[str, Schema] = {
    schema.name: schema
    for schema in (
        EVENTS, TICKETS, LEADS, DEALS, ORDERS, COSTS, TRAFFIC, REVIEWS, ASSIGNMENTS, TOUCHES, FX,
        CHANGES, ERASURES,
    )
}  # fmt: skip


def schema(name: str) -> Schema:
    """The schema of a table; UsageError with a suggestion where there is no such table."""
    if name not in SCHEMAS:
        raise unknown(name, SCHEMAS)
    return SCHEMAS[name]


__all__ = [
    "QUARANTINE",
    "SCHEMAS",
    "Broken",
    "Column",
    "Derived",
    "FileRead",
    "LoadReport",
    "RowRule",
    "Schema",
    "Table",
    "TableReport",
    "Tables",
    "schema",
]
