"""Whether a number is one that a KPI can have at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpikit.kpi.declaration import Kpi

KINDS = {"share": "a share", "seconds": "a duration", "days": "a duration"}
PER_CENT = 100


def impossible(kpi: Kpi, value: float) -> str:
    """Say why a KPI can never be a number, and what was surely meant; empty where it can.

    Args:
        kpi: whose target or band it is.
        value: as written.

    >>> from kpikit.kpi import registry
    >>> impossible(registry()["containment_rate"], 80)
    'is a share: must be from 0 to 1 - did you mean 0.8?'
    """
    low, high = kpi.possible
    below, above = low is not None and value < low, high is not None and value > high
    if not below and not above:
        return ""
    if low is not None and high is not None:
        must = f"must be from {low:g} to {high:g}"
    else:
        must = f"must be {low:g} or more" if low is not None else f"must be at most {high:g}"
    meant = value / PER_CENT
    percent = kpi.unit == "share" and above and high is not None and meant <= high
    kind = f"is {KINDS[kpi.unit]}: " if kpi.unit in KINDS else ""
    return f"{kind}{must}{f' - did you mean {meant:g}?' if percent else ''}"
