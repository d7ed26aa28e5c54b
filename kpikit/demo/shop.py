"""Orders of the shop: in a chat, in the days after one, and by everyone else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.demo import company
from kpikit.demo.chats import RETURNED
from kpikit.demo.clock import DAY, HOUR
from kpikit.demo.draw import between, lognormal
from kpikit.demo.lines import blank, ids, moments, named
from kpikit.demo.pace import AS_OF
from kpikit.demo.pace import moments as happenings

if TYPE_CHECKING:
    from kpikit.demo.clock import LocalClock
    from kpikit.demo.draw import Floats, Ints, Rng
    from kpikit.demo.log import Log

DIRECT, ASSISTED, PLAIN = range(3)


@dataclass(frozen=True)
class Orders:
    """One row per order, by time: how it came about, and the conversation behind it, else -1."""

    kind: Ints
    chat: Ints
    at: Ints
    amount: Floats


def plan_orders(rng: Rng, clock: LocalClock, *, log: Log, scale: float) -> Orders:
    """Plan all orders of the shop."""
    chats, talks = log.chats, log.talks
    able = (chats.bot == company.SHOP) & (chats.turns >= 2) & (talks.first_answer > 0)
    chance = rng.random(len(chats))
    direct = np.flatnonzero(able & (chance < company.DIRECT_SHARE))
    # Only visits without a second one: the order must have one conversation to thank.
    single = able & chats.known & (chats.after != RETURNED) & (chats.origin < 0)
    assisted = np.flatnonzero(single & (chance > 1 - company.ASSISTED_SHARE))
    plain = happenings(rng, clock, pace=company.PLAIN_ORDERS, scale=scale)
    ended = log.endings.ended
    at = np.concatenate([
        ended[direct] + between(rng, len(direct), low=60_000, high=40 * 60_000),
        ended[assisted] + between(rng, len(assisted), low=2 * HOUR, high=6 * DAY),
        plain,
    ])  # fmt: skip
    kind = np.repeat([DIRECT, ASSISTED, PLAIN], [len(direct), len(assisted), len(plain)])
    chat = np.concatenate([direct, assisted, np.full(len(plain), -1)])
    median = company.ORDER_MEDIAN * np.where(kind == PLAIN, 1.0, company.BOT_ORDER_FACTOR)
    amount = np.round(lognormal(rng, median, company.ORDER_SIGMA, n=len(kind)), 2)
    order = np.lexsort((kind, at))
    order = order[at[order] <= AS_OF]
    return Orders(kind=kind[order], chat=chat[order], at=at[order], amount=amount[order])


def orders_table(orders: Orders, log: Log) -> pl.DataFrame:
    """The shop's own table of orders."""
    place = np.maximum(orders.chat, 0)
    nobody = orders.kind == PLAIN
    number = np.arange(len(orders.at))
    return pl.DataFrame({
        "order_number": ids("O", number),
        "placed_at": moments(orders.at).cast(pl.Datetime("us", "UTC")),
        "total": orders.amount,
        "currency": named([company.CURRENCY], number * 0),
        "chat_session": blank(log.session.gather(place), orders.kind != DIRECT),
        "customer": log.user_id.gather(place).zip_with(pl.Series(~nobody), ids("k", number)),
        "browser": log.visitor.gather(place).zip_with(pl.Series(~nobody), ids("y", number)),
    })  # fmt: skip
