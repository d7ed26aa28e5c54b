"""A project of two bots and twelve conversations, small enough to count by hand.

Help: six in October 2026, two about refunds and two about logins resolved, two about logins
escalated; one in September, abandoned. Shop: five in October, all escalated.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpikit.config.starter import write_starter

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 11, 5, 6, tzinfo=dt.UTC)
HEAD = "event,ts,bot_id,session_id,intent,outcome\n"
CONFIG = """\
company: Acme
timezone: Europe/Berlin
bots:
  - {id: help, type: support, launch: 2026-09-20}
  - {id: shop, type: shop}
data:
  events: {files: events.csv}
kpis: [my_kpis.py]
"""


def rows(bot: str, at: str, *, intent: str, outcome: str) -> str:
    """A conversation of two events."""
    return (
        f"chat.message.user,{at}:00Z,{bot},{bot}-{at},{intent},\n"
        f"chat.outcome,{at}:30Z,{bot},{bot}-{at},,{outcome}\n"
    )


def write_project(root: Path) -> Path:
    """Write the starter's files with this configuration and these events."""
    write_starter(root)
    (root / "kpikit.yml").write_text(CONFIG)
    refunds = [("refund", "resolved_by_bot", day) for day in (1, 2)]
    logins = [("login", "resolved_by_bot", day) for day in (3, 4)]
    handed = [("login", "escalated", day) for day in (5, 6)]
    text = HEAD + rows("help", "2026-09-25T10:00", intent="login", outcome="abandoned")
    for intent, outcome, day in (*refunds, *logins, *handed):
        text += rows("help", f"2026-10-{day:02}T10:00", intent=intent, outcome=outcome)
    for day in range(10, 15):
        text += rows("shop", f"2026-10-{day}T10:00", intent="", outcome="escalated")
    (root / "events.csv").write_text(text)
    return root
