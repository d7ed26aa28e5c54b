"""Why the published sales cycle and the adjusted one differ; sentences by hand."""

from __future__ import annotations

from kpikit import findings
from tests.cycles import cycle_view, days

NBSP = "\xa0"


def test_closed_deals_flatter_a_young_channel() -> None:
    told = findings.why_apart(cycle_view(days(9, -1, low=-11, high=8)))
    assert told.title == f"Closed deals alone make the chatbot look 10{NBSP}days faster"
    assert told.paragraphs == (
        f"29% of the chatbot's leads have been watched for less than 54{NBSP}days, by which half "
        "of the form's wins come; of the form's leads it is 8%. Their slow deals are not closed "
        "yet.",
        "110 of the chatbot's 200 leads are still open.",
        f"Half of its leads began in the last 103{NBSP}days, of the form's in the last "
        f"358{NBSP}days: the channel is younger, or it grows faster.",
        f"Adjusted, −11 to 8{NBSP}days are possible: neither channel is shown to be faster.",
    )


def test_both_may_agree() -> None:
    told = findings.why_apart(cycle_view(days(6, 5, low=2, high=9)))
    assert told == ("Both ways of counting agree", (), "", told.figures)


def test_closed_deals_can_also_make_it_look_slower() -> None:
    told = findings.why_apart(cycle_view(days(-4, 3, low=1, high=5)))
    assert told.title == f"Closed deals alone make the chatbot look 7{NBSP}days slower"
    assert "deals won in the period alone" in told.paragraphs[0]


def test_without_an_adjusted_figure_the_reason_is_said() -> None:
    why = "a median takes 3 more chatbot wins within 84 days"
    told = findings.why_apart(cycle_view(days(9, None, reason=why), mixed=7))
    assert told.title == "No adjusted comparison yet"
    assert told.paragraphs == (
        "A median takes 3 more chatbot wins within 84 days.",
        "7 leads used both channels or came from elsewhere; they count in neither.",
    )


def test_one_mixed_lead_is_one() -> None:
    told = findings.why_apart(cycle_view(days(6, 6), mixed=1))
    assert told.paragraphs == (
        "1 lead used both channels or came from elsewhere; it counts in neither.",
    )
