"""What to know first, and where missing things go. Expected sentences by hand from the sample."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit import findings
from kpikit.config import ASSUMPTION_NAMES
from kpikit.findings.notices import money
from tests.findings.test_deck_sentences import told
from tests.pages import view

if TYPE_CHECKING:
    from kpikit.view import Result


def result(**changes: Any) -> Result:
    return replace(view("hostile")["resolution_rate"], **changes)


def test_the_sample_has_four_notices_most_urgent_first() -> None:
    """CSAT is .088 below its target and has no interval: its usual move decides that it is clear.

    Of the 4,812 conversations 3 x 160 = 480 are of the lost days, one in ten.
    """
    found = findings.notices(view("pricing"))
    assert [notice.title for notice in found] == [
        "Three days of outcomes are missing.",
        "CSAT missed its target of 80.0% with 71.2% (on 389 ratings, no interval).",
        "Net incremental revenue was $97.1k in August, now $98.3k.",
        "Resolution is not final until 9 Oct.",
    ]
    assert [notice.section for notice in found] == ["quality", "measures", "money", "ladder"]
    assert [notice.kind for notice in found] == ["data", "quality", "money", "refusal"]
    assert found[2].text == (
        "Revenue booked went from $134.1k to $134.6k; total cost went from $36.9k to $36.4k."
    )
    assert found[3].text == "402 conversations can still draw a ticket until then."


def test_a_bad_measure_that_missed_its_target_is_named_once() -> None:
    titles = [notice.title for notice in findings.notices(view("help"))]
    assert sum("CSAT" in title for title in titles) == 1


def test_a_support_bot_is_about_its_net_value() -> None:
    found = [notice for notice in findings.notices(view("help")) if notice.kind == "money"]
    title = "Net value is −$56.7k so far, after −$58.6k in August, not final until 9 Oct."
    assert found[0].title == title


@pytest.mark.parametrize(
    ("ends", "title", "text"),
    [
        # 1.96 standard errors are 500: the change of 1,201 is 4.7 of them.
        ((701.0, 1_701.0), "grew by $1.2k on August, to $98.3k.", "Revenue booked went"),
        (
            (-4_000.0, 6_400.0),
            "was $97.1k in August, now $98.3k; not distinguishable from usual movement.",
            "The change may be −$4.0k to $6.4k. Revenue booked went",
        ),
    ],
)
def test_a_move_is_claimed_only_where_chance_is_no_excuse(
    ends: tuple[float, float], title: str, text: str
) -> None:
    low, high = ends
    shown = told("pricing", {"net_incremental_revenue": {"change_low": low, "change_high": high}})
    (notice,) = money(shown)
    assert notice.title == f"Net incremental revenue {title}"
    assert notice.text.startswith(text)


def test_a_bot_without_conversations_has_no_notices() -> None:
    assert findings.notices(view("quiet")) == []


@pytest.mark.parametrize(
    ("reason", "what", "where"),
    [
        ("needs tickets", "Tickets: each row is one ticket at the help desk",
         ("tickets", "under data in kpikit.yml")),
        ("needs events.outcome", "Outcome: how the conversation ended", ("outcome", "in events")),
        ("needs human_ticket_cost for shop-bot", "Cost of a ticket",
         ("human_ticket_cost", "of the bot in kpikit.yml")),
        ("needs close_rate and deal_value", "Close rate of leads; Value of a deal",
         ("close_rate and deal_value", "of the bot in kpikit.yml")),
        ("needs tickets.session_id or tickets.user_id",
         "Session id: the conversation it names; User id: who opened it",
         ("session_id or user_id", "in tickets")),
        ("needs events.outcome and tickets",
         "Outcome: how the conversation ended; Tickets: each row is one ticket at the help desk",
         ("outcome", "in events and tickets under data in kpikit.yml")),
        ("needs orders; this bot has no leads, orders or deals to its name; needs costs",
         "Orders: each row is one order in the shop; Costs: each row is one cost of running a bot",
         ("orders", "under data in kpikit.yml and costs under data in kpikit.yml")),
        ("no costs booked", "Costs: each row is one cost of running a bot",
         ("costs", "under data in kpikit.yml")),
        ("", "An input is missing", ("kpikit.yml", "")),
    ],
)  # fmt: skip
def test_where_to_put_what_is_missing(reason: str, what: str, where: tuple[str, str]) -> None:
    assert findings.missing(result(reason=reason)) == (what, *where)


def test_every_assumption_has_words() -> None:
    assert set(findings.ASSUMPTIONS) == set(ASSUMPTION_NAMES)


def test_a_difference_whose_interval_covers_zero_is_not_claimed() -> None:
    shown = view("pricing")
    row = pl.col("kpi") == "sales_cycle_reduction_days"
    vague = replace(
        shown,
        results=shown.results.with_columns(
            pl.when(row).then(-3.0).otherwise("low").alias("low"),
            pl.when(row).then(7.0).otherwise("high").alias("high"),
        ),
    )
    assert findings.cycle(vague).title.replace("\xa0", " ") == (
        "Chatbot deals are not shown to close sooner: 13 days as published (−3 to 7 days)"
    )
