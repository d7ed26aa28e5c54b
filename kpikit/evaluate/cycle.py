"""The adjusted sales cycle of each bot at the end of each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from kpikit.evaluate.incidence import (
    ENOUGH,
    LONGEST,
    Arm,
    horizon,
    median_within,
    wins_within,
)
from kpikit.evaluate.setting import PORTFOLIO

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kpikit.evaluate.setting import Setting
    from kpikit.facts import Facts

    Places = Mapping[tuple[object, ...], NDArray[np.int64]]

DAY = 86_400_000_000  # microseconds
ARMS = ("chatbot", "form")


def journeys_at(facts: Facts, instant: dt.datetime) -> pl.DataFrame:
    """The journeys of an instant, with watched: whole days from the start to it, closed or not."""
    rows = facts.journeys if instant == facts.as_of else facts.journeys_at(instant)
    elapsed = (pl.lit(instant) - pl.col("start_at")).dt.total_microseconds()
    return rows.with_columns((elapsed // DAY).alias("watched"))


class Cycle(NamedTuple):
    """What the adjusted cycle of one bot is made of.

    Attributes:
        chatbot: the bot's leads (of the portfolio: everyone's) whose duration is not negative.
        form: the project's form leads, likewise.
        horizon: the days within which wins count, the same for both; None where fewer than ten
            leads of either arm were watched.
    """

    chatbot: Arm
    form: Arm
    horizon: int | None

    def medians(self) -> list[tuple[int | None, int]]:
        """Median and wins of both arms within their common horizon."""
        arms, days = (self.chatbot, self.form), self.horizon
        if days is None:
            return [(None, wins_within(arm, LONGEST)) for arm in arms]
        wins = [wins_within(arm, days) for arm in arms]
        return [
            (median_within(arm, days) if count >= ENOUGH else None, count)
            for arm, count in zip(arms, wins, strict=True)
        ]


def cycles(setting: Setting, index: pl.DataFrame) -> list[Cycle]:
    """What the adjusted cycle of every row of an index is made of.

    Args:
        setting: with the periods and the segment.
        index: bot_id, period, segment_value.
    """
    bounds = {one.id: min(one.end, setting.facts.as_of) for one in setting.windows.periods}
    wanted = set(index.get_column("period"))
    known = {at: Leads.at(setting, at) for at in {bounds[period] for period in sorted(wanted)}}
    keys = index.select("bot_id", "period", "segment_value").iter_rows()
    return [known[bounds[period]].cycle(bot, segment) for bot, period, segment in keys]


def medians(found: list[Cycle]) -> dict[str, pl.DataFrame]:
    """By arm, value and n (wins within the horizon) of some cycles."""
    schema = {"value": pl.Float64, "n": pl.Int64}
    both = [one.medians() for one in found]
    return {
        arm: pl.DataFrame([pair[place] for pair in both], schema=schema, orient="row")
        for place, arm in enumerate(ARMS)
    }


@dataclass(frozen=True)
class Leads:
    """All leads at an instant, and whose they are.

    Attributes:
        all: their days.
        chatbot: places of the chatbot leads by bot ("*" = all) and segment value.
        form: places of the form leads by segment value.
    """

    all: Arm
    chatbot: Places
    form: Places

    @classmethod
    def at(cls, setting: Setting, instant: dt.datetime) -> Leads:
        """Take the leads of an instant."""
        value = pl.lit(None, pl.String) if setting.by is None else pl.col(setting.by)
        found = journeys_at(setting.facts, instant)
        rows = found.select("arm", "bot_id", value.cast(pl.String).alias("segment"))
        status = found.get_column("status")
        days, watched = (found.get_column(name).to_numpy() for name in ("days", "watched"))
        won, lost = ((status == one).to_numpy() for one in ("won", "lost"))
        own, form = (rows.with_row_index("place").filter(arm=arm) for arm in ARMS)
        everyone = own.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))
        named = pl.concat([own.filter(pl.col("bot_id").is_not_null()), everyone])
        by_bot = _places(named, ["bot_id", "segment"])
        return cls(Arm(days, won, lost, watched), by_bot, _places(form, ["segment"]))

    def cycle(self, bot_id: str, segment: str | None) -> Cycle:
        """The chatbot leads of a bot and the form leads, of one segment value."""
        nobody = np.zeros(0, dtype=np.int64)
        chatbot = self.all.only(self.chatbot.get((bot_id, segment), nobody))
        form = self.all.only(self.form.get((segment,), nobody))
        # A deal that closed before its start has no duration; its lead was watched all the same.
        timed = [arm.only(np.flatnonzero(arm.days >= 0)) for arm in (chatbot, form)]
        return Cycle(timed[0], timed[1], horizon((chatbot, form)))


def _places(rows: pl.DataFrame, keys: list[str]) -> Places:
    grouped = rows.group_by(keys, maintain_order=True).agg(pl.col("place").cast(pl.Int64))
    return {tuple(key): np.array(places) for *key, places in grouped.iter_rows()}
