"""The small tools of chance, by hand and by what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from kpikit.demo.draw import allot, between, even_lognormal, generator, pick, running, spread


def test_allot_gives_exact_shares() -> None:
    # 10 items at 50, 30, 20 % are 5, 3 and 2; the eleventh goes to the largest remainder (5.5).
    for n, counts in ((10, [5, 3, 2]), (11, [6, 3, 2]), (0, [0, 0, 0]), (1, [1, 0, 0])):
        drawn = allot(generator(1, 1), n, [0.5, 0.3, 0.2])
        assert np.bincount(drawn, minlength=3).tolist() == counts


def test_streams_are_independent_and_repeat() -> None:
    first, again, other = generator(1, 1), generator(1, 1), generator(1, 2)
    draws = [rng.random(5).tolist() for rng in (first, again, other)]
    assert draws[0] == draws[1] != draws[2]


def test_pick_and_between_stay_in_range() -> None:
    drawn = pick(generator(1, 1), 4_000, [1, 0, 3])
    assert set(drawn.tolist()) == {0, 2}
    assert (drawn == 2).mean() == pytest.approx(0.75, abs=0.03)
    whole = between(generator(1, 1), 1_000, low=3, high=6)
    assert set(whole.tolist()) == {3, 4, 5}


def test_even_lognormal_has_its_median_in_every_stretch() -> None:
    days = even_lognormal(300, 60.0, 0.85, start=0.3)
    for first in range(0, 300, 50):
        assert np.median(days[first : first + 50]) == pytest.approx(60, rel=0.06)


def test_spread_and_running() -> None:
    group, place = spread(np.array([2, 0, 3]))
    assert group.tolist() == [0, 0, 2, 2, 2]
    assert place.tolist() == [0, 1, 0, 1, 2]
    assert running(np.array([1, 2, 3, 4, 5]), np.array([2, 0, 3])).tolist() == [1, 3, 3, 7, 12]
