"""What one unit is worth to a bot: its assumptions, and what leads turned out to be worth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import polars as pl

from kpikit.config.parts import DEFAULT_ASSUMPTIONS

if TYPE_CHECKING:
    from kpikit.config import AssumptionName
    from kpikit.evaluate.setting import Setting
    from kpikit.kpi import Priced

LEAD_VALUE = "lead_value"
WINS = 10
"""Won leads from which on the observed close rate and deal value replace the assumed ones."""


@dataclass(frozen=True)
class Price:
    """A bot's price of one unit.

    Attributes:
        value: None where an assumption is missing.
        missing: the assumptions that are missing.
        still: why it can still change, or None.
    """

    value: float | None
    missing: tuple[str, ...] = ()
    still: str | None = None


def price(measure: Priced, bot_id: str, setting: Setting) -> Price:
    """Multiply and divide the assumptions a measure names, at the bot's values.

    A bot that is not configured has the defaults alone.
    """
    if LEAD_VALUE in measure.times:
        return lead_value(bot_id, setting)
    worth, missing = measure.factor, []
    for name in (*measure.times, *measure.over):
        given = assumed(name, bot_id, setting)
        if given is None:
            missing.append(name)
        elif name in measure.over:
            worth /= given
        else:
            worth *= given
    return Price(None, tuple(missing)) if missing else Price(worth)


def default_price(measure: Priced) -> float:
    """The price by defaults alone, for what belongs to no bot; 0 where one has no default."""
    worth = measure.factor
    for name in measure.times:
        worth *= DEFAULT_ASSUMPTIONS.get(name, 0.0)
    for name in measure.over:
        worth /= DEFAULT_ASSUMPTIONS.get(name, float("inf"))
    return worth


def assumed(name: str, bot_id: str, setting: Setting) -> float | None:
    """A bot's assumption, or its default, or None."""
    bot = setting.config.bot(bot_id)
    if bot is None:
        return DEFAULT_ASSUMPTIONS.get(name)
    return bot.assumed(cast("AssumptionName", name))


def lead_value(bot_id: str, setting: Setting) -> Price:
    """What one captured lead is worth: close rate times deal value.

    Observed over the bot's chatbot leads older than the close horizon once ten of them won: the
    share with a won deal, and the mean amount of their won sourced deals. Else assumed.
    """
    old, deals = judged_leads(bot_id, setting)
    wins = int(old.get_column("won").sum())
    value = assumed("deal_value", bot_id, setting)
    if wins < WINS:
        rate = assumed("close_rate", bot_id, setting)
        given = {"close_rate": rate, "deal_value": value}
        missing = tuple(name for name, one in given.items() if one is None)
        return Price(None, missing) if rate is None or value is None else Price(rate * value)
    mean = cast("float | None", deals.get_column("amount").mean())
    omitted = int(deals.get_column("amount_omitted").sum())
    value = value if mean is None else mean
    if value is None:
        return Price(None, ("deal_value",))
    still = f"{omitted} deal amounts without an exchange rate" if omitted else None
    return Price(wins / old.height * value, still=still)


def judged_leads(bot_id: str, setting: Setting) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A bot's chatbot leads older than the close horizon, and their won sourced deals.

    Without a table of deals no lead is known to be won.
    """
    facts = setting.facts
    horizon = dt.timedelta(days=setting.config.windows.close_days)
    old = facts.leads.filter(
        pl.col("bot_id") == bot_id,
        pl.col("source") == "chatbot",
        pl.col("created_at") + horizon <= facts.as_of,
    ).with_columns(pl.col("won").fill_null(value=False))
    won = facts.deals.filter((pl.col("stage") == "won") & (pl.col("credit") == "sourced"))
    return old, won.join(old.select("lead_id"), on="lead_id", how="semi")
