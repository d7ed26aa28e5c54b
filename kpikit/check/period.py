"""Which period is looked at, why it is this one, and whether there is anything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit import labels
from kpikit.check.model import Flag

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.periods import Calendar, Period


def why(period: Period, *, asked: bool, calendar: Calendar, now: dt.datetime) -> str:
    """The period in words, and why it is this one.

    Args:
        period: that was taken.
        asked: whether somebody named it.
        calendar: of the project.
        now: the time of the run.
    """
    name = labels.period(period.id)
    if asked:
        return f"{name}, as asked for"
    today = labels.day(calendar.local_day(now))
    return f"{name}, the last {period.kind} that had ended on {today}"


def unfinished(period: Period, *, calendar: Calendar, as_of: dt.datetime) -> str:
    """What to know of a period that had not ended in the data; nothing where it had."""
    if as_of >= period.end:
        return ""
    end, next_day = labels.day(calendar.local_day(as_of)), calendar.local_day(period.end)
    return (
        f"the data are as of {end}, before it ended: all its figures are provisional. Where the "
        f"export holds the whole of it, say --as-of {next_day}"
    )


def empty(facts: Facts, calendar: Calendar, *, period: Period, bots: Collection[str]) -> str:
    """Why a period cannot be reported on: no bot has a conversation in it; nothing where one has.

    Args:
        facts: of the project.
        calendar: of the project.
        period: asked for.
        bots: that reports are asked for.
    """
    rows = facts.conversations.filter(pl.col("bot_id").is_in([*bots]))
    start = pl.col("started_at")
    if not rows.filter((start >= period.start) & (start < period.end)).is_empty():
        return ""
    ends = rows.select(first=start.min(), last=start.max()).row(0)
    days = [calendar.local_day(instant) for instant in ends if instant is not None]
    if not days:
        end = labels.day(calendar.local_day(facts.as_of))
        return f"no conversation of {', '.join(bots)} in {period.id}; there is none up to {end}"
    month = f"{days[1]:%Y-%m}"
    return (
        f"no conversation of {', '.join(bots)} in {period.id}; conversations run from {days[0]} to "
        f"{days[1]}: export what is missing, or ask for --period {month}"
    )


def voids(facts: Facts, config: Config, *, period: Period, calendar: Calendar) -> Iterator[Flag]:
    """Bots that had conversations before a period and have none in it, or only before a launch.

    Args:
        facts: of the project.
        config: whose bots are looked at.
        period: of the run.
        calendar: of the project.
    """
    starts = facts.conversations.group_by("bot_id").agg(
        last=pl.col("started_at").max(),
        inside=pl.col("started_at").is_between(period.start, period.end, closed="left").sum(),
    )
    found = {bot: (last, inside) for bot, last, inside in starts.iter_rows()}
    alone = not any(inside for _, inside in found.values())  # then no report is made at all
    for bot in config.bots:
        last, inside = found.get(bot.id, (None, 0))
        if last is None:
            continue
        day = calendar.local_day(last)
        if not inside and not alone and last < period.start:
            text = (
                f"{bot.id}: no conversation in {labels.period(period.id)}, the newest is of "
                f"{labels.day(day)}: was it switched off, or are events missing?"
            )
            yield Flag("volume", bot.id, text)
        if bot.launch is not None and bot.launch > day:
            text = (
                f"{bot.id}: its launch, {labels.day(bot.launch)}, comes after all its "
                f"conversations, of which the newest is of {labels.day(day)}: correct launch:"
            )
            yield Flag("launch", bot.id, text)
