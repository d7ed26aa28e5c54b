"""What a measure without a number lacks, and where its user would put it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kpikit.findings.words import listed, sentence
from kpikit.tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.view import Result

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
    words = re.findall(r"\w+(?:\.\w+)?", reason)
    assumed = [word for word in words if word in ASSUMPTIONS]
    if assumed:
        titles = [ASSUMPTIONS[name][0] for name in assumed]
        return Missing("; ".join(titles), listed(assumed), "of the bot in kpikit.yml")
    columns = [pair for pair in (word.partition(".")[::2] for word in words) if _meaning(*pair)]
    if columns:
        table = columns[0][0]
        names = " or ".join(_unique(column for _, column in columns))
        what = _unique(f"{_spoken(pair[1])}: {_meaning(*pair)}" for pair in columns)
        return Missing("; ".join(what), names, f"in {table}")
    tables = _unique(word for word in words if word in SCHEMAS)
    if tables:
        what = [f"{_spoken(name)}: each row is {SCHEMAS[name].meaning}" for name in tables]
        return Missing("; ".join(what), listed(tables), "under data in kpikit.yml")
    return Missing(sentence(reason).rstrip("."), "kpikit.yml", "")


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _meaning(table: str, column: str) -> str:
    """What a column says; nothing where there is no such column."""
    schema = SCHEMAS.get(table)
    columns = schema.columns if schema else ()
    return next((known.meaning for known in columns if known.name == column), "")


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()
