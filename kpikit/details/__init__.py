"""Tables beside the results: what a chart or a list needs that is no KPI of its own.

The results table holds every figure. A curve, a list of assumptions with their effect or the parts
of a change have other shapes; each is a small frame with a name, computed once a run and frozen
beside the results, so that every output shows the same.
"""

from kpikit.details.build import DETAILS, build_details
from kpikit.details.model import Asked, Detail

__all__ = ["DETAILS", "Asked", "Detail", "build_details"]
