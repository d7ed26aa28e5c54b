"""Notes say what a number means, where it is read from, its n and interval; also off the table."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import polars as pl

from kpikit.context import Assumed
from kpikit.deck import build_deck
from kpikit.deck.notes import assumptions, holdouts, provenance
from tests.deck.reading import notes, slides
from tests.findings.test_proof import RAN, months, moved, view
from tests.sample import PERIODS, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.view import View

DEFINITION = "Definition: Conversations rated satisfied, over the conversations with a rating."


def test_a_measure_is_defined_once_with_the_tables_it_is_read_from() -> None:
    shown = snapshot(intervals=True).view("pricing")
    (line,) = provenance([shown.history("csat"), [shown["csat"]]])
    assert line.count("Definition:") == 1
    assert line.endswith(f" {DEFINITION} Read from events.")
    by_category = shown.split("total_cost", "category")
    lines = provenance([[row] for row in by_category])
    assert sum("Definition:" in line for line in lines) == 1
    assert "Read from costs." in lines[0]


def test_a_derived_measure_is_read_from_the_tables_of_its_parts() -> None:
    (line,) = provenance([[snapshot().view("pricing")["payback_multiple"]]])
    assert line.endswith("Read from costs, deals, events, leads and orders.")


def test_a_mark_says_what_it_is_marked_against() -> None:
    sample = snapshot()
    here = (pl.col("kpi") == "csat") & (pl.col("period") == PERIODS[-1])
    frame = sample.results.with_columns(
        pl.when(here).then(pl.lit("down")).otherwise(pl.lit("none"))
        .cast(sample.results.schema["flag"]).alias("flag"),
        pl.when(here).then(0.783).otherwise("trailing_mean").alias("trailing_mean"),
    )  # fmt: skip
    row = dataclasses.replace(sample, results=frame).view("pricing")["csat"]
    assert ", marked against a mean of 78.3% in the three before" in provenance([[row]])[0]


def test_a_holdout_has_its_arms_and_days() -> None:
    shown = view(holdout=[RAN])
    line = (
        "Holdout q3 of Pricing Bot (details/holdout.parquet): 400 of 10,000 with the bot and 150 "
        "of 5,000 without it bought, 1 Jul 2026 to 30 Sep 2026; 95% interval of the difference "
        "0.40 to 1.60 points."
    )
    assert holdouts(shown) == [line]
    assert holdouts(view("*", holdout=[RAN])) == [line]
    assert holdouts(view()) == []
    small = view(holdout=[{"experiment": "q3", "why": "the holdout q3 is too small"}])
    assert holdouts(small)[0].endswith(": the holdout q3 is too small.")


def with_assumed(shown: View, *given: Assumed) -> View:
    return dataclasses.replace(shown, context=dataclasses.replace(shown.context, assumptions=given))


def test_an_assumption_has_its_range_and_who_set_it() -> None:
    given = Assumed(
        "pricing", "contact_share", 0.8, 0.6, 0.9, owner="Controlling", source="survey",
        date="2026-04-22",
    )  # fmt: skip
    default = Assumed("pricing", "gross_margin", 1.0, default=True)
    derived = Assumed("pricing", "human_chat_cost", 12.06, default=True)
    lines = assumptions(with_assumed(view(), given, default, derived))
    assert lines[0] == (
        "Share that would have asked a person of Pricing Bot (contact_share in kpikit.yml): 80% "
        "(60 to 90%); Controlling, survey, 2026-04-22."
    )
    assert lines[1].endswith("100%; kpikit's default, set by nobody.")
    assert len(lines) == 2  # what follows from two others is no assumption of its own


def test_every_slide_with_numbers_says_where_they_are_from(tmp_path: Path) -> None:
    shown = view(
        holdout=[RAN],
        cumulative=months(-9e3, 1e3, -2e3, 5e3),
        tornado=[moved("contact_share", 8e4, 12e4)],
    )
    path = build_deck(shown, tmp_path / "deck.pptx")
    told = dict(zip([tuple(s) for s in slides(path)], notes(path), strict=True))
    (since,) = [text for shapes, text in told.items() if "Net since launch" in shapes]
    assert "Apr 2026: $7.0k, total $5.0k" in since
    assert "From details/cumulative" in since
    (swing,) = [text for shapes, text in told.items() if "Net by assumption" in shapes]
    assert "From details/tornado.parquet of this run" in swing
    charted = [text for shapes, text in told.items() if {"Money by month", "Scorecard"} & {*shapes}]
    assert len(charted) == 2
    assert all("Definition: " in text and "Read from " in text for text in charted)
    proven = [t for s, t in told.items() if {"Net by month", "Bridge to net"} & {*s}]
    assert all("Holdout q3 of Pricing Bot" in text for text in proven)


def test_the_ledger_counts_alike_on_its_slide_and_in_its_notes(tmp_path: Path) -> None:
    """Title, table with the line under it, and notes: three given, two defaults, one derived."""
    given = [
        Assumed("pricing", "contact_share", 0.8, 0.6, 0.9, owner="Controlling"),
        Assumed("pricing", "agent_hourly_cost", 41.0),
        Assumed("help", "chats_per_hour", 3.4),
        Assumed("help", "human_chat_cost", 12.06, default=True),
        Assumed("help", "gross_margin", 1.0, default=True),
        Assumed("pricing", "fte_hours", 160.0, default=True),
    ]
    path = build_deck(with_assumed(view("*"), *given), tmp_path / "deck.pptx")
    (place,) = [n for n, texts in enumerate(slides(path)) if "Assumptions" in texts]
    shown = slides(path)[place]
    assert shown["Title"] == [
        "Five assumptions stand behind the money; two are at kpikit's default"
    ]
    cells = shown["Assumptions"]
    assert sum(text.startswith(("80%", "$41.00", "3.4")) for text in cells) == 3
    (foot,) = shown["Source"]
    assert foot.endswith(
        "At kpikit's default, set by nobody: gross margin 100% at Help Desk Bot and hours of a "
        "full-time month 160\u00a0h at Pricing Bot."
    )
    assert sum(" in kpikit.yml): " in line for line in notes(path)[place].split("\n")) == 5
