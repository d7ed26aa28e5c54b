"""What an evaluation is about: facts, configuration, bots, periods, segment."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.evaluate.doubts import untold
from kpikit.evaluate.trials import Gain, gains
from kpikit.kpi import FACTS, registry

if TYPE_CHECKING:
    from kpikit.config import Config
    from kpikit.evaluate.windows import Windows
    from kpikit.facts import Facts
    from kpikit.kpi import Kpi

PORTFOLIO = "*"
SALES_FREE = ("support", "internal")


def bots_of(facts: Facts, config: Config) -> tuple[str, ...]:
    """The bots that get rows: those configured, then the others that were seen, by id."""
    configured = [bot.id for bot in config.bots]
    seen = {*facts.bots, *facts.conversations.get_column("bot_id").unique()}
    return (*configured, *sorted(seen - set(configured)))


@dataclass(frozen=True)
class Lack:
    """Why a figure has no value.

    Attributes:
        kind: not_applicable, table, column, assumption or partial (priced for some bots only).
        why: the reason in words.
    """

    kind: str
    why: str


@dataclass(frozen=True)
class Setting:
    """Everything an evaluation is given.

    Attributes:
        facts: the rows.
        config: bots, assumptions, windows.
        windows: the periods.
        by: a segment column, or None for the whole.
        only: the ids of the KPIs wanted, or None for all published ones.
        alone: the bots that get rows, or None for every bot and the portfolio.
    """

    facts: Facts
    config: Config
    windows: Windows
    by: str | None = None
    only: frozenset[str] | None = None
    alone: frozenset[str] | None = None

    @functools.cached_property
    def wanted(self) -> tuple[Kpi, ...]:
        """The KPIs to show, in the order of declaration."""
        published = registry().published()
        return tuple(kpi for kpi in published if self.only is None or kpi.id in self.only)

    @functools.cached_property
    def needed(self) -> tuple[Kpi, ...]:
        """The KPIs to show and all they are computed from."""
        found: set[str] = set()
        waiting = [kpi.id for kpi in self.wanted]
        while waiting:
            kpi_id = waiting.pop()
            if kpi_id not in found:
                found.add(kpi_id)
                waiting += registry()[kpi_id].reads
        return tuple(kpi for kpi in registry() if kpi.id in found)

    @functools.cached_property
    def bots(self) -> tuple[str, ...]:
        """Every bot of the project, whether it gets rows or not."""
        return bots_of(self.facts, self.config)

    @property
    def shown(self) -> tuple[str, ...]:
        """The bots that get rows, and the portfolio last."""
        everyone = (*self.bots, PORTFOLIO)
        return everyone if self.alone is None else tuple(b for b in everyone if b in self.alone)

    @functools.cached_property
    def gains(self) -> dict[tuple[str, str], Gain]:
        """What experiments with a holdout say, by bot and period."""
        return gains(self)

    def frame(self, fact: str) -> pl.DataFrame:
        """The rows of a fact, with the project's own next step as the meeting."""
        frame: pl.DataFrame = getattr(self.facts, fact)
        step = self.config.next_step
        if fact == "leads" and step in frame.columns:
            frame = frame.with_columns(pl.col(step).alias("meeting_booked_at"))
        return frame

    @functools.cached_property
    def untold(self) -> dict[str, str]:
        """Bots with leads that no event tells of, and why their captures cannot be judged."""
        return untold(self)

    @functools.cached_property
    def sales_free(self) -> frozenset[str]:
        """Bots (and the portfolio) for which commercial KPIs mean nothing."""
        types = {bot.id: bot.type for bot in self.config.bots}
        sold = self._sold
        free = [bot for bot in self.bots if types.get(bot) in SALES_FREE and bot not in sold]
        everyone = [PORTFOLIO] if self.bots and len(free) == len(self.bots) else []
        return frozenset([*free, *everyone])

    @functools.cached_property
    def _sold(self) -> frozenset[str]:
        """Bots with a chatbot lead, or an order or deal credited to them."""
        facts = self.facts
        leads = facts.leads.filter(pl.col("source") == "chatbot").get_column("bot_id")
        told = facts.conversations.filter(pl.col("lead_created")).get_column("bot_id")
        credits = [
            frame.filter(pl.col("credit").is_not_null()).get_column("credit_bot_id")
            for frame in (facts.deals, facts.orders)
        ]
        return frozenset(bot for column in (leads, told, *credits) for bot in column.unique())

    def lack(self, kpi: Kpi) -> Lack | None:
        """What an input of a KPI lacks: tables, columns, or a column to segment by."""
        found: list[Lack] = []
        for need in kpi.needs:
            options = [self._missing(option) for option in need.split("|")]
            missing = [lack for lack in options if lack is not None]
            said = {lack.why for lack in found}
            # A table that is missing already brings its own columns along.
            if len(missing) == len(options) and not any(one.why in said for one in missing):
                kind = "table" if any(one.kind == "table" for one in missing) else "column"
                found.append(Lack(kind, " or ".join(dict.fromkeys(one.why for one in missing))))
        if found:
            kind = "table" if any(one.kind == "table" for one in found) else "column"
            return Lack(kind, "needs " + " and ".join(dict.fromkeys(one.why for one in found)))
        if (
            self.by is not None
            and kpi.fact != "derived"
            and self.by not in FACTS[kpi.fact].segments
        ):
            return Lack("column", f"needs {self.by}, which {kpi.fact} do not have")
        return None

    def _missing(self, need: str) -> Lack | None:
        table, _, column = need.partition(".")
        supplied = self.facts.supplied
        if table not in supplied:
            rows = self.facts.rejected.get(table)
            why = f"{table}: all {rows:,} rows were set aside" if rows else table
            return Lack("table", why)
        fields = [column] if column else []
        if need == "leads.meeting_booked_at":
            fields = [self.config.next_step]
        absent = [name for name in fields if name not in supplied[table]]
        return Lack("column", f"{table}.{absent[0]}") if absent else None
