"""Which stated forms would read a column: candidates for a person to choose from.

Nothing here is used when data are loaded: what is proposed is written into kpikit.yml by a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from kpikit.config import DateRule, NumberRule
from kpikit.sources.amounts import read_amounts
from kpikit.sources.moments import read_timestamps
from kpikit.sources.parse import as_text, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from kpikit.tables import Column

DAYS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d",
    "%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%d/%m/%y", "%m/%d/%y",
    "%d.%m.%y", "%d-%m-%y", "%y-%m-%d",
)  # fmt: skip
TIMES = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S%.f", " %I:%M %p", " %I:%M:%S %p", ", %H:%M:%S", ", %H:%M",
    "T%H:%M:%S",
)  # fmt: skip
EPOCHS: tuple[Literal["s", "ms", "us"], ...] = ("s", "ms", "us")
NUMBERS = tuple(
    NumberRule(decimal=decimal, thousands=thousands)
    for decimal, thousands in ((".", ","), (",", "."), (",", " "), (".", "'"), (",", None))
)  # fmt: skip
FIRST, LAST = 2000, 2100  # a count since 1970 that lands outside was counted in another unit
EMPTY = ("-", "--", "n/a", "N/A", "#N/A", "NA", "null", "NULL", "None", "none", "(none)", "nan")


class Candidate(NamedTuple):
    """A rule as kpikit.yml states it, and what it makes of an example."""

    rule: str
    example: str
    reads: str


def readable(texts: pl.Series, column: Column) -> bool:
    """Whether a column of texts is read without any rule."""
    typed = parse(texts, column, rule=None, timezone="UTC")
    return typed.null_count() == texts.null_count()


def date_rules(texts: pl.Series) -> list[Candidate]:
    """The rules that read every one of some texts as a date or a moment, none twice alike."""
    found: dict[tuple[object, ...], Candidate] = {}
    for rule, written in rules():
        read = read_timestamps(texts, rule)
        if read.null_count() == texts.null_count() and likely(read.drop_nulls()).all():
            example = read.is_not_null().arg_max() or 0
            day = as_text(read.dt.strftime("%Y-%m-%d %H:%M"))[example]
            found.setdefault(tuple(read), Candidate(written, texts[example], day))
    return [*found.values()]


def number_rules(texts: pl.Series, *, money: bool) -> list[Candidate]:
    """The rules that read every one of some texts as a number, none twice alike."""
    found: dict[tuple[object, ...], Candidate] = {}
    for rule in NUMBERS:
        read = read_amounts(texts, rule, money=money).value
        if read.null_count() == texts.null_count():
            longest = as_text(texts).str.len_chars().arg_max() or 0
            thousands = f', thousands: "{rule.thousands}"' if rule.thousands else ""
            written = f'{{decimal: "{rule.decimal}"{thousands}}}'
            shown = as_text(read)[longest]
            found.setdefault(tuple(read), Candidate(written, texts[longest], shown))
    return [*found.values()]


def empties(columns: Iterable[pl.Series]) -> list[str]:
    """The texts among some columns of dates and numbers that surely mean nothing."""
    seen = {text for column in columns for text in column.unique().drop_nulls()}
    return [text for text in EMPTY if text in seen]


def rules() -> Iterator[tuple[DateRule, str]]:
    """The rules that are tried, each as kpikit.yml states it."""
    for epoch in EPOCHS:
        yield DateRule(epoch=epoch), f"{{epoch: {epoch}}}"
    for day in DAYS:
        for time in TIMES:
            yield DateRule(format=day + time), f'{{format: "{day}{time}"}}'


def likely(read: pl.Series) -> pl.Series:
    """Which moments lie in the years that data come from; null is not."""
    return read.dt.year().is_between(FIRST, LAST).fill_null(value=False)
