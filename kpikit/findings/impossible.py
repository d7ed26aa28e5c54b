"""What cannot be: shares above one, and durations below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.findings.figure import counted, figures
from kpikit.findings.notice import Notice
from kpikit.findings.words import lower

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.view import View

BACKWARDS = 0.01
"""The share of durations that may run backwards before it is worth a word."""


def beyond(view: View) -> Iterator[Notice]:
    """A share of visitors above one: those who saw the chat were not all counted."""
    where = {"initiation_rate": "saw the chat", "usage_rate": "came to the site"}
    for row in view.kpis():
        seen = where.get(row.kpi.id)
        if seen is None or (row.value or 0) <= 1:
            continue
        yield Notice(
            f"More visitors wrote than {seen}: {lower(row.kpi.title)} is {row.text}.",
            "That cannot be: what it is a share of is not fully recorded.",
            "quality",
            kind="data",
            cause=row.kpi.id,
            about=(row.kpi.id,),
            weight=0.0,
            todo=f"Count every visitor who {seen}.",
            figures=figures(row),
        )


def backwards(view: View) -> Iterator[Notice]:
    """Durations below zero: two clocks, or dates that were corrected later."""
    for row in view.context.quality.backwards:
        if row.total and row.rows >= BACKWARDS * row.total:
            yield Notice(
                f"{row.rows:,} of {row.total:,} durations run backwards: {row.name}.",
                "They are left out of every duration.",
                "quality",
                kind="data",
                cause=f"backwards {row.name}",
                weight=row.rows / row.total,
                todo="Compare the clocks of the two systems.",
                figures=(
                    counted(row.rows, "context backwards"),
                    counted(row.total, "context backwards"),
                ),
            )
