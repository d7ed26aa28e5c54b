"""Rate and mix: by hand, and exact to the total whatever the counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kpikit.estimate.split import rate_and_mix


def test_a_fall_that_is_all_mix() -> None:
    """Billing stays at 80 %, tech at 40 %; tech grows from half to three quarters of 100.

    .6 to .5. Mix of billing: (.8 - .55) x -.25 = -.0625; of tech: (.4 - .55) x .25 = -.0375.
    """
    rate, mix = rate_and_mix([[40, 20], [20, 30]], [[50, 50], [25, 75]])
    assert rate == pytest.approx([0, 0], abs=1e-15)
    assert mix == pytest.approx([-0.0625, -0.0375])


def test_a_fall_that_is_all_rate() -> None:
    """Same weights; billing falls from 80 to 60 %: half of that is the whole's."""
    rate, mix = rate_and_mix([[40, 20], [30, 20]], [[50, 50], [50, 50]])
    assert rate == pytest.approx([-0.1, 0])
    assert mix == pytest.approx([0, 0], abs=1e-15)


def test_kitagawa_by_hand() -> None:
    """w .5, .5 to .2, .8 and r .6, .2 to .5, .3: R .4 to .34, middle .37.

    Rates: .35 x -.1 = -.035 and .65 x .1 = .065; mixes: (.55 - .37) x -.3 = -.054 and
    (.25 - .37) x .3 = -.036. In all -.06.
    """
    rate, mix = rate_and_mix([[30, 10], [10, 24]], [[50, 50], [20, 80]])
    assert rate == pytest.approx([-0.035, 0.065])
    assert mix == pytest.approx([-0.054, -0.036])


def test_new_and_gone_segments_are_mix() -> None:
    rate, mix = rate_and_mix([[30, 10, 0], [30, 0, 10]], [[50, 50, 0], [50, 0, 50]])
    assert rate == pytest.approx([0, 0, 0])
    assert mix.sum() == pytest.approx(0)


COUNTS = st.integers(0, 10**6)


@given(
    arrays(np.int64, (4, 5), elements=COUNTS), arrays(np.float64, (4, 5), elements=st.floats(0, 1))
)
def test_the_parts_add_up_to_the_change_on_the_mean_of_three(
    bottoms: np.ndarray, shares: np.ndarray
) -> None:
    assume((bottoms.sum(axis=1) > 0).all())
    tops = np.floor(bottoms * shares)
    rate, mix = rate_and_mix(tops, bottoms)
    whole = tops.sum(axis=1) / bottoms.sum(axis=1)
    assert abs((rate + mix).sum() - (whole[-1] - whole[:-1].mean())) < 1e-12
