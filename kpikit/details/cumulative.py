"""Net since launch, month by month, and the twelve months behind the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.details.accounts import ACCOUNTS, accounts
from kpikit.details.model import Detail
from kpikit.details.slices import DAY, slices
from kpikit.estimate import intervals
from kpikit.evaluate import PORTFOLIO, evaluated, table
from kpikit.periods import Calendar
from kpikit.results.compare import rounded
from kpikit.results.spans import launches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.details.accounts import Account
    from kpikit.details.model import Asked
    from kpikit.details.slices import Slices

SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "month": pl.String(), "kpi": pl.String(),
    "income": pl.Float64(), "cost": pl.Float64(), "net": pl.Float64(), "cumulative": pl.Float64(),
})  # fmt: skip
TRAILING = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "twelve": pl.String(), "kpi": pl.String(),
    "value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
})  # fmt: skip
SHOWN = (*dict.fromkeys(kpi for one in ACCOUNTS for kpi in one), "total_cost", "payback_multiple")


def build(asked: Asked) -> pl.DataFrame:
    """A row for each bot and month since its launch; kpi names the net that is cumulated.

    cumulative is that KPI from the launch to the end of the month (`launch..2026-09`), so the last
    one is the result of that period; income, cost and net are what the month adds to it. Shared
    costs are divided by the conversations since the launch, so a month adds not quite what its own
    results say. Null from the launch to the first cost.
    """
    chosen = accounts(asked)
    days = {
        bot: day
        for bot, day in launches(asked.facts, asked.config).items()
        if day <= asked.period.last_day
    }
    if not days or not chosen:
        return SCHEMA.to_frame()
    first = days | {PORTFOLIO: min(days.values())}
    money = slices(asked, days, sorted({one.income for one in chosen.values()}))
    rows = [
        {"bot_id": bot, "period": asked.period.id, "kpi": account.net} | row
        for bot, account in chosen.items()
        if bot in first
        for row in _months(money, bot, account, first=first[bot])
    ]
    return pl.DataFrame(rows, schema=SCHEMA).with_columns(
        rounded("income", "cost", "net", "cumulative")
    )


def _months(money: Slices, bot: str, account: Account, *, first: Any) -> Iterator[dict[str, Any]]:
    before: tuple[float, float] = (0.0, 0.0)
    for month in money.months(first):
        earned = money.earned(account.income, bot, first=first, month=month)
        spent = money.spent(bot, first=first, month=month)
        row: dict[str, Any] = {"month": month, "income": earned - before[0]}
        if spent is not None:
            row["cost"] = spent - before[1]
            row |= {"net": row["income"] - row["cost"], "cumulative": earned - spent}
        yield row
        before = (earned, spent or 0.0)


def trailing(asked: Asked) -> pl.DataFrame:
    """The money of the twelve months that end with the period, where it ends with a month."""
    last = asked.period.last_day
    if (last + DAY).day != 1 or asked.period.kind == "launch":
        return TRAILING.to_frame()
    calendar = Calendar(asked.config.timezone, asked.config.fiscal_year_start)
    twelve = calendar.parse(f"{last:%Y-%m}-T12")
    board = evaluated(asked.facts, asked.config, periods=[twelve], only=SHOWN)
    key = ["bot_id", "kpi", "method"]
    ends = intervals(board, [twelve.id]).select(*key, "low", "high")
    rows = table(board).filter(pl.col("method").is_in(["", "booked"]))
    return (
        rows.drop_nulls("value")
        .join(ends, on=key, how="left", maintain_order="left")
        .with_columns(
            pl.lit(asked.period.id).alias("period"),
            pl.lit(twelve.id).alias("twelve"),
            *rounded("value", "low", "high"),
        )
        .select(TRAILING.names())
    )


CUMULATIVE = Detail("cumulative", SCHEMA, build)
TRAILED = Detail("trailing", TRAILING, trailing)
