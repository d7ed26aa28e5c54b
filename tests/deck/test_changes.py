"""Slides on what changed come only where something did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from kpikit.deck import build_deck
from tests.deck.reading import titles
from tests.sample import PERIODS, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.view import View


def view(*flagged: str, csat: tuple[float, ...] = ()) -> View:
    """The pricing bot with these measures flagged and the last ratings set."""
    sample = snapshot(intervals=True)
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
    assert "One measure stands out of the usual month-to-month movement" in one
    many = [row.kpi.id for row in snapshot().view("pricing").kpis() if row.known][:30]
    more = made(view(*many), tmp_path)
    assert "30 measures stand out of the usual month-to-month movement" in more


def test_a_csat_that_falls_three_times_has_a_slide(tmp_path: Path) -> None:
    told = made(view(csat=(0.8, 0.78, 0.75, 0.7)), tmp_path)
    assert "CSAT has fallen three months in a row, from 80.0% in June to 70.0%" in told
    assert not any("in a row" in title for title in made(view(csat=(0.8, 0.7)), tmp_path))
