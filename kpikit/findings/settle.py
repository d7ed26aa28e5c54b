"""What would settle a figure that cannot be told, and why another has no interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kpikit.estimate import COUNT, smallest_sample, why_none
from kpikit.findings.words import listed, lower

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.view import Result

HOPELESS = 104
"""Weeks after which waiting is no plan."""


def settles(row: Result) -> str | None:
    """What would settle a verdict, or a target, that its interval leaves open.

    An interval narrows with the root of its size, so (its half / the distance to the edge)^2 times
    as much is needed at the rate seen so far: in reviews, or in weeks. A reviewed rate is also
    shown to be good by the smallest sample that allows for the errors found so far.

    Returns:
        A sentence, or None where nothing is open or there is no interval.
    """
    edges = list(_open(row))
    if not edges or row.value is None:
        return None
    times = max(_times(row, edge) for edge in edges)
    if row.interval == "clopper_pearson":
        return _reviews(row, edges, times)
    if math.isinf(times):
        return "It lies on the line itself, which more data will hardly settle."
    weeks = math.ceil((times - 1) * (row.period_end - row.period_start).days / 7)
    if weeks > HOPELESS:
        return "Even two more years of the same would hardly settle it."
    unit = "week" if weeks == 1 else "weeks"
    return f"About {weeks} more {unit} of the same would settle it."


def unsettled(rows: Sequence[Result]) -> list[tuple[str, str]]:
    """Title and what would settle it, of every figure that cannot be told."""
    found = []
    for row in rows:
        text = settles(row)
        if text is not None:
            against = "" if row.verdict == "cannot_tell" else ", against its target"
            found.append((row.kpi.title + against, text))
    return found


def without_interval(rows: Sequence[Result]) -> list[tuple[str, str]]:
    """The reasons why estimates have no interval, each with the titles it holds for."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.known and row.low is None:
            reason = why_none(row.kpi, row.method, n=row.n)
            reasons.setdefault(reason, []).append(row.kpi.title)
    return [
        (listed([titles[0], *map(lower, titles[1:])]), f"{reason}.")
        for reason, titles in reasons.items()
        if reason != COUNT
    ]


def in_baseline(row: Result) -> bool:
    """Whether the chatbot is too new for its band to judge this figure."""
    edges = (row.good_low, row.good_high, row.bad_low, row.bad_high)
    return row.known and row.verdict == "none" and any(edge is not None for edge in edges)


def _open(row: Result) -> Iterator[float]:
    """The edges an interval covers: of the band where the verdict is open, else of the target."""
    if row.low is None or row.high is None:
        return
    edges: list[float | None] = []
    if row.verdict == "cannot_tell":
        up, down = [row.good_low, row.bad_high], [row.good_high, row.bad_low]
        edges = {"up": up, "down": down}.get(row.kpi.better or "", [*up, *down])
    elif row.target_status == "cannot_tell":
        edges = [row.target]
    yield from (edge for edge in dict.fromkeys(edges) if edge is not None and _covers(row, edge))


def _covers(row: Result, edge: float) -> bool:
    return (row.low or 0.0) <= edge <= (row.high or 0.0)


def _times(row: Result, edge: float) -> float:
    """How many times as much is needed; infinite on the edge itself."""
    value = row.value or 0.0
    half = value - (row.low or 0.0) if edge < value else (row.high or 0.0) - value
    return max(float((half / (edge - value)) ** 2), 1.0) if edge != value else math.inf


def _reviews(row: Result, edges: Sequence[float], times: float) -> str:
    """How many reviews more: at the rate found, or without another error if those are fewer."""
    n = row.n or 0
    clean = _clean(row, edges)
    if clean is not None and clean <= (times - 1) * n:
        errors = "an error" if row.value in {0.0, 1.0} else "another error"
        unit = "review" if clean == 1 else "reviews"
        return f"{clean:,} more {unit} without {errors} would settle it."
    if math.isinf(times):
        return "It lies on the line itself, which more reviews will hardly settle."
    return f"About {math.ceil((times - 1) * n):,} more reviews like these would settle it."


def _clean(row: Result, edges: Sequence[float]) -> int | None:
    """How many reviews without another error would show the rate to be good."""
    value, n = row.value or 0.0, row.n or 0
    rates = {"down": (value, min(edges)), "up": (1 - value, 1 - max(edges))}
    rate, limit = rates.get(row.kpi.better or "", (0.0, 0.0))
    if not 0 < limit < 1:
        return None
    more = smallest_sample(round(rate * n), limit) - n
    return more if more > 0 else None
