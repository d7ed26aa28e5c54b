"""Net revenue by a holdout; expected amounts by hand.

The experiment: 1,000 units with the bot, of whom 100 bought for 50 each, and 500 without it, of
whom 30 bought for 60. Shares .10 and .06, lift .04; a conversion of either arm brings
(5,000 + 1,800) / 130 = 52.3077. 800 of the 1,000 got the bot in March, 200 in April.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.build import facts
from tests.evaluate.world import config, cost, deal, talk, utc, world

Row = dict[str, Any]
NOW = utc("2027-01-01")
NET = "net_incremental_revenue"
PERIODS = ["2026-Q1", "2026-04"]
VALUE = 6800 / 130


def arm(name: str, day: str, units: int, *, won: int, each: float, **given: Any) -> list[Row]:
    """Units of an arm; the first of them converted."""
    base = {"experiment_id": "e", "unit": "visitor", "assigned_at": utc(day), "arm": name}
    return [
        base
        | {"unit_id": f"{name}-{day}-{n}", "bot_id": "a", "converted": n < won}
        | {"revenue": each if n < won else 0.0}
        | given
        for n in range(units)
    ]


UNITS = [
    *arm("treatment", "2026-03-02", 800, won=90, each=50.0),
    *arm("treatment", "2026-04-03", 200, won=10, each=50.0),
    *arm("control", "2026-03-02", 500, won=30, each=60.0),
]
COSTS = [cost(bot, f"2026-0{m}-01", 400.0) for bot in ("a", "b") for m in (2, 3, 4)]


def holdout(**given: Any) -> Row:
    return {"experiment": "e", "bot": "a", "periods": PERIODS} | given


def found(period: str, bot: str = "a", *, holdouts: Any = None, **facts: Any) -> Row:
    """The holdout's row of a bot in a period."""
    given = {"assignments": UNITS, "costs": COSTS, "deals": [deal("a", "2026-03-05", 9000.0)]}
    named = {"holdouts": [holdout()] if holdouts is None else holdouts}
    project = config({"id": "a"}, {"id": "b"}, experiments=named)
    rows = build_results(
        world(**given | facts), project, period=Calendar().parse(period), now=NOW
    ).filter(period=period, kpi=NET, method="holdout", bot_id=bot)
    return rows.row(0, named=True)


def test_lift_times_who_had_the_bot_times_the_value_of_a_conversion() -> None:
    row = found("2026-03")
    assert row["value"] == pytest.approx(0.04 * 800 * VALUE - 400)
    assert (row["n"], row["status"], row["numerator"]) == (1500, "final", None)
    april = found("2026-04")
    assert april["value"] == pytest.approx(0.04 * 200 * VALUE - 400)


def test_booked_revenue_is_never_multiplied() -> None:
    """Ten times the booked revenue leaves the holdout as it is."""
    dear = found("2026-03", deals=[deal("a", "2026-03-05", 90_000.0)])
    assert dear["value"] == found("2026-03")["value"]


def test_the_interval_by_hand() -> None:
    # Var(d) = .1 x .9 / 1,000 + .06 x .94 / 500; of the 130 revenues, 100 at 50 and 30 at 60.
    chance = 0.1 * 0.9 / 1000 + 0.06 * 0.94 / 500
    spread = np.var([50.0] * 100 + [60.0] * 30, ddof=1) / 130
    error = 800 * math.sqrt(VALUE**2 * chance + 0.04**2 * spread)
    row = found("2026-03")
    assert row["interval"] == "delta"
    assert row["low"] == pytest.approx(row["value"] - 1.959964 * error, rel=1e-6)
    assert row["high"] == pytest.approx(row["value"] + 1.959964 * error, rel=1e-6)


def test_the_interval_agrees_with_a_bootstrap_of_units() -> None:
    rng = np.random.default_rng(7)
    draws = []
    for _ in range(2000):
        treated = rng.binomial(1000, 0.1)
        control = rng.binomial(500, 0.06)
        revenue = 50.0 * treated + 60.0 * control
        draws.append((treated / 1000 - control / 500) * 800 * revenue / (treated + control))
    row = found("2026-03")
    # The arms differ in what a conversion brings, which the formula takes to be chance.
    assert (row["high"] - row["low"]) / (2 * 1.96) == pytest.approx(np.std(draws), rel=0.05)


def test_an_experiment_speaks_for_periods_within_the_named_ones() -> None:
    assert found("2026-Q1")["value"] is not None
    assert found("2026-03-01..2026-03-05")["value"] is not None
    twelve = found("2026-03-T12")
    assert (twelve["value"], twelve["status"]) == (None, "unavailable")
    assert twelve["reason"] == "the holdout e is for 2026-Q1 and 2026-04"


@pytest.mark.parametrize(
    ("period", "change", "said"),
    [
        ("2026-02", {}, "the holdout e ran 2 Mar 2026 to 3 Apr 2026, not in this period"),
        (
            "2026-03",
            {"assignments": [*UNITS[:1000], *arm("control", "2026-03-02", 90, won=9, each=60)]},
            "the holdout e is too small: 9 of 90 units of the arm control converted, it takes 10",
        ),
        (
            "2026-03",
            {"assignments": UNITS[:1000]},
            "the holdout e is too small: 0 of 0 units of the arm control converted, it takes 10",
        ),
        ("2026-03", {"absent": ["assignments"]}, "needs assignments: an experiment with a holdout"),
        ("2026-03", {"without": {"assignments": ["revenue"]}}, "needs assignments.revenue"),
        ("2026-03", {"absent": ["costs"], "costs": []}, "needs costs"),
        (
            "2026-03",
            {"holdouts": [holdout(), holdout(experiment="f")]},
            "two holdouts are named for this period",
        ),
        (
            "2026-03",
            {"holdouts": [], "assignments": UNITS},
            "no holdout is named for it: see experiments in kpikit.yml",
        ),
    ],
)
def test_what_it_refuses_and_why(period: str, change: Any, said: str) -> None:
    row = found(period, **change)
    assert (row["value"], row["low"], row["status"]) == (None, None, "unavailable")
    assert row["reason"] == said


def test_the_portfolio_is_no_partial_sum() -> None:
    two = [deal("a", "2026-03-05", 9000.0), deal("b", "2026-03-06", 100.0)]
    assert found("2026-03", "*", deals=two)["reason"] == "no holdout for b"
    alone = found("2026-03", "*")
    # b books nothing, so there is nothing to prove; its cost counts.
    assert alone["value"] == pytest.approx(0.04 * 800 * VALUE - 800)
    assert alone["high"] - alone["low"] == pytest.approx(
        found("2026-03")["high"] - found("2026-03")["low"]
    )


def test_a_unit_stays_in_the_arm_it_was_put_into_first() -> None:
    again = [UNITS[0] | {"arm": "control", "assigned_at": utc("2026-03-20")}]
    rows = [*again, UNITS[0]]
    kept = facts(events=[], assignments=[row | {"seq": n} for n, row in enumerate(rows)])
    assert kept.assignments.select("unit_id", "arm").rows() == [(UNITS[0]["unit_id"], "treatment")]


def test_those_shown_the_widget_where_only_a_part_was_in_the_experiment() -> None:
    shown = [
        {"bot_id": "a", "ts": utc("2026-03-10"), "person": person}
        for person in ("p", "p", "q", None, None)
    ]
    row = found("2026-03", holdouts=[holdout(exposed="shown")], shown=shown)
    # p and q, and two that nobody can tell apart, each a person of its own.
    assert row["value"] == pytest.approx(0.04 * 4 * VALUE - 400)
    sessions = [row | {"unit": "session"} for row in UNITS]
    refused = found("2026-03", holdouts=[holdout(exposed="shown")], assignments=sessions)
    assert refused["reason"] == "the units of the holdout e are no persons shown the widget"


def test_named_arms_and_rows_of_other_bots() -> None:
    arms = {"treatment": "prompt", "control": "no prompt"}
    renamed = [row | {"arm": arms[row["arm"]]} for row in UNITS]
    other = arm("prompt", "2026-03-02", 700, won=700, each=1.0, bot_id="b")
    row = found("2026-03", holdouts=[holdout(**arms)], assignments=[*renamed, *other])
    assert row["value"] == found("2026-03")["value"]


def test_segments_have_no_holdout() -> None:
    project = config({"id": "a"}, experiments={"holdouts": [holdout()]})
    rows = build_results(
        world(
            assignments=UNITS,
            costs=COSTS,
            conversations=[talk("a", "2026-03-05", page_type="cart")],
        ),
        project,
        period=Calendar().parse("2026-03"),
        now=NOW,
        by="page_type",
    ).filter(kpi=NET, method="holdout", bot_id="a")
    assert rows.get_column("value").null_count() == rows.height
    assert "which experiments do not have" in rows.get_column("reason")[0]
