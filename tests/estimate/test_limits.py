"""XmR limits by hand, from Wheeler's constants."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kpikit.estimate.limits import moving_ranges, natural_limits, signals

ALTERNATING = [9.0, 11.0] * 6


def test_limits_by_hand() -> None:
    """Mean 10, every range 2: 10 -+ 2.66 x 2, ranges up to 3.267 x 2."""
    found = natural_limits(ALTERNATING)
    assert found is not None
    assert found == pytest.approx((10, 4.68, 15.32, 2, 6.534))


@pytest.mark.parametrize("count", [0, 1, 11])
def test_fewer_than_twelve_values_have_no_limits(count: int) -> None:
    assert natural_limits(ALTERNATING[:count]) is None
    assert natural_limits([*ALTERNATING[:count], *[math.nan] * 12]) is None


def test_a_missing_value_has_no_range_on_either_side() -> None:
    assert np.isnan(moving_ranges([1, math.nan, 3, 7])).tolist() == [True, True, True, False]


def test_what_lies_beyond_a_limit_stands_out() -> None:
    limits = natural_limits(ALTERNATING)
    assert limits is not None
    assert signals([10.5, 15.4, 4.6, 15.3], limits) == ["", "beyond", "beyond", ""]


@pytest.mark.parametrize(("length", "word"), [(7, ""), (8, "run"), (9, "run")])
def test_eight_on_one_side_are_a_run(length: int, word: str) -> None:
    limits = natural_limits(ALTERNATING)
    assert limits is not None
    assert signals([9.5, *[10.5] * length, 9.5], limits) == ["", *[word] * length, ""]


def test_a_missing_value_ends_a_run() -> None:
    limits = natural_limits(ALTERNATING)
    assert limits is not None
    assert set(signals([*[10.5] * 7, math.nan, *[10.5] * 7], limits)) == {""}
