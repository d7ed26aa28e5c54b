"""Declarations: ids, bands and the names they are found by."""

from __future__ import annotations

import pytest

import kpikit as kk
from kpikit.errors import UsageError
from kpikit.facts import DIMENSIONS, SEGMENTS
from kpikit.kpi import FACTS, registry
from tests.kpis.frames import schema


def test_a_kpi_is_the_same_object_everywhere() -> None:
    assert kk.containment_rate is registry()["containment_rate"]


def test_an_unknown_id_has_a_suggestion() -> None:
    said = "no KPI has the id 'contaiment_rate' - did you mean 'containment_rate'"
    with pytest.raises(UsageError, match=said):
        registry()["contaiment_rate"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("csat_score", ": it is the name of a column, of which csat, csat_response_rate, "
         "csat_mean, csat_tickets can be made"),
        ("nps_score", ": it is the name of a column, of which nps can be made"),
        ("outcome", ": it is the name of a column, of which containment_rate, "
         "containment_rate_engaged, resolution_rate, deflection_gap, first_contact_resolution, "
         "time_to_resolution_s and 10 more can be made"),
        ("fcr", "; `kpikit kpis` lists them"),
    ],
)  # fmt: skip
def test_a_column_is_no_kpi_but_leads_to_some(wrong: str, said: str) -> None:
    assert registry().near(wrong) == said


def test_the_definition_is_the_docstring_and_its_first_paragraph_the_summary() -> None:
    kpi = registry()["containment_rate"]
    assert kpi.definition.startswith(kpi.summary)
    assert kpi.summary.startswith("Conversations the bot resolved with no hand-off")
    assert "\n" not in kpi.summary


def test_bands_by_bot_and_page_type() -> None:
    capture, contained = registry()["lead_capture_rate"], registry()["containment_rate"]
    assert capture.band("shop").good_low == 0.05  # type: ignore[union-attr]
    assert capture.band("shop", "pricing").good_low == 0.15  # type: ignore[union-attr]
    assert capture.band(None, "elsewhere").good_low == 0.05  # type: ignore[union-attr]
    assert contained.band("sales").good_low == 0.30  # type: ignore[union-attr]
    assert contained.band("shop") is None
    assert contained.band(None) is None


@pytest.mark.parametrize("name", [name for name in FACTS if name != "derived"])
def test_a_fact_has_the_columns_it_is_filed_and_split_by(name: str) -> None:
    fact = FACTS[name]
    assert {fact.stamp, fact.bot, *fact.segments} <= set(schema(name))


def test_conversations_and_what_comes_from_them_are_split_by_the_same_columns() -> None:
    assert FACTS["conversations"].segments == SEGMENTS
    for name in ("leads", "deals", "orders", "journeys", "outbound"):
        assert FACTS[name].segments == DIMENSIONS


def test_a_kpi_that_counts_leads_or_sells_is_commercial() -> None:
    commercial = {kpi.id for kpi in registry() if kpi.commercial}
    assert {kpi.id for kpi in registry() if kpi.stage == "leads"} <= commercial
    starts = ("revenue_", "deal_size", "order_value_", "sales_cycle_")
    assert {kpi.id for kpi in registry() if kpi.id.startswith(starts)} <= commercial
    for kpi_id in ("net_value", "roi", "cost_per_resolution", "total_cost", "durable_cost_saved"):
        assert kpi_id not in commercial
