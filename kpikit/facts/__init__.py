"""Facts: conversations and what follows from them, built once and read by every KPI."""

from kpikit.facts.build import build_facts
from kpikit.facts.ladder import RUNGS
from kpikit.facts.model import DIMENSIONS, SEGMENTS, Facts

__all__ = ["DIMENSIONS", "RUNGS", "SEGMENTS", "Facts", "build_facts"]
