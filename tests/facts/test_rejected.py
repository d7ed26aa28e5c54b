"""A table of which every row was set aside is no empty table: by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit.config import Config
from kpikit.evaluate import evaluate
from kpikit.facts import build_facts
from kpikit.periods import Calendar
from kpikit.project import open_project
from kpikit.tables import LoadReport, TableReport
from tests.build import at, event, table, tables, talk
from tests.small import NOW, write_project

if TYPE_CHECKING:
    from pathlib import Path


def test_what_needs_a_rejected_table_is_unavailable_and_not_zero() -> None:
    """Two tickets were read and neither kept: whether the conversation held is not known."""
    rows = [*talk("s1", at(), outcome="resolved_by_bot"), event("error", at(days=30))]
    none = table("tickets", [], columns=["session_id"])
    read = tables(events=rows).with_tables({"tickets": none})
    report = TableReport("tickets", read=2, quarantined=2)
    wrong = replace(read, quality=LoadReport({"tickets": report}))
    config = Config(company="Acme")
    period = [Calendar().parse("2026-03")]
    shown = {}
    for name, given in (("empty", read), ("rejected", wrong)):
        facts = build_facts(given, config, as_of=at(days=30))
        figures = evaluate(facts, config, periods=period, only=["rung_ticketed"])
        shown[name] = figures.row(-1, named=True)
    assert shown["empty"]["value"] == 0
    assert shown["rejected"]["value"] is None
    assert shown["rejected"]["why"] == "needs tickets: all 2 rows were set aside"


def test_a_table_whose_rows_are_all_still_to_come_is_empty(tmp_path: Path) -> None:
    """Contract: rows after the time of the run are set aside; a count over no rows is 0, n = 0."""
    folder = write_project(tmp_path)
    config = (folder / "kpikit.yml").read_text()
    read = "  events: {files: events.csv}\n  leads: {files: leads.csv}\n"
    text = config.replace("  events: {files: events.csv}\n", read)
    (folder / "kpikit.yml").write_text(text)
    head, day = "lead_id,created_at,source,bot_id\n", NOW + dt.timedelta(days=1)
    shown = {}
    for name, row in (
        ("later", f"l,{day.isoformat()},chatbot,shop\n"),
        ("bad", "l,,chatbot,shop\n"),
    ):
        (folder / "leads.csv").write_text(head + row)
        rows = open_project(folder, now=NOW).metrics("2026-10", bots=["shop"])
        captured = rows.filter(kpi="leads_captured").select("value", "n", "status")
        shown[name] = captured.row(0)
    assert shown["later"][:2] == (0, 0)
    assert shown["bad"] == (None, None, "unavailable")
