"""What a reader must know of the data before a report on them is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit import labels
from kpikit.check.alike import copies, repeated
from kpikit.check.model import Flag
from kpikit.check.text import ONE_OF
from kpikit.labels import number
from kpikit.tables.silence import CURRENT, silent_days

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kpikit.check.model import CheckReport, TableCheck
    from kpikit.facts import Facts
    from kpikit.periods import Calendar, Period
    from kpikit.tables import Broken, LoadReport, TableReport

EN_MASSE = 0.01  # of a table's rows
RUINOUS = 0.2  # of a table's rows: what is left is another table
FEW = 10  # rows that are worth no word while they are not a whole file
WORDS = 5  # that are no words of ours, named with how to translate them
REPEATED = 0.05  # of a table's rows
LINKED = 20  # rows of which not one finds what it names
ANONYMOUS = "sessions with a user"  # a chat that nobody logs in to has none
FELL = 0.5  # of the mean of the three periods before
ENOUGH = 100  # conversations in that mean, so that chance alone does not halve them


def preflight(
    report: CheckReport,
    loaded: LoadReport,
    *,
    until: dt.date,
    start: dt.date | None = None,
) -> tuple[Flag, ...]:
    """Find what is wrong with the tables of a project.

    Args:
        report: what is in the tables.
        loaded: what became of the rows that were read.
        until: the last day that they should tell of.
        start: the first day of the period asked for, where there is one.
    """
    return (
        *_silent(report, until, start),
        *(flag for table in loaded.tables.values() for flag in _rejected(table, loaded)),
        *repeated(report),
        *copies(loaded),
        *_unlinked(report),
        *_repeated(report),
    )


def volume(facts: Facts, calendar: Calendar, *, period: Period) -> tuple[Flag, ...]:
    """Find bots with far fewer conversations in a period than in the three before it.

    Args:
        facts: what the run is made of.
        calendar: of the project.
        period: of the run; one that has not ended has fewer by itself and is not looked at.
    """
    before = [calendar.shift(period, -step) for step in (1, 2, 3)]
    known = [one for one in before if one is not None]
    if facts.as_of < period.end or len(known) < len(before):
        return ()
    counts = [_counted(facts, one) for one in (period, *known)]
    found = []
    for bot in sorted({bot for each in counts[1:] for bot in each}):
        usual = sum(each.get(bot, 0) for each in counts[1:]) / len(known)
        now = counts[0].get(bot, 0)
        if usual >= ENOUGH and now < FELL * usual:
            text = (
                f"{bot}: {number(now)} conversations in {labels.period(period.id)}, against "
                f"{number(usual, decimals=0)} on average in the three before: fewer visitors, or "
                "events that were lost?"
            )
            found.append(Flag("volume", bot, text))
    return tuple(found)


def _counted(facts: Facts, period: Period) -> dict[str, int]:
    at = pl.col("started_at")
    inside = facts.conversations.filter((at >= period.start) & (at < period.end))
    return dict(inside.group_by("bot_id").len().iter_rows())


def _silent(report: CheckReport, until: dt.date, start: dt.date | None) -> Iterator[Flag]:
    for table in report.tables:
        if table.name not in CURRENT:
            continue
        text = _silence(table, until, start)
        if text:
            yield Flag("freshness", table.name, f"{table.name}: {text}", serious=True)


def _silence(table: TableCheck, until: dt.date, start: dt.date | None) -> str:
    """What is to be said of a table without news; nothing where it has some."""
    if table.first is None or table.last is None:
        rows = "every row was set aside" if table.quarantined else "there is no row in it"
        return f"{rows}: what rests on it cannot be trusted; see to its export"
    days = silent_days(table.first, table.last, table.kept, until=until, start=start)
    if not days:
        return ""
    noun = "day" if days == 1 else "days"
    return (
        f"the newest row is of {labels.day(table.last)}, {number(days)} {noun} before "
        f"{labels.day(until)}: what rests on later ones cannot be trusted; export it anew"
    )


def _rejected(table: TableReport, loaded: LoadReport) -> Iterator[Flag]:
    """Rows set aside en masse: many of a table, or all of one of its files."""
    aside = loaded.quarantine.get(table.name)
    if aside is None or aside.is_empty():
        return
    often = table.broken[0]
    why = f"most often {often.column or 'the line'}: {often.rule}{_first(aside, often)}"
    lost = dict(aside.unique(["file", "row"]).group_by("file").len().iter_rows())
    whole = [file for file in table.files if file.rows and lost.get(file.path) == file.rows]
    share = table.quarantined / max(table.read, 1)
    ruinous = table.quarantined >= FEW and share >= RUINOUS
    for file in whole:
        all_rows = "the only row" if file.rows == 1 else f"all {number(file.rows)} rows"
        be = "was" if file.rows == 1 else "were"
        text = f"{table.name}: {all_rows} of {file.path} {be} set aside; {why}"
        yield Flag("rejected", table.name, text, serious=True, ruinous=ruinous)
    if not whole and table.quarantined >= FEW and share > EN_MASSE:
        text = (
            f"{table.name}: {number(table.quarantined)} of {number(table.read)} rows were set "
            f"aside ({number(share, 'share')}); {why}"
        )
        yield Flag("rejected", table.name, text, serious=True, ruinous=ruinous)


def _first(aside: pl.DataFrame, often: Broken) -> str:
    """Where a rule was broken first."""
    here = aside.filter(pl.col("column") == often.column, pl.col("rule") == often.rule)
    file, row, value = here.select("file", "row", "value").row(0)
    found = f"'{value}' in " if value and often.column else ""
    return f"; first {found}{file}, row {row}{_translated(here, often)}"


def _translated(here: pl.DataFrame, often: Broken) -> str:
    """How words that are not ours become ours."""
    if not often.rule.startswith(ONE_OF):
        return ""
    words = here["value"].drop_nulls().unique(maintain_order=True).head(WORDS).to_list()
    pairs = ", ".join(f"{word}: ..." for word in words)
    return f"; translate with values: {{{often.column}: {{{pairs}}}}}" if pairs else ""


def _unlinked(report: CheckReport) -> Iterator[Flag]:
    for link in report.links:
        if link.total >= LINKED and not link.linked and link.name != ANONYMOUS:
            text = (
                f"{link.name}: none of {number(link.total)}; are the ids of both systems the same, "
                "and is the column mapped?"
            )
            yield Flag("links", link.name, text)


def _repeated(report: CheckReport) -> Iterator[Flag]:
    for table in report.tables:
        if table.duplicates > REPEATED * max(table.kept, 1):
            text = (
                f"{table.name}: {number(table.duplicates)} of {number(table.kept)} rows repeat an "
                "id and count once: does a pattern match an export twice?"
            )
            yield Flag("duplicates", table.name, text)
