"""Which income a bot's money is told with: booked revenue where it sells, else what it saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from kpikit.details.model import Asked


class Account(NamedTuple):
    """The KPI ids of an income and of what the costs leave of it."""

    income: str
    net: str


ACCOUNTS = (
    Account("revenue_booked", "net_incremental_revenue"),
    Account("durable_cost_saved", "net_value"),
)
"""The first of which both are known is the bot's."""


def accounts(asked: Asked) -> dict[str, Account]:
    """The account of each bot that has one in the period."""
    known = asked.results.filter(
        pl.col("period") == asked.period.id,
        pl.col("segment").is_null(),
        pl.col("method").is_in(["", "booked"]),
        pl.col("value").is_not_null(),
    ).select("bot_id", "kpi")
    rows = {*known.iter_rows()}
    bots = dict.fromkeys(known.get_column("bot_id"))
    found = {}
    for bot in bots:
        mine = (one for one in ACCOUNTS if all((bot, kpi) in rows for kpi in one))
        first = next(mine, None)
        if first is not None:
            found[bot] = first
    return found
