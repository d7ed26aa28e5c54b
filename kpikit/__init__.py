"""kpikit: chatbot KPIs with one written meaning, for notebooks, reports and board decks.

    import kpikit as kk

    project = kk.open_project("kpikit.yml")
    project.results("2026-10")                                # the results table
    kk.containment_rate(project.facts.conversations, by=["page_type"])
    report = kk.open_report()                                 # what the notebooks call

Every KPI is an attribute under its id. Nothing heavy is imported before it is asked for.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpikit.config import load_config
    from kpikit.kpi.registry import registry
    from kpikit.project import open_project
    from kpikit.report import open_report

__version__ = "0.1.0"
__all__ = ["__version__", "load_config", "open_project", "open_report", "registry"]

_HOMES = {
    "load_config": "kpikit.config",
    "open_project": "kpikit.project",
    "open_report": "kpikit.report",
    "registry": "kpikit.kpi",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a function or a KPI
    """Find a public function or a KPI when it is first asked for."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    # The import machinery asks here for submodules before it imports them.
    if name.startswith("_") or importlib.util.find_spec(f"{__name__}.{name}"):
        raise AttributeError(f"module 'kpikit' has no attribute '{name}'")
    return _kpi(name)


def _kpi(name: str) -> Any:  # noqa: ANN401 - a KPI, whose class is not imported yet
    from kpikit.errors import did_you_mean
    from kpikit.kpi import registry

    known = registry()
    if name in known:
        return known[name]
    near = did_you_mean(name, [*__all__, *(kpi.id for kpi in known)])
    raise AttributeError(f"kpikit has no function and no KPI '{name}'{near}")


def __dir__() -> list[str]:
    """List the public names, every KPI among them."""
    from kpikit.kpi import registry

    return sorted({*__all__, *(kpi.id for kpi in registry())})
