"""Build the results table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import UsageError
from kpikit.evaluate import PORTFOLIO, bots_of, evaluated, table
from kpikit.kpi import registry
from kpikit.periods import Calendar
from kpikit.results.compare import rounded, with_comparisons
from kpikit.results.flags import with_flags
from kpikit.results.intervals import with_intervals
from kpikit.results.schema import INSTANT, RESULTS
from kpikit.results.spans import STEPS, Span, baselines, launched, since
from kpikit.results.status import with_status
from kpikit.results.verdict import with_target, with_verdict, without_feed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.periods import Period

SPLIT_BY_CATEGORY = ("total_cost",)


def build_results(
    facts: Facts, config: Config, *, period: Period, now: dt.datetime, by: str | None = None
) -> pl.DataFrame:
    """Evaluate every KPI of every bot for a period and the twelve before it.

    Args:
        facts: what the KPIs are computed from.
        config: bots, assumptions, windows, targets.
        period: the newest period of the table.
        now: the time of the run; a period that begins later is refused.
        by: a segment column; without one the whole, and the costs by category beside it.

    Returns:
        The results table of the data contract (RESULTS), by bot, period and KPI.

    Raises:
        UsageError: the period has not begun, or the column is no segment.
    """
    if period.start >= now:
        raise UsageError(f"{period.id} has not begun at the time of the run, {now:%Y-%m-%dT%H:%MZ}")
    if period.kind != "launch":
        calendar = Calendar(config.timezone, config.fiscal_year_start)
        return _build(facts, config, span=Span.back_from(period, calendar), by=by)
    return _since_launch(facts, config, period=period, by=by)


def _since_launch(facts: Facts, config: Config, *, period: Period, by: str | None) -> pl.DataFrame:
    """Results of a running total: each bot from its own first day, those of one day together."""
    calendar = Calendar(config.timezone, config.fiscal_year_start)
    first = launched(facts, config)
    bots = bots_of(facts, config)
    together: dict[Period, list[str]] = defaultdict(list)
    for bot_id in bots:
        together[since(period, first.get(bot_id), calendar)].append(bot_id)
    built = [
        _build(facts, config, span=Span.back_from(own, calendar), by=by, alone=alone)
        for own, alone in together.items()
    ]
    everyone = Span.back_from(since(period, first.get(PORTFOLIO), calendar), calendar)
    whole = _build(facts, config, span=everyone, by=by).filter(pl.col("bot_id") == PORTFOLIO)
    place = {bot: n for n, bot in enumerate((*bots, PORTFOLIO))}
    order = pl.col("bot_id").replace_strict(place, return_dtype=pl.Int64)
    return pl.concat([*built, whole]).sort(order, maintain_order=True)


def _build(
    facts: Facts,
    config: Config,
    *,
    span: Span,
    by: str | None,
    alone: Collection[str] | None = None,
) -> pl.DataFrame:
    """Results of some periods, of every bot or of some alone."""
    board = evaluated(facts, config, periods=span.all, by=by, alone=alone)
    figures = table(board)
    if by is None and "costs" in facts.supplied:
        costs = evaluated(
            facts, config, periods=span.all, by="category", only=SPLIT_BY_CATEGORY, alone=alone
        )
        figures = pl.concat([figures, table(costs)])
    figures = figures.with_columns(rounded("value", "numerator", "denominator"))
    rows = figures.join(span.frame(), on="period", maintain_order="left")
    rows = with_intervals(with_comparisons(rows, figures), board, span)
    rows = with_status(rows, config, as_of=facts.as_of)
    rows = with_flags(rows, span, launched(facts, config), as_of=facts.as_of)
    judged = with_verdict(rows, config, baselines(facts, config))
    judged = without_feed(judged, board.setting.untold)
    rows = with_target(judged, config)
    versions = {kpi.id: kpi.version for kpi in registry()}
    version = pl.col("kpi").replace_strict(versions, return_dtype=pl.Int64)
    plain = rows.with_columns(
        pl.lit(facts.as_of).cast(INSTANT).alias("as_of"),
        version.alias("kpi_version"),
    )
    return _sorted(plain, facts, config).select(RESULTS.names()).cast(RESULTS)


def _sorted(rows: pl.DataFrame, facts: Facts, config: Config) -> pl.DataFrame:
    """Order by bot, period, whole before segments; KPIs stay in the order of declaration."""
    place = {bot: n for n, bot in enumerate((*bots_of(facts, config), PORTFOLIO))}
    bot = pl.col("bot_id").replace_strict(place, return_dtype=pl.Int64)
    by = (bot, "period_start", pl.col("segment").is_not_null())
    return rows.drop(*STEPS, "kind").sort(by, maintain_order=True)
