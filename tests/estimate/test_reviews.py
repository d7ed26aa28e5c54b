"""Reviewed shares and the agreement of reviewers; by hand, and against statsmodels."""

from __future__ import annotations

import itertools
import math

import numpy as np
import polars as pl
import pytest
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from kpikit.estimate.agreement import agreement, cohen_kappa, krippendorff_alpha
from kpikit.estimate.reviews import sampled


def test_unknown_worth_has_no_interval() -> None:
    found = sampled([0.1, 0.1], n=[50, 50], worth=[np.nan, 50.0])
    assert np.isnan(found.low[0])
    assert not np.isnan(found.low[1])
    # Half of what there was is no plain sample of an unknown population.
    other = sampled(0.1, n=50, worth=50.0, population=40)
    assert float(other.low) == pytest.approx(found.low[1])


def test_no_chance_to_disagree_is_no_agreement() -> None:
    assert math.isnan(cohen_kappa([[5, 0], [0, 0]]))
    assert math.isnan(cohen_kappa([[0, 0], [0, 0]]))
    assert math.isnan(krippendorff_alpha([[True, True], [True, True]]))
    assert krippendorff_alpha([[True, True], [False, False], [True]]) == 1


def answers(seed: int, *, people: int, names: int, missing: float = 0.0) -> np.ndarray:
    """Random answers to 80 items, alike by half; -1 where one was not given."""
    rng = np.random.default_rng(seed)
    given = rng.integers(0, names, (80, people))
    given = np.where(rng.random((80, people)) < 0.5, given[:, :1], given)
    return np.where(rng.random((80, people)) < missing, -1, given)


@pytest.mark.parametrize("seed", range(10))
def test_kappa_is_that_of_statsmodels(seed: int) -> None:
    table = np.zeros((3, 3))
    np.add.at(table, tuple(answers(seed, people=2, names=3).T), 1)
    assert cohen_kappa(table) == pytest.approx(cohens_kappa(table, return_results=False))


@pytest.mark.parametrize("seed", range(10))
def test_alpha_without_gaps_is_fleiss_kappa_corrected_for_its_size(seed: int) -> None:
    """alpha = 1 - (1 - kappa) (N - 1) / N for N answers, as chance draws without replacement."""
    given = answers(seed, people=4, names=3)
    kappa = fleiss_kappa(aggregate_raters(given)[0])
    wanted = 1 - (1 - kappa) * (given.size - 1) / given.size
    assert krippendorff_alpha(given.tolist()) == pytest.approx(wanted)


@pytest.mark.parametrize("seed", range(5))
def test_alpha_with_gaps_by_its_definition(seed: int) -> None:
    """1 - D_o / D_e, both counted pair by pair among the answers that have a partner."""
    units = [
        [int(one) for one in unit if one >= 0]
        for unit in answers(seed, people=4, names=3, missing=0.4)
    ]
    paired = [unit for unit in units if len(unit) > 1]
    assert len(paired) < len(units)
    n = sum(map(len, paired))
    seen = sum(
        sum(a != b for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1) for unit in paired
    )
    every = [one for unit in paired for one in unit]
    chance = sum(a != b for a, b in itertools.permutations(every, 2)) / (n - 1)
    assert krippendorff_alpha(units) == pytest.approx(1 - seen / chance)


def test_agreement_by_bot_and_kind() -> None:
    """Bot a: two people, 20 + 15 alike and 5 + 10 not (kappa .4); bot b: three who agree."""
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    rows = [
        {"bot_id": "a", "session_id": str(n), "reviewer": name, "passed": passed}
        for n, pair in enumerate(pairs)
        for name, passed in zip(("ann", "bo"), pair, strict=True)
    ]
    rows += [
        {"bot_id": "b", "session_id": str(n), "reviewer": name, "passed": n % 2 == 0}
        for n in range(10)
        for name in ("ann", "bo", "cy")
    ]
    rows += [{"bot_id": "a", "session_id": "alone", "reviewer": "ann", "passed": True},
             {"bot_id": "a", "session_id": "0", "reviewer": None, "passed": False}]  # fmt: skip
    frame = pl.DataFrame(rows).with_columns(
        pl.lit("intent").alias("kind"), pl.lit(None, pl.String).alias("message_id")
    )
    found = agreement(frame)
    assert found.select("bot_id", "items", "reviewers", "measure").rows() == [
        ("a", 50, 2, "kappa"), ("b", 10, 3, "alpha"),
    ]  # fmt: skip
    assert found.get_column("value").to_list() == pytest.approx([0.4, 1.0])
