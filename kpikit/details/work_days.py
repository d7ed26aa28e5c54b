"""Which kinds of days the run's period and the same period a year before have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.details.model import Detail
from kpikit.evaluate import PORTFOLIO, bots_of
from kpikit.periods import Calendar
from kpikit.periods.workdays import work_days

if TYPE_CHECKING:
    from kpikit.details.model import Asked

SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "at": pl.String(), "days": pl.Int64(),
    "weekdays": pl.Int64(), "holidays": pl.List(pl.String()), "work_days": pl.Int64(),
    "country": pl.String(),
})  # fmt: skip
"""Two rows a bot: at = the period, then the one a year before. holidays: the public ones that fall
on weekdays, null where no country is configured; work_days = weekdays less those."""


def days_of(asked: Asked) -> pl.DataFrame:
    """The days of the period and of the one a year before; nothing for a running total."""
    calendar = Calendar(asked.config.timezone, asked.config.fiscal_year_start)
    before = calendar.year_before(asked.period)
    if before is None or asked.period.kind == "launch":
        return SCHEMA.to_frame()
    country = asked.config.country
    counted = []
    for one in (asked.period, before):
        found = work_days(one.first_day, one.last_day, country)
        names = None if found.holidays is None else list(found.holidays)
        counted.append((one.id, found.days, found.weekdays, names, found.worked, country))
    bots = (*bots_of(asked.facts, asked.config), PORTFOLIO)
    rows = [(bot, asked.period.id, *row) for bot in bots for row in counted]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


WORK_DAYS = Detail("work_days", SCHEMA, days_of)
