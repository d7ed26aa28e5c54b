"""The few KPIs at the top; the rules are those of the guides: few, and no blind spot."""

from __future__ import annotations

import pytest

from kpikit.config import BOT_TYPES
from kpikit.headline import HEADLINES, PAIRS, beside, blind_spots, headline
from kpikit.kpi import registry


def test_every_bot_type_and_the_portfolio_have_a_set() -> None:
    assert set(HEADLINES) == {*BOT_TYPES, "portfolio"}


@pytest.mark.parametrize("bot_type", HEADLINES)
def test_a_set_is_few_known_kpis_of_every_area(bot_type: str) -> None:
    ids = headline(bot_type)
    assert len(set(ids)) == len(ids) <= 6
    assert all(registry()[kpi].published for kpi in ids)
    assert blind_spots(ids) == ()


@pytest.mark.parametrize("bot_type", ["support", "internal"])
def test_a_bot_that_does_not_sell_is_not_judged_by_sales(bot_type: str) -> None:
    assert not any(registry()[kpi].commercial for kpi in headline(bot_type))


def test_an_unknown_type_gets_the_set_of_a_support_bot() -> None:
    assert headline("robot") == HEADLINES["support"]


def test_pairs_are_of_known_kpis() -> None:
    assert all(pair.first in registry() and pair.second in registry() for pair in PAIRS)


# What the catalogue of the guides asks for, section L.
def test_each_type_has_what_its_guide_names() -> None:
    named = {
        "support": {"resolution_rate", "csat", "cost_per_resolution"},
        "booking": {"goal_completion_rate", "time_to_first_response_s", "repeat_user_rate"},
        "internal": {"resolution_rate", "agent_hours_saved", "fallback_rate"},
        "onboarding": {
            "repeat_user_rate", "goal_completion_rate", "time_to_meaningful_response_s",
        },
    }  # fmt: skip
    for bot_type, wanted in named.items():
        assert wanted <= set(headline(bot_type))


def test_what_misleads_alone_is_paired() -> None:
    pairs = {(pair.first, pair.second) for pair in PAIRS}
    assert {
        ("resolution_rate", "csat"),
        ("cost_per_resolution", "resolution_rate"),
        ("cost_per_resolution", "csat"),
        ("csat", "resolution_rate"),
        ("csat", "time_to_resolution_s"),
    } <= pairs


def test_a_pair_is_among_the_companions_of_its_first() -> None:
    for pair in PAIRS:
        assert pair.second in registry()[pair.first].companions, pair
        assert pair in beside(pair.first)
