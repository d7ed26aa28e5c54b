"""What the bootstrap of the sales cycle costs: beside one that draws leads one by one.

    python -m benchmarks.bootstrap [--leads 100000] [--plain 20]

Both bound the median of the same leads with 2,000 samples. The plain way draws rows with numpy and
counts them up again, and is timed on a few samples. CPU seconds and their ratio are printed.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

import numpy as np

from kpikit.estimate.bootstrap import DRAWS, drawn_medians, percentile_ends
from kpikit.evaluate.incidence import LONGEST, Arm, Counts, median_within

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 1


def made_up(count: int) -> Arm:
    """Leads of two years: a third is won, a third lost."""
    rng = np.random.default_rng(SEED)
    watched = rng.integers(0, 730, count)
    took = np.exp(4 + 0.8 * rng.normal(size=count)).astype(np.int64)
    closed = (took <= watched) & (rng.random(count) < 2 / 3)
    won = closed & (rng.random(count) < 1 / 2)
    return Arm(np.where(closed, took, watched), won, closed & ~won, watched)


def plain(leads: Arm, draws: int) -> list[int | None]:
    """Medians of samples of rows."""
    rng = np.random.default_rng(SEED)
    count = len(leads.days)
    return [median_within(leads.only(rng.integers(0, count, count)), LONGEST) for _ in range(draws)]


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Time both and print what they cost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--plain", type=int, default=20, help="samples that the plain way draws")
    given = parser.parse_args()
    leads = made_up(given.leads)
    counts = Counts.of(leads, LONGEST)
    low, high = percentile_ends(drawn_medians(counts, seed=SEED))
    ours = seconds(lambda: drawn_medians(Counts.of(leads, LONGEST), seed=SEED))
    theirs = seconds(lambda: plain(leads, given.plain)) * DRAWS / given.plain
    print(f"{given.leads:,} leads, {DRAWS:,} samples: median {median_within(leads, LONGEST)} days")
    print(f"  by cells    {ours:7.2f} s, {low:.0f} to {high:.0f} days")
    print(f"  row by row  {theirs:7.2f} s, {theirs / ours:.0f} times as long")


if __name__ == "__main__":
    main()
