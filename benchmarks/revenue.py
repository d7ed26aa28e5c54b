"""Revenue that a chatbot brought, and what is said of it: bias and coverage beside naive methods.

The tables of simulated shops go through facts, figures and intervals like anyone's; only the naive
figures are added up here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from benchmarks.shops import (
    PERIOD,
    SHOPS,
    TREATED,
    UNITS,
    WORTH,
    Shop,
    Visitors,
    project,
    simulated,
    tables,
)
from benchmarks.worlds import AS_OF, Z
from kpikit.estimate import intervals, numbers
from kpikit.evaluate import evaluated, table
from kpikit.facts import build_facts

if TYPE_CHECKING:
    from kpikit.config import Config
    from kpikit.facts import Facts

NET = "net_incremental_revenue"
BATCH = 20
"""Shops that are computed as the bots of one project."""


class Said(NamedTuple):
    """What a figure says of each shop, with its ends; nan where there are none."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def by_kpikit(facts: Facts, config: Config) -> dict[str, Said]:
    """The net by each method, which is a revenue as nothing was paid."""
    board = evaluated(facts, config, periods=[PERIOD], only=[NET])
    keys = ["bot_id", "period", "kpi", "method"]
    rows = table(board).join(intervals(board, [PERIOD.id]), on=keys, how="left")
    bots = pl.DataFrame({"bot_id": [bot.id for bot in config.bots]})
    found = {}
    for method in ("booked", "influenced", "holdout"):
        mine = bots.join(rows.filter(kpi=NET, method=method), on="bot_id", how="left",
                         maintain_order="left")  # fmt: skip
        found[method] = Said(*(numbers(mine, name) for name in ("value", "low", "high")))
    return found


def naively(seen: Visitors) -> dict[str, Said]:
    """Every order after a talk; the same times the part that the experiment says is new."""
    count = int(seen.shop[-1]) + 1

    def total(rows: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
        picked = None if weight is None else weight[rows]
        return np.bincount(seen.shop[rows], picked, count)

    after = seen.bought & seen.talked
    touched = total(after, seen.amount)
    off = Z * np.sqrt(total(after, seen.amount**2))
    with_bot = total(seen.bought & seen.treated) / TREATED
    without = total(seen.bought & ~seen.treated) / (UNITS - TREATED)
    none = np.full(count, np.nan)
    part = touched * (1 - without / with_bot)
    return {"touched": Said(touched, touched - off, touched + off), "part": Said(part, none, none)}


def outcome(seed: list[int], shop: Shop, draws: int) -> dict[str, Said]:
    """What every method says of many shops that are alike."""
    rng = np.random.default_rng(seed)
    found: dict[str, list[Said]] = {}
    for start in range(0, draws, BATCH):
        count = min(BATCH, draws - start)
        seen, config = simulated(rng, shop, count), project(count)
        facts = build_facts(tables(rng, seen), config, as_of=AS_OF)
        for method, one in (naively(seen) | by_kpikit(facts, config)).items():
            found.setdefault(method, []).append(one)
    return {method: Said(*np.concatenate(parts, axis=1)) for method, parts in found.items()}


METHODS = {
    "touched": "every order after a talk",
    "part": "the same x the part that is new",
    "booked": "kpikit, booked (attributed)",
    "influenced": "kpikit, influenced (attributed)",
    "holdout": "kpikit, by holdout",
}


def line(shop: Shop, method: str, said: Said) -> str:
    """A row of the table."""
    mean = said.value.mean()
    times = f"{mean / shop.truth:.0%}" if shop.truth else "–"
    known = ~np.isnan(said.low)
    covers = width = "–"
    if known.any():
        inside = (said.low <= shop.truth) & (shop.truth <= said.high)
        covers = f"{inside[known].mean():.1%}"
        width = f"{np.median((said.high - said.low)[known]):,.0f}"
    return (
        f"| {shop.name} | {shop.truth:,.0f} | {METHODS[method]} | {mean:,.0f} | {times} |"
        f" {covers} | {width} |"
    )


HEAD = """
## Attributed is not incremental
{draws:,} simulated shops in every row, with {treated:,} visitors who have the chatbot and
{rest:,} who never do. One visitor in ten buys anyway, for {worth:,.0f} on average; with the bot
some more do, and what they pay in a month is the truth. Whoever buys because of the bot talks to it
first, and so do some of the others; half of the talkers pay in the same session, half two days
later. The bot costs nothing here, so that its net is the revenue. The "part that is new" is what
the shop's own experiment says of its buyers. Means and median widths are in money; a fair figure is
100 % of the truth on average, and its interval covers that truth in 95 of 100 shops.

| more buyers by the bot | truth | figure | says | of the truth | covers it | width |
|---|---:|---|---:|---:|---:|---:|
"""
FOOT = """
What is booked or influenced is what the bot was part of, not what it brought: too much where many
talk who would have bought anyway, too little where few talk and many pay later, and money where the
bot does nothing. This is why a report calls it attributed, not proven incremental, and never
multiplies it by a share. Its interval is about the chance of orders, not about that truth. The
holdout alone is right on average, and its wide interval says how little an experiment of this size
can tell.
"""


def page(seed: int, draws: int) -> str:
    """The section of the page on revenue."""
    lines = []
    for place, shop in enumerate(SHOPS):
        found = outcome([seed, 200 + place], shop, draws)
        lines += [line(shop, method, found[method]) for method in METHODS]
    head = HEAD.format(draws=draws, treated=TREATED, rest=UNITS - TREATED, worth=WORTH)
    return head + "\n".join(lines) + "\n" + FOOT
