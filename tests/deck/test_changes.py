"""Slides on what changed come only where something did."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from pptx import Presentation

from kpikit.deck import build_deck
from kpikit.details.change_parts import SCHEMA as PARTS
from tests.deck.reading import charts, notes, slides, titles
from tests.sample import PERIODS, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.view import View


def view(*flagged: str, csat: tuple[float, ...] = ()) -> View:
    """The pricing bot with these measures flagged, the last ratings set and no fault of data."""
    sample = snapshot(intervals=True)
    quality = replace(sample.context.quality, days=())
    sample = replace(sample, context=replace(sample.context, quality=quality))
    kind = sample.results.schema["flag"]
    now = (pl.col("period") == PERIODS[-1]) & (pl.col("bot_id") == "pricing")
    flag = pl.when(now & pl.col("kpi").is_in(flagged)).then(pl.lit("up")).otherwise(pl.lit("none"))
    set_ = dict(zip(PERIODS[-len(csat) :], csat, strict=True)) if csat else {}
    rated = pl.col("period").replace_strict(set_, default=None, return_dtype=pl.Float64)
    here = (pl.col("kpi") == "csat") & (pl.col("bot_id") == "pricing") & rated.is_not_null()
    frame = sample.results.with_columns(
        flag.cast(kind).alias("flag"), pl.when(here).then(rated).otherwise("value").alias("value")
    )
    return replace(sample, results=frame).view("pricing")


def made(given: View, folder: Path) -> list[str]:
    return titles(build_deck(given, folder / "deck.pptx"))


def test_nothing_flagged_has_no_slide(tmp_path: Path) -> None:
    told = " ".join(made(view(), tmp_path))
    assert "stand out" not in told
    assert "in a row" not in told


def test_one_move_is_a_line_and_many_are_a_table(tmp_path: Path) -> None:
    one = made(view("completion_rate"), tmp_path)
    assert any(title.startswith("Completion rate ") for title in one)
    assert "stand out" not in " ".join(one)
    many = [row.kpi.id for row in snapshot().view("pricing").kpis() if row.known][:30]
    more = made(view(*many), tmp_path)
    assert any(title.endswith("; 29 more changes stand out") for title in more)


def changes_slide(given: View, folder: Path) -> dict[str, list[str]]:
    deck = build_deck(given, folder / "deck.pptx")
    return next(texts for texts in slides(deck) if "What changed" in texts)


def test_what_has_no_room_is_pointed_to_only_where_it_is(tmp_path: Path) -> None:
    many = [row.kpi.id for row in snapshot().view("pricing").kpis() if row.known][:30]
    run, bot = tmp_path / "run", tmp_path / "run" / "pricing"
    bot.mkdir(parents=True)
    left = re.compile(r"(\d+) more changes are in (.+?)\.$")

    def said() -> str:
        return " ".join(changes_slide(view(*many), bot)["Source"])

    assert " more" not in said()
    assert f"{len(table(bot / 'deck.pptx'))} of 30 changes are here." in said()
    (run / "results.parquet").touch()
    found = left.search(said())
    assert found is not None
    assert found[2] == "results.parquet of this run"
    rows = {row[0] for row in table(bot / "deck.pptx")}
    assert len(rows) + int(found[1]) == 30
    (bot / "report.html").touch()
    assert "more changes are in report.html beside this deck." in said()


def table(deck: Path) -> list[list[str]]:
    for slide in Presentation(str(deck)).slides:
        for shape in slide.shapes:
            if shape.name == "What changed":
                return [[cell.text for cell in row.cells] for row in shape.table.rows][1:]
    return []


def test_a_portfolio_names_the_chatbot_of_a_change(tmp_path: Path) -> None:
    """Two changes are a line: that of the chatbot, not of all of them together."""
    sample = snapshot(intervals=True)
    now = (pl.col("period") == PERIODS[-1]) & (pl.col("bot_id") == "pricing")
    mine = now & (pl.col("kpi") == "completion_rate")
    flag = pl.when(mine).then(pl.lit("up")).otherwise(pl.lit("none"))
    kind = sample.results.schema["flag"]
    whole = replace(sample, results=sample.results.with_columns(flag.cast(kind).alias("flag")))
    deck = build_deck(whole.view("*"), tmp_path / "deck.pptx")
    assert any(title.startswith("Completion rate at Pricing Bot rose") for title in titles(deck))
    drawn = charts(deck)["What changed"].columns["Sep"]
    rows = whole.view("pricing").history("completion_rate")
    assert drawn == pytest.approx([row.value for row in rows], rel=1e-12)


def test_a_csat_that_falls_three_times_has_a_slide(tmp_path: Path) -> None:
    told = made(view(csat=(0.8, 0.78, 0.75, 0.7)), tmp_path)
    assert "CSAT has fallen three months in a row, from 80.0% in June to 70.0%" in told
    assert not any("in a row" in title for title in made(view(csat=(0.8, 0.7)), tmp_path))


def test_names_from_the_data_are_written_as_words(tmp_path: Path) -> None:
    """A board reads "delivery status"; only the notes keep the names of columns and files."""
    given = view("completion_rate")
    part = {
        "bot_id": "pricing", "period": PERIODS[-1], "kpi": "completion_rate", "segment": "intent",
        "segment_value": "delivery_status", "value_before": 0.6, "value": 0.7, "rate": 0.1,
        "mix": 0.0, "weight_before": 1.0, "weight": 1.0,
    }  # fmt: skip
    given = replace(given, details={"change_parts": pl.DataFrame([part], schema=PARTS)})
    shown = changes_slide(given, tmp_path)
    assert "delivery status" in " ".join(shown["Notes"])
    everything = str(slides(tmp_path / "deck.pptx"))
    assert "delivery_status" not in everything
    assert " in events" not in everything


def test_where_missing_data_go_is_in_the_notes(tmp_path: Path) -> None:
    sample = snapshot()
    lost = pl.col("kpi").str.contains("sentiment|nps|ces_|handoff|negative|csat_mean|thumbs")
    frame = sample.results.with_columns(
        pl.when(lost).then(None).otherwise("value").alias("value"),
        pl.when(lost).then(pl.lit("unavailable", sample.results.schema["status"]))
        .otherwise("status").alias("status"),
        pl.when(lost).then(pl.lit("needs events.nps_score")).otherwise("reason").alias("reason"),
    )  # fmt: skip
    deck = build_deck(replace(sample, results=frame).view("pricing"), tmp_path / "deck.pptx")
    assert "nps_score in events" in " ".join(notes(deck))
    assert "nps_score" not in str(slides(deck))
