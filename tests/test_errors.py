"""What a wrong word may have been meant for; the words are real ones of the project."""

from __future__ import annotations

import pytest

from kpikit.errors import did_you_mean, nearest
from kpikit.kpi import registry
from kpikit.tables import schema

BOTS = ("support-bot", "sales-bot", "shop-bot")
TABLES = ("events", "tickets", "leads")
ZONES = ("UTC", "Europe/Berlin", "Europe/Bern", "America/New_York")
KPIS = [kpi.id for kpi in registry().published()]


@pytest.mark.parametrize(
    ("word", "options", "meant"),
    [
        ("sales-bt", BOTS, ["sales-bot"]),
        ("Sales-Bot", BOTS, ["sales-bot"]),
        ("sales", BOTS, ["sales-bot"]),
        ("sales bot", BOTS, ["sales-bot"]),
        ("bot", BOTS, ["shop-bot", "sales-bot", "support-bot"]),
        ("Berlin", ZONES, ["Europe/Berlin"]),
        ("new york", ZONES, ["America/New_York"]),
        ("europe/berln", ZONES, ["Europe/Berlin"]),
        ("ticket", TABLES, ["tickets"]),
        ("contaiment_rate", KPIS, ["containment_rate"]),
        ("containment_rate_engage", KPIS, ["containment_rate_engaged"]),
        ("csat_score", KPIS, ["csat"]),  # and not csat_tickets, which is nearer in letters
        ("conversion", KPIS, ["conversion_rate"]),  # and not conversations
        ("deflection", KPIS, ["deflection_gap", "deflection_cost_saved"]),
        ("nps_score", KPIS, ["nps"]),
        ("csat", schema("events").names, ["csat_score"]),
        ("user", schema("events").names, ["user_id"]),
        ("rate", KPIS, []),  # so many end in it that none is meant
        ("fcr", KPIS, []),
        ("", KPIS, []),
        ("Mars", ZONES, []),
        ("a", (), []),
    ],
)
def test_the_nearest_words(word: str, options: tuple[str, ...], meant: list[str]) -> None:
    assert nearest(word, options) == meant


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("sales", " - did you mean 'sales-bot'?"),
        ("bot", " - did you mean 'shop-bot', 'sales-bot' or 'support-bot'?"),
        ("zebra", ""),
    ],
)
def test_they_are_the_tail_of_a_sentence(word: str, said: str) -> None:
    assert did_you_mean(word, BOTS) == said


def test_two_are_joined_by_or() -> None:
    assert did_you_mean("a", ("a_b", "a_cd")) == " - did you mean 'a_b' or 'a_cd'?"
