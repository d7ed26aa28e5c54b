"""Days whose outcomes never came: what they do to the shares that rest on outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.findings.state import lost_title

if TYPE_CHECKING:
    from kpikit.view import View

EFFECT = ", so resolution and containment read too low."


def outcome_note(view: View) -> str:
    """One line for wherever resolution or containment is shown; empty where no day is missing."""
    title = lost_title(view)
    return f"{title}{EFFECT}" if title else ""


def outcome_notes(view: View) -> list[str]:
    """The line, and a shorter one without the names of chatbots; none where no day is missing."""
    note = outcome_note(view)
    brief = note.removesuffix(EFFECT).partition(" at ")[0] + EFFECT
    return list(dict.fromkeys([note, brief])) if note else []
