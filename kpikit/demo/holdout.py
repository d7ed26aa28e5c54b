"""A true experiment: visitors of the shop, of whom a fifth were never offered the bot.

The numbers of buyers in each arm are planted, so the lift is known. Everyone who chatted with
the shop's bot in those months is in the treatment arm, and every buyer has an order in the shop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.demo import company
from kpikit.demo.clock import EPOCH, HOUR
from kpikit.demo.draw import between
from kpikit.demo.lines import ids, moments, named
from kpikit.demo.shop import PLAIN

if TYPE_CHECKING:
    from kpikit.demo.book import Plans
    from kpikit.demo.draw import Ints, Rng

ARMS = tuple(company.HOLDOUT_ARMS)


def planted(scale: float) -> dict[str, dict[str, int]]:
    """Visitors and buyers of each arm."""
    return {
        arm: {"visitors": round(visitors * scale), "converted": round(converted * scale)}
        for arm, (visitors, converted) in company.HOLDOUT_ARMS.items()
    }


def assignments_table(rng: Rng, plans: Plans, *, scale: float) -> pl.DataFrame:
    """Who was in which arm, since when, and what they bought within the experiment."""
    start, end = _span(plans)
    met, bought = _chatters(plans, start=start, end=end), _orders(plans, start=start, end=end)
    chatting = met.join(bought, on="unit_id", how="left")
    others = bought.join(met, on="unit_id", how="anti").sort("at", "unit_id")
    others = others[rng.permutation(others.height)]
    parts = [chatting]
    used = 0
    for arm, plan in planted(scale).items():
        first = chatting if arm == ARMS[0] else chatting.clear()
        buyers = plan["converted"] - first["revenue"].count()
        idle = plan["visitors"] - first.height - buyers
        parts.append(others[used : used + buyers].with_columns(arm=pl.lit(arm)))
        used += buyers
        seen = start + between(rng, idle, low=0, high=float(end - start))
        parts.append(pl.DataFrame({"unit_id": ids(arm[0], np.arange(idle)), "seen": seen})
                     .with_columns(arm=pl.lit(arm)))  # fmt: skip
    return _as_table(rng, pl.concat(parts, how="diagonal"), start=start)


def _span(plans: Plans) -> tuple[int, int]:
    """The instants the experiment starts and ends at."""
    days = [company.HOLDOUT_FROM, company.HOLDOUT_TO]
    first, last = ((day - EPOCH).days for day in days)
    edges = plans.clock.at(np.array([first, last + 1]), np.zeros(2, dtype=np.int64))
    return int(edges[0]), int(edges[1])


def _chatters(plans: Plans, *, start: int, end: int) -> pl.DataFrame:
    """Visitors who chatted with the shop's bot, and when first."""
    chats = plans.log.chats
    rows = np.flatnonzero(
        (chats.bot == company.SHOP) & ~chats.test & (chats.start >= start) & (chats.start < end)
    )
    frame = pl.DataFrame({"unit_id": plans.log.visitor.gather(rows), "seen": chats.start[rows]})
    return frame.group_by("unit_id", maintain_order=True).min().with_columns(arm=pl.lit(ARMS[0]))


def _orders(plans: Plans, *, start: int, end: int) -> pl.DataFrame:
    """Buyers within the experiment, with what they paid."""
    orders = plans.orders
    real = (orders.chat < 0) | ~plans.log.chats.test[orders.chat]
    rows = np.flatnonzero(real & (orders.at >= start) & (orders.at < end))
    nobody = pl.Series(orders.kind[rows] == PLAIN)
    visitor = plans.log.visitor.gather(np.maximum(orders.chat[rows], 0))
    frame = pl.DataFrame({
        "unit_id": ids("y", rows).zip_with(nobody, visitor),
        "at": orders.at[rows], "revenue": orders.amount[rows],
    })  # fmt: skip
    return frame.group_by("unit_id", maintain_order=True).agg(
        pl.col("at").min(), pl.col("revenue").sum().round(2)
    )


def _as_table(rng: Rng, frame: pl.DataFrame, *, start: int) -> pl.DataFrame:
    """The experiment's own table, by time of assignment."""
    before: Ints = between(rng, frame.height, low=60_000, high=HOUR)
    seen = (pl.coalesce("seen", "at") - before).clip(lower_bound=start)
    table = frame.with_columns(seen=seen).sort("seen", "unit_id")
    place = np.zeros(table.height, dtype=np.int64)
    return table.select(
        pl.lit(company.HOLDOUT).alias("experiment_id"),
        pl.lit("visitor").alias("unit"),
        "unit_id",
        "arm",
        moments(table["seen"].to_numpy()).cast(pl.Datetime("us", "UTC")).alias("assigned_at"),
        named([company.BOT_IDS[company.SHOP]], place).alias("bot_id"),
        pl.col("revenue").is_not_null().alias("converted"),
        pl.col("revenue").fill_null(0.0),
    )
