"""A figure against its band and its target."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import polars as pl

from kpikit.evaluate import COUNTS_EVENTS, PORTFOLIO
from kpikit.kpi import registry
from kpikit.periods import Kind
from kpikit.results.schema import TARGET_STATUS, VERDICT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.config import Config, Target

EDGES = ("good_low", "good_high", "bad_low", "bad_high")
HEADLINE_METHODS = ("", "booked")
"""The methods a band or target speaks of: every KPI's only one, or its headline one."""

VALUE = pl.col("value")
LOW = pl.coalesce("claim_low", "value")
HIGH = pl.coalesce("claim_high", "value")
"""What is judged: the ends of the interval, of a sampled rate its one-sided bounds."""


def with_verdict(rows: pl.DataFrame, config: Config, baselines: pl.DataFrame) -> pl.DataFrame:
    """Add the band's edges and the verdict.

    Better up: good from good_low on, bad below bad_high. Better down: good up to good_high, bad
    above bad_low. Band: good between the good edges, bad below bad_high or above bad_low. Between
    good and bad: watch. Edges themselves are good, respectively not yet bad.

    The whole interval must lie in a zone; one that covers an edge cannot tell. Where there is no
    interval the value decides. A period that ends within a bot's baseline has no verdict.

    Args:
        rows: bot_id, kpi, method, segment, segment_value, period_end, status, value, claim_low,
            claim_high.
        config: the bots' types.
        baselines: bot_id and baseline_end.
    """
    key = ["bot_id", "kpi", "method", "segment", "segment_value"]
    bands = _bands(rows, config)
    rows = rows.join(bands, on=key, how="left", nulls_equal=True, maintain_order="left")
    rows = rows.join(baselines, on="bot_id", how="left", maintain_order="left")
    good, watch, bad = _zones()
    shown = pl.col("status").cast(pl.String).is_in(["final", "provisional"])
    early = (pl.col("period_end") < pl.col("baseline_end")).fill_null(value=False)
    verdict = (
        pl.when(pl.col("better").is_null() | ~shown | early)
        .then(pl.lit("none"))
        .when(VALUE.is_null())
        .then(pl.lit("cannot_tell"))
        .when(good)
        .then(pl.lit("good"))
        .when(bad)
        .then(pl.lit("bad"))
        .otherwise(pl.when(watch).then(pl.lit("watch")).otherwise(pl.lit("cannot_tell")))
    )
    judged = rows.with_columns(verdict.cast(VERDICT).alias("verdict"))
    return judged.drop("better", "baseline_end")


def without_feed(rows: pl.DataFrame, untold: Mapping[str, str]) -> pl.DataFrame:
    """Take the verdict off figures whose events were not sent, and say why.

    Args:
        rows: bot_id, kpi, verdict and reason.
        untold: why the figures that count such events cannot be judged, by bot.
    """
    reasons = pl.Series([*untold.values()], dtype=pl.String)
    why = pl.col("bot_id").replace_strict([*untold], reasons, default=None)
    judged = pl.col("kpi").is_in(COUNTS_EVENTS) & (pl.col("verdict").cast(pl.String) != "none")
    here = judged & why.is_not_null()
    verdict = pl.when(here).then(pl.lit("cannot_tell")).otherwise("verdict")
    return rows.with_columns(
        verdict.cast(VERDICT).alias("verdict"),
        pl.when(here).then(pl.coalesce("reason", why)).otherwise("reason").alias("reason"),
    )


def _zones() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Whether a figure lies wholly in its good, watch or bad zone."""
    low, high = LOW, HIGH
    good_low, good_high, bad_low, bad_high = map(pl.col, EDGES)
    from_good = (low >= good_low).fill_null(value=True)
    to_good = (high <= good_high).fill_null(value=True)
    short = (high < good_low).fill_null(value=False)
    over = (low > good_high).fill_null(value=False)
    below = (high < bad_high).fill_null(value=False)
    above = (low > bad_low).fill_null(value=False)
    not_below = (low >= bad_high).fill_null(value=True)
    not_above = (high <= bad_low).fill_null(value=True)
    up, down = short & not_below, over & not_above
    return (
        _by_direction(from_good, to_good, from_good & to_good),
        _by_direction(up, down, up | down),
        _by_direction(below, above, below | above),
    )


def _by_direction(up: pl.Expr, down: pl.Expr, band: pl.Expr) -> pl.Expr:
    better = pl.col("better")
    return pl.when(better == "up").then(up).when(better == "down").then(down).otherwise(band)


def with_target(rows: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Add target and target_status; a target never changes the verdict.

    A target with low or high is met between them. One with a value alone is met from there on
    (better up) or up to there (better down); a KPI without a direction has no such target. One
    for a kind of period holds there, and before one for every kind. An interval is met or missed
    as a whole.

    Args:
        rows: bot_id, kpi, method, segment, kind (of period), value, claim_low, claim_high.
        config: its targets.
    """
    rows = rows.join(
        _targets(config), on=["bot_id", "kpi", "method", "kind"], how="left", maintain_order="left"
    )
    whole = pl.col("segment").is_null()
    low, high, aim = pl.col("target_low"), pl.col("target_high"), pl.col("target")
    better = pl.col("target_better")
    ranged = low.is_not_null() | high.is_not_null()
    least = pl.when(ranged).then(low).when(better == "up").then(aim)
    most = pl.when(ranged).then(high).when(better == "down").then(aim)
    met = (least <= LOW).fill_null(value=True) & (most >= HIGH).fill_null(value=True)
    missed = (least > HIGH).fill_null(value=False) | (most < LOW).fill_null(value=False)
    set_ = whole & (ranged | (aim.is_not_null() & better.is_in(["up", "down"])))
    status = (
        pl.when(~set_.fill_null(value=False))
        .then(pl.lit("none"))
        .when(VALUE.is_null() | ~(met | missed))
        .then(pl.lit("cannot_tell"))
        .otherwise(pl.when(met).then(pl.lit("met")).otherwise(pl.lit("missed")))
    )
    return rows.with_columns(
        pl.when(whole).then(aim).alias("target"),
        status.cast(TARGET_STATUS).alias("target_status"),
    ).drop("target_low", "target_high", "target_better")


def _bands(rows: pl.DataFrame, config: Config) -> pl.DataFrame:
    """The edges of each KPI's band for each bot and page type; no row where there is no band."""
    types = {bot.id: str(bot.type) for bot in config.bots}
    key = ("bot_id", "kpi", "method", "segment", "segment_value")
    found: list[tuple[object, ...]] = []
    for row in rows.select(key).unique().iter_rows():
        bot_id, kpi_id, method, segment, segment_value = row
        if segment not in {None, "page_type"} or method not in HEADLINE_METHODS:
            continue
        kpi = registry()[kpi_id]
        band = kpi.band(types.get(bot_id), segment_value)
        if band is not None:
            found.append((*row, *(getattr(band, edge) for edge in EDGES), kpi.better))
    schema = dict.fromkeys(key, pl.String) | dict.fromkeys(EDGES, pl.Float64)
    return pl.DataFrame(found, schema=schema | {"better": pl.String}, orient="row")


def _targets(config: Config) -> pl.DataFrame:
    named = [(PORTFOLIO, config.targets), *((bot.id, bot.targets) for bot in config.bots)]
    found = []
    for bot_id, kpi_id, kind, target in (
        (bot_id, kpi_id, kind, target)
        for bot_id, targets in named
        for kpi_id, several in targets.items()
        for kind, target in _by_kind(several).items()
    ):
        kpi = registry()[kpi_id]
        method = next(name for name in kpi.methods if name in HEADLINE_METHODS)
        edges = (target.low, target.high)
        ends = [edge for edge in edges if edge is not None]
        aim = ends[0] if target.value is None and len(ends) == 1 else target.value
        found.append((bot_id, kpi_id, method, kind, aim, *edges, kpi.better))
    texts = dict.fromkeys(("bot_id", "kpi", "method", "kind"), pl.String)
    numbers = dict.fromkeys(("target", "target_low", "target_high"), pl.Float64)
    schema = texts | numbers | {"target_better": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row")


def _by_kind(several: Sequence[Target]) -> dict[str, Target]:
    """The target for each kind of period: its own, else the one for every kind."""
    given: dict[str | None, Target] = {target.per: target for target in several}
    chosen = {kind: given.get(kind, given.get(None)) for kind in get_args(Kind)}
    return {kind: target for kind, target in chosen.items() if target is not None}
