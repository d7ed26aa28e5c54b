"""Whether a figure stands: final, provisional, unavailable or not applicable, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from kpikit.evaluate import PORTFOLIO
from kpikit.kpi import Methods, registry, settled_by
from kpikit.results.schema import STATUS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kpikit.config import Config
    from kpikit.kpi import Measure

DEFAULT_ATTRIBUTION = 90
CHANGES = {
    "end": "the period has not ended",
    "tickets": "tickets and returns can still follow",
    "stage": "leads can still move on",
    "attribution": "orders and deals can still be credited",
    "close": "deals can still close",
}


def with_status(rows: pl.DataFrame, config: Config, *, as_of: dt.datetime) -> pl.DataFrame:
    """Add status, reason and final_on.

    Args:
        rows: bot_id, kpi, method, period_end, lack, why, still.
        config: its windows and zone.
        as_of: what is later has not happened.

    Returns:
        The rows; final_on is the first local day at whose start nothing can change any more, null
        where no day decides it.
    """
    rows = rows.join(
        _horizons(rows, config), on=["bot_id", "kpi", "method"], how="left", maintain_order="left"
    )
    local = pl.col("final_at").dt.convert_time_zone(config.timezone)
    whole = local.dt.time() == dt.time()
    day = local.dt.date().dt.offset_by(pl.when(whole).then(pl.lit("0d")).otherwise(pl.lit("1d")))
    lack, still = pl.col("lack"), pl.col("still")
    waiting = pl.col("final_at") > as_of
    open_end = pl.col("period_end") > as_of
    awaited = pl.when(open_end).then(pl.lit(CHANGES["end"])).otherwise(pl.col("change_word"))
    both = pl.concat_str(pl.when(waiting).then(awaited), still, separator="; ", ignore_nulls=True)
    status = (
        pl.when(lack == "not_applicable")
        .then(pl.lit("not_applicable"))
        .when(lack.is_not_null())
        .then(pl.lit("unavailable"))
        .when(waiting | still.is_not_null())
        .then(pl.lit("provisional"))
        .otherwise(pl.lit("final"))
    )
    dated = rows.with_columns((pl.col("period_end") + pl.col("horizon")).alias("final_at"))
    return dated.with_columns(
        status.cast(STATUS).alias("status"),
        pl.coalesce("why", pl.when(both != "").then(both)).alias("reason"),
        pl.when(lack.is_null() & still.is_null()).then(day).alias("final_on"),
    ).drop("horizon", "change_word", "final_at")


def horizon(
    settles: str, bot_id: str, config: Config, *, bots: Collection[str] = ()
) -> dt.timedelta:
    """How long after a period a figure of one bot can still change.

    Args:
        settles: what it waits for.
        bot_id: whose it is.
        config: its windows.
        bots: every bot with a row; the portfolio waits for the longest of them and the configured.
    """
    windows = config.windows
    if settles == "tickets":
        ticket = dt.timedelta(days=windows.ticket_days)
        return max(ticket, dt.timedelta(hours=windows.return_hours))
    if settles == "attribution":
        own = {bot.id: bot.attribution_window for bot in config.bots}
        rest = {bot: DEFAULT_ATTRIBUTION for bot in bots if bot not in {*own, PORTFOLIO}}
        longest = max((own | rest).values(), default=DEFAULT_ATTRIBUTION)
        return dt.timedelta(days=(own | {PORTFOLIO: longest}).get(bot_id, DEFAULT_ATTRIBUTION))
    days = {"end": 0, "stage": windows.stage_days, "close": windows.close_days}
    return dt.timedelta(days=days[settles])


def _horizons(rows: pl.DataFrame, config: Config) -> pl.DataFrame:
    keys = rows.select("bot_id", "kpi", "method").unique(maintain_order=True)
    waits: Mapping[tuple[str, str], frozenset[str]] = {
        (kpi_id, method): settled_by(registry()[kpi_id], _measure(kpi_id, method))
        for kpi_id, method in keys.select("kpi", "method").unique().iter_rows()
    }
    bots = keys.get_column("bot_id").unique().to_list()
    longest = []
    for bot_id, kpi_id, method in keys.iter_rows():
        waiting = sorted(waits[kpi_id, method])
        named = {wait: horizon(wait, bot_id, config, bots=bots) for wait in waiting}
        last = max(named, key=lambda wait, named=named: named[wait])  # type: ignore[misc]
        longest.append((named[last], CHANGES[last]))
    return keys.with_columns(
        pl.Series("horizon", [one[0] for one in longest], dtype=pl.Duration("us")),
        pl.Series("change_word", [one[1] for one in longest], dtype=pl.String),
    )


def _measure(kpi_id: str, method: str) -> Measure:
    measure = registry()[kpi_id].measure
    return measure.by_name[method] if isinstance(measure, Methods) else measure
