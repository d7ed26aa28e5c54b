"""Sentences on what changed, against numbers set by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit import findings
from kpikit.details.change_parts import SCHEMA as PARTS
from kpikit.details.work_days import SCHEMA as DAYS
from kpikit.findings.notices import changes as change_notices
from tests.sample import PERIODS, snapshot

if TYPE_CHECKING:
    from kpikit.view import View

NOW, AGO = PERIODS[-1], PERIODS[0]
NBSP = "\u00a0"


def view(
    rows: dict[tuple[str, str], dict[str, Any]], *, lost: bool = False, **details: pl.DataFrame
) -> View:
    """The sample's pricing bot, nothing flagged, with columns set by (kpi, period).

    Its three days without outcomes, a tenth of all, are left out but for `lost`.
    """
    sample = snapshot()
    frame = sample.results.with_columns(
        pl.when(pl.col("period") == NOW).then(pl.lit("none")).cast(sample.results.schema["flag"])
        .alias("flag")
    )  # fmt: skip
    for (kpi, period), columns in rows.items():
        here = (
            (pl.col("kpi") == kpi) & (pl.col("period") == period) & (pl.col("bot_id") == "pricing")
        )
        frame = frame.with_columns(
            pl.when(here).then(pl.lit(value).cast(frame.schema[name])).otherwise(name).alias(name)
            for name, value in columns.items()
        )
    days = sample.context.quality.days if lost else ()
    context = replace(sample.context, quality=replace(sample.context.quality, days=days))
    return replace(sample, results=frame, context=context, details=details).view("pricing")


def part(name: str | None, rate: float, mix: float, **rest: Any) -> dict[str, Any]:
    base = {"bot_id": "pricing", "period": NOW, "kpi": "containment_rate", "segment": "intent"}
    given = {"value_before": 0.61, "value": 0.523, "weight_before": 0.2, "weight": 0.31} | rest
    return base | {"segment_value": name, "rate": rate, "mix": mix} | given


FELL = {"value": 0.559, "trailing_mean": 0.6, "flag": "down", "denominator": 1000.0}
SPLIT = pl.DataFrame(
    [
        part("billing", -0.002, -0.028, value_before=0.3, value=0.29),
        part("refunds", -0.009, -0.001, weight=0.2),
        part(None, 0.0, -0.001, weight=0.49),
    ],
    schema=PARTS,
)


def test_a_flagged_fall_is_told_with_its_split() -> None:
    """.559 less .6 is -4.1 points: -1.1 within and -3.0 mix."""
    (move,) = findings.moves(view({("containment_rate", NOW): FELL}, change_parts=SPLIT))
    assert move.title == (f"Containment rate fell 4.1{NBSP}pts on the mean of Jun to Aug, to 55.9%")
    assert move.text == (
        f"By intent, −1.1{NBSP}pts came from within the intents (most of it refunds, 61.0% to "
        f"52.3%) and −3.0{NBSP}pts from their mix (most of it billing, 20.0% to 31.0% of all)."
    )


def test_what_is_all_rate_says_that_none_is_mix() -> None:
    parts = pl.DataFrame([part("a", -0.041, 0.0), part("b", 0.0, 0.0)], schema=PARTS)
    (move,) = findings.moves(view({("containment_rate", NOW): FELL}, change_parts=parts))
    assert move.text.endswith("(most of it a, 61.0% to 52.3%), none of it from their mix.")


def test_what_is_hidden_is_not_named() -> None:
    hidden = dict.fromkeys(("value", "value_before", "weight", "weight_before"))
    parts = pl.DataFrame(
        [part("others (fewer than 5)", -0.04, 0.0, **hidden), part("b", -0.001, 0.0)], schema=PARTS
    )
    (move,) = findings.moves(view({("containment_rate", NOW): FELL}, change_parts=parts))
    assert "fewer than" not in move.text
    assert "above all b" in move.text


def test_the_column_that_tells_most_comes_first() -> None:
    """By language both changed alike; by intent one of them did all of it."""
    alike = [part(name, -0.0205, 0.0, segment="language", weight=0.5) for name in ("de", "en")]
    one = [part("a", -0.041, 0.0, weight=0.5), part("b", 0.0, 0.0, weight=0.5)]
    parts = pl.DataFrame([*alike, *one], schema=PARTS)
    (move,) = findings.moves(view({("containment_rate", NOW): FELL}, change_parts=parts))
    assert [split.column for split in move.splits] == ["intent", "language"]


def test_headline_measures_come_first() -> None:
    flagged = {"flag": "up", "value": 9.0, "trailing_mean": 8.0}
    rows = {("average_handle_time_s", NOW): flagged, ("csat", NOW): FELL}
    assert [move.row.kpi.id for move in findings.moves(view(rows))] == [
        "csat", "average_handle_time_s",
    ]  # fmt: skip


def test_a_change_below_the_decimals_is_told_in_per_cent() -> None:
    rows = {("time_to_first_answer_p50", NOW): {"flag": "up", "value": 1.23, "trailing_mean": 1.2}}
    (move,) = findings.moves(view(rows))
    assert move.title.startswith("Time to first answer, median rose 3% on the mean of Jun to Aug")
    # What holds for all of a kind is said once, under them all.
    assert move.text == ""
    note = findings.changed(view(rows)).note
    assert note.endswith("not why it came. Only shares and means are split.")


def test_nothing_flagged_is_not_called_no_change() -> None:
    found = findings.changed(view({}))
    assert found.title == "No measure stands out of its usual month-to-month movement"
    told = " ".join(found.paragraphs)
    assert "not distinguishable from usual month-to-month movement" in told
    assert "no change" not in f"{found.title} {told}".lower()


def test_how_many_of_how_many_stand_out() -> None:
    found = findings.changed(view({("containment_rate", NOW): FELL}))
    assert found.title == "One measure stands out of the usual month-to-month movement"
    assert found.note == "A split says where a change is, not why it came."


def test_what_the_data_may_have_made_is_marked_and_not_counted() -> None:
    """A tenth of the outcomes are lost: 4.1 points of containment may be their work."""
    slow = {"value": 16.1, "trailing_mean": 7.2, "flag": "up"}
    faulty, sound = ("containment_rate", NOW), ("time_to_first_answer_p99", NOW)
    alone = findings.changed(view({faulty: FELL}, lost=True))
    assert alone.title == (
        "No measure stands out of its usual month-to-month movement; one is marked, but its data "
        "are faulty"
    )
    both = view({faulty: FELL, sound: slow}, lost=True)
    assert findings.changed(both).title == (
        "One measure stands out of the usual month-to-month movement, one more on faulty data"
    )
    # Containment is a headline measure and comes last all the same.
    assert [move.row.kpi.id for move in findings.moves(both)] == [sound[0], faulty[0]]
    assert [move.title.endswith(", but its data are faulty") for move in findings.moves(both)] == [
        False,
        True,
    ]
    told = [notice.about for notice in findings.notices(both) if notice.kind == "change"]
    assert (faulty[0],) not in told


def test_what_cannot_be_tested_says_what_it_takes() -> None:
    rows = snapshot().view("pricing")
    assert all(row.flag is None for row in rows.kpis())
    found = findings.changed(rows)
    assert found.title == "No change can be tested yet"
    assert found.paragraphs[0].startswith("It takes three whole months after the launch")


def ratings(*values: float, **rest: Any) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        ("csat", period): {"value": value, "n": 100 + place, "status": "final"} | rest
        for place, (period, value) in enumerate(zip(PERIODS[-len(values) :], values, strict=True))
    }


def test_three_falls_in_a_row_are_told_with_their_n_and_a_hedge() -> None:
    (fall,) = [
        f for f in findings.falls(view(ratings(0.8, 0.78, 0.75, 0.7))) if f.row.kpi.id == "csat"
    ]
    assert fall.title == "CSAT has fallen three months in a row, from 80.0% in June to 70.0%"
    assert fall.text.startswith("Jun 80.0% (100 ratings); Jul 78.0% (101 ratings); Aug 75.0%")
    assert "not distinguishable from usual month-to-month movement" in fall.text
    assert "one order of four values in 24" in fall.text


def test_a_fall_that_the_rule_marks_needs_no_hedge() -> None:
    rows = ratings(0.8, 0.78, 0.75, 0.7)
    rows["csat", NOW] |= {"flag": "down"}
    fall = next(f for f in findings.falls(view(rows)) if f.row.kpi.id == "csat")
    assert fall.text.endswith("The change rule marks this one, too.")


@pytest.mark.parametrize(
    "values",
    [
        (0.8, 0.78, 0.78, 0.7),
        (0.7, 0.75, 0.72, 0.71),
        (0.7, 0.75, 0.78, 0.8),
        (0.80004, 0.80003, 0.80002, 0.80001),
    ],
    ids=["a stop", "a rise", "only rises", "falls nobody sees"],
)
def test_what_is_no_fall_three_times_is_not_told(values: tuple[float, ...]) -> None:
    assert "csat" not in [f.row.kpi.id for f in findings.falls(view(ratings(*values)))]


def test_what_is_better_down_falls_by_rising() -> None:
    rows = {
        ("hallucination_rate", period): {"value": value}
        for period, value in zip(PERIODS[-4:], (0.01, 0.02, 0.03, 0.04), strict=True)
    }
    sample = view(rows)
    titles = [fall.title for fall in findings.falls(replace(sample, bot=replace(
        sample.bot, headline=("hallucination_rate",))))]  # fmt: skip
    assert titles[0].startswith("Hallucination rate has risen three months in a row")


def days(country: str | None, *counts: tuple[int, list[str] | None]) -> pl.DataFrame:
    rows = [
        ("pricing", NOW, at, 30, 22, names, worked, country)
        for at, (worked, names) in zip((NOW, AGO), counts, strict=True)
    ]
    return pl.DataFrame(rows, schema=DAYS, orient="row")


YEAR = {("conversations", NOW): {"value": 440.0, "year_ago_value": 400.0}}


def test_the_year_before_is_told_with_the_days_of_both() -> None:
    held = days("DE", (22, []), (20, ["Easter Monday", "Labor Day"]))
    found = findings.year_on_year(view(YEAR, work_days=held))
    assert found is not None
    assert found.paragraphs == (
        "September 2026 has 22 working days; September 2025 had 20 (without Easter Monday and "
        "Labor Day). Public holidays are those of DE.",
    )


def test_without_a_country_no_holiday_is_assumed() -> None:
    found = findings.year_on_year(view(YEAR, work_days=days(None, (22, None), (22, None))))
    assert found is not None
    assert "kpikit.yml names no country" in found.paragraphs[0]


def test_volumes_are_compared_by_the_working_day_too() -> None:
    """440 / 22 = 20 and 400 / 20 = 20: all of the growth was in the days."""
    rows = findings.compared(view(YEAR, work_days=days("DE", (22, []), (20, ["a", "b"]))))
    assert rows[0][:4] == ("Conversations", "400", "440", "+10%")
    assert rows[1][:4] == ("Conversations a working day", "20.0", "20.0", "0%")


def test_a_difference_of_two_years_has_newcombes_interval() -> None:
    """.8 of 70 against .6 of 80: .0524 to .3339 (Newcombe 1998, method 10)."""
    ends = {"low": 0.69167, "high": 0.87738}
    rows = YEAR | {
        ("csat", NOW): {"value": 0.8, "year_ago_value": 0.6, **ends},
        ("csat", AGO): {"value": 0.6, "low": 0.49036, "high": 0.70035},
    }
    found = findings.compared(view(rows, work_days=days(None, (22, None), (22, None))))
    csat = next(row for row in found if row.name == "CSAT")
    assert (csat.change, csat.interval) == (f"+20.0{NBSP}pts", f"+5.2 to +33.4{NBSP}pts")
    assert csat.clear


def test_without_a_year_before_nothing_is_compared() -> None:
    assert findings.year_on_year(view({})) is None
    assert findings.compared(view(YEAR)) == []


def test_what_stands_out_is_among_the_things_to_know() -> None:
    flagged = view({("average_handle_time_s", NOW): {**FELL, "value": 30.0, "trailing_mean": 20.0}})
    told = [one for one in change_notices(flagged) if "average_handle_time_s" in one.about]
    assert [(one.kind, one.section) for one in told] == [("change", "changes")]
    fallen = list(change_notices(view(ratings(0.8, 0.78, 0.75, 0.7))))
    assert any(one.title.startswith("CSAT has fallen three months in a row") for one in fallen)
