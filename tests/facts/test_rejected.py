"""A table of which every row was set aside is no empty table: by hand."""

from __future__ import annotations

from dataclasses import replace

from kpikit.config import Config
from kpikit.evaluate import evaluate
from kpikit.facts import build_facts
from kpikit.periods import Calendar
from kpikit.tables import LoadReport, TableReport
from tests.build import at, event, table, tables, talk


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
