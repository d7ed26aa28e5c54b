"""The deck as a whole: which slides it has, and what each slide must have."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from kpikit.deck import build_deck
from kpikit.deck.audit import audit
from kpikit.deck.slides.scorecard import chosen
from kpikit.snapshot import Snapshot
from tests.deck.conftest import BOTS
from tests.deck.reading import charts, notes, slides, titles
from tests.sample import HOSTILE, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.view import View

# A value-from-cells label needs two elements in one c:ext; the validator knows of one.
FALSE_ALARM = "Choice allows at most 1 occurrence(s), found 2"
NBSP = "\N{NO-BREAK SPACE}"
MONEY = {"Money by month", "Bridge to net"}


@pytest.mark.parametrize("intervals", [False, True])
@pytest.mark.parametrize("bot", BOTS)
def test_validators_find_nothing(deck: Callable[..., Path], bot: str, *, intervals: bool) -> None:
    path = deck(bot, intervals=intervals)
    found = [str(e) for e in OpenXmlValidator().validate(path).errors]
    assert [e for e in found if FALSE_ALARM not in e or "/dLbl[" not in e] == []
    assert audit(path) == []


def test_a_sales_deck_has_the_slides_of_the_board(deck: Callable[..., Path]) -> None:
    found = [title.replace(NBSP, " ") for title in titles(deck("pricing"))]
    # The sample's money: 128,431.50 + 6,212.25 booked, 36,357.40 spent, 98,286.35 left.
    assert found[0] == "Pricing Bot"
    assert found[1].startswith("Pricing Bot booked $98.3k more than it cost in September 2026")
    # CSAT is bad, no holdout ran, days of outcomes are missing.
    assert found[2].startswith("Three decisions are asked for, the first: fund work on CSAT")
    assert found[3].endswith("was above zero in all 13 months; September 2026 ended at $98.3k")
    assert found[4] == (
        "Of $134.6k booked, $98.3k is left after costs; attributed, not proven incremental"
    )
    # As published first, and beside it what is left once open leads are counted.
    assert found[5].startswith("As published, chatbot deals closed 13 days sooner than form deals")
    assert "; counting open leads, " in found[5]
    assert found[6].startswith(
        "37.4% of conversations were closed and stayed closed"
    )  # 1,801 of 4,812
    assert found[7] == "Two of three measures with a target met it; CSAT did not"
    assert found[8].startswith("Four assumptions stand behind the money")
    assert "Two measures need more data: " in str(slides(deck("pricing"))[-1])
    assert len(found) <= 15
    assert found[-1] == "Three days of outcomes are missing"


def test_the_portfolio_adds_the_slide_by_chatbot(deck: Callable[..., Path]) -> None:
    assert "Net by chatbot" in charts(deck("*"))
    assert "Net by chatbot" not in charts(deck("pricing"))
    (text,) = [" ".join(s["Notes"]) for s in slides(deck("*")) if "Net by chatbot" in s]
    # Help Desk Bot: 83,619.10 of cost, 26,926.90 saved.
    assert "Help Desk Bot: books no revenue. It cost $83.6k and saved $26.9k" in text


def test_a_support_bot_is_told_by_its_savings(deck: Callable[..., Path]) -> None:
    found = charts(deck("help"))
    assert set(found) >= MONEY
    assert "Saved" in found["Money by month"].columns
    everything = str(slides(deck("help")))
    assert "Sales cycle by month" not in found
    assert "not proven incremental" not in everything


@pytest.mark.parametrize("bot", ["pricing", "*"])
def test_revenue_without_a_holdout_says_so(deck: Callable[..., Path], bot: str) -> None:
    about = {"Net by month", "Money by month", "Bridge to net"}
    told = [" ".join(texts["Notes"]) for texts in slides(deck(bot)) if about & texts.keys()]
    assert len(told) == 3
    assert all("not proven incremental" in text for text in told)


def test_a_bot_without_conversations_has_a_deck_without_charts(deck: Callable[..., Path]) -> None:
    path = deck("quiet")
    assert charts(path) == {}
    assert titles(path)[1] == "Quiet Bot had no conversations in September 2026"


def test_missing_tickets_are_named_and_not_drawn_as_zero(deck: Callable[..., Path]) -> None:
    path = deck("hostile")
    ladder = charts(path)["Resolution ladder"]
    assert ladder.columns["Rung"][0] == "Contained: closed by the bot"
    assert ladder.columns["Held"] == [None] * 5
    assert "tickets under data in kpikit.yml" in str(notes(path))


def test_no_money_leaves_out_the_money_slides(tmp_path: Path) -> None:
    whole = snapshot()
    lost = pl.col("kpi").str.contains("cost|revenue|net_|payback|roi|deal|order|sales_cycle")
    gone = whole.results.with_columns(
        pl.when(lost).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("value", "n", "low", "high", "prior_value", "change", "target")
    ).with_columns(
        pl.when(lost).then(pl.lit("unavailable")).otherwise("status").alias("status"),
        pl.when(lost).then(pl.lit("needs costs")).otherwise("reason").alias("reason"),
    )
    gone = gone.cast(dict(whole.results.schema)).filter(pl.col("segment").is_null())
    path = build_deck(Snapshot(gone, whole.context).view("pricing"), tmp_path / "a.pptx")
    assert set(charts(path)) == {
        "Closed by month", "Resolution ladder", "Resolution and satisfaction",
    }  # fmt: skip
    assert "costs under data" in str(notes(path))
    assert "not proven" not in str(slides(path))
    assert audit(path) == []


@pytest.mark.parametrize("bot", BOTS)
def test_each_slide_is_whole(deck: Callable[..., Path], bot: str) -> None:
    path = deck(bot)
    for place, texts in enumerate(slides(path), start=1):
        assert list(texts)[0] == "Title"
        assert texts["Slide number"] == [str(place)]
        assert "September 2026" in texts["Footer"][0]
        assert texts["Source"][0].startswith("Source: ")
    for text in notes(path):
        assert "As of 3 Oct 2026, 06:00 (UTC)" in text
        assert "4f1c4f1c" in text


def test_notes_tell_where_each_number_comes_from(deck: Callable[..., Path]) -> None:
    bridge = notes(deck("pricing", intervals=True))[4]
    assert (
        "Net incremental revenue (net_incremental_revenue version 1, booked, bot pricing): "
        "2026-09 $98.3k, n 389, wilson 95% $67.8k to $141.5k"
    ) in bridge
    assert "Total cost (total_cost version 1, category people, bot pricing)" in bridge


def test_names_of_bots_are_text_everywhere(deck: Callable[..., Path]) -> None:
    assert titles(deck("hostile"))[0] == HOSTILE
    assert HOSTILE in slides(deck("hostile"))[1]["Footer"][0]
    chart = charts(deck("*"))["Net by chatbot"]
    assert any(str(name).startswith('<b>Bot</b> & "Co"') for name in chart.columns["Chatbot"])


def test_a_very_long_name_is_cut_and_nothing_overflows(tmp_path: Path) -> None:
    whole = snapshot()
    bots = [dataclasses.replace(b, name="Concierge & Wayfinder " * 12) for b in whole.context.bots]
    context = dataclasses.replace(whole.context, bots=tuple(bots), company="Long Company " * 20)
    for bot in ("pricing", "*"):
        path = build_deck(Snapshot(whole.results, context).view(bot), tmp_path / "a.pptx")
        assert audit(path) == []


def test_control_characters_are_dropped(tmp_path: Path) -> None:
    whole = snapshot(company="Bell\x07 Works\x00")
    path = build_deck(whole.view("*"), tmp_path / "a.pptx")
    assert titles(path)[0] == "Bell Works: all chatbots"


def test_a_quarter_is_shown_by_its_months(tmp_path: Path) -> None:
    whole = snapshot()
    last = whole.results.filter(pl.col("period") == "2026-09")
    quarters = [
        last.with_columns(
            pl.lit(name).alias("period"),
            pl.lit(start).str.to_datetime(time_unit="us", time_zone="UTC").alias("period_start"),
        )
        for name, start in (("2026-Q2", "2026-04-01"), ("2026-Q3", "2026-07-01"))
    ]
    quarter_end = pl.when(pl.col("period") == "2026-Q2").then(pl.col("period_start"))
    quarters[0] = quarters[0].with_columns(quarter_end.dt.offset_by("3mo").alias("period_end"))
    both = Snapshot(pl.concat([*quarters, whole.results]), whole.context)
    view = both.view("pricing", "2026-Q3")
    path = build_deck(view, tmp_path / "a.pptx")
    assert f"in Q3{NBSP}2026" in titles(path)[1]
    months = charts(path)["Money by month"].columns["Month"]
    # On one line it would be wider than its place, and some renderers would break it.
    assert months[:5] == ["Sep\n2025", "Oct", "Nov", "Dec", "Jan\n2026"]
    assert len(months) == 14  # thirteen months, and the row in which the names stand


def test_the_same_results_give_the_same_bytes(view: Callable[..., View], tmp_path: Path) -> None:
    first = build_deck(view("*", intervals=True), tmp_path / "1.pptx").read_bytes()
    assert build_deck(view("*", intervals=True), tmp_path / "2.pptx").read_bytes() == first
    # Another process hashes strings differently.
    code = (
        "import sys; from pathlib import Path; from tests.sample import snapshot; "
        "from kpikit.deck import build_deck; "
        "build_deck(snapshot(intervals=True).view('*'), Path(sys.argv[1]))"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "3.pptx")], cwd=root, check=True)
    assert (tmp_path / "3.pptx").read_bytes() == first


def test_properties_are_those_of_the_results(deck: Callable[..., Path]) -> None:
    properties = Presentation(str(deck("pricing"))).core_properties
    assert properties.title == "Pricing Bot, 2026-09"
    assert (properties.created.isoformat(), properties.author) == ("2026-10-03T06:00:00", "kpikit")


def test_libreoffice_draws_every_slide(
    deck: Callable[..., Path], libreoffice: Callable[..., Path]
) -> None:
    path = deck("*", intervals=True)
    pages = libreoffice(path).read_bytes().count(b"/Type/Page/")
    assert pages == len(Presentation(str(path)).slides)


@pytest.mark.parametrize("bot", BOTS)
def test_definitions_fill_their_columns_evenly(deck: Callable[..., Path], bot: str) -> None:
    columns = [
        len(shape.text_frame.paragraphs)
        for slide in Presentation(str(deck(bot, intervals=True))).slides
        if "what each of them means" in (slide.shapes.title.text or "")
        for shape in slide.placeholders
        if shape.name.startswith("Text")
    ]
    assert len(columns) >= 2
    assert max(columns) - min(columns) <= 2


def test_a_scorecard_leaves_out_what_is_about_other_types_of_bot() -> None:
    """Lead capture is for selling bots: it has a line in their scorecard, and none in a shop's."""
    whole = snapshot(intervals=True)
    bots = tuple(
        dataclasses.replace(bot, type="shop", headline=()) if bot.id == "pricing" else bot
        for bot in whole.context.bots
    )
    shop = Snapshot(whole.results, dataclasses.replace(whole.context, bots=bots)).view("pricing")
    judged = pl.when(pl.col("kpi") == "lead_capture_rate").then(pl.lit("bad")).otherwise("verdict")
    results = whole.results.with_columns(
        judged.cast(whole.results.schema["verdict"]).alias("verdict"),
        pl.when(pl.col("kpi") != "lead_capture_rate").then("target").alias("target"),
    )
    for view, there in ((whole.view("pricing"), True), (shop, False)):
        ids = {row.kpi.id for row in chosen(dataclasses.replace(view, results=results))}
        assert ("lead_capture_rate" in ids) is there
        assert "net_incremental_revenue" in ids


def test_a_range_of_numbers_is_never_broken_in_a_title(deck: Callable[..., Path]) -> None:
    title = titles(deck("pricing", intervals=True))[1]
    assert f"$67.8k{NBSP}to{NBSP}$141.5k possible" in title
