"""The section on the sales cycle: both ways of counting side by side, or what is missing."""

from __future__ import annotations

import re
from html import unescape

from kpikit import findings, html
from tests.cycles import cycle_view, days


def text_of(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_both_ways_stand_side_by_side_with_labels_and_intervals() -> None:
    figures = days(13, 3, low=-2, high=9)
    figures["sales_cycle_adjusted_chatbot_days"] = {"value": 44, "low": 40, "high": 49, "n": 90}
    page = html.cycle(cycle_view(figures)).html
    table = re.search(r"Positive means that the chatbot is faster.*?</table>", page, re.DOTALL)
    assert table is not None
    said = text_of(table.group())
    assert "As published: biased toward the younger channel" in said
    assert "Adjusted for deals still open" in said
    assert "44\xa0d 40 to 49\xa0d, 90 won".replace("\xa0", " ") in said.replace("\xa0", " ")
    assert "3 d −2 to 9 d" in said.replace("\xa0", " ")


def test_curves_are_read_at_some_days_with_those_at_risk() -> None:
    page = html.cycle(cycle_view(days(13, 3))).html
    table = re.search(r"Share of leads won, and leads still at risk.*?</table>", page, re.DOTALL)
    assert table is not None
    said = text_of(table.group())
    assert "Chatbot 15.0% 170 at risk 30.0% 140 at risk 45.0% 110 at risk –" in said
    assert "Form 3.8% 385 at risk 7.5% 370 at risk 11.3% 355 at risk –" in said
    assert "followed for 100\xa0days" in page


def test_what_is_missing_is_said() -> None:
    why = "a median takes 3 more chatbot wins within 84 days"
    page = html.cycle(cycle_view(days(13, None, reason=why), curves=False)).html
    assert "A median takes 3 more chatbot wins within 84 days." in page
    assert "leads still at risk" not in page


def test_it_is_not_called_the_bots_effect() -> None:
    assert findings.SELF_SELECTION in text_of(html.cycle(cycle_view(days(13, 3))).html)
