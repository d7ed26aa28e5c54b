"""Nothing that a user wrote can become markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from kpikit.html.markup import emphasised, escape, join, tag
from kpikit.html.masthead import css_string
from tests.pages import SECTIONS, page, tree, words
from tests.sample import HOSTILE


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_text_comes_back_as_it_was(text: str) -> None:
    built = tag("p", text, title=text)
    assert built.count("<") == 2
    parsed = lxml_html.fragment_fromstring(built)
    assert "".join(parsed.itertext()) == text
    assert parsed.get("title") == text


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x0b", "\x1b", "\x1f"])
def test_characters_that_no_page_may_hold_are_dropped(bad: str) -> None:
    assert tag("p", f"re{bad}fund", title=f"a{bad}b") == '<p title="ab">refund</p>'
    assert tag("p", "a\tb\nc") == "<p>a\tb\nc</p>"


def test_markup_is_not_escaped_twice() -> None:
    assert join(tag("b", "<"), None, "<") == "<b>&lt;</b>&lt;"
    assert escape(escape("<")) == "&lt;"


def test_attributes_that_are_none_or_false_are_left_out() -> None:
    assert tag("th", "x", class_=None, hidden=False, open=True) == "<th open>x</th>"


def test_the_first_amount_of_a_sentence_is_bold() -> None:
    assert emphasised("4 of 12 cost −$3.8k, 12% less") == "4 of 12 cost <b>−$3.8k</b>, 12% less"
    assert emphasised("Median 34\N{NO-BREAK SPACE}days over 31") == (
        "Median <b>34\N{NO-BREAK SPACE}days</b> over 31"
    )
    assert emphasised("<i> 402 are") == "&lt;i&gt; 402 are"


@given(st.text(max_size=40))
def test_no_text_can_end_a_css_string_or_the_style_element(text: str) -> None:
    body = css_string(text)[1:-1]
    assert not set(body) & set('"<>\n\r/')


def test_a_name_with_html_is_shown_as_text_everywhere() -> None:
    parsed = tree(page("hostile"))
    assert parsed.find(".//title").text.startswith(HOSTILE)
    assert HOSTILE in words(parsed.find(".//h1"))
    # The only bold elements are the report's own.
    assert not [b for b in parsed.iter("b") if words(b) == "Bot"]
    assert "{{ 7*7 }}" in words(parsed.find(".//h1"))


def test_an_owner_with_html_is_shown_as_text() -> None:
    assert "Marketing &lt;ops&gt;" in page("pricing")
    assert "<ops>" not in page("pricing")


def test_every_section_of_a_report_is_on_the_page() -> None:
    for name in SECTIONS:
        assert f'id="kk-{name}"' in page("pricing")
