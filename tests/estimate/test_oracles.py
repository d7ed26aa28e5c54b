"""Agreement with scipy and statsmodels on random data; they serve as oracles only."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from kpikit.estimate.difference import change
from kpikit.estimate.means import Spread, delta
from kpikit.estimate.quantiles import fewest, places
from kpikit.estimate.reviews import sampled
from kpikit.estimate.shares import (
    clopper_pearson,
    effective_n,
    hypergeometric,
    smallest_sample,
    wilson,
)
from tests.estimate.test_intervals import ends, october, one
from tests.evaluate.world import talk

RANDOM = np.random.default_rng(20261121)
Z = stats.norm.ppf(0.975)


@pytest.mark.parametrize(("ours", "theirs"), [(wilson, "wilson"), (clopper_pearson, "beta")])
def test_shares(ours: object, theirs: str) -> None:
    n = RANDOM.integers(1, 5000, 300)
    hits = RANDOM.binomial(n, RANDOM.random(300) ** 2)
    assert callable(ours)
    low, high = proportion_confint(hits, n, method=theirs)
    assert np.allclose(ours(hits / n, n), (low, high), atol=1e-10)


def test_the_change_of_a_share_is_newcombes() -> None:
    n = RANDOM.integers(5, 3000, (2, 200))
    hits = RANDOM.binomial(n, RANDOM.random((2, 200)) ** 2)
    now, before = ((k / m, *wilson(k / m, m)) for k, m in zip(hits, n, strict=True))
    found = np.transpose(change(now, before))
    for place, own in enumerate(found):
        (k, j), (m, o) = hits[:, place], n[:, place]
        oracle = confint_proportions_2indep(k, m, j, o, method="newcomb", compare="diff")
        assert own == pytest.approx(oracle, abs=1e-10)


def test_one_sided_bounds() -> None:
    for hits, n in ((0, 100), (3, 386), (10, 845), (100, 100)):
        low, high = clopper_pearson(hits / n, n, tail=0.05)
        for side, end in (("greater", low), ("less", high)):
            exact = stats.binomtest(hits, n, alternative=side).proportion_ci(method="exact")
            assert float(end) == pytest.approx(exact.low if side == "greater" else exact.high)


def test_the_smallest_sample_is_the_first_to_show_it() -> None:
    for errors, limit in ((0, 0.02), (4, 0.05), (7, 0.013), (2, 0.5)):
        n = smallest_sample(errors, limit)
        assert stats.binom.cdf(errors, n, limit) <= 0.05 < stats.binom.cdf(errors, n - 1, limit)


@pytest.mark.parametrize("q", [0.5, 0.9, 0.99])
def test_order_statistics(q: float) -> None:
    for n in (1, 5, 6, 7, 30, 100, 367, 368, 369, 1000, 20_000):
        values = np.sort(RANDOM.lognormal(size=n))
        found = stats.quantile_test(values, p=q).confidence_interval(0.95)
        low, high = places(n, q)
        if np.isnan(found.low) or np.isnan(found.high):
            assert (low, high) == (-1, -1)
            assert n < fewest(q)
        else:
            assert (values[low], values[high]) == (found.low, found.high)
            assert n >= fewest(q)


def users(count: int) -> np.ndarray:
    """Some users come often, most of them once."""
    return np.repeat(np.arange(count), RANDOM.geometric(0.6, count))


def cluster_error(
    values: np.ndarray, owner: np.ndarray, weights: np.ndarray | float = 1.0
) -> float:
    """The cluster-robust standard error of a mean, from a regression on a constant."""
    model = sm.WLS(values, np.ones(len(values)), weights=weights)
    fitted = model.fit(cov_type="cluster", cov_kwds={"groups": owner})
    return float(fitted.bse[0])


def freed(size: np.ndarray) -> float:
    """(z/t)^2 with the degrees of freedom of users counted by weight."""
    return float((Z / stats.t.ppf(0.975, size.sum() ** 2 / (size**2).sum() - 1)) ** 2)


def test_effective_n_is_that_of_the_cluster_robust_variance() -> None:
    """n_eff = p(1-p)/v, times (z/t)^2 for the error of v."""
    owner = users(400)
    habit = RANDOM.beta(2, 3, 400)
    hits = RANDOM.random(len(owner)) < habit[owner]
    p, n, size = hits.mean(), len(hits), np.bincount(owner)
    residuals = np.bincount(owner, hits) - p * size
    found = effective_n(
        p, n=n, total=n, users=400, squares=(size**2).sum(), residuals=(residuals**2).sum()
    )
    expected = p * (1 - p) / cluster_error(hits.astype(float), owner) ** 2 * freed(size)
    assert expected < n
    assert float(found) == pytest.approx(expected, rel=1e-9)


def test_effective_n_of_a_ratio_is_that_of_a_weighted_regression() -> None:
    """Parts of a conversation's answers: hits of D answers each, D the weight of its share."""
    owner = users(300)
    answers = RANDOM.integers(1, 9, len(owner))
    hits = RANDOM.binomial(answers, RANDOM.beta(2, 3, 300)[owner])
    n, size = answers.sum(), np.bincount(owner, answers)
    p = hits.sum() / n
    residuals = np.bincount(owner, hits) - p * size
    found = effective_n(
        p, n=n, total=n, users=300, squares=(size**2).sum(), residuals=(residuals**2).sum()
    )
    error = cluster_error(hits / answers, owner, answers)
    assert float(found) == pytest.approx(p * (1 - p) / error**2 * freed(size), rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_interval_of_results_is_wilsons_on_the_robust_variance(seed: int) -> None:
    """From rows to ends: users who come back alike, and people whom nobody knows."""
    rng = np.random.default_rng(seed)
    user = rng.integers(0, 120, 400)
    hits = rng.random(400) < rng.beta(1, 2, 120)[user]
    known = rng.random(400) < 0.8
    rows = [
        talk("a", "2026-10-05", session_id=str(n), completed=bool(hits[n]),
             user_id=str(user[n]) if known[n] else None)
        for n in range(400)
    ]  # fmt: skip
    _, owner = np.unique(np.where(known, user, 1000 + np.arange(400)), return_inverse=True)
    p = hits.mean()
    worth = p * (1 - p) / cluster_error(hits.astype(float), owner) ** 2
    worth *= freed(np.bincount(owner))
    assert worth < 400
    oracle = proportion_confint(p * worth, worth, method="wilson")
    found = one(october(conversations=rows), "completion_rate")
    assert ends(found) == pytest.approx(oracle, abs=1e-9)


def spread_of(values: np.ndarray, owner: np.ndarray) -> Spread:
    size, total = np.bincount(owner), np.bincount(owner, values)
    r = total - values.mean() * size
    sums = (
        len(values),
        len(size),
        (size**2).sum(),
        (r**2).sum(),
        (r**3).sum(),
        (r**2 * size).sum(),
    )
    return Spread(*map(np.asarray, sums))


def test_delta_has_the_cluster_robust_error() -> None:
    """Mirrored residuals have no skewness: the mean -+ t x error, raised by the leverage.

    Unlike the regression, kpikit counts users by weight for t, and lets large ones weigh more.
    """
    owner = users(200)
    noise = RANDOM.normal(size=len(owner))
    values = np.concatenate([5 + noise, 5 - noise])
    owner = np.concatenate([owner, owner + 200])
    given = spread_of(values, owner)
    low, high = delta(values.mean(), given)
    weighing = given.total**2 / given.sizes
    raised = (1 + 2 * given.leverage / (given.total * given.squares)) / (1 + 2 / 400)
    assert raised > 1
    error = cluster_error(values, owner) * np.sqrt(raised)
    half = stats.t.ppf(0.975, weighing - 1) * error
    assert (float(low), float(high)) == pytest.approx((5 - half, 5 + half))


def test_delta_of_single_values_without_skewness_is_students_interval() -> None:
    noise = RANDOM.normal(size=30)
    values = np.concatenate([noise, -noise]) + 3
    found = delta(values.mean(), spread_of(values, np.arange(60)))
    expected = stats.t.interval(0.95, 59, values.mean(), stats.sem(values))
    assert [float(end) for end in found] == pytest.approx(expected)


def test_skewness_moves_both_ends_to_the_long_tail() -> None:
    """Hall's transformation by its own equation: T + bT^2/3 + b^2T^3/27 + b/6 = -+ t."""
    values = RANDOM.lognormal(size=50)
    found = delta(values.mean(), spread_of(values, np.arange(50)))
    bend = stats.skew(values) / np.sqrt(50)
    t = stats.t.ppf(0.975, 49)
    for end, wanted in zip(found, (t, -t), strict=True):
        one = (values.mean() - float(end)) / stats.sem(values)
        assert one + bend * one**2 / 3 + bend**2 * one**3 / 27 + bend / 6 == pytest.approx(wanted)
    low, high = (float(end) for end in found)
    assert high - values.mean() > values.mean() - low


def enumerated(hits: int, n: int, population: int) -> tuple[float, float]:
    """Every share under which so many hits of a sample are not too rare on either side."""
    every = np.arange(population + 1)
    many = every[stats.hypergeom.sf(hits - 1, population, every, n) > 0.025]
    few = every[stats.hypergeom.cdf(hits, population, every, n) > 0.025]
    return many.min() / population, few.max() / population


def test_a_small_population_by_enumeration() -> None:
    wanted = enumerated(3, 15, 40)
    assert [float(end) for end in hypergeometric(3, 15, 40)] == pytest.approx(wanted)
    sample = sampled(0.2, n=15, worth=15, population=40)
    assert (sample.low, sample.high) == pytest.approx(wanted)


def test_small_populations_at_random() -> None:
    population = RANDOM.integers(2, 400, 100)
    n = RANDOM.integers(1, population + 1)
    hits = RANDOM.binomial(n, RANDOM.random(100))
    wanted = [enumerated(*given) for given in zip(hits, n, population, strict=True)]
    found = np.transpose(hypergeometric(hits, n, population))
    assert found == pytest.approx(np.array(wanted), abs=1e-12)


@pytest.mark.parametrize(("hits", "n", "population"), [(0, 10, 20), (10, 10, 20), (20, 20, 20)])
def test_a_small_population_at_its_ends(hits: int, n: int, population: int) -> None:
    low, high = (float(end) for end in hypergeometric(hits, n, population))
    assert hits / population <= low <= hits / n <= high <= 1
    assert n < population or low == high == hits / n
