"""The built-in KPIs, a file per stage; importing this package declares them all.

The order of the modules is the order in reports: quality, engagement, leads, outcomes,
experience, governance.
"""

import importlib

MODULES = (
    "quality", "escalation", "handoff", "answers", "speed", "reach", "engagement", "goals",
    "ladder", "leads", "pipeline", "close", "cycle", "cycle_adjusted", "deals", "revenue", "orders",
    "costs", "savings", "worth", "experience", "governance",
)  # fmt: skip

for _module in MODULES:
    importlib.import_module(f"kpikit.kpis.{_module}")
