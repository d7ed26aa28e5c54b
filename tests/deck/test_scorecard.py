"""The scorecard's marks: each beside the number that it is about, and none beside a nought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from pptx import Presentation

from kpikit.deck import build_deck
from kpikit.deck.slides.scorecard import kept
from kpikit.findings.changed import marked_by
from tests.sample import PERIODS, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.view import View

NBSP = "\N{NO-BREAK SPACE}"


def view(kpi: str, **columns: float | str) -> View:
    """The pricing bot with columns of one measure set, and nothing else flagged."""
    sample = snapshot(intervals=True)
    now = (pl.col("period") == PERIODS[-1]) & (pl.col("bot_id") == "pricing")
    frame = sample.results.with_columns(pl.lit("none", sample.results.schema["flag"]).alias("flag"))
    for name, value in columns.items():
        new = pl.when(now & (pl.col("kpi") == kpi)).then(pl.lit(value, frame.schema[name]))
        frame = frame.with_columns(new.otherwise(name).alias(name))
    return replace(sample, results=frame).view("pricing")


def scorecard(given: View, folder: Path) -> tuple[list[str], dict[str, list[str]], Any]:
    """Heads, rows by their measure, and the slide."""
    deck = Presentation(str(build_deck(given, folder / "deck.pptx")))
    slide = next(s for s in deck.slides if any(x.name == "Scorecard" for x in s.shapes))
    table = next(x.table for x in slide.shapes if x.name == "Scorecard")
    heads, *rows = [[cell.text.replace(NBSP, " ") for cell in row.cells] for row in table.rows]
    return heads, {row[0]: row for row in rows}, slide


def texts(slide: Any) -> str:
    return " ".join(x.text_frame.text for x in slide.shapes if x.has_text_frame)


@pytest.mark.parametrize(
    ("figures", "shown", "marked"),  # value, the period before, the mean of three
    [
        ((1.72, 1.71, 1.68), "0.0 s", "+2% ▲"),  # 0.04 / 1.68 = 2.4 %
        ((2.40, 1.70, 1.60), "+0.7 s", "+0.8 s ▲"),
        ((1.95, 2.15, 1.70), "−0.2 s", "+0.3 s ▲"),  # down on the period before, up on usual
    ],
)
def test_a_mark_stands_with_the_change_it_is_about(
    tmp_path: Path, figures: tuple[float, float, float], shown: str, marked: str
) -> None:
    value, prior, mean = figures
    given = view(
        "time_to_first_answer_p50",
        value=value, prior_value=prior, change=value - prior, trailing_mean=mean, flag="up",
        verdict="good", target=2.5, target_status="met",
    )  # fmt: skip
    heads, rows, slide = scorecard(given, tmp_path)
    row = dict(zip(heads, rows["Time to first answer, median"], strict=True))
    assert (row["Change"], row["From usual"]) == (shown, marked)
    assert '"from usual": from the mean of Jun to Aug, where it stands out' in texts(slide)
    assert rows["CSAT"][heads.index("From usual")].strip() == ""


def test_without_a_mark_there_is_no_column_for_it(tmp_path: Path) -> None:
    heads, rows, slide = scorecard(view("csat"), tmp_path)
    assert "From usual" not in heads
    assert "from usual" not in texts(slide)
    assert not any(mark in cell for row in rows.values() for cell in row for mark in "▲▼")


def test_no_cell_is_without_text(tmp_path: Path) -> None:
    """An empty paragraph is set in 18 pt and makes its row higher than it was measured."""
    _, _, slide = scorecard(
        view("csat", flag="down", trailing_mean=0.8, value=0.7, change=-0.1), tmp_path
    )
    table = next(x.table for x in slide.shapes if x.name == "Scorecard")
    assert all(cell.text for row in table.rows for cell in row.cells)


def test_a_small_change_of_a_share_keeps_enough_decimals() -> None:
    given = view("csat", flag="up", value=0.7124, trailing_mean=0.7121)
    assert marked_by(given["csat"]).replace(NBSP, " ") == "+0.03 pts ▲"
    assert marked_by(view("csat")["csat"]) == ""


def test_what_follows_from_other_figures_says_what_its_n_counts(tmp_path: Path) -> None:
    """Payback is revenue over cost: its n are rows of cost, not deals."""
    given = view("payback_multiple", n=37, target=3.0, target_status="met")
    heads, rows, _ = scorecard(given, tmp_path)
    (row,) = [row for name, row in rows.items() if name.startswith("Payback multiple")]
    assert row[0].replace("\v", " ") == "Payback multiple on 37 cost entries"
    assert row[heads.index("n")] == "–"
    assert rows["CSAT"][heads.index("n")] == "389"


def test_a_bad_or_missed_measure_is_the_last_to_go() -> None:
    rows = [replace(view("csat")["csat"], verdict="good", target_status="none")] * 4
    rows[3] = replace(rows[3], verdict="bad")
    rows[2] = replace(rows[2], target_status="met")
    assert kept(rows, 1) == rows[3:]
    assert kept(rows, 2) == rows[2:]
    assert kept(rows, 4) == rows


def test_under_a_verdict_that_is_not_good_stands_where_good_begins(tmp_path: Path) -> None:
    given = view(
        "payback_multiple",
        value=3.2, verdict="watch", good_low=5.0, good_high=50.0, target=3.0,
        target_status="met", status="final",
    )  # fmt: skip
    heads, rows, slide = scorecard(given, tmp_path)
    (row,) = [row for name, row in rows.items() if name.startswith("Payback multiple")]
    assert row[heads.index("Verdict")].replace("\v", " ") == "◐ watch good from 5.0×"
    aimed = [cells for cells in rows.values() if cells[heads.index("Target")] != "–"]
    title = slide.shapes.title.text_frame.text
    words = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
    assert f"of {words[len(aimed)]} measures with a target" in title or len(aimed) == 1
