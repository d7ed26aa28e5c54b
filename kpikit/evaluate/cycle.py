"""The adjusted sales cycle of each bot at the end of each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.evaluate.incidence import ENOUGH, LONGEST, Arm, horizon, median_within, wins_within
from kpikit.evaluate.setting import PORTFOLIO

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from kpikit.evaluate.setting import Setting
    from kpikit.facts import Facts

DAY = 86_400_000_000  # microseconds
ARMS = ("chatbot", "form")


def journeys_at(facts: Facts, instant: dt.datetime) -> pl.DataFrame:
    """What the journeys were at an earlier instant.

    Leads and deals created later are not there yet, and a deal closed later was open. What a
    conversation became is taken as known: whether it was meaningful, and who its user was.

    Returns:
        The columns of `facts.journeys` that decide the cycle, and watched: whole days from start
        to the instant.
    """
    early = (pl.col("deal_created") < pl.col("start_at")).fill_null(value=False)
    closed = pl.when(pl.col("status") != "open").then(pl.col("closed_at"))
    end = closed.fill_null(instant)
    talked = (pl.col("talked_at") < end).fill_null(value=False)
    arm = (
        pl.when((pl.col("source") == "chatbot") & ~early)
        .then(pl.lit("chatbot"))
        .when((pl.col("source") == "form") & ~talked)
        .then(pl.lit("form"))
        .otherwise(pl.lit("mixed"))
    )
    since = pl.col("start_at")
    rows = facts.journeys.filter(pl.col("created_at") <= instant)
    placed = rows.drop("closed_at", "status", "days", "arm", "deal_id").join(
        _deals_at(facts.deals, instant), on="lead_id", how="left", maintain_order="left"
    )
    return placed.with_columns(pl.col("status").fill_null("open")).with_columns(
        arm.alias("arm"),
        ((end - since).dt.total_microseconds() // DAY).alias("days"),
        ((instant - since).dt.total_microseconds() // DAY).alias("watched"),
    )


def _deals_at(deals: pl.DataFrame, instant: dt.datetime) -> pl.DataFrame:
    """Each lead's deal at an instant: the first won one, else the newest."""
    there = deals.filter((pl.col("created_at") <= instant).fill_null(value=True))
    is_closed = (pl.col("closed_at") <= instant).fill_null(value=False)
    known = there.select(
        "lead_id",
        "deal_id",
        pl.col("created_at").alias("deal_created"),
        pl.when(is_closed).then(pl.col("closed_at")).alias("closed_at"),
        pl.when(is_closed).then(pl.col("stage")).otherwise(pl.lit("open")).alias("status"),
    )
    won = known.filter(pl.col("status") == "won").sort("closed_at", "deal_id")
    newest = known.sort("deal_created", "deal_id", descending=True, nulls_last=True)
    return pl.concat([won, newest]).unique("lead_id", keep="first", maintain_order=True)


def adjusted(setting: Setting, index: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Both arms' adjusted medians for every row of an index.

    The chatbot arm is the bot's (in the portfolio: everyone's), the form arm the project's.

    Returns:
        By arm, value and n (wins within H) aligned to the index.
    """
    bounds = {one.id: min(one.end, setting.facts.as_of) for one in setting.windows.periods}
    known = {at: Leads.at(setting, at) for at in set(bounds.values())}
    rows: dict[str, list[tuple[int | None, int]]] = {arm: [] for arm in ARMS}
    for bot_id, period, segment in index.select("bot_id", "period", "segment_value").iter_rows():
        leads = known[bounds[period]]
        found = _medians(leads.arms(bot_id, segment))
        for arm, one in zip(ARMS, found, strict=True):
            rows[arm].append(one)
    schema = {"value": pl.Float64, "n": pl.Int64}
    return {arm: pl.DataFrame(found, schema=schema, orient="row") for arm, found in rows.items()}


@dataclass(frozen=True)
class Leads:
    """All leads at an instant, and whose they are.

    Attributes:
        all: their days.
        bot_id: of each, None where it has none.
        arm: chatbot, form or mixed.
        segment: the value each is segmented by, None without a segment.
    """

    all: Arm
    bot_id: NDArray[np.object_]
    arm: NDArray[np.object_]
    segment: NDArray[np.object_]

    @classmethod
    def at(cls, setting: Setting, instant: dt.datetime) -> Leads:
        """Take the leads of an instant; durations below 0 are left out."""
        value = pl.lit(None, pl.String) if setting.by is None else pl.col(setting.by)
        found = journeys_at(setting.facts, instant).filter(pl.col("days") >= 0)
        plain = found.with_columns(value.alias("#segment"))
        texts = [
            np.array(plain.get_column(name).to_list(), dtype=np.object_)
            for name in ("bot_id", "arm", "#segment")
        ]
        status = plain.get_column("status")
        days, watched = (plain.get_column(name).to_numpy() for name in ("days", "watched"))
        won, lost = ((status == one).to_numpy() for one in ("won", "lost"))
        return cls(Arm(days, won, lost, watched), *texts)

    def arms(self, bot_id: str, segment: str | None) -> tuple[Arm, Arm]:
        """The chatbot leads of a bot ("*" = of all) and the form leads, of one segment value."""
        here = self.segment == segment
        mine = here if bot_id == PORTFOLIO else here & (self.bot_id == bot_id)
        chatbot = self.all.only(mine & (self.arm == "chatbot"))
        return chatbot, self.all.only(here & (self.arm == "form"))


def _medians(arms: tuple[Arm, Arm]) -> list[tuple[int | None, int]]:
    """Median and wins of both arms within their common horizon."""
    days = horizon(arms)
    if days is None:
        return [(None, wins_within(arm, LONGEST)) for arm in arms]
    wins = [wins_within(arm, days) for arm in arms]
    return [
        (median_within(arm, days) if count >= ENOUGH else None, count)
        for arm, count in zip(arms, wins, strict=True)
    ]
