"""The simulations run, and the page they wrote says what is claimed."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from benchmarks import bootstrap, cells, cycle, money, moves, revenue, shops, worlds
from benchmarks.coverage import CELLS, LEAST, jeffreys, row, run

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


NEWCOMBE = {(15, 148): (0.0527, 0.15), (0, 20): (0, 0), (1, 29): (-0.0319, 0.1009)}
"""Wald's intervals without cutting off, Newcombe (1998), table I."""


def test_the_naive_intervals_of_a_share_are_what_they_are_called() -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(20, 900, 200)
    hits = rng.binomial(n, rng.uniform(0.3, 0.7, 200))
    for ours, theirs in ((worlds.wald, "normal"), (worlds.wilson_of_rows, "wilson")):
        wanted = proportion_confint(hits, n, method=theirs)
        assert np.array(ours(hits / n, n)) == pytest.approx(np.array(wanted), abs=1e-9)
    upper = proportion_confint(hits, n, alpha=0.1, method="jeffreys")[1]
    assert [float(jeffreys(k, m)) for k, m in zip(hits, n, strict=True)] == pytest.approx(upper)
    for (k, m), ends in NEWCOMBE.items():
        found = worlds.wald(np.array(k / m), np.array(m))
        assert [float(end) for end in found] == pytest.approx(ends, abs=5e-5)


def test_the_naive_tests_and_means_are_what_they_are_called() -> None:
    """Three months of 48 of 80 in all, then 56 of 70: z 2.650, p .008 (also by statsmodels)."""
    hits, n = np.array([[[10.0, 18, 20, 56]]]), np.array([[[20.0, 28, 32, 70]]])
    found = moves._p(moves.Run(hits, n, np.zeros((1, 1), bool)))
    assert found[0, 0] == pytest.approx(0.008045, abs=5e-7)
    assert found[0, 0] == pytest.approx(proportions_ztest([56, 48], [70, 80])[1])
    values = np.random.default_rng(4).lognormal(size=60)
    low, high = worlds.of_rows(values, np.repeat([0, 1], 30), 2)
    for place in (0, 1):
        mine = values[place * 30 : place * 30 + 30]
        wanted = stats.norm.interval(0.95, mine.mean(), stats.sem(mine))
        assert (low[place], high[place]) == pytest.approx(wanted)


def test_the_shops_sell_what_they_are_said_to() -> None:
    """The truth is 180 more buyers for 100 each; the errors of 40 shops are those of chance."""
    shop = shops.Shop(0.1, 0.15)
    assert shop.truth == 18_000 * 0.1 * 0.1 * 100
    seen = shops.simulated(np.random.default_rng(5), shop, 40)
    with_bot, without = (seen.bought[seen.treated == side].mean() for side in (True, False))
    assert with_bot == pytest.approx(0.11, abs=0.002)
    assert without == pytest.approx(0.10, abs=0.005)
    assert seen.amount.mean() == pytest.approx(100, abs=1)
    # Of 1,800 who buy anyway 270 talk first, and all of the 180 others do.
    talked = (seen.bought & seen.talked).sum() / 40
    assert talked == pytest.approx(270 + 180, rel=0.03)
    assert not seen.talked[~seen.treated].any()


def test_kpikit_credits_the_shops_talks_and_not_more() -> None:
    """All that was bought after a talk = the direct orders + five times a fifth of the others."""
    rng, shop = np.random.default_rng(6), shops.Shop(0.1, 0.4)
    seen, config = shops.simulated(rng, shop, 3), shops.project(3)
    facts = revenue.build_facts(shops.tables(rng, seen), config, as_of=worlds.AS_OF)
    said = revenue.by_kpikit(facts, config)
    booked, influenced = said["booked"].value, said["influenced"].value
    touched = revenue.naively(seen)["touched"].value
    assert booked + 5 * (influenced - booked) == pytest.approx(touched)
    assert (booked < 0.7 * touched).all()
    # The holdout by hand: lift x the 18,000 who had the bot x the mean order of both arms.
    for place in range(3):
        mine = seen.shop == place
        lift = seen.bought[mine & seen.treated].mean() - seen.bought[mine & ~seen.treated].mean()
        worth = seen.amount[mine & seen.bought].mean()
        assert said["holdout"].value[place] == pytest.approx(lift * 18_000 * worth)


def test_the_page_has_the_bias_of_revenue_of_every_method() -> None:
    text = PAGE.read_text()
    for shop in shops.SHOPS:
        pattern = rf"\| {re.escape(shop.name)} \| [\d,]+ \| (.+?) \| (-?[\d,]+) \| .+? \| (.+?) \|"
        found = {name: (float(says.replace(",", "")), covers)
                 for name, says, covers in re.findall(pattern, text)}  # fmt: skip
        assert set(found) == set(revenue.METHODS.values())
        says = {method: found[name][0] for method, name in revenue.METHODS.items()}
        # Intervals of 50,000 are errors of 12,700, so 2,000 shops leave 290 of them to chance.
        assert abs(says["holdout"] - shop.truth) < 1000
        assert float(found[revenue.METHODS["holdout"]][1].strip("%")) >= 100 * LEAST
        assert says["touched"] - shop.truth > 18_000
        if shop.lift:
            assert says["part"] < 0.6 * shop.truth
