"""Amounts in the project's currency, and the costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from kpikit.facts.scope import Scope


def converted(
    rows: pl.LazyFrame, fx: pl.LazyFrame | None, *, day: pl.Expr, currency: str
) -> pl.LazyFrame:
    """Convert amount into the project's currency.

    The rate is the newest one dated on or before the day (of two for one day, the later seq); a
    null currency is the project's. Without a rate the amount reads as null and amount_omitted is
    true; a row that never had an amount omits nothing.

    Args:
        rows: with amount and currency.
        fx: the visible rates, or None.
        day: the local day the rate is taken of.
        currency: the project's.
    """
    placed = rows.with_columns(day.alias("#day"))
    if fx is None:
        rated = placed.with_columns(pl.lit(None, pl.Float64).alias("rate"))
    else:
        rates = (
            fx.sort("date", "seq")
            .unique(["currency", "date"], keep="last", maintain_order=True)
            .select("currency", "rate", pl.col("date").alias("#date"))
        )
        rated = placed.sort("#day").join_asof(
            rates, left_on="#day", right_on="#date", by="currency", check_sortedness=False
        )
    ours = pl.col("currency").fill_null(currency) == currency
    amount = pl.when(ours).then(pl.col("amount")).otherwise(pl.col("amount") * pl.col("rate"))
    return rated.with_columns(
        amount.alias("amount"),
        (pl.col("amount").is_not_null() & amount.is_null()).alias("amount_omitted"),
    ).drop("#day", "rate", "#date", strict=False)


def local_day(instant: pl.Expr, timezone: str) -> pl.Expr:
    """The day it is, at an instant, in a time zone."""
    return instant.dt.convert_time_zone(timezone).dt.date()


def costs(scope: Scope) -> pl.DataFrame:
    """One row per cost: bot_id ("*" = shared), date, end_date, category, amount, amount_omitted."""
    currency = scope.config.currency
    money = converted(
        scope.rows("costs"), scope.optional("fx"), day=pl.col("date"), currency=currency
    )
    columns = ["bot_id", "date", "end_date", "category", "amount", "amount_omitted"]
    return money.sort("date", "bot_id", "seq").select(columns).collect()
