"""What a slide's figures cover; by hand from frozen rows set in the sample."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kpikit.findings import decisions
from kpikit.findings.scope import (
    also_asked,
    arms,
    based_on,
    bearing,
    expected_scope,
    first_month,
    joined,
    with_arms,
)
from tests.findings.test_deck_sentences import told
from tests.findings.test_proof import months, view
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import View

SAMPLE = snapshot()


def launched(**days: dt.date | None) -> View:
    """The portfolio of the sample, its chatbots launched on these days."""
    bots = tuple(replace(bot, launch=days.get(bot.id)) for bot in SAMPLE.context.bots)
    return replace(SAMPLE, context=replace(SAMPLE.context, bots=bots)).view()


def with_holdout(treated: int, control: int) -> View:
    frame = pl.DataFrame({
        "bot_id": ["pricing"], "period": ["2026-09"], "treated": [treated], "control": [control],
    })  # fmt: skip
    return replace(SAMPLE, details={"holdout": frame}).view("pricing")


def test_the_arms_are_counted_with_the_claim() -> None:
    shown = with_holdout(90_000, 10_000)
    assert arms(shown) == "In the holdout: 90,000 with Pricing Bot, 10,000 without."
    proof = "3.45% of those with Pricing Bot bought, 3.00% of those without, so it sells."
    assert with_arms(shown, proof) == (
        "3.45% of the 90,000 with Pricing Bot bought, 3.00% of the 10,000 without, so it sells."
    )
    assert with_arms(shown, "Not proven.") == f"Not proven. {arms(shown)}"
    assert with_arms(SAMPLE.view("pricing"), proof) == proof
    assert "fewer than 5 without" in arms(with_holdout(100, 3))


def test_the_published_formula_says_whose_leads_and_that_orders_are_out() -> None:
    changed = told("*", {"revenue_orders": {"value": 42_400.0}})
    text = expected_scope(changed)
    assert "the leads that Pricing Bot" in text
    assert text.endswith("less all costs; direct orders, $42.4k in the net, are not in it.")
    none = told("pricing", {"revenue_orders": {"value": 0.0}})
    assert expected_scope(none).endswith(
        "It counts the leads created in September 2026 at their expected worth, not deals closed, "
        "less all costs."
    )


def test_the_first_month_says_that_costs_before_the_launch_are_in_it() -> None:
    """The results hold the first month of the sample, and its own cost: what is above is older."""
    first = SAMPLE.view("pricing").get("total_cost", period="2026-06").value
    assert first is not None
    rows = months(-9e3, 1e3)
    for cost, said in ((first + 1.0, True), (first, False)):
        rows[0] |= {"month": "2026-06", "cost": cost}
        assert bool(first_month(view(cumulative=rows))) is said
    rows[0] |= {"month": "2024-06"}
    assert first_month(view(cumulative=rows)) == (
        "June 2024, the first month, also holds any costs from before the launch."
    )
    assert first_month(view()) == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 5, 31), ""),  # June is the first month compared, and whole
        (dt.date(2026, 6, 1), ""),
        (dt.date(2026, 7, 5), "joined in July 2026"),
        (dt.date(2026, 9, 30), "joined in September 2026"),
        (dt.date(2026, 10, 2), ""),
    ],
)
def test_a_chatbot_that_joined_within_the_compared_periods_is_named(
    day: dt.date, said: str
) -> None:
    text = joined(launched(pricing=day))
    assert text == (
        f"Pricing Bot {said}, so part of a change of all chatbots may be the joining."
        if said
        else ""
    )
    assert joined(SAMPLE.view("pricing")) == ""


def test_the_tables_are_those_of_the_figures_and_of_the_bot() -> None:
    help_desk = SAMPLE.view("help")
    used = based_on([help_desk["net_value"]])
    assert {"tickets", "costs", "deals", "orders"} <= used
    mine = set(bearing(help_desk, used))
    assert {"tickets", "costs"} <= mine
    assert not {"leads", "deals", "orders"} & mine
    pricing = SAMPLE.view("pricing")
    assert {"leads", "deals", "costs"} <= set(bearing(pricing, used))
    assert bearing(pricing, ["costs", "assignments"]) == ["costs"]
    assert bearing(with_holdout(9, 9), ["assignments"]) == ["assignments"]


def test_what_only_a_chatbots_deck_asks_for_is_counted_on_the_portfolios() -> None:
    """Counted here by what is to be done, which names the chatbot in the portfolio alone."""
    whole = SAMPLE.view()
    own = [one for bot in SAMPLE.context.bots for one in decisions(whole.other(bot.id))]
    text = also_asked(whole)
    assert text.endswith(".")
    assert " more decision" in text
    assert len(own) > len(decisions(whole))
    assert also_asked(SAMPLE.view("pricing")) == ""
