"""Two-phase reviews and the agreement of reviewers; by hand and against plain simulation."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from kpikit.estimate.agreement import agreement, cohen_kappa, krippendorff_alpha
from kpikit.estimate.reviews import Phase, sampled, two_phase
from kpikit.estimate.shares import clopper_pearson


def test_a_judged_sample_is_reweighted_to_what_was_judged() -> None:
    """100 flagged, 40 of 50 wrong; 900 not flagged, 0 of 450 wrong: .1 x .8 = .08.

    A judge alone would say .10. Within, smoothed: .01 x q(1-q)/50 with q = 40.5/51 (.16350, more
    than .8 x .2 x 50/49) and .81 x q(1-q)/450 with q = .5/451; between: (.1 x .72^2 + .9 x .08^2)
    / 1000.
    """
    share, low, high = two_phase([Phase(100, 50, 40), Phase(900, 450, 0)])
    flagged, rest = 40.5 / 51, 0.5 / 451
    within = 0.01 * flagged * (1 - flagged) / 50 + 0.81 * rest * (1 - rest) / 450
    between = (0.1 * 0.72**2 + 0.9 * 0.08**2) / 1000
    expected = clopper_pearson(0.08, 0.08 * 0.92 / (within + between))
    assert share == pytest.approx(0.08)
    assert (low, high) == pytest.approx(tuple(float(end) for end in expected))


def test_nothing_wrong_anywhere_is_worth_its_reviews() -> None:
    share, low, high = two_phase([Phase(30, 20, 0), Phase(970, 129, 0)])
    assert (share, low) == (0, 0)
    assert high == pytest.approx(1 - 0.025 ** (1 / 149))


def test_a_sort_without_a_review_is_unknown() -> None:
    assert all(map(math.isnan, two_phase([Phase(100, 0, 0), Phase(900, 450, 0)])))
    share, *_ = two_phase([Phase(0, 0, 0), Phase(900, 450, 9)])
    assert share == pytest.approx(0.02)


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
