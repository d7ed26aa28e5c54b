"""Which periods a results table holds, and which each is compared with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from kpikit.evaluate import PORTFOLIO
from kpikit.periods import Calendar
from kpikit.results.schema import INSTANT

if TYPE_CHECKING:
    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.periods import Period

BEFORE = 12
"""Periods shown before the one asked for, so that a line has thirteen points."""

BASELINE = dt.timedelta(days=30)

STEPS = ("prior", "second", "third", "year_ago")


@dataclass(frozen=True)
class Span:
    """The periods of one results table.

    Attributes:
        shown: the period asked for and those before it, oldest first.
        compared: by id of a shown period, the ids it is compared with (STEPS), None where none.
        all: every period to evaluate.
    """

    shown: tuple[Period, ...]
    compared: dict[str, tuple[str | None, ...]]
    all: tuple[Period, ...]

    @classmethod
    def back_from(cls, period: Period, calendar: Calendar) -> Span:
        """Collect a period, the twelve before it, and what each is compared with."""
        found = [calendar.shift(period, -n) for n in range(BEFORE, 0, -1)]
        shown = [one for one in found if one is not None] + [period]
        compared: dict[str, tuple[str | None, ...]] = {}
        everything = {one.id: one for one in shown}
        for one in shown:
            others = [calendar.shift(one, -n) for n in (1, 2, 3)]
            others.append(calendar.year_before(one))
            compared[one.id] = tuple(None if other is None else other.id for other in others)
            everything |= {other.id: other for other in others if other is not None}
        return cls(tuple(shown), compared, tuple(everything.values()))

    @property
    def with_priors(self) -> list[str]:
        """The ids of the periods shown and of those right before them."""
        priors = [self.compared[one.id][0] for one in self.shown]
        shown = [one.id for one in self.shown]
        return list(dict.fromkeys([*shown, *(prior for prior in priors if prior is not None)]))

    def is_apart(self, period: Period) -> bool:
        """Whether a shown period and the one before it share no day."""
        ends = {one.id: one.end for one in self.all}
        prior = self.compared[period.id][0]
        return prior is not None and ends[prior] <= period.start

    def frame(self) -> pl.DataFrame:
        """One row per shown period: id, kind, bounds, and the ids it is compared with."""
        columns: dict[str, list[object]] = {
            "period": [one.id for one in self.shown],
            "kind": [one.kind for one in self.shown],
            "period_start": [one.start for one in self.shown],
            "period_end": [one.end for one in self.shown],
        }
        for place, step in enumerate(STEPS):
            columns[step] = [self.compared[one.id][place] for one in self.shown]
        texts = dict.fromkeys(("period", "kind", *STEPS), pl.String())
        instants = {"period_start": INSTANT, "period_end": INSTANT}
        return pl.DataFrame(columns, schema_overrides={**texts, **instants})


def launches(facts: Facts, config: Config) -> dict[str, dt.date]:
    """The first day of each bot: as configured, else the local day of its first conversation."""
    day = pl.col("started_at").dt.convert_time_zone(config.timezone).dt.date()
    first = facts.conversations.group_by("bot_id").agg(day.min().alias("day"))
    seen: dict[str, dt.date] = dict(first.iter_rows())
    return seen | {bot.id: bot.launch for bot in config.bots if bot.launch is not None}


def launched(facts: Facts, config: Config) -> dict[str, dt.date]:
    """The first day of each bot, and of the portfolio that of its earliest bot."""
    days = launches(facts, config)
    return days | ({PORTFOLIO: min(days.values())} if days else {})


def baselines(facts: Facts, config: Config) -> pl.DataFrame:
    """When each bot's first thirty days are over, which tell what is usual for it.

    Returns:
        bot_id and baseline_end; for the portfolio that of its earliest bot, and no row for a bot
        that has not launched.
    """
    calendar = Calendar(config.timezone, config.fiscal_year_start)
    days = launched(facts, config)
    ends = {bot: calendar.day_start(day + BASELINE) for bot, day in days.items()}
    columns = {"bot_id": list(ends), "baseline_end": list(ends.values())}
    return pl.DataFrame(columns, schema={"bot_id": pl.String(), "baseline_end": INSTANT})


def since(period: Period, launch: dt.date | None, calendar: Calendar) -> Period:
    """A running total from another launch; without any day where it would end before it."""
    if launch is not None and launch <= period.last_day:
        return calendar.parse(period.id, launch)
    return replace(period, start=period.end, first_day=calendar.local_day(period.end))
