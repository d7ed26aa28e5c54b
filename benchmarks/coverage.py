"""Do 95 % intervals cover the truth? Simulations through the results, beside the naive method.

    python -m benchmarks.coverage [--draws 10000]

Each cell makes as many chatbots as draws, all with the same truth, puts their rows into one
project and lets kpikit compute every interval at once. The truth is drawn within 30 % of the
cell's own, as no truth sits on a lattice point of small counts. Writes docs/coverage.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from benchmarks import cells, cycle, money, moves, ratios, revenue
from benchmarks.worlds import nothing
from kpikit.config import Config
from kpikit.estimate import change, intervals, numbers
from kpikit.evaluate import evaluated, table
from kpikit.periods import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.worlds import World

    Bounded = tuple[np.ndarray, np.ndarray, np.ndarray]
    Make = Callable[[np.random.Generator, int], World]

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261121
DRAWS, ROUND = 10_000, 2000
LEAST = 0.93
PERIOD, BEFORE = Calendar().parse("2026-10"), Calendar().parse("2026-09")
HOUSE = Config.model_validate({"company": "Simulated", "bots": []})
SHARES = ((0.01, 100), (0.01, 1000), (0.1, 30), (0.1, 300), (0.5, 30), (0.5, 1000), (0.95, 100))
TRIALS = ((20_000, 0.03, 0.15), (20_000, 0.2, 0.1), (2_000, 0.1, 0.5))
CELLS: tuple[Make, ...] = (
    *(partial(cells.share, p=p, n=n) for p, n in SHARES),
    *(
        partial(cells.returning, p=p, users=users, often=False, alike=alike)
        for p in (0.1, 0.5)
        for users in (50, 500)
        for alike in (0.1, 0.3)
    ),
    *(partial(cells.returning, p=p, users=500, often=True, alike=0.1) for p in (0.1, 0.5)),
    *(partial(ratios.messages, p=0.1, n=n, alike=0.2) for n in (60, 600)),
    *(partial(ratios.goals, p=0.3, users=users, alike=0.3) for users in (50, 500)),
    *(partial(cells.moved, p=p, n=n) for p, n in ((0.1, 100), (0.5, 1000))),
    *(partial(cells.reviewed, p=p, n=n) for p, n in ((0.02, 150), (0.02, 600), (0.1, 200))),
    partial(cells.reviewed, p=0.05, n=150, population=300),
    *(partial(cells.weekly, p=p, n=50) for p in (0.025, 0.1)),
    *(partial(cells.judged, p=p, n=1000) for p in (0.02, 0.05)),
    *(partial(cells.waited, q=0.5, n=n) for n in (30, 300)),
    *(partial(cells.waited, q=0.99, n=n) for n in (400, 1500)),
    partial(cells.waited, q=0.5, n=300, each=3),
    partial(cells.waited, q=0.99, n=1500, each=3),
    *(partial(cells.scored, n=n) for n in (40, 300)),
    *(partial(cells.handled, users=users, alike=0.0) for users in (40, 300)),
    *(partial(cells.handled, users=users, alike=0.3) for users in (60, 300)),
    *(partial(ratios.recommended, n=n) for n in (40, 300)),
    *(partial(ratios.per_resolved, users=users) for users in (100, 500)),
    *(partial(ratios.deal_size, n=n) for n in (40, 200)),
    *(partial(money.sourced, rate=rate, n=n) for rate, n in ((0.1, 150), (0.1, 400), (0.3, 100))),
    partial(money.booked, deals=25, orders=100),
    *(partial(money.expected, rate=rate, n=n) for rate, n in ((0.1, 200), (0.3, 100))),
    *(
        partial(money.held_out, units=units, share=share, lift=lift)
        for units, share, lift in TRIALS
    ),
    *(partial(ratios.lifted, units=n, share=share, lift=lift) for n, share, lift in TRIALS),
)
HEAD = """# Do the intervals hold?
`python -m benchmarks.coverage` wrote this page: {draws:,} simulated chatbots in every row, seed
{seed}, each computed by the same code as a report. A 95 % interval should cover the truth in 95 of
100; the least in this table is {least:.1%}. "Naive" is what is usually done instead, named in the
last column. A width is the median of the intervals' widths over the truth (of a change, over the
share itself); "none" is the part of the chatbots for which kpikit gives no interval, because there
is too little to say. Truths are drawn within 30 % of the one that is named, as no truth sits on a
lattice point of small counts.

| figure | simulated | covers | width | none | naive covers | naive width | naive |
|---|---|---:|---:|---:|---:|---:|---|
"""
FOOT = """
Claims "below 2 %" about a bot whose rate of wrong answers is exactly 2 %, which should be made 5
times in 100 at most:

| reviews | kpikit claims | Jeffreys claims |
|---:|---:|---:|
{claims}

## Where they do not hold
- A share with fewer than three hits to expect, looked at for one exact truth: Wilson's interval
  covers 92.1 % at 1 % of 100 (Wald's 63.2 %), less at the worst points below.
- Users who make up a large part of the conversations and always do the same (one in ten users with
  ten conversations each, correlated by .3): 92 to 94 %. Where fewer than ten users, counted by
  weight, are most of it, there is no interval.
- Means of fewer than 40 users, counted by weight, have none: one-sided scores and amounts would
  cover 80 to 90 %.
- Amounts and durations here spread by a lognormal of sigma .8. With sigma 1, means of 40 users and
  revenue of 40 wins cover about 93 %.
- An interval is about chance alone. It knows nothing of a wrong definition, of lost events, or of
  people who choose their channel.
"""


class Outcome(NamedTuple):
    """How a cell came out."""

    covers: float
    width: float
    none: float
    naive_covers: float
    naive_width: float


def run(world: World) -> Outcome:
    """Let kpikit and the naive method bound the same truths."""
    ours = computed(world).ours
    (covers, width), naive = score(world, np.asarray(ours)), score(world, np.asarray(world.naive))
    return Outcome(covers, width, float(np.isnan(np.asarray(ours)[0]).mean()), *naive)


def computed(world: World) -> World:
    """The world with the ends that kpikit gives, and without its rows."""
    if world.ours is not None:
        return world
    periods = [PERIOD, BEFORE] if world.change else [PERIOD]
    board = evaluated(world.facts, HOUSE, periods=periods, only=[world.kpi])
    found = intervals(board, [one.id for one in periods])
    rows = table(board).join(found, on=["bot_id", "period", "kpi"], how="left")
    now, *before = (_ends(rows, one.id, len(world.truths)) for one in periods)
    low, high = change(now, before[0]) if before else now[1:]
    return replace(world, facts=nothing(), ours=(low, high))


def drawn(make: Make, place: int, draws: int) -> World:
    """Many chatbots of one cell, computed some at a time as their rows take room."""
    sizes = [min(ROUND, draws - start) for start in range(0, draws, ROUND)]
    parts = [
        computed(make(np.random.default_rng([SEED, place, turn]), size))
        for turn, size in enumerate(sizes)
    ]
    truths = np.concatenate([one.truths for one in parts])
    naive, ours = (
        np.concatenate([np.asarray(one) for one in ends], axis=1)
        for ends in ([one.naive for one in parts], [one.ours for one in parts])
    )
    return replace(parts[0], truths=truths, naive=(*naive,), ours=(*ours,))


def _ends(rows: pl.DataFrame, period: str, draws: int) -> Bounded:
    """Value and ends of the chatbots in the order of their numbers, nan where there are none."""
    bots = pl.DataFrame({"bot_id": [str(n) for n in range(draws)]})
    mine = bots.join(rows.filter(pl.col("period") == period), on="bot_id", how="left",
                     maintain_order="left")  # fmt: skip
    value, low, high = (numbers(mine, name) for name in ("value", "low", "high"))
    return value, low, high


def score(world: World, ends: np.ndarray) -> tuple[float, float]:
    """How many of the intervals there are cover, and their median width over the truth."""
    low, high = ends
    known = ~np.isnan(low)
    hit = (low <= world.truths) & (world.truths <= high)
    width = (high - low) / (np.abs(world.truths) if world.scale is None else world.scale)
    return float(hit[known].mean()), float(np.median(width[known]))


def row(world: World, outcome: Outcome) -> str:
    """A line of the table."""
    none = f"{outcome.none:.1%}" if outcome.none else "–"
    return (
        f"| {world.figure} | {world.name} | {outcome.covers:.1%} | {outcome.width:.2f} | {none} |"
        f" {outcome.naive_covers:.1%} | {outcome.naive_width:.2f} | {world.method} |"
    )


def jeffreys(hits: np.ndarray, n: int) -> np.ndarray:
    """The one-sided 95 % bound of a share by the posterior of Jeffreys' prior."""
    from scipy.special import betaincinv

    return np.asarray(betaincinv(hits + 0.5, n - hits + 0.5, 0.95))


def claims(draws: int) -> Iterable[str]:
    """How often a rate of exactly 2 % is said to be below 2 %."""
    from kpikit.estimate.shares import clopper_pearson

    for n in (100, 150, 200, 300, 500, 1000):
        wrong = np.random.default_rng(SEED).binomial(n, 0.02, draws * 2)
        _, exact = clopper_pearson(wrong / n, np.full(len(wrong), n), tail=0.05)
        made = [float((end <= 0.02).mean()) for end in (exact, jeffreys(wrong, n))]
        yield f"| {n:,} | {made[0]:.1%} | {made[1]:.1%} |"


def main() -> int:
    """Simulate every cell and write the page; 1 where a cell covers too little."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=DRAWS)
    draws = parser.parse_args().draws
    began = dt.datetime.now(dt.UTC)
    lines, least = [], 1.0
    for place, make in enumerate(CELLS):
        world = drawn(make, place, draws)
        outcome = run(world)
        least = min(least, outcome.covers)
        lines.append(row(world, outcome))
        print(lines[-1], file=sys.stderr, flush=True)
    page = HEAD.format(draws=draws, seed=SEED, least=least) + "\n".join(lines) + "\n"
    page += FOOT.format(claims="\n".join(claims(draws)))
    page += moves.page(SEED, max(draws // 50, 1))
    page += cycle.page(SEED, max(draws // 20, 1))
    page += revenue.page(SEED, max(draws // 5, 1))
    (ROOT / "docs" / "coverage.md").write_text(page)
    took = (dt.datetime.now(dt.UTC) - began).total_seconds()
    print(f"least {least:.1%}, {took:.0f} s", file=sys.stderr)
    return int(least < LEAST)


if __name__ == "__main__":
    sys.exit(main())
