"""Every KPI id of the data contract is declared, explained, judged or not judged for a reason."""

from __future__ import annotations

import pytest

from kpikit.config import BOT_TYPES
from kpikit.kpi import registry
from kpikit.kpi.about import about, unbanded
from tests.kpis import test_composed_kpis as composed
from tests.kpis import test_row_kpis as of_rows
from tests.kpis.ids import IDS

# The column "better" of the contract's table; every other KPI is better up.
DOWN = {
    "deflection_gap", "escalation_rate_frustration", "escalation_rate_explicit_ask",
    "escalation_rate_unanswered", "handoff_context_read_s", "handoff_first_response_s",
    "hallucination_rate", "fallback_rate", "fallback_conversation_rate", "unanswered_rate",
    "time_to_first_answer_p50", "time_to_first_answer_p99", "time_to_first_response_s",
    "time_to_meaningful_response_s", "time_to_resolution_s", "average_handle_time_s",
    "tickets_per_1000_visitors", "contact_bounce_rate", "lead_to_opportunity_days",
    "sales_cycle_chatbot_days", "sales_cycle_form_days", "sales_cycle_adjusted_chatbot_days",
    "sales_cycle_adjusted_form_days", "total_cost", "operating_cost", "cost_per_lead",
    "cost_per_qualified_lead", "cost_per_won_deal", "cost_per_resolution",
    "negative_sentiment_rate", "resolved_negative_rate",
}  # fmt: skip
BAND = {"escalation_rate", "messages_per_resolved", "repeat_user_rate"}
NEITHER = {
    "escalation_rate_unknown", "conversations", "engaged_conversations", "mature_conversations",
    "outbound_conversations", "errors", "form_lead_to_meeting_rate", "form_close_rate",
    "inputs_blocked", "inputs_blocked_per_1000",
} | {name for name in IDS if name.startswith("rung_")}  # fmt: skip


def test_the_declared_kpis_are_those_of_the_contract() -> None:
    assert {kpi.id for kpi in registry().published()} == set(IDS)


@pytest.mark.parametrize("kpi_id", IDS)
def test_it_says_what_it_is(kpi_id: str) -> None:
    kpi = registry()[kpi_id]
    told = {trait.name: trait.words for trait in about(kpi)}
    assert len(kpi.definition) > 50
    assert {
        "Formula",
        "Unit",
        "Better",
        "Band",
        "Often misread",
        "Read with",
        "Final",
        "Needs",
    } <= {*told}
    assert kpi.id not in kpi.companions
    assert not kpi.better or kpi.advice, "what has a direction can be bad"
    for sentence in (*kpi.advice, *kpi.misread):
        assert sentence.endswith(".")
        assert len(sentence) <= 120


@pytest.mark.parametrize("kpi_id", IDS)
def test_its_direction_is_the_contracts(kpi_id: str) -> None:
    wanted = {"down": DOWN, "band": BAND, None: NEITHER}
    found = [better for better, ids in wanted.items() if kpi_id in ids] or ["up"]
    assert [registry()[kpi_id].better] == found


@pytest.mark.parametrize("kpi_id", IDS)
def test_it_has_a_band_with_its_source_or_says_why_not(kpi_id: str) -> None:
    kpi = registry()[kpi_id]
    assert all(band.source for band in kpi.bands.values())
    scopes = {name for name in kpi.bands if not name.startswith("page:")}
    assert scopes <= {"*", *BOT_TYPES}
    assert "*" in scopes or unbanded(kpi)


@pytest.mark.parametrize("kpi_id", IDS)
def test_it_is_in_a_known_answer_table(kpi_id: str) -> None:
    # Both tables are worked out by hand, and both are also run on no row, on one row, and on
    # rows that leave the denominator at 0.
    assert kpi_id in {**of_rows.ANSWERS, **composed.ANSWERS}


def test_the_guides_bands() -> None:
    # Catalogue B: what is good, and what is bad; between them lies watch.
    def edges(kpi_id: str, bot: str | None = None, page: str | None = None) -> tuple[object, ...]:
        band = registry()[kpi_id].band(bot, page)
        assert band is not None
        return band.bad_high, band.good_low, band.good_high, band.bad_low

    assert edges("containment_rate", "support") == (None, 0.6, 0.8, None)
    assert edges("containment_rate", "sales") == (None, 0.3, 0.5, None)
    assert edges("escalation_rate") == (None, 0.15, 0.3, None)
    assert edges("hallucination_rate") == (None, None, 0.02, 0.05)
    assert edges("time_to_first_answer_p50") == (None, None, 1.5, 3)
    assert edges("time_to_first_answer_p99") == (None, None, 4, None)
    assert edges("completion_rate") == (0.4, 0.6, None, None)
    assert edges("messages_per_resolved", "support") == (4, 4, 7, 7)
    assert edges("messages_per_resolved", "sales") == (6, 6, 10, 10)
    assert edges("lead_capture_rate") == (0.03, 0.05, 0.15, None)
    assert edges("lead_capture_rate", "sales", "pricing") == (0.03, 0.15, 0.3, None)
    assert edges("qualified_lead_rate") == (0.4, 0.6, 0.8, None)
    assert edges("lead_to_meeting_rate") == (None, 0.1, 0.25, None)
    assert edges("lead_to_meeting_rate", "sales", "demo") == (None, 0.3, 0.5, None)
    assert edges("sales_cycle_reduction_pct") == (None, 0.15, 0.4, None)
    assert edges("payback_multiple") == (2, 5, 50, None)
    assert edges("usage_rate", "onboarding") == (None, 0.1, 0.2, None)
    assert edges("usage_rate", "support", "blog") == (None, 0.03, 0.05, None)
