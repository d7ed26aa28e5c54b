"""What a measure without a number lacks, and where its user would put it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kpikit.findings.words import listed, sentence
from kpikit.tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.view import Result

_T = TypeVar("_T")

# Name for readers, unit, and decimals where cents or halves matter.
ASSUMPTIONS = {
    "human_chat_cost": ("Cost of a chat with a person", "money", 2),
    "agent_hourly_cost": ("Cost of an agent hour", "money", 2),
    "chats_per_hour": ("Chats an agent handles an hour", "messages", 1),
    "human_ticket_cost": ("Cost of a ticket", "money", 2),
    "human_minutes": ("Minutes a person needs", "messages", 1),
    "contact_share": ("Share that would have asked a person", "share", 0),
    "assist_weight": ("Weight of assisted revenue", "score", 2),
    "close_rate": ("Close rate of leads", "share", 1),
    "deal_value": ("Value of a deal", "money", 0),
    "gross_margin": ("Gross margin", "share", 0),
    "fte_hours": ("Hours of a full-time month", "hours", 0),
}
"""What nobody measures: the assumptions of kpikit.yml, as readers see them."""


class Missing(NamedTuple):
    """What is missing in words; the names to use; and the place they belong to."""

    what: str
    names: str
    place: str


def missing(row: Result) -> Missing:
    """What an unavailable result lacks, read from its reason.

    Args:
        row: a result without a value; its reason names columns, tables or assumptions.
    """
    reason = row.reason or "an input is missing"
    assumed = [word for word in re.findall(r"\w+", reason) if word in ASSUMPTIONS]
    if assumed:
        titles = [ASSUMPTIONS[name][0] for name in assumed]
        return Missing("; ".join(titles), listed(assumed), "of the bot in kpikit.yml")
    needs = [one for one in reason.split("; ") if one.startswith(("needs ", "no costs "))]
    found = (_input(part) for one in needs or [reason] for part in one.split(" and "))
    parts = _unique(part for part in found if part is not None)
    if not parts:
        return Missing(sentence(reason).rstrip("."), "kpikit.yml", "")
    first, *rest = parts
    what = "; ".join(part.what for part in parts)
    also = [f"{part.names} {part.place}" for part in rest]
    return Missing(what, first.names, listed([first.place, *also]))


def _input(reason: str) -> Missing | None:
    """One input that is missing: columns of a table (either may do), or tables."""
    words = re.findall(r"\w+(?:\.\w+)?", reason)
    columns = [pair for pair in (word.partition(".")[::2] for word in words) if _meaning(*pair)]
    if columns:
        names = " or ".join(_unique(column for _, column in columns))
        what = _unique(f"{_spoken(pair[1])}: {_meaning(*pair)}" for pair in columns)
        return Missing("; ".join(what), names, f"in {columns[0][0]}")
    tables = _unique(word for word in words if word in SCHEMAS)
    if tables:
        what = [f"{_spoken(name)}: each row is {SCHEMAS[name].meaning}" for name in tables]
        return Missing("; ".join(what), listed(tables), "under data in kpikit.yml")
    return None


def _unique(names: Iterable[_T]) -> list[_T]:
    return list(dict.fromkeys(names))


def _meaning(table: str, column: str) -> str:
    """What a column says; nothing where there is no such column."""
    schema = SCHEMAS.get(table)
    columns = schema.columns if schema else ()
    return next((known.meaning for known in columns if known.name == column), "")


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()
