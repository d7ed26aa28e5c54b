"""Which interval a figure has: by what it is computed with, and in which unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.kpi import AS_OF, Mean, Quantile, Ratio, Repeaters, RowMeasure, Sum

if TYPE_CHECKING:
    from kpikit.kpi import Kpi

SALES = ("deals", "orders")


def kind_of(kpi: Kpi) -> str | None:
    """The method for a KPI computed from rows.

    Returns:
        wilson (shares), clopper_pearson (reviewed samples), order (quantiles), delta (means and
        ratios), log_t (revenue); None for counts and for what is computed from other figures.
    """
    measure = kpi.measure
    if isinstance(measure, Ratio):
        if measure.weight is not None:
            return "clopper_pearson"
        return "wilson" if kpi.unit == "share" else "delta"
    if isinstance(measure, Repeaters):
        return "wilson"
    if isinstance(measure, Quantile):
        return "order"
    if isinstance(measure, Mean):
        return "delta"
    return "log_t" if isinstance(measure, RowMeasure) and _is_revenue(kpi) else None


def _is_revenue(kpi: Kpi) -> bool:
    """Whether a sum depends on who happened to buy; what is open at an instant is just counted."""
    measure = kpi.measure
    flows = isinstance(measure, Sum) and measure.stamp != AS_OF
    return flows and kpi.unit == "money" and kpi.fact in SALES
