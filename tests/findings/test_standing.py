"""What moved beyond the usual, by chatbot: sentences against numbers set by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit import findings
from kpikit.findings.scope import stands_out
from tests.sample import PERIODS, snapshot

if TYPE_CHECKING:
    from kpikit.view import View

NOW = PERIODS[-1]
NBSP = "\u00a0"
ROSE = {"flag": "up", "value": 0.052, "trailing_mean": 0.04, "denominator": 900.0}
SLOW = {"flag": "up", "value": 16.1, "trailing_mean": 7.2}
SLOW50 = {"flag": "up", "value": 1.9, "trailing_mean": 1.5}


def view(
    bot: str, rows: dict[tuple[str, str], dict[str, Any]], *, tested: bool = True, **context: Any
) -> View:
    """A bot of the sample in which only these (bot, kpi) are flagged; no day lacks outcomes."""
    sample = snapshot()
    flag = pl.lit("none" if tested else None, sample.results.schema["flag"])
    frame = sample.results.with_columns(flag.alias("flag"))
    for (of, kpi), columns in rows.items():
        here = (pl.col("bot_id") == of) & (pl.col("kpi") == kpi) & (pl.col("period") == NOW)
        frame = frame.with_columns(
            pl.when(here).then(pl.lit(value, frame.schema[name])).otherwise(name).alias(name)
            for name, value in columns.items()
        )
    whole = replace(sample.context.quality, days=())
    told = replace(sample.context, **{"quality": whole} | context)
    return replace(sample, results=frame, context=told).view(bot)


def test_no_mark_is_never_called_no_change() -> None:
    told = findings.stood_out(view("pricing", {}))
    assert told.title == "No change is distinguishable from usual month-to-month movement."
    assert stands_out(view("pricing", {})).title == ""


def test_what_was_not_tested_says_what_it_takes() -> None:
    told = findings.stood_out(view("pricing", {}, tested=False))
    assert told.title == (
        "No change can be tested yet: what is usual takes three whole months after a launch."
    )


def test_a_portfolio_names_measure_and_chatbot() -> None:
    """5.2 less 4.0 is 1.2 points; 16.1 less 7.2 is 8.9 seconds."""
    rows = {
        ("*", "time_to_first_answer_p99"): SLOW,
        ("help", "deflection_gap"): ROSE,
        ("help", "time_to_first_answer_p99"): SLOW,
        ("*", "average_handle_time_s"): SLOW | {"verdict": "none", "target_status": "none"},
    }
    told = findings.stood_out(view("*", rows))
    # What all of them together show besides is told once, where a chatbot shows it.
    assert told.title == (
        f"Beyond usual movement: deflection gap at Help Desk Bot rose 1.2{NBSP}"
        f"pts to 5.2%, its time to first answer (slowest 1 %) rose 8.9{NBSP}s to 16.1{NBSP}s and "
        f"average handle time over all chatbots rose 8.9{NBSP}s to 16.1{NBSP}s."
    )
    shorter = told.paragraphs
    assert shorter[0].endswith("rose 8.9\u00a0s to 16.1\u00a0s and one more.")
    assert shorter[-1] == "Three changes stand out of the usual month-to-month movement."
    assert stands_out(view("*", rows)).title == (
        f"Deflection gap at Help Desk Bot rose 1.2{NBSP}pts on the mean of Jun to Aug, to 5.2%; "
        "two more changes stand out"
    )


def test_what_is_bad_comes_first_and_of_a_family_one_is_named() -> None:
    rows = {
        ("help", "time_to_first_answer_p50"): SLOW50 | {"verdict": "good"},
        ("help", "time_to_first_answer_p99"): SLOW | {"verdict": "bad"},
    }
    told = findings.stood_out(view("help", rows))
    assert told.title == (
        "Beyond usual movement: time to first answer (slowest 1 %) rose "
        f"8.9{NBSP}s to 16.1{NBSP}s and one more."
    )
    assert stands_out(view("help", rows)).title.endswith("; one more change stands out")


def test_what_the_data_may_have_made_is_no_change() -> None:
    """Half the days lack outcomes, so that a containment ten points lower is no news."""
    days = snapshot().view("pricing").days()
    lost = tuple(
        replace(day, bot_id="pricing", outcomes=0 if place % 2 else day.outcomes)
        for place, day in enumerate(days)
    )
    quality = replace(snapshot().context.quality, days=lost)
    fell = {"flag": "down", "value": 0.5, "trailing_mean": 0.6, "denominator": 1000.0}
    rows = {("pricing", "containment_rate"): fell}
    told = findings.stood_out(view("pricing", rows, quality=quality))
    assert told.title == (
        "No change is distinguishable from usual month-to-month movement; containment rate is "
        "marked, but its data are faulty."
    )
    assert stands_out(view("pricing", rows, quality=quality)).title.endswith(
        "to 50.0%, but its data are faulty"
    )
    (stands,) = findings.standing(view("pricing", rows, quality=quality))
    assert stands.spoilt
    assert not findings.standing(view("pricing", rows))[0].spoilt
