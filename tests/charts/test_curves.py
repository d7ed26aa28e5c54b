"""The curves of the sales cycle: what is read off them, and when there are none."""

from __future__ import annotations

from kpikit import charts
from kpikit.charts.curves import Reading
from tests.cycles import cycle_view, days


def test_a_curve_is_read_by_day_up_to_its_horizon() -> None:
    both = charts.curves(cycle_view(days(9, -1)))
    assert both is not None
    chatbot, form = both
    assert (chatbot.horizon, form.horizon) == (100, 100)
    assert chatbot.at(30) == Reading(0.15, 170, 30)
    assert form.at(90) == Reading(45 / 400, 355, 45)
    assert chatbot.at(120) is None


def test_the_text_says_every_value() -> None:
    view = cycle_view({"sales_cycle_adjusted_chatbot_days": {"value": 44.0, "low": 40, "high": 50},
                       "sales_cycle_adjusted_form_days": {"value": None, "low": None}})  # fmt: skip
    assert charts.cycle_curves_alt(view) == (
        "Share of leads won by days since the start. Chatbot: 15.0% by day 30, 30.0% by day 60, "
        "45.0% by day 90, 50.0% by day 100, half of its wins by day 44 (40 to 50\xa0d). Form: 3.8% "
        "by day 30, 7.5% by day 60, 11.3% by day 90, 12.5% by day 100."
    )


def test_it_is_drawn_in_both_sizes() -> None:
    view = cycle_view(days(9, -1))
    for narrow, width in ((False, 816), (True, 360)):
        drawn = charts.cycle_curves(view, narrow=narrow)
        assert drawn is not None
        assert round(drawn.get_size_inches()[0] * 72) == width
        texts = {text.get_text() for text in drawn.findobj(match=_is_text)}
        assert {"Chatbot 50.0%", "Form 12.5%", "30", "90"} <= texts


def test_without_ten_leads_there_is_nothing_to_draw() -> None:
    view = cycle_view(days(9, None), curves=False)
    assert charts.curves(view) is None
    assert charts.cycle_curves(view) is None
    assert charts.cycle_curves_alt(view) == ""


def _is_text(artist: object) -> bool:
    return hasattr(artist, "get_text")
