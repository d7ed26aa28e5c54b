"""Bots that the configuration and the data do not agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit import labels
from kpikit.check.model import Flag
from kpikit.errors import did_you_mean
from kpikit.headline import blind_spots

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.config import Config
    from kpikit.tables import Tables

BOOKED = ("costs", "traffic", "leads", "orders", "reviews", "assignments", "changes")
"""The tables beside events whose rows may name a bot."""


def bot_lines(tables: Tables, config: Config) -> list[str]:
    """One line for each bot that only the data know, or only the configuration.

    Args:
        tables: as loaded; bots in ``ignore_bots`` are out of them already.
        config: of the project.
    """
    events = tables["events"].frame.select(pl.col("bot_id").unique().sort())
    seen = events.collect().get_column("bot_id").to_list()
    known = [bot.id for bot in config.bots]
    foreign = [bot for bot in seen if bot not in known]
    return [
        *(
            f"bot '{bot}' is in the data and not in {config.file.name}: it has no report "
            f"and counts among all chatbots"
            f"{did_you_mean(bot, known)}"
            for bot in foreign
        ),
        *(
            f"bot '{bot}' has no event{did_you_mean(bot, foreign)}"
            for bot in known
            if bot not in seen
        ),
    ]


def strangers(tables: Tables, config: Config, *, today: dt.date) -> list[Flag]:
    """Bots that only the data know, or only the configuration, as warnings.

    One whose report would be blank is grave.

    Args:
        tables: as loaded.
        config: of the project.
        today: a bot that is launched later need not have events yet.
    """
    ahead = {bot.id for bot in config.bots if bot.launch is not None and bot.launch > today}
    configured = {bot.id for bot in config.bots}
    named = [(line.split("'")[1], line) for line in bot_lines(tables, config)]
    found = [
        Flag("bots", bot, line, serious=bot in configured)
        for bot, line in named
        if bot not in ahead
    ]
    left_out = sum(each.ignored.get("ignore_bots", 0) for each in tables.quality.tables.values())
    if config.ignore_bots and not left_out:
        seen = tables["events"].frame.select(pl.col("bot_id").unique().sort()).collect()
        near = did_you_mean(config.ignore_bots[0], seen["bot_id"].to_list())
        text = f"ignore_bots: no row is of {', '.join(config.ignore_bots)}{near}"
        found.append(Flag("bots", "ignore_bots", text))
    return found


def strays(tables: Tables, config: Config) -> list[Flag]:
    """Rows of other tables booked on a bot that nobody configured and no event names.

    Args:
        tables: as loaded; bots in ``ignore_bots`` are out of them already.
        config: of the project.
    """
    events = tables["events"].frame.select(pl.col("bot_id").unique())
    known = {bot.id for bot in config.bots} | {*events.collect().get_column("bot_id")} | {"*"}
    found = []
    for name in BOOKED:
        table = tables.get(name)
        if table is None or "bot_id" not in table.columns:
            continue
        astray = pl.col("bot_id").is_not_null() & ~pl.col("bot_id").is_in([*known])
        rows = table.frame.filter(astray).collect()
        for (bot,), theirs in rows.sort("bot_id").group_by("bot_id", maintain_order=True):
            what = _amounts(theirs, config.currency) if name == "costs" else _rows(theirs.height)
            text = (
                f"{name}: {what} on bot '{bot}', which no event names and {config.file.name} does "
                f"not have: in no bot's figures{did_you_mean(str(bot), known - {'*'})}"
            )
            found.append(Flag("bots", name, text))
    return found


def _amounts(costs: pl.DataFrame, currency: str) -> str:
    """What the costs of a bot come to, by currency."""
    each = costs.with_columns(pl.col("currency").fill_null(currency)).group_by("currency")
    sums = each.agg(pl.col("amount").sum()).sort("currency")
    money = [f"{labels.number(total)} {code}" for code, total in sums.iter_rows()]
    return f"{' and '.join(money)} in {_rows(costs.height)}"


def _rows(count: int) -> str:
    return f"{labels.number(count)} row{'' if count == 1 else 's'}"


def unheard(tables: Tables) -> list[Flag]:
    """Leads of the chatbot, and no event that says so: capture rates would be 0."""
    leads = tables.get("leads")
    if leads is None:
        return []
    count = leads.frame.filter(pl.col("source") == "chatbot").select(pl.len()).collect().item()
    told = pl.col("event") == "chat.lead_created"
    if not count or tables["events"].frame.filter(told).head(1).collect().height:
        return []
    text = (
        f"events: no chat.lead_created, though leads has {_rows(count)} of source chatbot: the "
        "lead capture rate cannot be known; send that event, or map what it is called with "
        "values: {event: {...: chat.lead_created}}"
    )
    return [Flag("leads", "events", text)]


def headline_lines(config: Config) -> list[str]:
    """One line for each bot whose own headline has no KPI of some area."""
    spots = {bot.id: blind_spots(bot.headline or ()) for bot in config.bots if bot.headline}
    return [
        f"bot '{bot}': its headline has no KPI of {', '.join(areas)}"
        for bot, areas in spots.items()
        if areas
    ]
