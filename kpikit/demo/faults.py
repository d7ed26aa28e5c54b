"""What is wrong with real exports: rows that break a rule, and rows delivered twice."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kpikit.demo import company
from kpikit.demo.clock import instant

if TYPE_CHECKING:
    from kpikit.demo.draw import Rng
    from kpikit.demo.log import Log

# Each breaks one rule of the events table.
_BAD: tuple[dict[str, Any], ...] = (
    {"event": "chat.escalation", "trigger": "angry"},
    {"event": "chat.survey", "csat_score": 9},
    {"event": "chat.outcome", "outcome": "solved"},
    {"event": "chat.mesage.user", "message_id": "u90"},
    {"event": "chat.message.user", "ts": "yesterday", "message_id": "u91"},
    {"event": "chat.message.bot", "kind": "joke", "message_id": "b92"},
    {"event": "chat.message.user", "bot_id": None, "message_id": "u93"},
)
_MONTHS = ("2026-05", "2026-09")


def bad_events(log: Log) -> pl.DataFrame:
    """Lines that the events table must refuse; each names a real conversation."""
    out = []
    for month in _MONTHS:
        first = int(np.searchsorted(log.chats.start, _start(month)))
        for place, fault in enumerate(_BAD):
            row = min(first + place, len(log.chats) - 1)
            common = {
                "event": "", "ts": f"{month}-02T12:00:0{place}.000Z",
                "bot_id": company.BOT_IDS[log.chats.bot[row]],
                "session_id": log.session[row], "event_id": f"bad{place}",
            }  # fmt: skip
            out.append((month, json.dumps(common | fault, separators=(",", ":"))))
    return pl.DataFrame(out, schema=["month", "line"], orient="row")


def redelivered(rng: Rng, lines: pl.DataFrame) -> pl.DataFrame:
    """Lines of one month that the platform sends a second time, at the end of its file."""
    month = lines.filter(pl.col("month") == company.REDELIVERED_MONTH)
    month = month.filter(pl.col("line").str.contains('"session_id"', literal=True))
    again = rng.random(month.height) < company.REDELIVERED_SHARE
    return month.filter(pl.Series(again, dtype=pl.Boolean))


def bad_tickets() -> str:
    """Lines of the help desk's file with a day that does not exist, and without a number."""
    return (
        "T900001;k900001;31.02.2026 10:00;;;;;Other\n"
        ";k900002;03.03.2026 10:00;05.03.2026 10:00;;met;;Other\n"
    )


def bad_costs() -> str:
    """A line of the ledger booked to an account that kpikit has no category for."""
    return "15/05/2026,,Support Bot,Catering,120.0,EUR\n"


def _start(month: str) -> int:
    """The instant a month starts, in UTC."""
    return instant(dt.datetime.fromisoformat(f"{month}-01T00:00:00+00:00"))
