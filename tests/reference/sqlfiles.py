"""The SQL files: statements with their names filled in, and the KPIs' snippets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "sql"
ADDED = ("quality", "engagement", "leads", "experience", "outcomes")
FACTS = (
    "visible", "bots", "conversations", "ladder", "leads", "credit", "parts", "money",
)  # fmt: skip

# Contract, section 3: these are not applicable to a support or internal bot that sells nothing.
SALES = (
    "revenue_", "deal_", "pipeline_open", "order_value_", "conversion_rate", "sales_cycle_",
    "cost_per_lead", "cost_per_qualified_lead", "cost_per_won_deal", "net_incremental_revenue",
    "payback_multiple",
)  # fmt: skip


@dataclass(frozen=True)
class Snippet:
    """One KPI as its file declares it.

    Attributes:
        kpi: its id, with ":method" where it has one.
        kind: how it is computed.
        sql: the snippet.
        project: whether every bot shows the whole project's figure.
        needs: what must be supplied; "a|b" where either does.
        settles: what must pass after the period before it is final.
        of: the figures it is computed from.
        stage: the file it stands in.
    """

    kpi: str
    kind: str
    sql: str
    stage: str
    project: bool = False
    needs: tuple[str, ...] = ()
    settles: str = "end"
    of: tuple[str, ...] = field(default=())

    @property
    def sales(self) -> bool:
        """Whether it is about selling."""
        return self.stage == "leads" or self.kpi.startswith(SALES)


def statements(name: str, **names: str) -> str:
    """The text of a file, with $name filled in."""
    return Template((FOLDER / f"{name}.sql").read_text()).safe_substitute(names)


def snippets(stage: str, **names: str) -> list[Snippet]:
    """The KPIs of a file, in its order."""
    text = Template((FOLDER / "kpis" / f"{stage}.sql").read_text()).safe_substitute(names)
    return [_read(block, stage) for block in re.split(r"^-- kpi ", text, flags=re.MULTILINE)[1:]]


def _read(block: str, stage: str) -> Snippet:
    head, *lines = block.splitlines()
    kpi, kind, *project = head.split()
    said = {name: tuple(rest) for name, *rest in (_said(line) for line in lines) if name}
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
    return Snippet(
        kpi, kind, sql, stage, bool(project), said.get("needs", ()),
        *said.get("settles", ("end",)), said.get("of", ()),
    )  # fmt: skip


def _said(line: str) -> list[str]:
    return line.removeprefix("-- ").split() if line.startswith("-- ") else [""]
