"""Segments that are not there: expected values from the contract, computed by hand."""

from __future__ import annotations

from tests.evaluate.world import config, figure, figures, talk, world


def test_with_nothing_to_segment_one_row_a_bot_says_what_is_missing() -> None:
    # Contract: a pair that has no such column is unavailable; never a crash instead.
    facts = world(conversations=[talk("a", "2026-03-05")], absent=["costs"])
    found = figures(facts, config({"id": "a"}), "2026-03", by="category")
    assert set(found["segment_value"]) == {None}
    for bot in ("a", "*"):
        assert figure(found, bot, "total_cost")["lack"] is not None
        assert figure(found, bot, "conversations")["lack"] is not None


def test_a_price_that_no_bot_of_a_segment_needs_is_not_missing() -> None:
    # Contract: a bot with a non-zero count and no value makes the portfolio unavailable. In
    # February only b, which has no price, talks about prices, and nothing of that is contained.
    talks = [
        talk("a", "2026-03-05", page_type="home", contained=True),
        talk("b", "2026-02-05", page_type="pricing"),
    ]
    project = config({"id": "a", "assume": {"human_chat_cost": 4.0}}, {"id": "b"})
    found = figures(world(conversations=talks), project, "2026-02", "2026-03", by="page_type")
    february = figure(
        found, "*", "deflection_cost_saved", period="2026-02", segment_value="pricing"
    )
    assert (february["lack"], february["value"]) == (None, 0.0)
    march = figure(found, "*", "deflection_cost_saved", period="2026-03", segment_value="home")
    assert (march["lack"], march["value"]) == (None, 4.0)
