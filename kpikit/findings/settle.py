"""What would settle a figure that cannot be told, and why another has no interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.estimate import COUNT, smallest_sample, why_none
from kpikit.estimate.reviews import worth
from kpikit.findings.figure import Figure, counted
from kpikit.findings.words import filling, lower, titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.view import Result

HARDLY = "hardly with more data"
ALL_LEADS = "sales_cycle_adjusted_"
"""Figures of all leads so far: another week adds to months of them, not to one period's."""
HOPELESS = 104
"""Weeks after which waiting is no plan."""


class Settling(NamedTuple):
    """What would settle an open figure: a sentence, the number in it, and both in short."""

    text: str
    brief: str
    figure: Figure | None


def settles(row: Result) -> str | None:
    """What would settle a verdict, or a target, that its interval leaves open; see `settling`."""
    found = settling(row)
    return found and found.text


def briefly(row: Result) -> str:
    """What would settle it in a few words, for beside a verdict; empty where nothing is open."""
    found = settling(row)
    return found.brief if found else ""


def settling(row: Result) -> Settling | None:
    """What would settle a verdict, or a target, that its interval leaves open.

    An interval narrows with the root of its size, so (its half / the distance to the edge)^2 times
    as much is needed at the rate seen so far: in reviews, or in weeks. A reviewed rate is also
    shown to be good by the smallest sample that allows for the errors found so far.

    Returns:
        A sentence, or None where nothing is open or there is no interval. Of a figure that can
        still change it begins with the day from which on it cannot; one that is still filling
        grows until then, which no sample size tells.
    """
    edges = list(_open(row))
    if not edges or row.value is None:
        return None
    if filling(row):
        day = f"on {labels.until(row.final_on, row.as_of)}" if row.final_on else "later"
        return Settling(f"Final {day}; until then more of it is to come.", f"final {day}", None)
    found = _needed(row, edges)
    if row.status == "provisional" and row.final_on:
        day = labels.until(row.final_on, row.as_of)
        return found._replace(text=f"Final on {day}; {lower(found.text)}")
    return found


def _needed(row: Result, edges: Sequence[float]) -> Settling:
    times = max(_times(row, edge) for edge in edges)
    if row.interval == "clopper_pearson":
        return _reviews(row, edges, times)
    if math.isinf(times):
        text = "It lies on the line itself, which more data will hardly settle."
        return Settling(text, HARDLY, None)
    if row.kpi.id.startswith(ALL_LEADS) and row.n:
        return _deals(row, math.ceil((times - 1) * row.n))
    weeks = math.ceil((times - 1) * (row.period_end - row.period_start).days / 7)
    if weeks > HOPELESS:
        text = "Even two more years of the same would hardly settle it."
        return Settling(text, HARDLY, counted(2, f"years for {row.kpi.id}"))
    unit = "week" if weeks == 1 else "weeks"
    text = f"About {weeks} more {unit} of the same would settle it."
    return Settling(text, f"about {weeks} more {unit}", counted(weeks, f"weeks for {row.kpi.id}"))


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
    absent = {row.kpi.id for row in rows if not row.known}
    for row in rows:
        if row.known and row.low is None:
            reason = why_none(row.kpi, row.method, n=row.n, absent=absent)
            reasons.setdefault(reason, []).append(row.kpi.title)
    return [(titles(names), f"{reason}.") for reason, names in reasons.items() if reason != COUNT]


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


def _deals(row: Result, more: int) -> Settling:
    """How many deals more, of a figure that follows all leads."""
    brief = f"about {more:,} more won {'deal' if more == 1 else 'deals'}"
    figure = counted(more, f"deals for {row.kpi.id}")
    return Settling(f"{brief.capitalize()} like these would settle it.", brief, figure)


def _reviews(row: Result, edges: Sequence[float], times: float) -> Settling:
    """How many reviews more: at the rate found, or without another error if those are fewer."""
    n = row.n or 0
    clean, alike = _clean(row, edges), math.inf
    if not math.isinf(times):
        alike = math.ceil((times - 1) * n)
    if clean is not None and clean <= alike:
        errors = "an error" if row.value in {0.0, 1.0} else "another error"
        unit = "review" if clean == 1 else "reviews"
        brief = f"{clean:,} more {unit} without {errors}"
        return Settling(
            f"{brief} would settle it.", brief, counted(clean, f"reviews for {row.kpi.id}")
        )
    if math.isinf(alike):
        text = "It lies on the line itself, which more reviews will hardly settle."
        return Settling(text, HARDLY, None)
    text = f"About {alike:,} more reviews like these would settle it."
    return Settling(
        text, f"about {alike:,} more reviews", counted(alike, f"reviews for {row.kpi.id}")
    )


def _clean(row: Result, edges: Sequence[float]) -> int | None:
    """How many reviews without another error would show the rate to be good.

    Reviews that are worth less than their number (of few users, or of uneven weight) stay so.
    """
    value, n = row.value or 0.0, row.n or 0
    low, high = row.low or 0.0, row.high or 1.0
    rates = {
        "down": (value, high, min(edges)),
        "up": (1 - value, 1 - low, 1 - max(edges)),
    }
    rate, most, limit = rates.get(row.kpi.better or "", (0.0, 1.0, 0.0))
    if not 0 < limit < 1 or not n:
        return None
    equal = worth(rate, most, n) if rate < 1 else n
    whole = round(rate * n) if equal == n else rate * equal
    more = math.ceil(round((smallest_sample(whole, limit) - equal) * n / equal, 6))
    return more if more > 0 else None
