"""Where conversations ended: the rungs, from held to handed over, adding up to all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.parts import shares_of_ladder
from kpikit.charts.steps import Look, Step, draw_steps

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kpikit.view import View

# The rung that matters first, so that it starts at zero.
RUNGS: dict[str, tuple[str, str, Look]] = {
    "rung_durable": ("Held", "No ticket, no return found", "blue"),
    "rung_unverifiable": ("Unverifiable", "No id to look for a ticket", "hatched"),
    "rung_pending": ("Pending", "Can still get a ticket", "hatched"),
    "rung_returned": ("Returned", "Same question again", "orange"),
    "rung_ticketed": ("Ticketed", "A ticket followed", "orange"),
    "contained": ("Contained: closed by the bot", "", "bracket"),
    "rung_abandoned": ("Abandoned", "Visitor left without a solution", "grey"),
    "rung_unknown": ("Unknown", "No outcome was recorded", "grey"),
    "rung_escalated": ("Escalated", "Handed to a person", "grey"),
    "all": ("All conversations", "", "bracket"),
}
_BEFORE_TICKETS = ("rung_abandoned", "rung_unknown", "rung_escalated")


def ladder_steps(view: View) -> list[Step]:
    """The rows of the ladder; empty where the period has no conversation.

    Without a tickets table nobody can tell which of the contained held: they are one hatched bar.
    """
    total = view["conversations"].value
    if not total:
        return []
    counts = {rung: view[rung].value for rung in RUNGS if rung.startswith("rung_")}
    if counts["rung_durable"] is None:
        return _short_ladder(view, total)
    known = {rung: value or 0.0 for rung, value in counts.items()}
    shares = shares_of_ladder(known, total)
    at, steps = 0.0, []
    for rung in RUNGS:
        start = 0.0 if rung in {"contained", "all"} else at
        at = at if rung in {"contained", "all"} else at + known[rung]
        texts = (labels.number(at - start), shares[rung])
        steps.append(_step(view, rung, start=start, end=at, texts=texts))
    return steps


def _short_ladder(view: View, total: float) -> list[Step]:
    contained = total - sum(view[rung].value or 0.0 for rung in _BEFORE_TICKETS)
    counts = dict.fromkeys(RUNGS, 0.0) | {"rung_durable": contained}
    counts |= {rung: view[rung].value or 0.0 for rung in _BEFORE_TICKETS}
    rungs = {rung: count for rung, count in counts.items() if rung.startswith("rung_")}
    shares = shares_of_ladder(rungs, total)
    note, name = "No tickets to tell whether it lasted", "Contained: closed by the bot"
    texts = (labels.number(contained), shares["contained"])
    steps = [Step(name, note, 0.0, contained, "hatched", texts)]
    for rung in _BEFORE_TICKETS:
        start = steps[-1].end
        texts = (labels.number(counts[rung]), shares[rung])
        steps.append(_step(view, rung, start=start, end=start + counts[rung], texts=texts))
    texts = (labels.number(total), shares["all"])
    return [*steps, _step(view, "all", start=0.0, end=total, texts=texts)]


def _step(view: View, rung: str, *, start: float, end: float, texts: tuple[str, ...]) -> Step:
    label, note, look = RUNGS[rung]
    pending = view["rung_pending"]
    until = pending.final_on
    if rung == "rung_pending" and until and end > start:
        note = f"Can still get a ticket until {labels.until(until, pending.as_of)}"
    return Step(label, note, start, end, look, texts, strong=rung == "rung_durable")


def ladder(view: View, *, narrow: bool = False) -> Figure:
    """Draw the ladder: blue held, hatched not known, orange came back, grey never contained.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens.

    Returns:
        A figure; with no row where the period has no conversation.
    """
    return draw_steps(ladder_steps(view), ("count", "share"), narrow=narrow)


def ladder_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    rows = [f"{step.label} {step.texts[0]}, {step.texts[1]}" for step in ladder_steps(view)]
    total = labels.number(view["conversations"].value)
    return f"Conversations by how they ended, {total} in all. {'; '.join(rows)}."
