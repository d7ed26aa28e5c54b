"""A project opened for work: its tables, facts and results, each computed when first asked for."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.check import (
    check_report,
    preflight,
    strangers,
    strays,
    unconverted,
    unheard,
    unowned,
    voids,
    volume,
    why,
)
from kpikit.config import FILE_NAME
from kpikit.details import Asked, build_details
from kpikit.errors import UsageError, did_you_mean
from kpikit.evaluate import PORTFOLIO, bots_of
from kpikit.examine import examined
from kpikit.facts import build_facts
from kpikit.freeze import context
from kpikit.periods import Calendar
from kpikit.results import build_results
from kpikit.results.spans import launches
from kpikit.snapshot import Snapshot
from kpikit.sources import load_tables
from kpikit.visible import default_as_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from kpikit.check import CheckReport, Flag
    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.periods import Cadence, Period
    from kpikit.tables import Tables

SHOWN = 5
"""Chatbots named before the others are counted."""

CADENCES: Mapping[str, Cadence] = {"weekly": "week", "monthly": "month", "quarterly": "quarter"}


@dataclass(frozen=True)
class Project:
    """A configured project at an instant.

    Attributes:
        config: what kpikit.yml says.
        now: the time of the run; rows dated later are set aside.
        asked: the as_of asked for; None means the newest event.
        demo: whether the company is the made-up one.
    """

    config: Config
    now: dt.datetime
    asked: dt.datetime | None = None
    demo: bool = False

    def __repr__(self) -> str:
        """The company, its chatbots, and what is known without reading any file."""
        names = [bot.name for bot in self.config.bots]
        bots = ", ".join(names[:SHOWN]) + (
            f" and {len(names) - SHOWN} more" if names[SHOWN:] else ""
        )
        parts = [bots or "no chatbot configured"]
        if "tables" in self.__dict__ and "events" in self.tables:
            rows = self.tables.quality.tables["events"]
            parts.append(f"{rows.kept:,} events")
        if "facts" in self.__dict__ and self.facts.conversations.height:
            days = self.facts.conversations["started_at"].dt.strftime("%Y-%m-%d").sort().to_list()
            parts.append(f"conversations from {days[0]} to {days[-1]}")
        as_of = self.as_of if "tables" in self.__dict__ else self.asked
        day = f"{as_of:%Y-%m-%d %H:%M} UTC" if as_of else "the newest event"
        return f"<Project {self.config.company}: {'; '.join(parts)}; as of {day}>"

    @functools.cached_property
    def tables(self) -> Tables:
        """The accepted rows of every table, and the report on those set aside."""
        return load_tables(self.config, now=self.now)

    @functools.cached_property
    def as_of(self) -> dt.datetime:
        """The instant the numbers are true of."""
        return self.asked or default_as_of(self.tables)

    @functools.cached_property
    def facts(self) -> Facts:
        """Conversations, answers, leads, deals and the rest, ready for KPIs."""
        return build_facts(self.tables, self.config, as_of=self.as_of)

    @functools.cached_property
    def check(self) -> CheckReport:
        """The state of the data: rows, rules broken, duplicates, links; also without any event."""
        return check_report(self.tables, self.config, as_of=self.asked)

    def flags(self, period: Period | None = None) -> tuple[Flag, ...]:
        """What is wrong with the data and what is assumed of them.

        Args:
            period: whose figures are asked for; without one, the data up to as_of.
        """
        day = self.calendar.local_day(self.as_of)
        until = min(day, period.last_day) if period else day
        start = period.first_day if period else None
        return (
            *preflight(self.check, self.tables.quality, until=until, start=start),
            *strangers(self.tables, self.config, today=self.calendar.local_day(self.now)),
            *strays(self.tables, self.config),
            *unheard(self.tables),
            *unconverted(self.facts, self.tables, self.config),
            *(self._movements(period) if period else ()),
            *unowned(self.config),
        )

    def _movements(self, period: Period) -> tuple[Flag, ...]:
        """Bots with far fewer conversations in a period than before it, or with none."""
        gone = tuple(voids(self.facts, self.config, period=period, calendar=self.calendar))
        fell = volume(self.facts, self.calendar, period=period)
        told = {flag.about: flag for flag in (*fell, *gone) if flag.check == "volume"}
        return (*told.values(), *(flag for flag in gone if flag.check != "volume"))

    @property
    def calendar(self) -> Calendar:
        """Weeks, months and quarters on the project's clock."""
        return Calendar(self.config.timezone, self.config.fiscal_year_start)

    def period(self, text: str | None = None, *, cadence: str = "monthly") -> Period:
        """A period by its id; without one, the last of the cadence that has ended.

        Raises:
            UsageError: there is no such period.
        """
        if text is None:
            return self.calendar.last_completed(CADENCES[cadence], self.now)
        if not text.startswith("launch.."):
            return self.calendar.parse(text)
        days = launches(self.facts, self.config)
        return self.calendar.parse(text, launch=min(days.values(), default=None))

    def chosen(self, text: str | None = None, *, cadence: str = "monthly") -> tuple[Period, str]:
        """A period as `period` finds it, and in words which it is and why.

        Raises:
            UsageError: there is no such period.
        """
        period = self.period(text, cadence=cadence)
        asked = text is not None
        return period, why(period, asked=asked, calendar=self.calendar, now=self.now)

    def results(self, period: Period | str | None = None) -> pl.DataFrame:
        """The results table for a period and the twelve before it."""
        chosen = self.period(period) if period is None or isinstance(period, str) else period
        return build_results(self.facts, self.config, period=chosen, now=self.now)

    def metrics(
        self,
        period: Period | str | None = None,
        *,
        bots: Collection[str] = (),
        by: str | None = None,
    ) -> pl.DataFrame:
        """The rows of the results table for one period alone.

        Args:
            period: or its id; the last month that ended when not given.
            bots: ids, "*" for all together; every bot and "*" when empty.
            by: a column to segment by.

        Raises:
            UsageError: no such period, bot or column.
        """
        chosen = self.period(period) if period is None or isinstance(period, str) else period
        known = [*bots_of(self.facts, self.config), PORTFOLIO]
        wrong = [f"'{bot}'{did_you_mean(bot, known)}" for bot in bots if bot not in known]
        if wrong:
            raise UsageError(f"there is no bot {', '.join(wrong)}; there are {', '.join(known)}")
        rows = build_results(self.facts, self.config, period=chosen, now=self.now, by=by)
        wanted = pl.col("segment").is_null() if by is None else pl.col("segment") == by
        return rows.filter(
            wanted, pl.col("period") == chosen.id, pl.col("bot_id").is_in([*(bots or known)])
        )

    def snapshot(self, period: Period, *, cadence: str) -> Snapshot:
        """The results and their context, ready to be frozen in a folder.

        A quarter brings its months along: what a board sees over time is monthly.
        """
        results = self.results(period)
        if period.kind == "quarter":
            results = pl.concat([results, self.results(self._last_month(period))])
        frozen = context(
            self.config,
            self.facts,
            loaded=self.tables.quality,
            check=self.check,
            period=period,
            cadence=cadence,
            now=self.now,
            demo=self.demo,
        )
        asked = Asked(self.facts, self.config, period, results, self.now)
        return Snapshot(results, frozen, build_details(asked))

    def _last_month(self, period: Period) -> Period:
        """The last month of a period that has begun."""
        day = min(period.last_day, self.calendar.local_day(self.now))
        return self.calendar.parse(f"{day:%Y-%m}")


def open_project(
    path: Path | str = FILE_NAME,
    *,
    now: dt.datetime | None = None,
    as_of: dt.datetime | None = None,
) -> Project:
    """Open a project.

    Args:
        path: kpikit.yml, or the folder that holds it.
        now: the time of the run; default: the clock.
        as_of: the instant the numbers are to be true of; default: the newest event.

    Raises:
        UsageError: everything that is wrong with the configuration and the own KPI files.
    """
    return Project(examined(path), now or dt.datetime.now(dt.UTC), as_of)
