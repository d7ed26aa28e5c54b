"""Counts priced at each bot's assumptions; the portfolio is the sum of the bots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.evaluate.prices import Price, default_price, price
from kpikit.evaluate.setting import PORTFOLIO
from kpikit.evaluate.words import joined

if TYPE_CHECKING:
    from kpikit.evaluate.board import Board
    from kpikit.kpi import Priced

CELL = ["period", "segment_value"]
ROUNDING = 1e-9
"""What is left of a count beside its bots is a rounding error below this share of it."""


def priced(board: Board, measure: Priced) -> pl.DataFrame:
    """Price a count.

    A bot without the assumption has no value. One that counts something and lacks the assumption
    leaves the portfolio without a value too, never with a part of the sum; so does a project in
    which no bot has the assumption. What belongs to no bot is priced by the defaults.
    """
    name, _, side = measure.count.partition(".")
    counted = board.figures[name].with_columns(pl.col(side or "value").alias("count"))
    prices = {bot: price(measure, bot, board.setting) for bot in board.setting.bots}
    frame = board.index.hstack(counted.select("count", "n", "lack", "why", "still")).join(
        _price_frame(prices), on="bot_id", how="left", maintain_order="left"
    )
    nobody = all(one.value is None for one in prices.values())
    whole = _portfolio(frame, default_price(measure), nobody=nobody)
    is_whole = pl.col("bot_id") == PORTFOLIO
    own = _own(frame).join(whole, on=CELL, how="left", nulls_equal=True, maintain_order="left")
    known = pl.when(is_whole).then(pl.col("lack:")).otherwise(pl.col("lack")).is_null()
    none = pl.lit(None, pl.Float64)
    of_whole = pl.when(is_whole).then(pl.col("still:"))
    return own.select(
        pl.when(is_whole).then(pl.col("value:")).otherwise(pl.col("value")).alias("value"),
        none.alias("numerator"),
        none.alias("denominator"),
        pl.when(known).then(pl.col("n")).alias("n"),
        pl.when(is_whole).then(pl.col("lack:")).otherwise(pl.col("lack")).alias("lack"),
        pl.when(is_whole).then(pl.col("why:")).otherwise(pl.col("why")).alias("why"),
        pl.when(known).then(joined([pl.col("still"), of_whole])).alias("still"),
    )


def _price_frame(prices: dict[str, Price]) -> pl.DataFrame:
    rows = {
        "bot_id": list(prices),
        "price": [one.value for one in prices.values()],
        "missing": [" and ".join(one.missing) for one in prices.values()],
        "price.still": [one.still for one in prices.values()],
    }
    texts = {"bot_id": pl.String, "missing": pl.String, "price.still": pl.String}
    return pl.DataFrame(rows, schema_overrides={**texts, "price": pl.Float64})


def _own(frame: pl.DataFrame) -> pl.DataFrame:
    """The bots' own rows: their count times their price."""
    unpriced = pl.col("lack").is_null() & pl.col("price").is_null()
    needs = pl.lit("needs ") + pl.col("missing")
    return frame.with_columns(
        (pl.col("count") * pl.col("price")).alias("value"),
        pl.when(unpriced).then(pl.lit("assumption")).otherwise(pl.col("lack")).alias("lack"),
        pl.when(unpriced).then(needs).otherwise(pl.col("why")).alias("why"),
        joined([pl.col("still"), pl.col("price.still")]).alias("still"),
    )


def _portfolio(frame: pl.DataFrame, default: float, *, nobody: bool) -> pl.DataFrame:
    """The portfolio's rows, columns named with a colon."""
    bots = frame.filter(pl.col("bot_id") != PORTFOLIO)
    counts = pl.col("count").fill_null(0) != 0
    lacks = counts & pl.col("price").is_null()
    summed = bots.group_by(CELL).agg(
        (pl.col("count") * pl.col("price")).sum().alias("sum"),
        pl.col("count").sum().alias("counted"),
        pl.col("bot_id").filter(lacks).sort().str.join(", ").alias("lacking"),
        pl.col("missing").filter(lacks | pl.col("price").is_null()).first().alias("missing:"),
        (counts & pl.col("price").is_not_null()).any().alias("some"),
        joined([pl.col("price.still").filter(counts).drop_nulls().first()]).alias("still:"),
    )
    left = pl.col("count") - pl.col("counted")
    rest = pl.when(left.abs() > ROUNDING * pl.col("count").abs()).then(left * default).otherwise(0)
    partly = pl.col("lacking") != ""
    kind = pl.when(partly & pl.col("some")).then(pl.lit("partial"))
    short = kind.when(partly | pl.lit(nobody)).then(pl.lit("assumption"))
    names = pl.when(partly).then(pl.lit(" for ") + pl.col("lacking")).otherwise(pl.lit(""))
    needs = pl.concat_str(pl.lit("needs "), pl.col("missing:"), names)
    whole = frame.filter(pl.col("bot_id") == PORTFOLIO).drop("missing")
    joined_up = whole.join(summed, on=CELL, how="left", nulls_equal=True, maintain_order="left")
    lack = pl.when(pl.col("lack").is_null()).then(short).otherwise(pl.col("lack"))
    return joined_up.with_columns(lack.alias("lack:")).select(
        *CELL,
        pl.when(pl.col("lack:").is_null()).then(pl.col("sum") + rest).alias("value:"),
        "lack:",
        pl.coalesce("why", pl.when(pl.col("lack:").is_not_null()).then(needs)).alias("why:"),
        pl.when(pl.col("lack:").is_null()).then(pl.col("still:")).alias("still:"),
    )
