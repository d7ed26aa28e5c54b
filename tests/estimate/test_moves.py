"""The change rule: by hand, and against scipy and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests

from kpikit.estimate.moves import (
    benjamini_hochberg,
    counts_on_scale,
    on_scale,
    stand_out,
    usual,
)
from kpikit.estimate.shares import wilson

Z = 1.959963984540054


def alone(series: list[float]) -> np.ndarray:
    return np.array([series])


def one_group(count: int) -> dict[str, np.ndarray]:
    return {"groups": np.zeros(count, dtype=np.intp), "pooled": np.ones(count, dtype=bool)}


@pytest.mark.parametrize("p", [0.0, 0.02, 0.5, 0.9, 1.0])
def test_a_share_has_the_variance_of_the_arcsine_whatever_its_size(p: float) -> None:
    """asin(sqrt(p)) of n trials has the variance 1 / 4n (Anscombe 1948)."""
    y, variance = on_scale([p], wilson([p], [2000]), "share")
    assert y[0] == pytest.approx(math.asin(math.sqrt(p)))
    assert variance[0] == pytest.approx(1 / 8000, rel=0.02)


def test_a_median_is_tested_on_its_logarithm() -> None:
    """ln 8 - ln 2 = ln 4 wide."""
    y, variance = on_scale([4.0], ([2.0], [8.0]), "log")
    assert y[0] == pytest.approx(math.log(4))
    assert variance[0] == pytest.approx((math.log(4) / (2 * Z)) ** 2)


def test_a_score_is_tested_as_it_is() -> None:
    y, variance = on_scale([-10.0], ([-20.0], [0.0]), "plain")
    assert (y[0], variance[0]) == (-10.0, pytest.approx((20 / (2 * Z)) ** 2))


@pytest.mark.parametrize(
    ("value", "low", "high", "scale"),
    [
        (0.0, 0.0, 5.0, "log"),
        (3.0, -1.0, 7.0, "log"),
        (1.2, 1.0, 1.4, "share"),
        (3.0, 3.0, 3.0, "log"),
        (0.5, math.nan, math.nan, "share"),
    ],
)
def test_what_is_off_the_scale_or_without_a_width_is_not_tested(
    value: float, low: float, high: float, scale: str
) -> None:
    found = on_scale([value], ([low], [high]), scale)
    assert np.isnan(found).all()


def test_counts_are_held_against_the_days_they_had() -> None:
    y, variance = counts_on_scale([280, 310, 9, 0], [28, 31, 31, 31])
    assert y[0] == pytest.approx(math.log(10)) == y[1]
    assert variance[:2] == pytest.approx([1 / 280, 1 / 310])
    assert np.isnan(y[2:]).all()
    assert np.isnan(variance[2:]).all()


def test_what_is_usual_by_hand() -> None:
    """Values 0, 2 and 4 with variance 1: Q = 8, C = 3 - 3/3 = 2, (8 - 2) / 2 = 3."""
    tau, free = usual(alone([0, 2, 4]), alone([1, 1, 1]), **one_group(1))
    assert (tau[0], free[0]) == (3, 2)


def test_what_is_usual_of_one_series_is_that_of_statsmodels() -> None:
    """Sixty KPIs of one bot each; a third has no more spread than chance gives."""
    generator = np.random.default_rng(3)
    spread = np.repeat([0.0, 0.15, 0.4], 20)[:, None]
    variance = generator.uniform(0.01, 0.05, (60, 12))
    y = generator.normal(0, np.sqrt(variance + spread**2))
    oracle = [combine_effects(*one, method_re="chi2").tau2 for one in zip(y, variance, strict=True)]
    assert min(oracle) < 0 < max(oracle)
    everyone = np.ones(60, dtype=bool)
    tau, free = usual(y, variance, np.arange(60), pooled=everyone)
    assert tau == pytest.approx(np.maximum(oracle, 0))
    assert (free == 11).all()


def test_what_is_usual_is_pooled_over_bots_with_a_mean_of_their_own() -> None:
    """Bots at 0, 2 and at 10, 14: Q = 2 + 8, less 2 degrees, over C = 1 + 1: 4."""
    y = np.array([[0.0, 2.0], [10.0, 14.0]])
    tau, free = usual(y, np.ones((2, 2)), **one_group(2))
    assert (tau[0], free[0]) == (4, 2)


def test_what_is_usual_skips_the_portfolio_and_unknown_periods() -> None:
    y = np.array([[0.0, math.nan, 2.0, 4.0], [50.0, 0.0, 50.0, 0.0]])
    variance = np.where(np.isnan(y), math.nan, 1.0)
    groups = np.zeros(2, dtype=np.intp)
    tau, free = usual(y, variance, groups, pooled=np.array([True, False]))
    assert (tau[0], free[0]) == (3, 2)


def test_less_spread_than_chance_gives_is_none() -> None:
    assert usual(alone([1, 1, 1]), alone([1, 1, 1]), **one_group(1))[0][0] == 0


def test_one_period_says_nothing_of_what_is_usual() -> None:
    tau, free = usual(alone([1, math.nan]), alone([1, math.nan]), **one_group(1))
    assert np.isnan(tau[0])
    assert free[0] == 0


def test_t_by_hand() -> None:
    """Priors 0, 2 and 4 with variance 1: tau^2 = 3. (10 - 2) / sqrt(1 + 3/9 + 4/3 x 3) = 3.4641.

    Two degrees of freedom were seen, not 24: p = 2 P(T > 3.4641) by scipy.
    """
    found = stand_out(alone([0, 2, 4, 10]), np.ones((1, 4)), **one_group(1))
    assert found.t[0] == pytest.approx(8 / math.sqrt(16 / 3))
    assert found.p[0] == pytest.approx(2 * stats.t.sf(8 / math.sqrt(16 / 3), 2))
    assert found.flag[0] == 0


def test_t_has_24_degrees_of_freedom_at_most() -> None:
    generator = np.random.default_rng(5)
    y = generator.normal(0, 1, (4, 13))
    found = stand_out(y, np.full((4, 13), 0.5), **one_group(4))
    assert found.p == pytest.approx(2 * stats.t.sf(np.abs(found.t), 24))


@pytest.mark.parametrize(("newest", "flag"), [(3.0, 1), (-3.0, -1), (0.0, 0)])
def test_a_flag_says_which_way(newest: float, flag: int) -> None:
    y = np.array([[0.0, 0.1] * 6 + [newest]])
    assert stand_out(y, np.full((1, 13), 0.001), **one_group(1)).flag[0] == flag


@pytest.mark.parametrize("missing", [0, 1, 2, 3])
def test_fewer_than_three_priors_or_no_newest_is_not_tested(missing: int) -> None:
    y = np.array([[0.0, 0.0, 0.0, 9.0]])
    y[0, missing] = math.nan
    found = stand_out(y, np.where(np.isnan(y), math.nan, 0.01), **one_group(1))
    assert np.isnan([found.t[0], found.p[0], found.flag[0]]).all()


def test_no_series_is_no_test() -> None:
    nothing = np.zeros((0, 13))
    assert stand_out(nothing, nothing, **one_group(0)).flag.shape == (0,)


@pytest.mark.parametrize("seed", range(5))
def test_the_step_up_rule_is_that_of_statsmodels_and_scipy(seed: int) -> None:
    generator = np.random.default_rng(seed)
    p = np.round(np.concatenate([generator.beta(0.2, 6, 20), generator.uniform(size=40)]), 2)
    assert len(np.unique(p)) < len(p), "ties are part of the test"
    found = benjamini_hochberg(p)
    assert found.any()
    assert (found == multipletests(p, alpha=0.05, method="fdr_bh")[0]).all()
    assert (found == (stats.false_discovery_control(p) <= 0.05)).all()


def test_what_was_not_tested_is_no_test() -> None:
    """.03 alone is below .05; as one of two with .9 it would have to be below .025."""
    assert benjamini_hochberg([0.03, math.nan]).tolist() == [True, False]
    assert benjamini_hochberg([0.03, 0.9]).tolist() == [False, False]
    assert benjamini_hochberg([math.nan]).tolist() == [False]
    assert benjamini_hochberg([]).tolist() == []
