"""What a KPI is: declaration, registry and the measures it is built of.

One decorated function declares a KPI. Its name is the id everywhere, its docstring the
definition shown in docs, glossary, report and deck, and its body returns a measure.
"""

from kpikit.kpi.blame import line_of
from kpikit.kpi.composed import (
    PERIOD_DAYS,
    Adjusted,
    Allocated,
    Derived,
    Holdout,
    Methods,
    Priced,
    over,
    part,
    read_by,
    value,
)
from kpikit.kpi.declaration import Band, Kpi
from kpikit.kpi.fact import FACTS, Fact
from kpikit.kpi.former import Older, computable
from kpikit.kpi.history import Break, Former
from kpikit.kpi.measures import (
    AS_OF,
    Count,
    Distinct,
    Mean,
    Measure,
    Quantile,
    Ratio,
    Repeaters,
    RowMeasure,
    Sum,
    elapsed,
)
from kpikit.kpi.own import (
    OwnFault,
    forget_own_kpis,
    frozen_kpi,
    load_own_kpis,
    own_kpis,
    place_of,
    try_own_kpis,
)
from kpikit.kpi.registry import Registry, kpi, registry, settled_by
from kpikit.kpi.span import impossible

__all__ = [
    "AS_OF",
    "Adjusted",
    "Allocated",
    "Band",
    "Break",
    "Count",
    "Derived",
    "Distinct",
    "FACTS",
    "Fact",
    "Former",
    "Holdout",
    "Kpi",
    "Mean",
    "Measure",
    "Methods",
    "Older",
    "OwnFault",
    "PERIOD_DAYS",
    "Priced",
    "Quantile",
    "Ratio",
    "Registry",
    "Repeaters",
    "RowMeasure",
    "Sum",
    "computable",
    "elapsed",
    "forget_own_kpis",
    "frozen_kpi",
    "impossible",
    "kpi",
    "line_of",
    "load_own_kpis",
    "over",
    "own_kpis",
    "part",
    "place_of",
    "read_by",
    "registry",
    "settled_by",
    "try_own_kpis",
    "value",
]
