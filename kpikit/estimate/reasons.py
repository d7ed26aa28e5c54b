"""Why a figure has no interval, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import UsageError
from kpikit.estimate import means, money, quantiles
from kpikit.estimate.cycle import of_cycle
from kpikit.estimate.kinds import kind_of
from kpikit.estimate.shares import FEW_USERS
from kpikit.evaluate.prices import LEAD_VALUE
from kpikit.kpi import Adjusted, Derived, Methods, Priced, Quantile, registry

if TYPE_CHECKING:
    from collections.abc import Collection

    from kpikit.kpi import Kpi, Measure

COUNT = "a full count, not a sample"
"""The reason that needs no attention: nothing is uncertain but what is counted."""

ASSUMED = "a full count at an assumed price: see the range of the assumption"
UNOBSERVED = "what a lead is worth is assumed: see the ranges of the assumptions"


def why_none(
    kpi: Kpi, method: str = "", *, n: int | None = None, absent: Collection[str] = ()
) -> str:
    """Why a known figure has no interval.

    Args:
        kpi: the declaration.
        method: of a KPI with several.
        n: the rows behind the figure.
        absent: ids of KPIs without a value beside it; no part of it comes from them.

    Returns:
        A phrase without a full stop.
    """
    try:
        measure = kpi.measure
    except UsageError:  # of a frozen run: how it is computed is not in it
        return "not known how it is computed"
    if isinstance(measure, Methods):
        measure = measure.by_name[method]
    kind = kind_of(kpi)
    if kind is None:
        return _composed(measure, absent)
    return _too_small(kind, measure, n)


def _too_small(kind: str, measure: Measure, n: int | None) -> str:
    has = "" if n is None else f", there are {n:,}"
    if kind == "order" and isinstance(measure, Quantile):
        least = quantiles.fewest(measure.q)
        if n is None or n < least:
            return f"a quantile of this kind takes {least:,} values{has}"
        return "a few users are most of it"
    if kind == "delta":
        return f"a mean takes {means.FEWEST} different users"
    if kind == "log_t":
        return f"revenue takes {money.FEWEST} wins{has}" if n else "nothing was won"
    return f"fewer than {FEW_USERS} users are most of it"


def _composed(measure: Measure, absent: Collection[str]) -> str:
    """Of what is computed from other figures: those of them that are estimates, or priced."""
    if isinstance(measure, Adjusted | Derived) and of_cycle(measure):
        return "of a segment, only the newest period has one"
    parts = [kpi for kpi in _values(measure) if kpi.id not in absent]
    uncertain = [kpi.title for kpi in parts if _is_estimate(kpi)]
    if uncertain:
        return f"it is computed from {' and '.join(uncertain)}, which has no interval"
    if isinstance(measure, Priced):
        return UNOBSERVED if LEAD_VALUE in measure.times else ASSUMED
    if any(isinstance(kpi.measure, Priced) for kpi in parts):
        return ASSUMED
    return COUNT


def _values(measure: Measure) -> list[Kpi]:
    """The KPIs whose values a figure is computed from; of parts, such as numerators, none."""
    names: list[str] = []
    if isinstance(measure, Derived):
        names = measure.of.meta.root_names()
    elif isinstance(measure, Priced):
        names = [measure.count]
    return [registry()[name] for name in dict.fromkeys(names) if name in registry()]


def _is_estimate(kpi: Kpi) -> bool:
    """Whether a figure, or anything it is computed from, is an estimate."""
    return kind_of(kpi) is not None or any(map(_is_estimate, _values(kpi.measure)))
