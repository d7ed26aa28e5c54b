"""Rows that nothing tells from another, and files that are another's copy.

The contract tells events apart by event_id and other rows by the id of their table. Where there is
none, every row counts, and one that was exported twice counts twice: that must not go unsaid.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from kpikit import labels
from kpikit.check.model import Flag
from kpikit.tables import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.check.model import CheckReport
    from kpikit.tables import LoadReport, Table

COUNTED = ("events", "costs", "traffic", "touches", "assignments")
"""The tables in which each row counts that has no id."""

GRAVE = ("events", "traffic")
"""Those in which rows that are alike cannot be what happened; two equal invoices can."""

EN_MASSE, FEW = 0.05, 10  # of a table's rows, from so many rows on
ID = "event_id"


def alike(table: Table) -> tuple[int, str]:
    """How many accepted rows are the same as an earlier one in every column, and the first of them.

    Rows with an id are told apart by it and are not looked at.
    """
    if table.name not in COUNTED:
        return 0, ""
    names = [name for name in schema(table.name).names if name in table.columns and name != "seq"]
    rows = table.frame.filter(pl.col(ID).is_null()) if ID in names else table.frame
    frame = rows.select(names).collect()
    marks = frame.hash_rows()
    repeats = len(marks) - marks.n_unique()
    if not repeats:
        return 0, ""
    first = frame.row(int(marks.is_duplicated().arg_true()[0]), named=True)
    shown = [name for name in schema(table.name).required if first.get(name) is not None]
    if first.get("session_id"):
        shown.append("session_id")
    return repeats, ", ".join(_shown(first[name]) for name in shown)


def _shown(value: object) -> str:
    """A value as it is read best in a list."""
    if isinstance(value, float):
        return labels.number(value, decimals=0 if value.is_integer() else 2)
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, dt.datetime) else str(value)


def repeated(report: CheckReport) -> Iterator[Flag]:
    """Rows that are alike and count each, by table."""
    for table in report.tables:
        if not table.alike:
            continue
        way = (
            "send event_id, with which a repeat counts once"
            if table.name == "events"
            else "if it came twice, take the repeat out"
        )
        text = (
            f"{table.name}: {_repeats(table.alike)} another of the {labels.number(table.kept)} in "
            "every column; nothing tells them apart, so each counts; such as "
            f"{table.alike_example}: {way}"
        )
        many = table.alike >= FEW and table.alike > EN_MASSE * table.kept
        yield Flag("duplicates", table.name, text, serious=many and table.name in GRAVE)


def copies(loaded: LoadReport) -> Iterator[Flag]:
    """Files of a table that hold the same bytes."""
    for name, report in loaded.tables.items():
        same = defaultdict(list)
        for file in report.files:
            if file.rows:
                same[file.sha256].append(file.path)
        for paths in same.values():
            if len(paths) > 1:
                text = f"{name}: {' and '.join(paths)} are the same file: read one of them"
                yield Flag("duplicates", name, text)


def _repeats(count: int) -> str:
    return "1 row repeats" if count == 1 else f"{labels.number(count)} rows repeat"
