"""The simulations run, and the page they wrote says what is claimed."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from benchmarks import bootstrap, cells, cycle, money, moves
from benchmarks.coverage import CELLS, LEAST, row, run

PAGE = Path(__file__).resolve().parent.parent / "docs" / "coverage.md"
SMALL = (
    partial(cells.share, p=0.1, n=100),
    partial(cells.returning, p=0.5, users=50, often=False, alike=0.3),
    partial(cells.moved, p=0.3, n=100),
    partial(cells.reviewed, p=0.05, n=150),
    partial(cells.waited, q=0.5, n=60, each=3),
    partial(cells.handled, users=60, alike=0.0),
    partial(money.sourced, rate=0.2, n=100),
)


def test_every_interval_on_the_page_covers_at_least_93_per_cent() -> None:
    lines = [line.split("|") for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    table = [line for line in lines if len(line) == 10 and "%" in line[3]]
    assert len(table) == len(CELLS)
    covers = [float(line[3].strip(" %")) / 100 for line in table]
    assert min(covers) >= LEAST


def test_the_page_shows_each_kind_of_interval_and_its_claim() -> None:
    text = PAGE.read_text()
    for figure in ("share, by user", "reviews of a judge", "99th percentile", "mean seconds",
                   "revenue booked", "change of a share"):  # fmt: skip
        assert f"| {figure} |" in text
    made = re.findall(r"^\| ([\d,]+) \| ([\d.]+)% \| ([\d.]+)% \|$", text, re.MULTILINE)
    assert len(made) == 6
    assert all(float(ours) <= 5.3 for _, ours, _ in made)  # 5 %, and what chance allows


@pytest.mark.parametrize("make", SMALL, ids=lambda make: make.func.__name__)
def test_a_cell_is_simulated_through_the_results(make: partial) -> None:
    world = make(np.random.default_rng(1), 120)
    outcome = run(world)
    # 120 draws of a 95 % interval: fewer than 88 % would come once in a thousand.
    assert outcome.covers >= 0.88
    assert outcome.width > 0
    assert row(world, outcome).count("|") == 9


def test_the_page_has_the_false_alarms_of_every_rule() -> None:
    text = PAGE.read_text()
    found = {name: re.search(rf"^\| {re.escape(name)} \| ([\d.]+) \|", text, re.MULTILINE)
             for name in moves.RULES}  # fmt: skip
    alarms = {name: float(one[1]) for name, one in found.items() if one}
    assert set(alarms) == set(moves.RULES)
    assert alarms["kpikit"] <= 0.5
    assert min(one for name, one in alarms.items() if name != "kpikit") > 50


def test_without_a_change_next_to_nothing_is_marked() -> None:
    """Five runs of 1,000 tests: at a false alarm in 10,000, one of two would come in 10."""
    runs = [moves.simulated(np.random.default_rng([5, n])) for n in range(5)]
    assert sum(int(moves.ours(run).sum()) for run in runs) <= 1
    assert all(moves.tenth(run).sum() > 100 for run in runs)


def test_a_real_change_is_marked_where_there_is_volume() -> None:
    run = moves.simulated(np.random.default_rng(8), shift=0.6)
    marked = moves.ours(run)[:, -4:]
    real = run.real[:, -4:]
    assert (marked & real).sum() >= 0.8 * real.sum() > 0


def test_the_page_has_the_cycle_of_a_young_channel_and_of_an_equal_one() -> None:
    text = PAGE.read_text()
    for one in cycle.CHANNELS:
        pattern = rf"\| {re.escape(one.name)} \| (.+) \| ([+-][\d.]+) \| .+ \| ([\d.]+)% \|"
        found = {name: (float(days), float(covers))
                 for name, days, covers in re.findall(pattern, text)}  # fmt: skip
        days, covers = found["adjusted"]
        assert abs(days) < 1.5
        assert covers >= 90
        if one.growth:
            assert found["as published"][0] > 5
            assert found["as published"][1] < covers


def test_a_young_channel_looks_faster_as_published_alone() -> None:
    published, adjusted = cycle.outcome([3], cycle.CHANNELS[0], 6)
    assert published[:, 0].mean() > 8
    assert abs(adjusted[:, 0].mean()) < 8
    assert (adjusted[:, 1] <= 0).sum() >= 5


def test_both_ways_of_drawing_leads_agree() -> None:
    leads = bootstrap.made_up(400)
    counts = bootstrap.Counts.of(leads, bootstrap.LONGEST)
    drawn = bootstrap.drawn_medians(counts, seed=1)
    rows = np.array(bootstrap.plain(leads, 400), dtype=float)
    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx(
        np.quantile(rows, [0.1, 0.5, 0.9]), abs=5
    )
