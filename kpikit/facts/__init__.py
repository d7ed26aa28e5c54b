"""Facts: conversations and what follows from them, built once and read by every KPI."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit.facts.conversations import CONVERSATION, conversations
from kpikit.facts.ladder import RUNGS, ladder
from kpikit.facts.messages import answers, messages
from kpikit.facts.model import DIMENSIONS, SEGMENTS, Facts
from kpikit.facts.sessions import sessions
from kpikit.visible import visible

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.config import Config
    from kpikit.tables import Tables

__all__ = ["DIMENSIONS", "RUNGS", "SEGMENTS", "Facts", "build_facts"]

EVENT_COLUMNS = (
    "user_id", "visitor_id", "page_url", "page_type", "utm_source", "utm_campaign", "language",
    "channel", "message_id", "intent", "sentiment", "kind", "first_token_at",
    "response_template_id", "outcome", "resolved_at", "confirmed", "trigger",
)  # fmt: skip
"""The event columns facts are made of; the others, text above all, never leave the tables."""


def build_facts(tables: Tables, config: Config, *, as_of: dt.datetime) -> Facts:
    """Build every fact of a project, true of one instant.

    Args:
        tables: the accepted rows of every table the project has.
        config: windows, bots, currency, time zone and page types.
        as_of: what happened later does not exist.

    Returns:
        The facts; the same rows in another order or in other files give the same facts.
    """
    seen = visible(_without_text(tables), as_of=as_of, config=config)
    events = seen.tables["events"].frame.collect()
    of = sessions(events, EVENT_COLUMNS)
    talk = messages(of)
    tickets = seen.tables.get("tickets")
    judged = ladder(
        conversations(of, talk, config.page_types),
        None if tickets is None else tickets.frame,
        windows=config.windows,
        as_of=as_of,
    )
    inherited = judged.lazy().select("key", *FROM_CONVERSATION)
    own = answers(talk).join(inherited.drop("intent"), on="key", how="left").drop("key")
    return Facts(
        conversations=judged.select(CONVERSATION).sort("started_at", "bot_id", "session_id"),
        answers=own.collect(),
        as_of=as_of,
        supplied={name: table.columns for name, table in tables.tables.items()},
        left_out=seen.left_out,
    )


FROM_CONVERSATION = ("bot_id", "session_id", "started_at", *SEGMENTS)


def _without_text(tables: Tables) -> Tables:
    """Let go of what users wrote: no fact reads it."""
    events = tables["events"]
    return tables.with_tables({"events": replace(events, columns=events.columns - {"text"})})
