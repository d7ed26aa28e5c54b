"""Agreement and judge by bot, as frozen with a run; counts by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from kpikit.details import Asked
from kpikit.details.reviewers import SCHEMA, reviewers_of
from kpikit.findings.reviewers import reviewers
from kpikit.periods import Calendar
from kpikit.results import RESULTS
from tests.evaluate.world import config, utc, world
from tests.sample import snapshot

MARCH = Calendar().parse("2026-03")
PAIRS = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15


def built(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The detail of March over these reviews."""
    plain = {"origin": None, "judge_flag": None, "message_id": None, "item_at": utc("2026-03-05")}
    frame = pl.DataFrame(
        [plain | row for row in rows], schema_overrides={"judge_flag": pl.Boolean},
    ).with_columns(pl.col("item_at").cast(pl.Datetime("us", "UTC")), pl.col("message_id", "origin")
                   .cast(pl.String))  # fmt: skip
    facts = replace(world(), reviews=frame)
    asked = Asked(facts, config({"id": "a"}), MARCH, pl.DataFrame(schema=RESULTS), MARCH.end)
    return reviewers_of(asked).to_dicts()


def pairs(**given: Any) -> list[dict[str, Any]]:
    """Fifty items seen by two people: Cohen's kappa .4 (Wikipedia, "Cohen's kappa")."""
    return [
        {"bot_id": "a", "kind": "intent", "session_id": str(n), "reviewer": name, "passed": passed}
        | given
        for n, pair in enumerate(PAIRS)
        for name, passed in zip(("ann", "bo"), pair, strict=True)
    ]


def test_agreement_is_of_each_bot_and_of_all_together() -> None:
    found = built(pairs())
    assert [(row["bot_id"], row["items"], row["measure"]) for row in found] == [
        ("*", 50, "kappa"), ("a", 50, "kappa"),
    ]  # fmt: skip
    assert [row["value"] for row in found] == pytest.approx([0.4, 0.4])


@pytest.mark.parametrize(
    "given",
    [{"origin": "golden"}, {"item_at": utc("2026-04-01")}, {"item_at": utc("2025-03-31")}],
)
def test_only_live_items_of_the_year_that_ends_with_the_period(given: dict[str, Any]) -> None:
    """March ends on 1 April 2026; 365 days before that is 1 April 2025."""
    assert built(pairs(**given)) == []


def test_a_judge_is_held_against_people() -> None:
    one = {"bot_id": "a", "kind": "hallucination", "session_id": "s", "reviewer": "ann"}
    rows = [one | {"judge_flag": True, "passed": False}] * 8
    rows += [one | {"judge_flag": True, "passed": True}] * 2
    rows += [one | {"judge_flag": False, "passed": True}] * 89
    rows += [one | {"judge_flag": False, "passed": False}]
    found = built([row | {"session_id": str(n)} for n, row in enumerate(rows)])
    assert [tuple(row[n] for n in SCHEMA.names()[7:]) for row in found] == [(10, 8, 90, 1)] * 2


@pytest.mark.parametrize(
    ("value", "items", "said"),
    [
        (0.35, 50, "50 items were seen by two or more reviewers, and they hardly agree (Cohen's "
                   "kappa 0.35): the rate depends on who reviews."),
        (0.4, 50, "50 items were seen by two or more reviewers, and they agree fairly (Cohen's "
                  "kappa 0.40)."),
        (0.9, 29, "29 items were seen by two or more reviewers: too few to tell whether they agree "
                  "(Cohen's kappa 0.90)."),
        (None, 50, "50 items were seen by two or more reviewers, who all gave one answer: "
                   "agreement beyond chance cannot be told."),
    ],
)  # fmt: skip
def test_agreement_in_words(value: float | None, items: int, said: str) -> None:
    row = {"bot_id": "pricing", "period": "2026-09", "kind": "intent", "items": items,
           "reviewers": 2, "measure": "kappa", "value": value, "flagged": 10, "flagged_wrong": 8,
           "cleared": 90, "cleared_wrong": 1}  # fmt: skip
    frame = pl.DataFrame([row], schema=SCHEMA)
    found = reviewers(replace(snapshot(), details={"reviewers": frame}).view("pricing"))
    assert found[0].title == "Intent reviews"
    assert found[0].paragraphs == (
        said,
        "Of 10 that the automatic judge flagged people found 8 wrong, of 90 it let pass 1. Its own "
        "word, 10.0%, is never shown as the rate.",
    )
