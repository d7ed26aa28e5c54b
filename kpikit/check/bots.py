"""Bots that the configuration and the data do not agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import did_you_mean
from kpikit.headline import blind_spots

if TYPE_CHECKING:
    from kpikit.config import Config
    from kpikit.tables import Tables


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
            f"bot '{bot}' is in the data and not in {config.file.name}: no report"
            f"{did_you_mean(bot, known)}"
            for bot in foreign
        ),
        *(
            f"bot '{bot}' has no event{did_you_mean(bot, foreign)}"
            for bot in known
            if bot not in seen
        ),
    ]


def headline_lines(config: Config) -> list[str]:
    """One line for each bot whose own headline has no KPI of some area."""
    spots = {bot.id: blind_spots(bot.headline or ()) for bot in config.bots if bot.headline}
    return [
        f"bot '{bot}': its headline has no KPI of {', '.join(areas)}"
        for bot, areas in spots.items()
        if areas
    ]
