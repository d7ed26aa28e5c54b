"""What an n counts, and the hedge of a verdict without an interval; expected words by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kpikit.findings.behind import behind, thin
from kpikit.kpi import registry
from tests.findings.test_deck_sentences import told


@pytest.mark.parametrize(
    ("kpi", "n", "said"),
    [
        ("csat", 29, "29 ratings"),
        ("csat", 1, "1 rating"),
        ("sales_cycle_chatbot_days", 40, "40 won deals"),
        ("hallucination_rate", 600, "600 reviews"),
        # A quotient of others rests on the rows of its denominator.
        ("payback_multiple", 37, "37 cost entries"),
        ("cost_per_lead", 311, "311 leads"),
        ("cost_per_resolution", 1_012, "1,012 resolved conversations"),
        ("revenue_booked", 52, "52 deals and orders"),
        ("repeat_user_rate", 1, "1 known user"),
        ("net_value", None, ""),
    ],
)
def test_an_n_says_what_it_counts(kpi: str, n: int | None, said: str) -> None:
    assert behind(told("pricing", {kpi: {"n": n}})[kpi]) == said


def test_every_kpi_has_a_word_for_its_n() -> None:
    """But for sums and differences, which have no n of their own."""
    shown = told("pricing", {kpi.id: {"n": 2} for kpi in registry().published()})
    nameless = {row.kpi.id for row in shown.kpis() if behind(row) == "2 values"}
    assert nameless <= {
        "net_cost_savings", "net_value", "net_incremental_revenue", "agent_fte_saved",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kpi", "more", "said"),
    [
        ("csat", {}, "on 29 ratings, no interval"),
        ("csat", {"low": 0.5, "high": 0.9}, ""),
        ("csat", {"value": None}, ""),
        ("conversations", {}, ""),  # a full count
        ("durable_cost_saved", {}, ""),  # a full count at a price
        ("total_cost", {}, ""),
    ],
)
def test_an_estimate_without_an_interval_is_hedged(
    kpi: str, more: dict[str, Any], said: str
) -> None:
    shown = told("pricing", {kpi: {"n": 29, "low": None, "high": None} | more})
    assert thin(shown[kpi]) == said
