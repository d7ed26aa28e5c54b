"""Shorter wordings of a sentence, for where the first does not fit, and texts slides share."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpikit import labels
from kpikit.deck.text import Par, Run
from kpikit.findings import in_baseline, listed
from kpikit.findings.proof import attribution
from kpikit.findings.scope import based_on, bearing, with_arms
from kpikit.html.words import before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.context import Context
    from kpikit.view import Result, View

_NAME = 40  # characters of a bot's name that a title keeps at most
_TITLE = 110  # characters that fit two lines in any case
COLORS = {
    "good": "good", "watch": "watch", "bad": "bad", "cannot_tell": "unsure",
    "provisional": "ink3", "unavailable": "unsure", "not_applicable": "ink3", "none": "ink3",
}  # fmt: skip


def wordings(text: str, names: Sequence[str]) -> list[str]:
    """A title and shorter ones: without its second clause, with long names cut, with both.

    >>> wordings("Bot earned $5; csat is bad", ["Bot"])
    ['Bot earned $5; csat is bad', 'Bot earned $5']
    """
    first = text.split("; ", maxsplit=1)[0]
    found = [text, first]
    text, first = named_shortly(text, names), named_shortly(first, names)
    cut = first if len(first) <= _TITLE else f"{first[: _TITLE - 1].rstrip()}…"
    return list(dict.fromkeys([*found, text, first, cut]))


def named_shortly(text: str, names: Sequence[str]) -> str:
    """A text in which long names are cut."""
    for name in sorted(names, key=len, reverse=True):
        if len(name) > _NAME:
            text = text.replace(name, f"{name[: _NAME - 1].rstrip()}…")
    return text


def prior_name(view: View) -> str:
    """The name of the period before this one."""
    last = before(view, 1)
    return labels.period(last[0]) if last else "the period before"


def span(view: View) -> str:
    """The local days of the period: "1 to 30 Sep 2026"."""
    first, last = local_days(view)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {labels.day(last)}"
    return f"{labels.day(first, year=first.year != last.year)} to {labels.day(last)}"


def local_days(view: View) -> tuple[dt.date, dt.date]:
    """The first and the last local day of the period."""
    row, zone = view["conversations"], ZoneInfo(view.context.timezone)
    end = row.period_end.astimezone(zone) - dt.timedelta(microseconds=1)
    return row.period_start.astimezone(zone).date(), end.date()


def as_of(context: Context) -> str:
    """The instant the numbers are true of, on the project's clock."""
    return f"{labels.moment(context.as_of, context.timezone)} ({context.timezone})"


def source(view: View, tables: Sequence[str] = (), *more: str, rows: Sequence[Result] = ()) -> str:
    """The source line: the tables read, the days, the instant, and remarks.

    Args:
        view: the bot and period.
        tables: those read; where neither they nor rows are given, all.
        more: remarks.
        rows: figures that stand on the slide; the tables they were computed from are named, too.
    """
    read = [t.name for t in view.context.quality.tables]
    wanted = bearing(view, {*tables, *based_on(rows)})
    used = [name for name in read if name in wanted] or read
    names = listed(used) if len(used) < max(len(read), 6) else f"all {len(read)} input tables"
    text = f"Source: {names}, {span(view)}, as of {as_of(view.context)}."
    return " ".join([text, *(one for one in more if one)])


def caveat(view: View) -> str:
    """That revenue is attributed, or what a holdout proves of it; empty where there is none."""
    return with_arms(view, attribution(view)) if view["revenue_booked"].value else ""


def judged(row: Result, *, cell: bool = False) -> list[Run]:
    """Symbol and word of a verdict, and what can still change it.

    Args:
        row: the result.
        cell: in a table cell, where it stands on a second line.
    """
    if row.status in {"unavailable", "not_applicable"}:
        return [_state(row.status)]
    if not row.known:
        return [Run(f"{labels.DASH} no data", "ink3", bold=True)]
    runs = [_state(row.verdict)]
    if in_baseline(row):
        runs = [Run(f"{labels.STATES['none'].symbol} baseline", COLORS["none"], bold=True)]
    if row.status == "provisional":
        day = labels.until(row.final_on, row.as_of) if row.final_on else ""
        word = f"until {day}" if day else "provisional"
        gap = "\n" if cell else "   "
        runs.append(Run(f"{gap}{labels.STATES['provisional'].symbol} {word}", "ink3", bold=False))
    return runs


def _state(name: str) -> Run:
    symbol, word = labels.STATES[name]
    return Run(f"{symbol} {word}", COLORS[name], bold=True)


def spared(texts: Sequence[str], *, level: int = 1) -> list[Par]:
    """Paragraphs that may be left out, the later ones first."""
    return [Par(text, level, spare=place) for place, text in enumerate(texts, start=1) if text]
