"""The adjusted cycle against lifelines on random leads; the library serves as an oracle only.

lifelines spreads wins and losses of one day at random, some of them past the leads last seen open
on that day. Here closes are put at half past noon of their day and open leads at its evening, which
is the rule of the written definition; the spreading is then left to lifelines and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from kpikit.details.cycle import curve
from kpikit.evaluate.incidence import Arm, Counts, median_within, win_curve
from tests.details.test_cycle import END, asked
from tests.evaluate.test_cycle import deal, lead

pytestmark = pytest.mark.filterwarnings("ignore:(?s).*Tied event times")

NOON, EVENING = 0.5, 0.9
OPEN, WON, LOST = 0, 1, 2


def arm(days: np.ndarray, status: np.ndarray) -> Arm:
    """Leads by days and status."""
    return Arm(days, status == WON, status == LOST, days)


def theirs(days: np.ndarray, status: np.ndarray, last: int, *, event: int = WON) -> np.ndarray:
    """lifelines' cumulative incidence at the end of every day up to the last."""
    times = days + np.where(status == OPEN, EVENING, NOON)
    fitter = AalenJohansenFitter(jitter_level=0.1, seed=1, calculate_variance=False)
    found = fitter.fit(times, status, event_of_interest=event).cumulative_density_
    places = np.searchsorted(found.index.to_numpy(), np.arange(last + 1) + 0.95) - 1
    return found.iloc[:, 0].to_numpy()[places]


@st.composite
def leads(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Days and status of some leads: many on one day, or hardly any."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    count, longest = draw(st.integers(1, 300)), draw(st.sampled_from([3, 40, 400]))
    chances = draw(st.sampled_from([(0.2, 0.5, 0.3), (0.9, 0.05, 0.05), (0.0, 0.5, 0.5)]))
    return rng.integers(0, longest, count), rng.choice(3, count, p=chances)


@settings(max_examples=60, deadline=None)
@given(given_leads=leads(), last=st.integers(0, 180))
def test_the_curve(given_leads: tuple[np.ndarray, np.ndarray], last: int) -> None:
    days, status = given_leads
    assert win_curve(arm(days, status), last) == pytest.approx(theirs(*given_leads, last), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(given_leads=leads(), last=st.integers(20, 180))
def test_the_median_is_the_first_day_with_half_of_the_wins(
    given_leads: tuple[np.ndarray, np.ndarray], last: int
) -> None:
    wanted = theirs(*given_leads, last)
    found = median_within(arm(*given_leads), last)
    if wanted[-1] == 0:
        assert found is None
    else:
        assert found == np.flatnonzero(wanted >= wanted[-1] / 2 - 1e-9)[0]


@settings(max_examples=60, deadline=None)
@given(given_leads=leads())
def test_who_is_at_risk(given_leads: tuple[np.ndarray, np.ndarray]) -> None:
    days, status = given_leads
    table = KaplanMeierFitter().fit(days, status != OPEN).event_table
    at_risk = Counts.of(arm(days, status), int(days.max())).at_risk
    assert at_risk[days].tolist() == table.loc[days, "at_risk"].tolist()


@settings(max_examples=60, deadline=None)
@given(given_leads=leads())
def test_won_lost_and_still_open_make_up_everyone(
    given_leads: tuple[np.ndarray, np.ndarray],
) -> None:
    """1 - F(won) - F(lost) is the Kaplan-Meier curve of closing either way; no tie is spread."""
    days, status = given_leads
    last = int(days.max())
    stays = (
        KaplanMeierFitter()
        .fit(days, status != OPEN)
        .survival_function_at_times(np.arange(last + 1))
    )
    swapped = np.array([OPEN, LOST, WON])[status]
    closed = win_curve(arm(days, status), last) + win_curve(arm(days, swapped), last)
    assert 1 - closed == pytest.approx(stays.to_numpy(), abs=1e-9)


def test_times_without_ties_need_no_rule() -> None:
    rng = np.random.default_rng(11)
    days, status = rng.permutation(300), rng.integers(0, 3, 300)
    fitter = AalenJohansenFitter(calculate_variance=False).fit(days, status, event_of_interest=WON)
    wanted = fitter.cumulative_density_.iloc[:, 0]
    assert win_curve(arm(days, status), 299) == pytest.approx(wanted.loc[range(300)].to_numpy())


def test_lost_leads_are_not_censored() -> None:
    """Kaplan-Meier with lost leads censored is another curve: above, and far above at the end."""
    rng = np.random.default_rng(12)
    days, status = rng.integers(0, 100, 400), rng.integers(0, 3, 400)
    wrong = 1 - KaplanMeierFitter().fit(days, status == WON).survival_function_at_times([50, 99])
    right = win_curve(arm(days, status), 99)[[50, 99]]
    assert (wrong.to_numpy() > right + [0.02, 0.2]).all()


@pytest.mark.parametrize("seed", range(3))
def test_from_leads_and_deals_to_the_curve_that_is_shown(seed: int) -> None:
    """Random pipelines: durations in plain Python, the curve by lifelines."""
    rng = np.random.default_rng(seed)
    rows: dict[str, Any] = {"leads": [], "deals": []}
    known: dict[str, list[tuple[int, int]]] = {"chatbot": [], "form": []}
    for n in range(160):
        source = ("chatbot", "form")[n % 2]
        watched, took = int(rng.integers(0, 80)), int(rng.integers(0, 60))
        status = int(rng.integers(0, 3))
        one = lead(n, source, (END - dt.timedelta(days=watched)).date().isoformat())
        rows["leads"].append(one)
        # A deal closes five hours into its day; one of the last day has not closed by midnight.
        if status != OPEN and took < watched:
            rows["deals"].append(deal(one, took, stage=("", "won", "lost")[status]))
            known[source].append((took, status))
        else:
            known[source].append((watched, OPEN))
    found = curve(asked(**rows)).filter(bot_id="a")
    for source, pairs in known.items():
        days, status_of = (np.array(column) for column in zip(*pairs, strict=True))
        mine = found.filter(arm=source)
        last = mine.height - 1
        assert last > 60
        assert mine["won"].to_numpy() == pytest.approx(theirs(days, status_of, last), abs=1e-9)
        assert mine["at_risk"].to_list() == [int((days >= day).sum()) for day in range(last + 1)]
