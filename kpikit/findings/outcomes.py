"""Days whose outcomes never came: what they do to the shares that rest on outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.context import PORTFOLIO
from kpikit.findings.conversations import quality

if TYPE_CHECKING:
    from kpikit.view import View

EFFECT = ", so resolution and containment read too low."


def outcome_note(view: View) -> str:
    """One line for wherever resolution or containment is shown; empty where no day is missing."""
    views = [view]
    if view.bot.id == PORTFOLIO:
        views = [view.other(bot.id) for bot in view.context.bots]
    if not any(row.conversations and not row.outcomes for one in views for row in one.days()):
        return ""
    return f"{quality(view).title}{EFFECT}"


def outcome_notes(view: View) -> list[str]:
    """The line, and a shorter one without the names of chatbots; none where no day is missing."""
    note = outcome_note(view)
    brief = note.removesuffix(EFFECT).partition(" at ")[0] + EFFECT
    return list(dict.fromkeys([note, brief])) if note else []
