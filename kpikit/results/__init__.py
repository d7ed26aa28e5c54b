"""The results table: every KPI of every bot, evaluated once; all that renderers read."""

from kpikit.results.build import build_results
from kpikit.results.schema import KEY, RESULTS

__all__ = ["KEY", "RESULTS", "build_results"]
