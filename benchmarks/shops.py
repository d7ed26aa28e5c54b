"""Simulated shops whose truth is known: who buys because of the chatbot, and who would anyway.

A part of the visitors buys whatever happens, and with the bot some more do. Of those who buy anyway
some talk to the bot first; whoever buys because of it does. A tenth of the visitors never has the
bot. The shops come as tables (events, orders, assignments, costs), as anyone's do.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import polars as pl

from benchmarks.worlds import names, october
from kpikit.config import Config
from kpikit.periods import Calendar
from kpikit.tables import SCHEMAS, LoadReport, Table, Tables

PERIOD = Calendar().parse("2026-10")
UNITS, TREATED = 20_000, 18_000
SHARE = 0.1
"""Of the visitors who buy anyway."""

SAME = 0.5
"""Of those who buy after a talk: the part that does so in the same session, not two days later."""

WORTH, SIGMA = 100.0, 0.8
"""The mean of an order, and the sigma of its lognormal."""


class Shop(NamedTuple):
    """How many more buy because of the bot, and how many of the others talk to it first."""

    lift: float
    talking: float

    @property
    def name(self) -> str:
        """In words."""
        more = f"{self.lift:.0%} more" if self.lift else "none"
        return f"{more}; {self.talking:.0%} of the others talk"

    @property
    def truth(self) -> float:
        """The revenue of a month that would not be there without the bot."""
        return TREATED * SHARE * self.lift * WORTH


SHOPS = (Shop(0.0, 0.15), Shop(0.1, 0.15), Shop(0.1, 0.4), Shop(0.3, 0.15))


class Visitors(NamedTuple):
    """The visitors of all shops of a batch: a row each."""

    shop: np.ndarray
    treated: np.ndarray
    bought: np.ndarray
    talked: np.ndarray
    amount: np.ndarray


def simulated(rng: np.random.Generator, shop: Shop, count: int) -> Visitors:
    """The visitors of some shops, those with the bot first."""
    total = count * UNITS
    whose, place = np.divmod(np.arange(total), UNITS)
    treated = place < TREATED
    luck = rng.random(total)
    anyway = luck < SHARE
    because = treated & ~anyway & (luck < SHARE * (1 + shop.lift))
    talked = because | (treated & anyway & (rng.random(total) < shop.talking))
    amount = rng.lognormal(np.log(WORTH) - SIGMA**2 / 2, SIGMA, total)
    return Visitors(whose, treated, anyway | because, talked, amount)


def tables(rng: np.random.Generator, seen: Visitors) -> Tables:
    """What the shops know: talks of two messages, orders, arms; a bot costs nothing here."""
    count = int(seen.shop[-1]) + 1
    visitor, bot = names(np.arange(len(seen.shop))), names(seen.shop)
    buyers, talkers = np.flatnonzero(seen.bought), np.flatnonzero(seen.talked)
    return Tables({
        "events": _table("events", _talks(bot, talkers)),
        "orders": _table("orders", _orders(rng, seen, buyers)),
        "assignments": _table("assignments", {
            "experiment_id": bot, "unit": "visitor", "unit_id": visitor, "bot_id": bot,
            "arm": np.where(seen.treated, "treatment", "control"), "assigned_at": october(2),
            "converted": seen.bought, "revenue": np.where(seen.bought, seen.amount, 0.0),
        }),
        "costs": _table("costs", {
            "bot_id": names(np.arange(count)), "date": dt.date(2026, 10, 1),
            "category": "subscription", "amount": 0.0,
        }),
    }, LoadReport())  # fmt: skip


def _talks(bot: pl.Series, talkers: np.ndarray) -> dict[str, object]:
    """Two messages of the visitor and two answers, half a minute apart."""
    step = np.tile(np.arange(4), len(talkers))
    who = talkers.repeat(4)
    return {
        "event": np.where(step % 2, "chat.message.bot", "chat.message.user"),
        "ts": _after(step * 30),
        "bot_id": bot.gather(who), "session_id": names(who), "visitor_id": names(who),
    }  # fmt: skip


def _orders(rng: np.random.Generator, seen: Visitors, buyers: np.ndarray) -> dict[str, object]:
    """An order of each buyer: in the session of the talk, or later and known by the visitor."""
    same = seen.talked[buyers] & (rng.random(len(buyers)) < SAME)
    return {
        "order_id": names(buyers), "amount": seen.amount[buyers], "visitor_id": names(buyers),
        "ordered_at": _after(np.where(same, 600, 2 * 86_400)),
        "session_id": pl.select(pl.when(pl.Series(same)).then(names(buyers))).to_series(),
    }  # fmt: skip


def _after(seconds: np.ndarray) -> pl.Series:
    """Instants so long after the talks began."""
    instants = np.datetime64("2026-10-09", "us") + seconds.astype("m8[s]")
    return pl.Series(instants).dt.replace_time_zone("UTC")


def _table(name: str, given: dict[str, object]) -> Table:
    """A table of those columns; the others are null."""
    known = {column.name: column.dtype for column in SCHEMAS[name].columns}
    columns = {key: one for key, one in given.items() if isinstance(one, np.ndarray | pl.Series)}
    rest = {key: pl.lit(given.get(key), known[key]) for key in known if key not in columns}
    frame = pl.DataFrame(columns).with_columns(**rest).with_columns(
        seq=pl.int_range(pl.len(), dtype=pl.Int64)
    )  # fmt: skip
    typed = frame.select(pl.col(key).cast(dtype) for key, dtype in known.items())
    return Table(name, typed.lazy(), frozenset(given))


def project(count: int) -> Config:
    """A shop with an experiment for each bot."""
    shops = [str(n) for n in range(count)]
    return Config.model_validate({
        "company": "Simulated",
        "bots": [{"id": one, "type": "shop"} for one in shops],
        "experiments": {"holdouts": [
            {"experiment": one, "bot": one, "periods": [PERIOD.id]} for one in shops
        ]},
    })  # fmt: skip
