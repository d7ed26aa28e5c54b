"""The outcome of a check of the data, as plain records."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class TableCheck:
    """What became of the rows of one table, and the local days they cover.

    Attributes:
        name: of the table.
        read: rows found in its files.
        kept: rows accepted.
        quarantined: rows set aside.
        ignored: rows left out on request, by reason.
        duplicates: visible rows whose id came before.
        first: the first local day of its stamp; None where it has none.
        last: the last.
        unknown: columns that were left out, with advice.
        contacts: columns with contact details, which are never stored.
        notes: what else is worth a word about its files.
        alike: accepted rows without an id that are the same as an earlier one in every column.
        alike_example: the first of them.
    """

    name: str
    read: int
    kept: int
    quarantined: int
    ignored: Mapping[str, int]
    duplicates: int
    first: dt.date | None
    last: dt.date | None
    unknown: Mapping[str, str]
    contacts: tuple[str, ...]
    notes: tuple[str, ...] = ()
    alike: int = 0
    alike_example: str = ""


@dataclass(frozen=True)
class Rule:
    """Rows of a table that broke one rule, the first value that did, and its file and row."""

    table: str
    column: str
    rule: str
    rows: int
    example: str = ""
    place: str = ""


@dataclass(frozen=True)
class Link:
    """How many visible rows find what they should be linked to: `linked` of `total`."""

    name: str
    linked: int
    total: int


@dataclass(frozen=True)
class CheckReport:
    """The state of a project's data; test, outbound and erased count sessions."""

    tables: tuple[TableCheck, ...]
    rules: tuple[Rule, ...]
    links: tuple[Link, ...]
    test_sessions: int
    outbound: int
    erased: int

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data; days as ISO text."""
        record = asdict(self)
        for table in record["tables"]:
            for end in ("first", "last"):
                table[end] = table[end] and table[end].isoformat()
        return record


@dataclass(frozen=True)
class Flag:
    """Something about the data that a report on them cannot show by itself.

    Attributes:
        check: freshness, rejected, volume, launch, links, duplicates, currency, leads, bots or
            assumptions.
        about: the table or the bot.
        text: what it is, with numbers, and what to do.
        serious: whether a strict run stops for it.
        ruinous: whether every run stops for it that is not told to go on.
    """

    check: str
    about: str
    text: str
    serious: bool = False
    ruinous: bool = False


def stopping(
    flags: Iterable[Flag], *, strict: bool = False, lossy: bool = False
) -> tuple[Flag, ...]:
    """What of it a run stops for.

    Args:
        flags: what is wrong.
        strict: stop for all that is serious.
        lossy: go on where a good part of a table was set aside.
    """
    return tuple(
        flag for flag in flags if (strict and flag.serious) or (flag.ruinous and not lossy)
    )
