"""A run: every report of a period, from one frozen set of numbers."""

from kpikit.run.asked import KINDS, check_bots, check_cadence
from kpikit.run.plan import Plan, describe, make_plan, refuse_faults
from kpikit.run.runner import Run, run

__all__ = [
    "KINDS",
    "Plan",
    "Run",
    "check_bots",
    "check_cadence",
    "describe",
    "make_plan",
    "refuse_faults",
    "run",
]
