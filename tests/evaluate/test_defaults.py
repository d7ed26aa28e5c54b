"""Columns with a default that the contract states never make a KPI unavailable."""

from __future__ import annotations

from tests.build import at, config, facts, talk
from tests.evaluate.world import figure, figures


def test_a_log_without_kinds_has_answers_and_no_fallback() -> None:
    """Contract: a null kind means answer, and a column with a default is never missing."""
    log = facts(events=talk("s1", at()))
    assert "kind" not in log.supplied["events"]
    got = figures(log, config(), "2026-03")
    rate = figure(got, "b1", "fallback_rate")
    assert (rate["value"], rate["denominator"], rate["lack"]) == (0.0, 2.0, None)
    assert figure(got, "b1", "fallback_conversation_rate")["value"] == 0.0
