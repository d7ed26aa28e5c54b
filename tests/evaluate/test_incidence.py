"""The adjusted cycle's estimator.

Expected values: a worked example of twelve leads and a fixed made-up data set of 48
(tests/data/fixed_cycle_dataset.csv: status 1 won, 2 lost, 0 open), both computed beforehand with
other libraries; and a slow loop in exact fractions.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpikit.evaluate.incidence import Arm, horizon, median_within, win_curve, wins_within

DATA = Path(__file__).parent.parent / "data" / "fixed_cycle_dataset.csv"
Lead = tuple[int, str]


def arm(leads: list[Lead], watched: list[int] | None = None) -> Arm:
    days = np.array([days for days, _ in leads], dtype=np.int64)
    status = np.array([status for _, status in leads])
    seen = days if watched is None else np.array(watched, dtype=np.int64)
    return Arm(days, status == "won", status == "lost", seen)


DAYS = [10, 15, 20, 20, 25, 30, 35, 40, 45, 50, 60, 60]
STATUS = ["won", "lost", "won", "open", "won", "lost", "won", "open", "won", "lost", "won", "open"]
TWELVE = arm(list(zip(DAYS, STATUS, strict=True)))


def test_the_worked_example() -> None:
    curve = win_curve(TWELVE, 60)
    found = [curve[day] for day in (10, 20, 25, 35, 45, 60)]
    assert found == pytest.approx(
        [0.083333, 0.166667, 0.260417, 0.354167, 0.471354, 0.588542], abs=5e-7
    )
    assert curve[9] == 0
    assert curve[24] == curve[20]
    assert median_within(TWELVE, 60) == 35


def test_the_naive_median_of_closed_deals_is_another_number() -> None:
    assert np.median(TWELVE.days[TWELVE.won]) == 30


def fixed(channel: str) -> Arm:
    """An arm of the made-up data set, as it stood on day 300."""
    rows = pl.read_csv(DATA).filter(pl.col("arm") == channel)
    words = {0: "open", 1: "won", 2: "lost"}
    leads = [(day, words[status]) for day, status in rows.select("days", "status").iter_rows()]
    return arm(leads, rows.get_column("followup").to_list())


FIXED = {
    # leads, won, lost; medians as published and adjusted; won by day 30, 60, 90 and 150
    "chatbot": ((24, 9, 4), (51, 85), (0.083333, 0.357078, 0.443367, 0.788520)),
    "form": ((24, 11, 7), (57, 57), (0.043651, 0.305556, 0.480159, 0.480159)),
}


@pytest.mark.parametrize("channel", FIXED)
def test_the_fixed_data_set(channel: str) -> None:
    one = fixed(channel)
    counts, (naive, adjusted), shares = FIXED[channel]
    assert (len(one.days), one.won.sum(), one.lost.sum()) == counts
    assert np.median(one.days[one.won]) == naive
    assert median_within(one, 150) == adjusted
    assert win_curve(one, 150)[[30, 60, 90, 150]] == pytest.approx(shares, abs=1e-6)


def test_the_fixed_data_set_is_slower_adjusted() -> None:
    """28 days, 49.1 % of the form's; as published it is 6 days faster: see test_cycle."""
    chatbot, form = (median_within(fixed(name), 150) or 0 for name in FIXED)
    assert form - chatbot == -28
    assert (form - chatbot) / form == pytest.approx(-0.491228, abs=5e-7)


def slow_curve(leads: list[Lead], last: int) -> list[Fraction]:
    """Aalen-Johansen day by day in exact fractions."""
    total, staying, curve = Fraction(0), Fraction(1), []
    for day in range(last + 1):
        at_risk = sum(days >= day for days, _ in leads)
        if at_risk:
            wins = sum(lead == (day, "won") for lead in leads)
            losses = sum(lead == (day, "lost") for lead in leads)
            total += staying * Fraction(wins, at_risk)
            staying *= 1 - Fraction(wins + losses, at_risk)
        curve.append(total)
    return curve


@given(
    leads=st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from(["won", "lost", "open"])), max_size=40
    ),
    last=st.integers(0, 40),
)
def test_against_exact_fractions(leads: list[Lead], last: int) -> None:
    exact = slow_curve(leads, last)
    assert win_curve(arm(leads), last) == pytest.approx([float(f) for f in exact], abs=1e-12)
    found = median_within(arm(leads), last)
    if exact[-1] == 0:
        assert found is None
    else:
        assert found == next(day for day, f in enumerate(exact) if f >= exact[-1] / 2)


def test_the_horizon_is_what_ten_leads_of_each_arm_were_watched() -> None:
    old = arm([(1, "open")] * 12, watched=[200, *range(300, 311)])
    young = arm([(1, "open")] * 12, watched=[5, 6, *range(90, 100)])
    assert horizon((old, old)) == 180
    assert horizon((old, young)) == 90
    assert horizon((old, arm([(1, "open")] * 9))) is None


def test_wins_within_the_horizon() -> None:
    assert (wins_within(TWELVE, 45), wins_within(TWELVE, 44), wins_within(TWELVE, 0)) == (5, 4, 0)


def test_nobody_is_no_median() -> None:
    assert median_within(arm([]), 30) is None
    assert list(win_curve(arm([]), 2)) == [0, 0, 0]
