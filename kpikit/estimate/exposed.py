"""How many there were that a figure is a sample of: answers given, leads that could have won."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.evaluate.rows import KEYS
from kpikit.evaluate.setting import PORTFOLIO

if TYPE_CHECKING:
    from kpikit.evaluate.setting import Setting


def answers_given(setting: Setting) -> pl.DataFrame:
    """KEYS and count: the bot's messages in the conversations started in a period."""
    rows = setting.facts.conversations.lazy().select("bot_id", "started_at", "bot_messages")
    filed = setting.windows.file(rows, "started_at")
    return _counted(filed, pl.col("bot_messages").sum())


def leads_at_risk(setting: Setting) -> pl.DataFrame:
    """KEYS and count: the chatbot leads that could have been won in a period.

    Created before its end, and not closed before its start.
    """
    value = pl.lit(None, pl.String) if setting.by is None else pl.col(setting.by)
    leads = setting.facts.journeys.lazy().filter(pl.col("source") == "chatbot")
    named = leads.select("bot_id", "created_at", "closed_at", value.alias("segment_value"))
    bounds = setting.windows.frame().select("period", "start", "end").lazy()
    crossed = named.join(bounds, how="cross")
    still = pl.col("closed_at").is_null() | (pl.col("closed_at") >= pl.col("start"))
    return _counted(crossed.filter(still & (pl.col("created_at") < pl.col("end"))), pl.len())


def _counted(rows: pl.LazyFrame, count: pl.Expr) -> pl.DataFrame:
    if "segment_value" not in rows.collect_schema():
        rows = rows.with_columns(pl.lit(None, pl.String).alias("segment_value"))
    everyone = rows.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))
    both = pl.concat([rows.filter(pl.col("bot_id").is_not_null()), everyone])
    return both.group_by(KEYS).agg(count.cast(pl.Float64).alias("count")).collect()
