"""The sections on the sample: each number is the result's, each state has its word."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from kpikit import labels
from kpikit.findings.scored import aim
from kpikit.html import symbols
from kpikit.html.scorecard import card as card_of
from kpikit.html.words import moved, span
from kpikit.periods import kind_of
from kpikit.report import Report
from tests.pages import SECTIONS, page, sections_are_methods, tree, view, words
from tests.sample import snapshot

BOTS = ("pricing", "help", "quiet", "hostile", "*")


def part(bot: str, name: str, *, intervals: bool = False) -> Any:
    report = Report(view(bot, intervals=intervals))
    return tree(getattr(report, name)()._repr_html_())


def cells(row: Any) -> list[str]:
    return [words(cell).strip() for cell in row]


@pytest.mark.parametrize("bot", BOTS)
@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_is_one_element_labelled_by_its_heading(bot: str, name: str) -> None:
    html = getattr(Report(view(bot)), name)()._repr_html_()
    section = tree(f"<div>{html}</div>")[0]
    assert section.tag == "section"
    assert section.get("id") == f"kk-{name}"
    heading = section.get("aria-labelledby")
    assert [e.tag for e in section.iter() if e.get("id") == heading][0] in {"h1", "h2"}


def test_the_pages_of_these_tests_have_every_section() -> None:
    assert sections_are_methods()


def test_a_card_shows_the_result_with_its_comparisons() -> None:
    shown = view("pricing")
    cards = part("pricing", "scorecard").findall(".//article")
    assert len(cards) <= 6
    for card, row in zip(cards, shown.headline(), strict=True):
        text = words(card)
        assert row.kpi.title in text
        value = words(card.find(".//*[@class='kk-value']"))
        assert "".join(value.split()) == "".join(row.format(row.value, words=True).split())
        assert f"August {row.format(row.prior_value, words=True)}" in text
        assert labels.STATES[row.verdict].word in text


@pytest.mark.parametrize("intervals", [False, True], ids=["plain", "intervals"])
@pytest.mark.parametrize("bot", BOTS)
def test_every_row_of_the_table_is_its_result(bot: str, *, intervals: bool) -> None:
    shown = view(bot, intervals=intervals)
    wanted = [r for r in shown.kpis() if r.status in {"final", "provisional"}]
    table = part(bot, "measures", intervals=intervals).find(".//table")
    rows = {cells(row)[0]: cells(row) for row in table.findall(".//tbody/tr") if len(row) > 1}
    assert len(rows) == len(wanted)
    for row in wanted:
        old = [shown.get(row.kpi.id, method=row.method or None, period=p)
               for p in shown.periods[-4:-1]]  # fmt: skip
        launch = shown.bot.launch or dt.date.min
        there = [r.value or r.period_end.date() > launch for r in old]
        past = [t and not row.kpi.is_state for t in there]
        earlier = [r.text if t else labels.DASH for r, t in zip(old, past, strict=True)]
        bounded = [row.interval_text] if any(r.low is not None for r in wanted) else []
        title = row.kpi.title + (", on 3 Oct 2026" if row.kpi.is_state else "")
        found = rows[title]
        judged = found.pop()
        wanted_cells = [title, "", *earlier, row.text, *bounded, moved(row), aim(row)]
        assert found == wanted_cells
        assert (labels.STATES[row.verdict].word if row.known else "no cases") in judged
        assert ("until" in judged) == (row.status == "provisional")


def test_what_does_not_apply_is_a_sentence_and_not_rows_of_dashes() -> None:
    text = words(part("help", "measures"))
    assert "Not applicable to a support bot without leads and orders: lead capture rate; " in text
    assert "not applicable" not in words(part("help", "measures").find(".//tbody"))


def test_what_is_unavailable_says_what_is_missing_and_where_to_put_it() -> None:
    [row] = part("pricing", "unavailable").find(".//table").findall("./tbody/tr")
    assert cells(row) == [
        "Content adherence rate; PII redaction rate",
        "Reviews: each row is one reviewed item: an answer, or for consent, masking and deletion a "
        "conversation",
        "reviews  under data in kpikit.yml",
    ]
    assert "Two measures need more data" in words(part("pricing", "unavailable"))


def test_the_escalations_add_up_to_their_total() -> None:
    """Their counts do; each share reads as it does in the table of all measures."""
    shown = view("pricing")
    *rows, total = part("pricing", "escalation").findall(".//tbody/tr")
    ids = ("high_intent", "explicit_ask", "unanswered", "frustration", "unknown")
    texts = [shown[f"escalation_rate_{name}"].text for name in ids]
    assert [cells(row)[2] for row in rows] == texts
    assert cells(total)[2] == shown["escalation_rate"].text
    counts = [int(cells(row)[4].replace(",", "")) for row in [*rows, total]]
    assert sum(counts[:-1]) == counts[-1] == 1203


def test_the_funnel_breaks_where_the_cohort_changes() -> None:
    first, second = part("pricing", "leads").findall(".//tbody")
    assert cells(first[0])[2:] == ["389", "8.1% of chats"]
    assert words(second[0]).strip() == "Closed in September"
    assert [cells(row)[2:] for row in second[1:]] == [
        ["31", "$128.4k"], ["12", "$6.2k"], ["", "$134.6k"],
    ]  # fmt: skip


def test_a_bot_without_conversations_says_so_and_draws_nothing() -> None:
    parsed = tree(page("quiet"))
    assert words(parsed.find(".//h1")) == "Quiet Bot had no conversations in September 2026"
    assert parsed.findall(".//figure") == []
    assert "no cases" in words(parsed.find(".//*[@id='kk-scorecard']"))


def test_the_strip_of_days_marks_the_lost_ones() -> None:
    strip = part("pricing", "quality").find(".//svg[@class='kk-strip']")
    dashed = [rect for rect in strip.iter("rect") if rect.get("stroke-dasharray")]
    assert len(dashed) == 3
    assert [text.text for text in strip.iter("text")] == ["1", "14", "16", "30"]
    figure = part("pricing", "quality").find(".//figure")
    assert "27 of 30 days" in words(figure)
    assert "14 to 16 Sep" in words(figure)


def test_every_state_has_its_own_symbol_and_its_word() -> None:
    drawn = {name: symbols.symbol(name) for name in labels.STATES}
    assert drawn.pop("none") == drawn["not_applicable"]
    assert len(set(drawn.values())) == len(drawn)
    for name, state in labels.STATES.items():
        assert words(tree(symbols.state(name))) == state.word


def test_alt_texts_say_every_value() -> None:
    images = part("pricing", "money").findall(".//*[@role='img']")
    assert len(images) == 2
    assert "Sep 2026: $134.6k, $36.4k, $98.3k" in images[0].get("aria-label")
    assert "Net incremental revenue 98.3" in images[1].get("aria-label")
    for image in images:
        assert all(svg.get("aria-hidden") == "true" for svg in image.iter("svg"))


def test_words_of_periods() -> None:
    assert kind_of("2026-09") == "month"
    assert span([]) == ""
    assert span(["2026-08"]) == "Aug"


def test_a_target_that_faulty_data_reach_is_not_judged() -> None:
    # The sample lost three days of outcomes, a tenth: two points off may be their work.
    whole = snapshot()
    value = whole.view("pricing")["containment_rate"].value
    assert value is not None
    here = [pl.col("kpi").is_in(["containment_rate", "csat"]), pl.col("bot_id") == "pricing"]
    given = {"target": pl.lit(value + 0.02), "target_status": pl.lit("missed")}
    results = whole.results.with_columns(
        pl.when(*here).then(new.cast(whole.results.schema[name])).otherwise(name).alias(name)
        for name, new in given.items()
    )
    changed = replace(whole, results=results).view("pricing")
    goal = f"{labels.number(value + 0.02, 'share')}, "
    rows = {}
    for row in tree(Report(changed).measures().html).findall(".//tbody/tr"):
        rows[cells(row)[0]] = cells(row)
    assert f"{goal}not judged" in rows["Containment rate"]
    assert f"{goal}missed" in rows["CSAT"]
    card = words(tree(card_of(changed, changed["containment_rate"])))
    assert f"{goal}not judged" in card
