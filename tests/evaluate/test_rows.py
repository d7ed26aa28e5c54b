"""Filing and grouping; the oracle is each KPI called on rows that plain Python picked."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpikit.errors import UsageError
from kpikit.evaluate import evaluate
from kpikit.kpi import AS_OF, FACTS, RowMeasure, registry
from kpikit.periods import Calendar
from tests.evaluate.world import config, figure, figures, talk, world
from tests.kpis.frames import schema

BOTS = ["a", "b", "c"]
MONTHS = ["2026-01", "2026-02", "2026-03"]
PROJECT = config({"id": "a"}, {"id": "b", "type": "shop"}, {"id": "c", "type": "shop"})
WORDS = {
    "outcome": ["resolved_by_bot", "escalated", None], "source": ["chatbot", "form", "other"],
    "trigger": ["frustration", "unanswered", None], "arm": ["chatbot", "form", "mixed"],
    "status": ["won", "lost", "open"], "stage": ["won", "lost", "open"],
    "credit": ["sourced", "direct", "assisted", None], "page_type": ["pricing", None],
    "rung": ["durable", "ticketed", "escalated"], "origin": ["live", "golden", None],
    "bot_id": [*BOTS, None], "credit_bot_id": [*BOTS, None],
}  # fmt: skip
KINDS = {"reviews": ["hallucination", "consent", "redaction"], "scores": ["csat", "nps"]}


def made_up(fact: str, count: int, *, seed: int) -> list[dict[str, Any]]:
    """Rows of a fact with random values in every column."""
    draw = random.Random(f"{fact}{seed}")
    # Edges of months, in and out of every period, are as likely as the rest.
    edges = [dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in range(1, 6)]

    def moment() -> dt.datetime:
        edge = draw.choice(edges)
        near = edge + dt.timedelta(microseconds=draw.choice([-1, 0, 1]))
        return draw.choice([edge, near, edge + dt.timedelta(days=draw.random() * 28)])

    def value(name: str, dtype: pl.DataType) -> Any:
        words = WORDS.get(name, KINDS.get(fact, ["answer"]) if name == "kind" else None)
        if words is not None:
            known = name == "bot_id" and fact not in {"leads", "deals", "orders", "journeys"}
            return draw.choice([w for w in words if not (known and w is None)])
        if isinstance(dtype, pl.Datetime):
            return moment()
        if dtype == pl.Boolean:
            return draw.random() < 0.6
        if dtype.is_numeric():
            return draw.choice([1, 2, 4, 9])
        return draw.choice(["u1", "u2", "u3", None]) if name == "user_id" else f"{draw.random()}"

    columns = {n: t for n, t in schema(fact).items() if t not in (pl.Date, pl.Duration)}
    return [{name: value(name, t) for name, t in columns.items()} for _ in range(count)]


FACT_NAMES = [name for name in FACTS if name not in {"derived", "costs"}]
FRAMES = {name: made_up(name, 150, seed=1) for name in FACT_NAMES}
FACTS_MADE = world(**FRAMES)
ROW_KPIS = [kpi.id for kpi in registry().published() if isinstance(kpi.measure, RowMeasure)]
FOUND = figures(FACTS_MADE, PROJECT, *MONTHS)


@pytest.mark.parametrize("kpi_id", ROW_KPIS)
@pytest.mark.parametrize("month", MONTHS)
def test_bots_and_portfolio_are_the_kpi_of_their_own_rows(kpi_id: str, month: str) -> None:
    kpi = registry()[kpi_id]
    fact = FACTS[kpi.fact]
    assert isinstance(kpi.measure, RowMeasure)
    inside = [
        row
        for row in FRAMES[kpi.fact]
        # What is open at as_of is open in every period.
        if kpi.measure.stamp == AS_OF or row[fact.stamp].strftime("%Y-%m") == month
    ]  # periods are half-open: the first instant of a month is the month's
    for bot in [*BOTS, "*"]:
        mine = [r for r in inside if bot in {"*", r[fact.bot]} or kpi.measure.project]
        expected = kpi(pl.DataFrame(mine, schema=schema(kpi.fact))).row(0, named=True)
        got = figure(FOUND, bot, kpi_id, period=month)
        assert {part: got[part] for part in expected} == pytest.approx(expected, nan_ok=True)


def test_the_portfolio_is_no_mean_of_rates() -> None:
    # a: 9 of 10 contained, b: 0 of 90. The union holds 9 of 100, the mean of rates 0.45.
    rows = [talk("a", "2026-03-05", contained=n < 9) for n in range(10)]
    rows += [talk("b", "2026-03-05") for _ in range(90)]
    got = figures(world(conversations=rows), PROJECT, "2026-03")
    assert figure(got, "*", "containment_rate")["value"] == pytest.approx(0.09)


def test_a_user_of_two_bots_is_one_repeat_user_of_the_portfolio() -> None:
    rows = [talk(bot, "2026-03-05", engaged=True, user_id="u") for bot in ("a", "b")]
    got = figures(world(conversations=rows), PROJECT, "2026-03")
    assert figure(got, "a", "repeat_user_rate")["value"] == 0.0
    assert figure(got, "*", "repeat_user_rate")["value"] == 1.0


def test_a_quarter_is_computed_from_its_rows() -> None:
    # Medians of the months are 1 and 100; that of the quarter is 1.
    rows = [{"bot_id": "a", "latency_s": 1.0, "started_at": dt.datetime(2026, 1, 9, tzinfo=dt.UTC)}]
    late = {"bot_id": "a", "latency_s": 100.0, "started_at": dt.datetime(2026, 2, 9, tzinfo=dt.UTC)}
    got = figures(world(answers=[*rows * 3, late]), PROJECT, "2026-Q1", "2026-01", "2026-02")
    by_period = {row["period"]: row["value"] for row in got.filter(
        pl.col("kpi") == "time_to_first_answer_p50", pl.col("bot_id") == "a"
    ).iter_rows(named=True)}  # fmt: skip
    assert by_period == {"2026-Q1": 1.0, "2026-01": 1.0, "2026-02": 100.0}


def test_segments_split_both_sides_and_null_is_one_of_them() -> None:
    got = figures(FACTS_MADE, PROJECT, "2026-02", by="page_type")
    inside = [r for r in FRAMES["conversations"] if r["started_at"].strftime("%Y-%m") == "2026-02"]
    for bot in [*BOTS, "*"]:
        for page in ("pricing", None):
            mine = [r for r in inside if bot in {"*", r["bot_id"]} and r["page_type"] == page]
            found = figure(got, bot, "containment_rate", segment_value=page)
            assert found["n"] == len(mine)
            assert found["numerator"] == sum(row["contained"] for row in mine)
            assert found["segment"] == "page_type"


def test_golden_reviews_count_in_their_own_segment_only() -> None:
    whole = figure(figures(FACTS_MADE, PROJECT, "2026-02"), "*", "hallucination_rate")
    split = figures(FACTS_MADE, PROJECT, "2026-02", by="origin")
    parts = {o: figure(split, "*", "hallucination_rate", segment_value=o) for o in ("live", None)}
    assert whole["n"] == sum(part["n"] for part in parts.values())
    assert figure(split, "*", "hallucination_rate", segment_value="golden")["n"] > 0


def test_a_kpi_without_the_column_cannot_be_split_by_it() -> None:
    got = figures(FACTS_MADE, PROJECT, "2026-02", by="rung")
    for row in got.filter(pl.col("kpi") == "leads_captured").iter_rows(named=True):
        assert (row["value"], row["lack"]) == (None, "column")
        assert row["why"] == "needs rung, which leads do not have"


def test_what_is_no_segment_is_refused() -> None:
    with pytest.raises(
        UsageError, match="nothing is split by 'pagetype' - did you mean 'page_type'"
    ):
        figures(FACTS_MADE, PROJECT, "2026-02", by="pagetype")


def test_overlapping_periods_each_have_all_their_rows() -> None:
    together = figures(FACTS_MADE, PROJECT, "2026-Q1", "2026-02", "2026-02-10..2026-03-09")
    for period in ("2026-Q1", "2026-02", "2026-02-10..2026-03-09"):
        alone = figures(FACTS_MADE, PROJECT, period)
        same = together.filter(pl.col("period") == period)
        assert same.sort("bot_id", "kpi", "method").equals(alone.sort("bot_id", "kpi", "method"))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_no_shuffling_of_rows_changes_a_number(seed: int) -> None:
    mixed = {}
    for name, rows in FRAMES.items():
        mixed[name] = [*rows]
        random.Random(seed).shuffle(mixed[name])
    periods = [Calendar().parse(month) for month in MONTHS]
    got = evaluate(world(**mixed), PROJECT, periods=periods)
    numbers = ["value", "numerator", "denominator"]
    kept = pl.col(numbers).round_sig_figs(12)
    assert got.with_columns(kept).equals(FOUND.with_columns(kept))


def test_a_bot_of_the_data_gets_rows_and_one_of_the_configuration_too() -> None:
    got = figures(world(conversations=[talk("seen", "2026-03-05")]), config(), "2026-03")
    assert got.get_column("bot_id").unique(maintain_order=True).to_list() == ["a", "seen", "*"]
    assert figure(got, "a", "conversations")["value"] == 0.0
    assert figure(got, "seen", "conversations")["value"] == 1.0
