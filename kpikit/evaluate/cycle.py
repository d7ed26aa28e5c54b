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
        leads: how many leads each arm has, with those whose duration is negative.
        mixed: leads of the bot that belong to neither arm.
    """

    chatbot: Arm
    form: Arm
    horizon: int | None
    leads: Mapping[str, int]
    mixed: int

    def medians(self, *, counted: bool = True) -> list[tuple[int | None, int, str | None]]:
        """Median, wins, and why there is no median, of both arms within their common horizon.

        Args:
            counted: whether the reason says how many are missing.
        """
        arms, days = (self.chatbot, self.form), self.horizon
        if days is None:
            why = _short(self.leads, "lead", counted=counted)
            return [(None, wins_within(arm, LONGEST), why) for arm in arms]
        wins = [wins_within(arm, days) for arm in arms]
        words = [
            _short({name: count}, "win", counted=counted)
            for name, count in zip(ARMS, wins, strict=True)
        ]
        return [
            (None, count, f"{why} within {days} days")
            if why
            else (median_within(arm, days), count, None)
            for arm, count, why in zip(arms, wins, words, strict=True)
        ]


def _short(counts: Mapping[str, int], noun: str, *, counted: bool) -> str | None:
    """Which counts are below ten, and by how many; None where none is."""
    few = {name: ENOUGH - count for name, count in counts.items() if count < ENOUGH}
    if not few:
        return None
    if not counted:
        return f"fewer than {ENOUGH} {' and '.join(few)} {noun}s"
    said = [f"{missing} more {name} {noun}{'s' * (missing > 1)}" for name, missing in few.items()]
    return f"a median takes {' and '.join(said)}"


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


def medians(found: list[Cycle], *, counted: bool) -> dict[str, pl.DataFrame]:
    """By arm, value, n (wins within the horizon) and why (there is no value) of some cycles."""
    schema = {"value": pl.Float64, "n": pl.Int64, "why": pl.String}
    both = [one.medians(counted=counted) for one in found]
    return {
        arm: pl.DataFrame([pair[place] for pair in both], schema=schema, orient="row")
        for place, arm in enumerate(ARMS)
    }


@dataclass(frozen=True)
class Leads:
    """All leads at an instant, and whose they are.

    Attributes:
        all: their days.
        places: of the leads of each arm, bot ("*" = all) and segment value; "mixed" is one.
    """

    all: Arm
    places: Mapping[tuple[object, ...], NDArray[np.int64]]

    @classmethod
    def at(cls, setting: Setting, instant: dt.datetime) -> Leads:
        """Take the leads of an instant."""
        value = pl.lit(None, pl.String) if setting.by is None else pl.col(setting.by)
        found = journeys_at(setting.facts, instant)
        rows = found.select("arm", "bot_id", value.cast(pl.String).alias("segment"))
        status = found.get_column("status")
        days, watched = (found.get_column(name).to_numpy() for name in ("days", "watched"))
        won, lost = ((status == one).to_numpy() for one in ("won", "lost"))
        numbered = rows.with_row_index("place")
        everyone = numbered.with_columns(pl.lit(PORTFOLIO).alias("bot_id"))
        named = pl.concat([numbered.filter(pl.col("bot_id").is_not_null()), everyone])
        grouped = named.group_by("arm", "bot_id", "segment").agg(pl.col("place").cast(pl.Int64))
        places = {(*key,): np.array(found) for *key, found in grouped.iter_rows()}
        return cls(Arm(days, won, lost, watched), places)

    def cycle(self, bot_id: str, segment: str | None) -> Cycle:
        """The chatbot leads of a bot and the form leads of all, of one segment value."""
        nobody = np.zeros(0, dtype=np.int64)
        keys = (("chatbot", bot_id), ("form", PORTFOLIO), ("mixed", bot_id))
        *both, mixed = (self.places.get((*key, segment), nobody) for key in keys)
        arms = [self.all.only(places) for places in both]
        # A deal that closed before its start has no duration; its lead was watched all the same.
        chatbot, form = (arm.only(np.flatnonzero(arm.days >= 0)) for arm in arms)
        sizes = {arm: len(places) for arm, places in zip(ARMS, both, strict=True)}
        return Cycle(chatbot, form, horizon((arms[0], arms[1])), sizes, len(mixed))
