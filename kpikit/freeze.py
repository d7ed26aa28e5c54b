"""The context that is frozen with the results of a project: who, when, on what, how good."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import polars as pl

import kpikit
from kpikit.config import ASSUMPTION_NAMES
from kpikit.context import (
    Assumed,
    BotInfo,
    Context,
    DayCount,
    LinkRate,
    Quality,
    RuleCount,
    TableQuality,
)
from kpikit.kpi import own_kpis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.check import CheckReport
    from kpikit.config import Bot
    from kpikit.periods import Period
    from kpikit.project import Project

# What a renderer needs of a KPI that only the project knows; the measure stays where it is.
DECLARED = ("id", "title", "definition", "formula", "fact", "stage", "category", "unit", "decimals",
            "better", "version", "history", "advice", "companions", "cadence", "needs")  # fmt: skip


def context(project: Project, period: Period, *, cadence: str) -> Context:
    """Collect what a reader of a period's results needs beside the numbers."""
    config = project.config
    inputs = tuple(_inputs(project))
    joined = "".join(f"{row['table']}:{row['path']}:{row['sha256']}\n" for row in inputs)
    return Context(
        kpikit=kpikit.__version__,
        cadence=cadence,
        period=period.id,
        company=config.company,
        timezone=config.timezone,
        currency=config.currency,
        as_of=project.as_of,
        now=project.now,
        bots=tuple(_bots(project)),
        assumptions=tuple(row for bot in config.bots for row in _assumed(bot)),
        quality=_quality(project),
        inputs=inputs,
        input_hash=hashlib.sha256(joined.encode()).hexdigest(),
        min_cell=config.windows.min_cell,
        own_kpis=tuple({name: getattr(kpi, name) for name in DECLARED} for kpi in own_kpis()),
        demo=project.demo,
    )


def _inputs(project: Project) -> Iterator[dict[str, Any]]:
    for name, report in project.tables.quality.tables.items():
        for file in report.files:
            yield {"table": name, "path": file.path, "sha256": file.sha256, "rows": file.rows}


def _bots(project: Project) -> Iterator[BotInfo]:
    """Every bot of the configuration, then every other bot that was seen."""
    first = _first_days(project)
    for bot in project.config.bots:
        launch = bot.launch or first.get(bot.id)
        yield BotInfo(bot.id, bot.name, bot.type, launch, tuple(bot.headline or ()))
    for bot_id in sorted(first.keys() - {bot.id for bot in project.config.bots}):
        yield BotInfo(bot_id, bot_id, "support", first[bot_id])


def _first_days(project: Project) -> dict[str, Any]:
    day = pl.col("started_at").dt.convert_time_zone(project.config.timezone).dt.date()
    firsts = project.facts.conversations.group_by("bot_id").agg(day.min().alias("day"))
    return dict(firsts.iter_rows())


def _assumed(bot: Bot) -> Iterator[Assumed]:
    for name in ASSUMPTION_NAMES:
        given, value = bot.assumptions.get(name), bot.assumed(name)
        if given is not None:
            said = {f.name: getattr(given, f.name, None) for f in fields(Assumed)[3:-1]}
            said["date"] = given.date and given.date.isoformat()
            yield Assumed(bot.id, name, given.value, **said)
        elif value is not None:
            yield Assumed(bot.id, name, value, default=True)


def _quality(project: Project) -> Quality:
    report = project.check
    return Quality(
        tables=tuple(_tables(report)),
        rules=tuple(RuleCount(**asdict(row)) for row in report.rules),
        links=tuple(LinkRate(**asdict(row)) for row in report.links),
        days=tuple(_days(project)),
        test_sessions=report.test_sessions,
        outbound=report.outbound,
        erased=report.erased,
    )


def _days(project: Project) -> Iterator[DayCount]:
    """Conversations and outcomes by bot and local day, so that a lost day can be seen."""
    day = pl.col("started_at").dt.convert_time_zone(project.config.timezone).dt.date()
    counted = (
        project.facts.conversations.group_by("bot_id", day.cast(pl.String).alias("day"))
        .agg(pl.len(), pl.col("outcome").is_not_null().sum())
        .sort("bot_id", "day")
    )
    for row in counted.iter_rows():
        yield DayCount(*row)


def _tables(report: CheckReport) -> Iterator[TableQuality]:
    for row in report.tables:
        yield TableQuality(
            name=row.name,
            read=row.read,
            kept=row.kept,
            quarantined=row.quarantined,
            duplicates=row.duplicates,
            first=row.first and row.first.isoformat(),
            last=row.last and row.last.isoformat(),
            ignored=sum(row.ignored.values()),
        )
