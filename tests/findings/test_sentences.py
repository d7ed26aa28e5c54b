"""Sentences over the made-up sample; their numbers and words are written by hand.

The sample's September: Pricing Bot booked 128,431.5 + 6,212.25 = 134,643.75 against costs of
14,512.4 + 11,603.1 + 9,811.7 + 430.2 = 36,357.4, so 98,286.35 is left, 3.7 times the cost. Its
ladder: 1,801 held of 4,812.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kpikit import findings
from kpikit.view import open_view
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import View

NBSP = "\u00a0"
EVERY = (
    findings.verdict,
    findings.ladder,
    findings.escalation,
    findings.leads,
    findings.cycle,
    findings.money,
    findings.quality,
)


def view(bot: str) -> View:
    return snapshot().view(bot)


def words(finding: findings.Finding) -> str:
    return " ".join([finding.title, *finding.paragraphs, finding.note])


def test_the_verdict_states_the_net_and_that_it_is_only_attributed() -> None:
    found = findings.verdict(view("pricing"))
    assert found.title.startswith("Pricing Bot booked $98.3k more than it cost in September 2026")
    assert "$134.6k of booked revenue, 3.7× the cost of $36.4k." in found.paragraphs
    assert "not proven incremental" in found.note


def test_several_bots_are_they() -> None:
    title = findings.verdict(view("*")).title
    assert title.startswith("All chatbots booked $354.8k more than they cost")


def test_a_support_bot_is_judged_by_what_it_saves() -> None:
    found = findings.verdict(view("help"))
    assert re.match(r"Help Desk Bot saved \$[\d.]+k (more|less) than it cost", found.title)
    assert "booked" not in words(found)


def test_a_silent_bot_is_said_to_be_silent() -> None:
    assert findings.verdict(view("quiet")).title == (
        "Quiet Bot had no conversations in September 2026"
    )


def test_the_ladder_gives_the_share_that_held_and_what_is_still_open() -> None:
    """1,801 of 4,812 is 37.4 %; with all 402 pending ones 45.8 %."""
    found = findings.ladder(view("pricing"))
    assert found.title == "37.4% of conversations were closed and stayed closed"
    assert "402 are too young to say; if every one holds, the share reaches 45.8%." in (
        found.paragraphs
    )


def test_without_tickets_nothing_is_said_to_have_held() -> None:
    found = findings.ladder(view("hostile"))
    assert found.title == "56.0% were closed by the bot; whether it lasted needs tickets"


def test_the_cycle_names_its_bias_and_both_counts() -> None:
    found = findings.cycle(view("pricing"))
    assert found.title.startswith(f"As published, chatbot deals closed 13{NBSP}days sooner")
    assert "31 chatbot deals" in words(found)
    assert "flattered" in words(found)
    assert found.note == findings.SELF_SELECTION


@pytest.mark.parametrize(
    ("days", "said"),
    [(13.0, f"13{NBSP}days sooner"), (-1.0, f"1{NBSP}day later"), (0.0, "equally fast")],
)
def test_the_cycle_says_which_way(days: float, said: str) -> None:
    sample = snapshot()
    here = (pl.col("kpi") == "sales_cycle_reduction_days") & (pl.col("period") == "2026-09")
    value = pl.when(here).then(days).otherwise(pl.col("value")).alias("value")
    changed = open_view(sample.results.with_columns(value), sample.context, bot="pricing")
    assert said in findings.cycle(changed).title


def test_verdicts_are_counted_in_one_order() -> None:
    bot = view("pricing")
    rows = [replace(bot["csat"], verdict=v) for v in ("bad", "good", "watch", "good", "none")]
    assert findings.measures(rows).title == "2 good, 1 watch, 1 bad"
    assert findings.measures([]).title == "No measure has a band to judge it by"


def test_targets_that_were_missed_are_named() -> None:
    bot = view("pricing")
    rows = [
        replace(bot["csat"], target=0.8, target_status="missed"),
        replace(bot["qualified_leads"], target=160.0, target_status="met"),
        replace(bot["completion_rate"], target=None, target_status="none"),
    ]
    title = findings.targets(rows).title
    assert title == "One of two measures met their target; CSAT did not"


@pytest.mark.parametrize("bot", ["pricing", "help", "quiet", "hostile", "*"])
def test_every_finding_is_said_of_every_bot(bot: str) -> None:
    """No sentence holds a None, a NaN, a brace or two stops in a row."""
    for finding in EVERY:
        text = words(finding(view(bot)))
        assert finding(view(bot)).title
        assert not re.search(r"\bNone\b|\bnan\b|\{\}|\.\.|  ", text.replace("{{ 7*7 }}", "x")), text


def test_numbers_of_a_sentence_are_numbers_of_the_results() -> None:
    """Each figure of the money sentence is found again among the formatted results."""
    bot = view("pricing")
    shown = {row.text for row in bot.kpis()}
    for figure in re.findall(r"\$[\d.,]+[km]?|[\d.]+×", words(findings.money(bot))):
        assert figure in shown


@pytest.mark.parametrize(("unknown", "said"), [(481, False), (482, True)])
def test_many_missing_outcomes_are_said_before_the_shares_are_read(
    unknown: int, said: bool
) -> None:
    """From one in ten of 4,812 conversations on."""
    sample = snapshot()
    here = (pl.col("kpi") == "rung_unknown") & (pl.col("period") == "2026-09")
    value = pl.when(here).then(float(unknown)).otherwise(pl.col("value")).alias("value")
    changed = open_view(sample.results.with_columns(value), sample.context, bot="pricing")
    text = "10.0% have no recorded outcome, so every other share is a lower bound."
    assert (text in findings.ladder(changed).paragraphs) == said


def test_what_held_and_what_is_resolved_are_shares_of_different_conversations() -> None:
    """1,801 of 4,812 is 37.4 %; the rate is of those that can be checked, fewer than all."""
    bot = view("pricing")
    rate = replace(bot["resolution_rate"], value=0.612, n=3_021)
    shown = replace(bot)
    shown.__dict__["_made"] = {("resolution_rate", "", "2026-09"): rate}
    text = " ".join(findings.ladder(shown).paragraphs)
    assert (
        "Held, 37.4%, is of all 4,812 conversations; the resolution rate, 61.2%, is of the 3,021 "
        "that can be checked. It also counts those that came back without a ticket, which did not "
        "hold." in text
    )
    assert "can be checked" not in " ".join(findings.ladder(view("hostile")).paragraphs)


@pytest.mark.parametrize(("became", "said"), [(53.0, True), (48.0, False)])
def test_more_opportunities_than_meetings_are_explained(became: float, *, said: bool) -> None:
    bot = view("pricing")
    shown = replace(bot)
    shown.__dict__["_made"] = {
        (kpi, "", "2026-09"): replace(bot[kpi], numerator=number)
        for kpi, number in (("lead_to_meeting_rate", 48.0), ("lead_to_opportunity_rate", became))
    }
    text = " ".join(findings.leads(shown).paragraphs)
    told = "53 became an opportunity and 48 booked a meeting: not every opportunity had one."
    assert (told in text) is said
    assert "Qualified is what the lead system says" in text
