"""Money in slices of days that add up to any running total since a launch."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.evaluate import PORTFOLIO, evaluate
from kpikit.evaluate.costs import talked, touching
from kpikit.evaluate.setting import Setting
from kpikit.evaluate.windows import Windows
from kpikit.periods import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpikit.config import Config
    from kpikit.details.model import Asked
    from kpikit.periods import Period

    Amounts = dict[tuple[str, str], float]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Slices:
    """Days cut at every start of a month and at every launch, with what falls into each.

    Attributes:
        config: the fixed shares of shared costs.
        bots: all of them.
        parts: the slices, oldest first; costs before the first launch are in one of their own.
        income: by KPI id, bot and slice.
        costs: own costs by bot and slice, those of no bot under "*"; only where one touches it.
        talks: conversations by bot and slice.
    """

    config: Config
    bots: tuple[str, ...]
    parts: tuple[Period, ...]
    income: Mapping[str, Amounts]
    costs: Amounts
    talks: Amounts

    def months(self, first: dt.date) -> list[str]:
        """The months from a day on, as ids."""
        return list(dict.fromkeys(_month(p) for p in self.parts if p.first_day >= first))

    def earned(self, kpi: str, bot: str, *, first: dt.date, month: str) -> float:
        """An income from a day to the end of a month."""
        return sum(self.income[kpi].get((bot, one), 0.0) for one in self._since(first, month))

    def spent(self, bot: str, *, first: dt.date, month: str) -> float | None:
        """The cost of a bot from its launch to the end of a month; None where none is booked.

        Its own costs, those from before the launch too, and its part of the shared ones since: by
        conversations from the launch to the end of the month, as the data contract divides them.
        """
        own = [bot] if bot != PORTFOLIO else list(self.bots)
        until = [p.id for p in self.parts if _month(p) <= month]
        mine = [self.costs[b, one] for b in own for one in until if (b, one) in self.costs]
        since = self._since(first, month)
        shared = [self.costs[PORTFOLIO, one] for one in since if (PORTFOLIO, one) in self.costs]
        if not mine and not shared:
            return None
        return sum(mine) + self._share(bot, since) * sum(shared)

    def _share(self, bot: str, since: Iterable[str]) -> float:
        if bot == PORTFOLIO:
            return 1.0
        fixed = self.config.shared_costs
        if fixed is not None:
            return fixed.get(bot, 0.0) / sum(fixed.values())
        since = list(since)
        counts = {b: sum(self.talks.get((b, one), 0.0) for one in since) for b in self.bots}
        total = sum(counts.values())
        return counts[bot] / total if total else 1 / len(self.bots)

    def _since(self, first: dt.date, month: str) -> list[str]:
        return [p.id for p in self.parts if p.first_day >= first and _month(p) <= month]


def slices(asked: Asked, launches: Mapping[str, dt.date], incomes: Iterable[str]) -> Slices:
    """Cut the days from the first launch to the end of the period, in one evaluation.

    Args:
        asked: facts, configuration and period.
        launches: the first day of each bot; one at least is before the end of the period.
        incomes: ids of KPIs that add up over days.
    """
    config, facts = asked.config, asked.facts
    parts = _cut(asked, launches)
    ids = list(incomes)
    rows = evaluate(facts, config, periods=parts, only=ids).drop_nulls("value")
    income = {kpi: _amounts(rows.filter(pl.col("kpi") == kpi), "value") for kpi in ids}
    setting = Setting(facts, config, Windows.of([*_early(asked, parts[0]), *parts]))
    costs = touching(setting).group_by("bot_id", "period").agg(pl.col("value").sum())
    return Slices(
        config, setting.bots, tuple(setting.windows.periods), income,
        _amounts(costs, "value"), _amounts(talked(setting), "conversations"),
    )  # fmt: skip


def _amounts(rows: pl.DataFrame, column: str) -> Amounts:
    return {
        (bot, one): amount
        for bot, one, amount in rows.select("bot_id", "period", column).iter_rows()
    }


def _cut(asked: Asked, launches: Mapping[str, dt.date]) -> list[Period]:
    first, after = min(launches.values()), asked.period.last_day + DAY
    cuts = {first, after, *(day for day in launches.values() if day < after)}
    month = first.replace(day=1)
    while month < after:
        cuts.add(max(month, first))
        month = (month + 31 * DAY).replace(day=1)
    days = sorted(cuts)
    return [_days(asked, day, end - DAY) for day, end in zip(days, days[1:], strict=False)]


def _early(asked: Asked, first: Period) -> list[Period]:
    """The days with costs before the first launch."""
    dates = asked.facts.costs.get_column("date")
    earliest = None if dates.is_empty() else dates.min()
    if not isinstance(earliest, dt.date) or earliest >= first.first_day:
        return []
    return [_days(asked, earliest, first.first_day - DAY)]


def _days(asked: Asked, first: dt.date, last: dt.date) -> Period:
    calendar = Calendar(asked.config.timezone, asked.config.fiscal_year_start)
    return calendar.parse(f"{first}..{last}")


def _month(period: Period) -> str:
    return f"{period.last_day:%Y-%m}"
