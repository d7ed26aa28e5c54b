"""Costs by bot and period: spread over their days, shared ones allocated."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from kpikit.evaluate.setting import PORTFOLIO

if TYPE_CHECKING:
    from kpikit.evaluate.setting import Setting

SUMS = ("value", "n", "omitted")
BOT_PERIOD = ["bot_id", "period"]


def touching(setting: Setting) -> pl.DataFrame:
    """The part of each cost that falls into each period it touches.

    A cost counts on every local day from date to end_date up to the day of as_of, evenly. In a
    running total since launch a bot's own earlier costs count as on the launch, shared ones do not;
    so one that ends before the bot has launched has no cost of its own.

    Returns:
        bot_id ("*" = shared), period, category, value, n (1 a row), omitted (0 or 1).
    """
    today = setting.facts.as_of.astimezone(ZoneInfo(setting.config.timezone)).date()
    last = pl.coalesce("end_date", "date")
    begun = pl.col("first_day") <= pl.col("last_day")
    early = pl.col("since_launch") & begun & (pl.col("bot_id") != PORTFOLIO)
    first_counted = pl.max_horizontal("date", pl.when(~early).then(pl.col("first_day")))
    last_counted = pl.min_horizontal(last, "last_day", pl.lit(today))
    spread = (last - pl.col("date")).dt.total_days() + 1
    counted = (last_counted - first_counted).dt.total_days() + 1
    bounds = setting.windows.frame().select("period", "first_day", "last_day", "since_launch")
    crossed = setting.facts.costs.join(bounds, how="cross").filter(counted > 0)
    return crossed.select(
        *("bot_id", "period", "category"),
        (pl.col("amount") * counted / spread).alias("value"),
        pl.lit(1, pl.Int64).alias("n"),
        pl.col("amount_omitted").cast(pl.Int64).alias("omitted"),
    )


def shares(setting: Setting) -> pl.DataFrame:
    """Each bot's part of the shared costs of a period: bot_id, period, share.

    The fixed shares of the project where it has them, else by conversations of the period, else
    in equal parts.
    """
    bots = pl.DataFrame({"bot_id": setting.bots}, schema={"bot_id": pl.String})
    index = bots.join(setting.windows.frame().select("period"), how="cross")
    fixed = setting.config.shared_costs
    if fixed is not None:
        given = {bot: fixed.get(bot, 0.0) / sum(fixed.values()) for bot in setting.bots}
        part = pl.col("bot_id").replace_strict(given, return_dtype=pl.Float64)
        return index.with_columns(part.alias("share"))
    talks = pl.col("conversations").cast(pl.Float64)
    total = talks.sum().over("period")
    part = pl.when(total > 0).then(talks / total).otherwise(1 / pl.len().over("period"))
    counted = index.join(talked(setting), on=BOT_PERIOD, how="left", maintain_order="left")
    filled = counted.with_columns(pl.col("conversations").fill_null(0))
    return filled.select(*BOT_PERIOD, part.alias("share"))


def talked(setting: Setting) -> pl.DataFrame:
    """Conversations by bot and period, where there are any."""
    rows = setting.facts.conversations.lazy().select("bot_id", "started_at")
    filed = setting.windows.file(rows, "started_at")
    return filed.group_by(BOT_PERIOD).agg(pl.len().alias("conversations")).collect()


def allocated(parts: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """Sum costs by bot, period and category, each bot with its part of the shared ones.

    Args:
        parts: rows of `touching`.
        setting: bots and periods.

    Returns:
        bot_id, period, category, value, n, omitted; the portfolio's rows hold all costs.
    """
    keys = [*BOT_PERIOD, "category"]
    own = parts.filter(pl.col("bot_id") != PORTFOLIO)
    shared = parts.filter(pl.col("bot_id") == PORTFOLIO).drop("bot_id")
    spread = shared.join(shares(setting), on="period").with_columns(
        (pl.col("value") * pl.col("share")).alias("value")
    )
    everyone = parts.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))
    columns = [*keys, *SUMS]
    rows = pl.concat([own.select(columns), spread.select(columns), everyone.select(columns)])
    return rows.group_by(keys).agg(pl.col(SUMS).sum())


def known(parts: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """Who has a known cost in which period.

    Returns:
        bot_id, period, known, still: a portfolio that lacks the costs of a bot with conversations
        says so in still.
    """
    bots = pl.DataFrame({"bot_id": [*setting.bots, PORTFOLIO]})
    periods = setting.windows.frame().select("period")
    shared = parts.filter(pl.col("bot_id") == PORTFOLIO).get_column("period").unique()
    any_cost = parts.get_column("period").unique()
    own = parts.select(*BOT_PERIOD, pl.lit(value=True).alias("own")).unique()
    index = bots.join(periods, how="cross").join(own, on=BOT_PERIOD, how="left")
    is_portfolio = pl.col("bot_id") == PORTFOLIO
    marked = index.select(
        *BOT_PERIOD,
        pl.when(is_portfolio)
        .then(pl.col("period").is_in(any_cost.implode()))
        .otherwise(pl.col("own").is_not_null() | pl.col("period").is_in(shared.implode()))
        .alias("known"),
    )
    lacking = marked.filter(~is_portfolio, ~pl.col("known")).join(
        talked(setting), on=BOT_PERIOD, how="semi"
    )
    said = pl.lit("no costs booked for ") + pl.col("bot_id").sort().str.join(", ")
    names = lacking.group_by("period").agg(said.alias("still"))
    still = names.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))
    return marked.join(still, on=BOT_PERIOD, how="left")
