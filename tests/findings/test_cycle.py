"""Why the published sales cycle and the adjusted one differ; sentences by hand."""

from __future__ import annotations

import pytest

from kpikit import findings
from kpikit.charts.gap import gaps
from tests.cycles import cycle_view, days
from tests.findings.readback import Reader, unproven

NBSP = "\xa0"


def test_closed_deals_flatter_a_young_channel() -> None:
    told = findings.why_apart(cycle_view(days(9, -1, low=-11, high=8)))
    assert told.title == (
        f"Closed deals alone make the chatbot look 9{NBSP}days faster; counting open leads, "
        f"1{NBSP}day slower"
    )
    assert told.paragraphs == (
        f"29% of the chatbot's leads have been watched for less than 54{NBSP}days, by which half "
        "of the form's wins come; of the form's leads it is 8%. Their slow deals are not closed "
        "yet.",
        "110 of the chatbot's 200 leads are still open.",
        f"Half of its leads began in the last 103{NBSP}days, of the form's in the last "
        f"358{NBSP}days: the channel is younger, or it grows faster.",
        f"Adjusted, 11{NBSP}days slower to 8{NBSP}days faster are possible: neither channel is "
        "shown to be faster.",
    )


def test_both_may_agree() -> None:
    told = findings.why_apart(cycle_view(days(6, 5, low=2, high=9)))
    assert told == ("Both ways of counting agree", (), "", told.figures)


def test_closed_deals_can_also_make_it_look_slower() -> None:
    told = findings.why_apart(cycle_view(days(-4, 3, low=1, high=5)))
    assert told.title == (
        f"Closed deals alone make the chatbot look 4{NBSP}days slower; counting open leads, "
        f"3{NBSP}days faster"
    )
    assert "deals won in the period alone" in told.paragraphs[0]


@pytest.mark.parametrize(
    ("published", "adjusted", "said"),
    [
        (14, 1, "14 days faster; counting open leads, 1 day faster"),
        (9, 0, "9 days faster; counting open leads, as fast as the form"),
        (0, -6, "as fast as the form; counting open leads, 6 days slower"),
        (-2, -8, "2 days slower; counting open leads, 8 days slower"),
        (-8, -2, "8 days slower; counting open leads, 2 days slower"),
    ],
)
def test_both_ways_of_counting_are_said_with_their_own_direction(
    published: float, adjusted: float, said: str
) -> None:
    told = findings.why_apart(cycle_view(days(published, adjusted)))
    assert told.title.replace(NBSP, " ") == f"Closed deals alone make the chatbot look {said}"


def test_an_interval_is_counted_the_way_its_number_is() -> None:
    """Form less chatbot −13.5 (−28.3 to 8.0): later by 13.5, at most 28.3, at least −8.0."""
    figures = days(-13.5, -13, low=-33, high=6)
    figures["sales_cycle_reduction_days"] |= {"low": -28.3, "high": 8.0}
    view = cycle_view(figures)
    assert findings.cycle(view).title.replace(NBSP, " ") == (
        "Chatbot deals are not shown to close later: 13.5 days as published (−8 to 28.3 days)"
    )
    assert findings.adjusted_cycle(view).replace(NBSP, " ") == (
        "counting open leads, 13 days later (−6 to 33 days)"
    )
    published, adjusted = gaps(view)
    assert (published.words, published.interval) == (
        f"13.5{NBSP}days later",
        f"−8 to 28.3{NBSP}d",
    )
    assert (adjusted.words, adjusted.interval) == (f"13{NBSP}days later", f"−6 to 33{NBSP}d")
    assert unproven(findings.cycle(view).title, Reader(findings.cycle(view).figures)) == []


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
