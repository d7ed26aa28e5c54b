"""Reviewed shares and the agreement of reviewers; by hand and against plain simulation."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

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
