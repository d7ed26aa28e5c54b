"""The few KPIs at the top; the rules are those of the guides: few, and no blind spot."""

from __future__ import annotations

import pytest

from kpikit.config import BOT_TYPES
from kpikit.headline import AREAS, HEADLINES, PAIRS, headline
from kpikit.kpi import registry


def test_every_bot_type_and_the_portfolio_have_a_set() -> None:
    assert set(HEADLINES) == {*BOT_TYPES, "portfolio"}


@pytest.mark.parametrize("bot_type", HEADLINES)
def test_a_set_is_few_known_kpis_of_every_area(bot_type: str) -> None:
    ids = headline(bot_type)
    assert len(set(ids)) == len(ids) <= 6
    assert all(registry()[kpi].published for kpi in ids)
    assert {area for area, members in AREAS.items() if set(members) & set(ids)} == set(AREAS)


@pytest.mark.parametrize("bot_type", ["support", "internal"])
def test_a_bot_that_does_not_sell_is_not_judged_by_sales(bot_type: str) -> None:
    assert not any(registry()[kpi].commercial for kpi in headline(bot_type))


def test_an_unknown_type_gets_the_set_of_a_support_bot() -> None:
    assert headline("robot") == HEADLINES["support"]


def test_areas_name_known_kpis_once() -> None:
    named = [kpi for members in AREAS.values() for kpi in members]
    assert len(set(named)) == len(named)
    assert all(kpi in registry() for kpi in named)


def test_pairs_are_of_known_kpis() -> None:
    assert all(pair.first in registry() and pair.second in registry() for pair in PAIRS)
