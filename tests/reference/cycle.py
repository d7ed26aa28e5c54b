"""The adjusted sales cycle, again: plain Python on the journeys of the SQL, one day at a time.

The share of leads won by a day, with lost leads competing and open ones censored
(Aalen-Johansen); of it the day by which half of those won within H days were won.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from tests.reference.runner import reference

if TYPE_CHECKING:
    from kpikit.periods import Period
    from kpikit.project import Project

Row = dict[str, object]
LONGEST, ENOUGH = 180, 10
NAMES = ("chatbot_days", "form_days", "reduction_days", "reduction_pct")


def adjusted_cycles(project: Project, period: Period) -> pl.DataFrame:
    """Each bot's adjusted sales cycle, and the portfolio's.

    Args:
        project: with its tables.
        period: the journeys are those known at its end, or at as_of where that is earlier.

    Returns:
        bot_id, period, kpi, value.
    """
    as_of = min(project.as_of, period.end)
    facts = reference(project, as_of=as_of)
    journeys = facts.con.sql("SELECT bot_id, arm, status, days, start_at FROM journeys").fetchall()
    bots = [bot for (bot,) in facts.con.sql("SELECT bot_id FROM bots").fetchall()]
    moment = as_of.astimezone(dt.UTC).replace(tzinfo=None)
    form = [(s, d, (moment - t).days) for _, arm, s, d, t in journeys if arm == "form"]
    rows = []
    for scope in (*bots, "*"):
        chatbot = [
            (s, d, (moment - t).days)
            for bot, arm, s, d, t in journeys
            if arm == "chatbot" and scope in {bot, "*"}
        ]
        values = dict(zip(NAMES, compared(chatbot, form), strict=True))
        rows += [(scope, period.id, f"sales_cycle_adjusted_{n}", v) for n, v in values.items()]
    schema = {"bot_id": pl.String, "period": pl.String, "kpi": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


Journey = tuple[str, float | None, int]
"""Status, whole days, whole days watched."""


def compared(
    chatbot: list[Journey], form: list[Journey]
) -> tuple[float | None, float | None, float | None, float | None]:
    """Both arms' adjusted medians, and how much shorter the chatbot's is."""
    if min(len(chatbot), len(form)) < ENOUGH:
        return None, None, None, None
    watched = [
        sorted((seen for *_, seen in arm), reverse=True)[ENOUGH - 1] for arm in (chatbot, form)
    ]
    within = min(LONGEST, *watched)
    ours, theirs = (median(arm, within) for arm in (chatbot, form))
    if ours is None or theirs is None:
        return ours, theirs, None, None
    return ours, theirs, theirs - ours, (theirs - ours) / theirs if theirs else None


def median(journeys: list[Journey], within: int) -> float | None:
    """The first day with half of the share won within some days; null with fewer than ten wins."""
    curve = incidence([(status, days) for status, days, _ in journeys if days is not None])
    wins = sum(
        status == "won" and days is not None and days <= within for status, days, _ in journeys
    )
    if wins < ENOUGH:
        return None
    reached = [(day, share) for day, share in curve if day <= within]
    half = reached[-1][1] / 2 - 1e-12
    return next(day for day, share in reached if share >= half)


def incidence(journeys: list[tuple[str, float]]) -> list[tuple[float, float]]:
    """The share won by each day on which something happened; events come before censorings."""
    left, share, curve = 1.0, 0.0, []
    at_risk = len(journeys)
    for day in sorted({days for _, days in journeys}):
        seen = Counter(status for status, days in journeys if days == day)
        share += left * seen["won"] / at_risk
        left *= 1 - (seen["won"] + seen["lost"]) / at_risk
        at_risk -= seen.total()
        curve.append((day, share))
    return curve
