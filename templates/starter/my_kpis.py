"""KPIs of your own. Name this file under `kpis` in kpikit.yml and they appear in every report.

The function's name is the KPI's id, its docstring the definition people read, and its body says
what is counted, as polars expressions on the columns of one fact. `kpikit kpis` lists all KPIs,
yours among them.
"""

import polars as pl

from kpikit.kpi import Ratio, kpi


@kpi(
    title="Deep conversations",
    formula="conversations with four or more user messages / engaged conversations",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="share",
)
def deep_conversation_rate() -> Ratio:
    """Engaged conversations in which the visitor wrote at least four messages.

    Neither high nor low is good as such: read it beside the resolution rate.
    """
    engaged = pl.col("user_messages") >= 1
    deep = pl.col("user_messages") >= 4
    return Ratio(deep, engaged)
