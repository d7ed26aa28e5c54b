"""What was changed about the bots, for a mark on the charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.details.model import Detail
from kpikit.evaluate import PORTFOLIO, bots_of

if TYPE_CHECKING:
    from kpikit.details.model import Asked

SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "day": pl.Date(), "of_bot": pl.String(),
    "what": pl.String(),
})  # fmt: skip
"""of_bot is null where a change is of all bots."""


def build(asked: Asked) -> pl.DataFrame:
    """A row for each bot and change of it, or of all, up to the end of the period; oldest first.

    The portfolio has the changes of every bot.
    """
    rows = asked.facts.changes.filter(pl.col("date") <= asked.period.last_day)
    found = [
        rows.filter(pl.col("bot_id").is_null() | (pl.col("bot_id") == bot) | (bot == PORTFOLIO))
        .rename({"bot_id": "of_bot", "date": "day"})
        .with_columns(pl.lit(bot).alias("bot_id"), pl.lit(asked.period.id).alias("period"))
        .select(SCHEMA.names())
        for bot in (*bots_of(asked.facts, asked.config), PORTFOLIO)
    ]
    return pl.concat(found)


CHANGES = Detail("changes", SCHEMA, build)
