"""A run: every report of a period, from one frozen set of numbers."""

from kpikit.run.plan import KINDS, Plan, check_bots, describe, make_plan, refuse_faults
from kpikit.run.runner import Run, run

__all__ = ["KINDS", "Plan", "Run", "check_bots", "describe", "make_plan", "refuse_faults", "run"]
