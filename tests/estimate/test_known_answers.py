"""Every published statistic of tests/data/known_answers.csv; see the provenance in its rows."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kpikit.estimate.agreement import cohen_kappa, krippendorff_alpha
from kpikit.estimate.difference import change
from kpikit.estimate.limits import RANGES, WIDTH, moving_ranges
from kpikit.estimate.moves import benjamini_hochberg
from kpikit.estimate.shares import clopper_pearson, wilson
from kpikit.evaluate.incidence import Arm, median_within, win_curve

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = Path(__file__).resolve().parent.parent / "data" / "known_answers.csv"
CASES = list(csv.DictReader(FILE.read_text().splitlines()))

# Krippendorff (2011), data C: four observers, twelve units, a dot where none was given.
OBSERVERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]

# Benjamini and Hochberg (1995), section 3.2: fifteen ordered p-values.
P_VALUES = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
            0.4262, 0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip

# Freireich (1963): weeks in remission, a plus where it still lasted. On week 6 three relapsed and
# one was last seen, who was at risk with them.
REMISSIONS = {
    "6-MP": "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+",
    "placebo": "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23",
}


def remissions(group: str) -> Arm:
    """Relapses as wins; nothing competes with them."""
    found = REMISSIONS[group].split()
    weeks = np.array([int(one.removesuffix("+")) for one in found])
    relapsed = np.array(["+" not in one for one in found])
    return Arm(weeks, relapsed, np.zeros_like(relapsed), weeks)


def whole(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


def share(method: Callable[..., Any], given: str) -> list[float]:
    k, n = whole(given)
    return [float(end) for end in method(np.array(k / n), np.array(n))]


def difference(given: str) -> list[float]:
    k, n, j, m = whole(given)
    ends = change((k / n, *wilson(k / n, n)), (j / m, *wilson(j / m, m)))
    return [float(end) for end in ends]


def limits(given: str) -> list[float]:
    values = [float(one) for one in given.split(",")]
    mean, usual = np.mean(values), np.nanmean(moving_ranges(values))
    return [float(n) for n in (mean, usual, mean + WIDTH * usual, mean - WIDTH * usual)]


def left(weeks: list[int]) -> list[float]:
    """Kaplan-Meier's curve, which is what is left of Aalen-Johansen without a competing end."""
    curve = 1 - win_curve(remissions("6-MP"), 35)
    return [float(curve[week]) for week in weeks]


def half_left() -> list[float]:
    return [float(np.argmax(np.array(left(list(range(36)))) <= 0.5))]


def half_of_all() -> list[float]:
    """Everyone relapsed: half of those who ever do are half of all."""
    return [float(median_within(remissions("placebo"), 23) or 0)]


def adjusted(p: list[float]) -> list[float]:
    """The least rate at which each is marked, by halving."""
    low, high = np.zeros(len(p)), np.ones(len(p))
    for _ in range(40):
        middle = (low + high) / 2
        marked = [benjamini_hochberg(p, rate)[place] for place, rate in enumerate(middle)]
        low, high = np.where(marked, low, middle), np.where(marked, middle, high)
    return [float(rate) for rate in high]


def nominal_alpha() -> list[float]:
    units = [[seen for seen in unit if seen != "."] for unit in zip(*OBSERVERS, strict=True)]
    return [krippendorff_alpha(units)]


ANSWERS: dict[str, Callable[[str], list[float]]] = {
    "wilson CI 95%": lambda given: share(wilson, given),
    "exact CI 95%": lambda given: share(clopper_pearson, given),
    "Newcombe hybrid score diff": difference,
    "Cohen kappa": lambda given: [cohen_kappa(ast.literal_eval(given))],
    "Krippendorff alpha nominal": lambda _: nominal_alpha(),
    "BH rejections at q=.05": lambda _: [float(benjamini_hochberg(P_VALUES, 0.05).sum())],
    "BH adjusted p": lambda _: adjusted(P_VALUES)[:9],
    "Individuals chart": limits,
    "XmR constants": lambda _: [WIDTH, RANGES],
    "KM 6-MP S(t)": lambda given: left(whole(given)),
    "KM median 6-MP": lambda _: half_left(),
    "KM median placebo": lambda _: half_of_all(),
}
"""What kpikit gives for a case, by the beginning of its name."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['case']} {case['inputs']}")
def test_known_answers(case: dict[str, str]) -> None:
    (answer,) = [ANSWERS[name] for name in ANSWERS if case["case"].startswith(name)]
    expected = [float(number) for number in case["expected"].split(";")]
    assert answer(case["inputs"]) == pytest.approx(expected, abs=float(case["tolerance"]))
