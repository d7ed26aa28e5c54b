"""Visitors of the pages the bots are on, and the changes that were made to the bots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.demo import company
from kpikit.demo.clock import DAY, EPOCH
from kpikit.demo.draw import lognormal
from kpikit.demo.lines import named
from kpikit.demo.pace import AS_OF

if TYPE_CHECKING:
    from kpikit.demo.book import Plans
    from kpikit.demo.draw import Rng


def traffic_table(rng: Rng, plans: Plans) -> pl.DataFrame:
    """Visitors by bot and whole local day: busier where more people chat, but not in step."""
    chats, clock = plans.log.chats, plans.clock
    first = (company.BOTS[0].launch - EPOCH).days
    days = AS_OF // DAY - first
    day = clock.local(chats.start) // DAY - first
    parts = []
    for number, plan in enumerate(company.BOTS):
        counts = np.bincount(day[chats.bot == number], minlength=days)[:days]
        noise = lognormal(rng, 1.0, 0.12, n=days)
        visitors = np.round(company.VISITORS_A_CHAT[plan.id] * (counts + 1) * noise)
        live = np.arange(days) >= (plan.launch - company.BOTS[0].launch).days
        parts.append(pl.DataFrame({
            "date": pl.Series(first + np.arange(days)[live]).cast(pl.Int32).cast(pl.Date),
            "bot_id": named([plan.id], np.zeros(int(live.sum()), dtype=np.int64)),
            "visitors": visitors[live].astype(np.int64),
        }))  # fmt: skip
    return pl.concat(parts).sort("date", "bot_id")


def changes_table() -> pl.DataFrame:
    """What was changed, when, and on which bot."""
    return pl.DataFrame(company.CHANGES, schema=["date", "bot_id", "what"], orient="row")
