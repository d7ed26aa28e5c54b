"""One bot's numbers in one period, row by row: what every renderer is given."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl

from kpikit.context import PORTFOLIO, Assumed, BotInfo, Context, DayCount
from kpikit.errors import UsageError, did_you_mean
from kpikit.headline import headline
from kpikit.kpi import frozen_kpi, registry
from kpikit.periods import kind_of
from kpikit.view.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.kpi import Kpi


_Key = tuple[str, str, str]
_Rows = dict[_Key, tuple[Any, ...]]


@dataclass(frozen=True)
class View:
    """The rows of one bot up to one period, and the context of the run."""

    results: pl.DataFrame
    context: Context
    bot: BotInfo
    period: str
    details: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @functools.cached_property
    def _rows(self) -> _Rows:
        """The rows of the bot by KPI, method and period; a Result is made when first asked for."""
        whole = self.results.filter(pl.col("bot_id") == self.bot.id, pl.col("segment").is_null())
        keys = whole.select("kpi", "method", "period").iter_rows()
        return dict(zip(keys, whole.rows(), strict=True))

    @functools.cached_property
    def _made(self) -> dict[_Key, Result]:
        return {}

    def _at(self, key: _Key) -> Result:
        if key not in self._made:
            row = dict(zip(self.results.columns, self._rows[key], strict=True))
            self._made[key] = self._result(row)
        return self._made[key]

    def _result(self, row: dict[str, Any]) -> Result:
        shown = {**row, "kpi": self._kpi(row["kpi"]), "currency": self.context.currency}
        return Result(**shown | dict.fromkeys(self.bot.not_there_for(row)))

    def _kpi(self, kpi_id: str) -> Kpi:
        """The declaration; of a project's own KPI what was frozen, as its file need not be here."""
        own = {record["id"]: record for record in self.context.own_kpis}
        return frozen_kpi(own[kpi_id]) if kpi_id in own else registry()[kpi_id]

    def __getitem__(self, kpi: str) -> Result:
        """The row of a KPI (of net_incremental_revenue: the method booked)."""
        return self.get(kpi)

    def __contains__(self, kpi: str) -> bool:
        return any(key[0] == kpi and key[2] == self.period for key in self._rows)

    def get(self, kpi: str, *, method: str | None = None, period: str | None = None) -> Result:
        """The row of a KPI.

        Raises:
            UsageError: the results have no such KPI, method or period.
        """
        default = "booked" if kpi == "net_incremental_revenue" else ""
        key = (kpi, default if method is None else method, period or self.period)
        if key not in self._rows:
            known = sorted({row[0] for row in self._rows})
            msg = f"no result for KPI {kpi!r}, method {key[1]!r}, period {key[2]}"
            raise UsageError(msg + did_you_mean(kpi, known))
        return self._at(key)

    def kpis(self) -> list[Result]:
        """All KPIs of the period in the order of the results table, headline method only."""
        wanted = ("", "booked")
        return [self._at(k) for k in self._rows if k[2] == self.period and k[1] in wanted]

    @property
    def it(self) -> str:
        """The pronoun of the bot, "they" for the portfolio."""
        return "they" if self.bot.id == PORTFOLIO else "it"

    def headline(self) -> list[Result]:
        """The few KPIs at the top: those of kpikit.yml, else those of the bot's type."""
        chosen = self.bot.headline or headline(self.bot.type)
        return [self[kpi] for kpi in chosen if kpi in self]

    @functools.cached_property
    def periods(self) -> list[str]:
        """Ids of the periods of this kind up to this one, oldest first.

        The results of a quarter may hold its months, too: they are no periods before it.
        """
        frame = self.results.select("period", "period_start").unique()
        ids = frame.sort("period_start").get_column("period").to_list()
        same = [period for period in ids if _shape(period) == _shape(self.period)]
        return same[: same.index(self.period) + 1]

    def history(self, kpi: str, *, n: int = 13, method: str | None = None) -> list[Result]:
        """A KPI in the last n periods, oldest first, this one last; before the launch: left out.

        What stands at as_of, whatever the period, is known of this one alone.
        """
        if self._kpi(kpi).is_state:
            return [self.get(kpi, method=method)]
        rows = [self.get(kpi, method=method, period=period) for period in self.periods[-n:]]
        launch = self.bot.launch
        return [r for r in rows if launch is None or r.period_end.date() > launch]

    def split(self, kpi: str, segment: str) -> list[Result]:
        """A KPI's rows by the values of a segment in this period, e.g. total_cost by category."""
        rows = self.results.filter(
            pl.col("bot_id") == self.bot.id,
            pl.col("kpi") == kpi,
            pl.col("segment") == segment,
            pl.col("period") == self.period,
        )
        return [self._result(row) for row in rows.iter_rows(named=True)]

    def detail(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table beside the results for this bot and period; none where it lacks."""
        if name not in self._opened:
            mine = (pl.col("bot_id") == self.bot.id) & (pl.col("period") == self.period)
            there = name in self.details
            self._opened[name] = self.details[name].filter(mine).to_dicts() if there else []
        return [dict(row) for row in self._opened[name]]

    @functools.cached_property
    def _opened(self) -> dict[str, list[dict[str, Any]]]:
        return {}

    def days(self) -> list[DayCount]:
        """Conversations and outcomes by local day of the period (bots summed in the portfolio)."""
        days: dict[str, DayCount] = {}
        first, last = self._local_days()
        for row in self.context.quality.days:
            if self.bot.id in {PORTFOLIO, row.bot_id} and first <= row.day <= last:
                old = days.get(row.day, DayCount(self.bot.id, row.day, 0, 0))
                total = (old.conversations + row.conversations, old.outcomes + row.outcomes)
                days[row.day] = DayCount(self.bot.id, row.day, *total)
        return [days[key] for key in sorted(days)]

    def _local_days(self) -> tuple[str, str]:
        row = next(self._at(key) for key in self._rows if key[2] == self.period)
        zone = ZoneInfo(self.context.timezone)
        last = row.period_end.astimezone(zone) - dt.timedelta(microseconds=1)
        return row.period_start.astimezone(zone).date().isoformat(), last.date().isoformat()

    def assumptions(self) -> list[Assumed]:
        """The assumptions that the money figures of this bot rest on (portfolio: of all bots)."""
        return [a for a in self.context.assumptions if self.bot.id in {PORTFOLIO, a.bot_id}]

    def at(self, period: str) -> View:
        """The view of the same bot in another period of the run, which shares what is read."""
        if period not in self._times:
            view = replace(self, period=period)
            shared = {name: getattr(self, name) for name in ("_rows", "_made", "_bots", "_times")}
            view.__dict__.update(shared)
            self._times[period] = view
        return self._times[period]

    def other(self, bot: str) -> View:
        """The view of another bot in the same period; it is the same one when asked for again."""
        if bot not in self._bots:
            view = open_view(self.results, self.context, bot=bot, period=self.period)
            view = replace(view, details=self.details)
            view.__dict__["_bots"] = self._bots
            self._bots[bot] = view
        return self._bots[bot].at(self.period)

    def chatbots(self) -> list[View]:
        """The views of the chatbots of a portfolio; else this one alone."""
        if self.bot.id != PORTFOLIO:
            return [self]
        return [self.other(bot.id) for bot in self.context.bots]

    def months(self) -> list[str]:
        """Ids of the months of the run that end with the period or before, oldest first."""
        end = next(self._at(key) for key in self._rows if key[2] == self.period).period_end
        spans = self.results.select("period", "period_end").unique().sort("period_end").iter_rows()
        return [one for one, last in spans if kind_of(one) == "month" and last <= end]

    @functools.cached_property
    def _bots(self) -> dict[str, View]:
        """A view of each bot that was asked for, shared by all of them."""
        return {self.bot.id: self}

    @functools.cached_property
    def _times(self) -> dict[str, View]:
        """The views of the bot by period, shared by all of them."""
        return {self.period: self}


def _shape(period: str) -> str:
    """What ids of one kind of period have in common: "2026-Q3" and "2025-Q4" are quarters."""
    return re.sub(r"\d+", "0", period)


def open_view(
    results: pl.DataFrame, context: Context, *, bot: str = PORTFOLIO, period: str | None = None
) -> View:
    """The view of one bot ("*" = portfolio) in a period of the run; default: the run's period.

    Raises:
        UsageError: the run has no such bot or period.
    """
    names = {info.id: info for info in context.bots}
    if bot != PORTFOLIO and bot not in names:
        msg = f"bot {bot!r} is not in this run; it has {', '.join(names)}"
        raise UsageError(msg + did_you_mean(bot, names))
    portfolio = BotInfo(PORTFOLIO, "All chatbots", "portfolio")
    chosen = period or context.period
    periods = results.get_column("period").unique(maintain_order=True).to_list()
    if chosen not in periods:
        msg = f"period {chosen!r} is not in this run; it has {', '.join(periods)}"
        raise UsageError(msg + did_you_mean(chosen, periods))
    return View(results, context, names.get(bot, portfolio), chosen)
