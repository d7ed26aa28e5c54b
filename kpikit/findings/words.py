"""Small words that the sentences of all findings share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Finding(NamedTuple):
    """A heading that states the finding, the paragraphs under it, and a caveat in small print."""

    title: str
    paragraphs: tuple[str, ...] = ()
    note: str = ""


def count(n: int) -> str:
    """Small numbers as words: "three"; larger ones in digits."""
    return COUNTS[n] if n < len(COUNTS) else f"{n:,}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))


def lower(text: str) -> str:
    """First letter small, unless the word is an abbreviation such as CSAT."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def so_far(*rows: Result) -> str:
    """The word "provisional" where one of the figures of a sentence can still change."""
    return ", provisional" if any(row.known and row.status == "provisional" for row in rows) else ""


def moved(row: Result) -> str:
    """The change on the period before; in per cent only of an amount above zero."""
    return labels.change(
        row.change,
        row.kpi.unit,
        relative=row.change_pct if (row.prior_value or 0) > 0 else None,
        decimals=row.kpi.decimals,
        currency=row.currency,
    )


def sentence(text: str) -> str:
    """A reason as a sentence: first letter large, one full stop; nothing stays nothing."""
    return text[:1].upper() + text[1:].rstrip(".") + "." if text else ""
