"""Every published statistic of tests/data/known_answers.csv; see the provenance in its rows."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import numpy as np
import pytest

from kpikit.estimate.agreement import cohen_kappa, krippendorff_alpha
from kpikit.estimate.difference import change
from kpikit.estimate.limits import WIDTH, moving_ranges
from kpikit.estimate.moves import benjamini_hochberg
from kpikit.estimate.shares import clopper_pearson, wilson

FILE = Path(__file__).resolve().parent.parent / "data" / "known_answers.csv"
CASES = list(csv.DictReader(FILE.read_text().splitlines()))

# Krippendorff (2011), data C: four observers, twelve units, a dot where none was given.
OBSERVERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]

# Benjamini and Hochberg (1995), section 3.2: fifteen ordered p-values.
P_VALUES = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
            0.4262, 0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip


def answer(case: dict[str, str]) -> list[float]:
    """What kpikit gives for a case."""
    name, given = case["case"], case["inputs"]
    if name.startswith(("wilson", "exact")):
        k, n = (int(found) for found in re.findall(r"\d+", given))
        ends = (wilson if name.startswith("wilson") else clopper_pearson)(k / n, n)
        return [float(end) for end in ends]
    if name.startswith("Newcombe"):
        k, n, j, m = (int(found) for found in re.findall(r"\d+", given))
        ends = change((k / n, *wilson(k / n, n)), (j / m, *wilson(j / m, m)))
        return [float(end) for end in ends]
    if name.startswith("BH"):
        return [float(benjamini_hochberg(P_VALUES, 0.05).sum())]
    if name.startswith("Individuals"):
        values = [float(one) for one in given.split(",")]
        mean, usual = np.mean(values), np.nanmean(moving_ranges(values))
        return [float(n) for n in (mean, usual, mean + WIDTH * usual, mean - WIDTH * usual)]
    if name.startswith("Cohen"):
        return [cohen_kappa(ast.literal_eval(given))]
    assert name == "Krippendorff alpha nominal"
    units = [[seen for seen in unit if seen != "."] for unit in zip(*OBSERVERS, strict=True)]
    return [krippendorff_alpha(units)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['case']} {case['inputs']}")
def test_known_answers(case: dict[str, str]) -> None:
    expected = [float(number) for number in case["expected"].split(";")]
    assert answer(case) == pytest.approx(expected, abs=float(case["tolerance"]))
