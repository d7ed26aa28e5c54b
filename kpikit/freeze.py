"""The context that is frozen with the results of a project: who, when, on what, how good."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

import kpikit
from kpikit.config import ASSUMPTION_NAMES
from kpikit.context import (
    PORTFOLIO,
    Assumed,
    Backwards,
    BotInfo,
    Context,
    DayCount,
    LinkRate,
    Owner,
    Quality,
    RuleCount,
    TableQuality,
)
from kpikit.evaluate import bots_of
from kpikit.kpi import own_kpis
from kpikit.results.spans import launches

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kpikit.check import CheckReport
    from kpikit.config import Bot, Config
    from kpikit.facts import Facts
    from kpikit.periods import Period
    from kpikit.tables import LoadReport

# What a renderer needs of a KPI that only the project knows; the measure stays where it is.
DECLARED = ("id", "title", "definition", "formula", "fact", "stage", "category", "area", "unit",
            "decimals", "better", "version", "history", "advice", "companions", "misread", "suits",
            "unbanded", "cadence", "needs")  # fmt: skip


def context(
    config: Config,
    facts: Facts,
    *,
    loaded: LoadReport,
    check: CheckReport,
    period: Period,
    cadence: str,
    now: dt.datetime,
    demo: bool = False,
) -> Context:
    """Collect what a reader of a period's results needs beside the numbers.

    Args:
        config: of the project.
        facts: the results come from them.
        loaded: the files that were read.
        check: the state of the data.
        period: what the run is about.
        cadence: monthly, quarterly.
        now: the time of the run.
        demo: whether the company is the made-up one.
    """
    inputs = tuple(_inputs(loaded))
    joined = "".join(f"{row['table']}:{row['path']}:{row['sha256']}\n" for row in inputs)
    return Context(
        kpikit=kpikit.__version__,
        cadence=cadence,
        period=period.id,
        company=config.company,
        timezone=config.timezone,
        currency=config.currency,
        as_of=facts.as_of,
        now=now,
        bots=tuple(_bots(config, facts)),
        assumptions=tuple(row for bot in config.bots for row in _assumed(bot)),
        owners=tuple(_owners(config)),
        quality=_quality(check, config, facts),
        inputs=inputs,
        input_hash=hashlib.sha256(joined.encode()).hexdigest(),
        min_cell=config.windows.min_cell,
        own_kpis=tuple({name: getattr(kpi, name) for name in DECLARED} for kpi in own_kpis()),
        demo=demo,
    )


def _inputs(loaded: LoadReport) -> Iterator[dict[str, Any]]:
    for name, report in loaded.tables.items():
        for file in report.files:
            yield {"table": name, "path": file.path, "sha256": file.sha256, "rows": file.rows}


def _bots(config: Config, facts: Facts) -> Iterator[BotInfo]:
    """Every bot of the configuration, then every other bot that was seen."""
    first = launches(facts, config)
    for bot in config.bots:
        headline = tuple(bot.headline or ())
        yield BotInfo(bot.id, bot.name, bot.type, first.get(bot.id), headline)
    configured = {bot.id for bot in config.bots}
    for bot_id in bots_of(facts, config):
        if bot_id not in configured:
            yield BotInfo(bot_id, bot_id, "support", first.get(bot_id))


def _assumed(bot: Bot) -> Iterator[Assumed]:
    for name in ASSUMPTION_NAMES:
        given, value = bot.assumptions.get(name), bot.assumed(name)
        if given is not None:
            yield Assumed(
                bot.id,
                name,
                given.value,
                low=given.low,
                high=given.high,
                owner=given.owner,
                source=given.source,
                date=given.date.isoformat() if given.date else None,
            )
        elif value is not None:
            yield Assumed(bot.id, name, value, default=True)


def _owners(config: Config) -> Iterator[Owner]:
    """Who answers for which target; of several for a KPI the first that names somebody."""
    for bot_id, targets in ((PORTFOLIO, config.targets), *((b.id, b.targets) for b in config.bots)):
        for kpi, given in targets.items():
            name = next((target.owner for target in given if target.owner), "")
            if name:
                yield Owner(bot_id, kpi, name)


def _quality(report: CheckReport, config: Config, facts: Facts) -> Quality:
    return Quality(
        tables=tuple(_tables(report)),
        rules=tuple(RuleCount(r.table, r.column, r.rule, r.rows) for r in report.rules),
        links=tuple(LinkRate(**asdict(row)) for row in report.links),
        days=tuple(_days(config, facts)),
        backwards=tuple(_backwards(facts)),
        test_sessions=report.test_sessions,
        outbound=report.outbound,
        erased=report.erased,
    )


def _days(config: Config, facts: Facts) -> Iterator[DayCount]:
    """Conversations and outcomes by bot and local day, so that a lost day can be seen."""
    day = pl.col("started_at").dt.convert_time_zone(config.timezone).dt.date()
    counted = (
        facts.conversations.group_by("bot_id", day.cast(pl.String).alias("day"))
        .agg(pl.len(), pl.col("outcome").is_not_null().sum())
        .sort("bot_id", "day")
    )
    for row in counted.iter_rows():
        yield DayCount(*row)


def _backwards(facts: Facts) -> Iterator[Backwards]:
    """Durations below zero, each kind of the rows that could have one."""
    whole = {
        "answered before the question": facts.answers,
        "opportunity before the lead": facts.leads,
        "deal closed before its start": facts.journeys,
    }
    for name, rows in sorted(facts.negative.items()):
        yield Backwards(name, rows, whole.get(name, facts.conversations).height)


def _tables(report: CheckReport) -> Iterator[TableQuality]:
    for row in report.tables:
        yield TableQuality(
            name=row.name,
            read=row.read,
            kept=row.kept,
            quarantined=row.quarantined,
            duplicates=row.duplicates,
            first=row.first.isoformat() if row.first else None,
            last=row.last.isoformat() if row.last else None,
            ignored=sum(row.ignored.values()),
        )
