"""What a measure without a number lacks, and where its user would put it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kpikit.config.fields import ASSUMPTION_NAMES
from kpikit.findings.words import listed, sentence

if TYPE_CHECKING:
    from kpikit.view import Result


def missing(row: Result) -> tuple[str, str]:
    """What is missing, and where to put it, each as a short text.

    Args:
        row: an unavailable result; its reason names the lack.

    Returns:
        The reason as a sentence; the place: a column, a table or an assumption of kpikit.yml.
    """
    reason = row.reason or "an input is missing"
    text = re.sub(r"^needs ", "", reason.rstrip("."))
    first = text.split(" ")[0]
    name = "." in first or "_" in first  # of a column or an assumption: written as it is
    return text if name else sentence(text).rstrip("."), _place(row, reason)


def _place(row: Result, reason: str) -> str:
    words = set(re.findall(r"\w+", reason))
    assumed = [name for name in ASSUMPTION_NAMES if name in words]
    if assumed:
        return f"{listed(assumed)} of the bot in kpikit.yml"
    columns, tables = [], []
    for need in row.kpi.needs:
        for name in need.split("|"):
            table, _, column = name.partition(".")
            if column and column in words:
                columns.append(f"{column} in {table}")
            elif table in words:
                tables.append(table)
    if columns:
        return " or ".join(dict.fromkeys(columns))
    named = list(dict.fromkeys(tables)) or [word for word in TABLES if word in words]
    return f"{listed(named)} under data in kpikit.yml" if named else "kpikit.yml"


TABLES = (
    "events", "tickets", "leads", "deals", "orders", "costs", "reviews", "traffic", "assignments",
)  # fmt: skip
