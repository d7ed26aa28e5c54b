"""Small words that the sentences of all findings share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.findings.figure import Figure
    from kpikit.view import Result

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

STEADY = "not distinguishable from usual movement"


class Finding(NamedTuple):
    """A heading that states the finding, the paragraphs under it, and a caveat in small print.

    Attributes:
        title: the heading.
        paragraphs: under it.
        note: the caveat.
        figures: the numbers that they say; where none is named, any of the view's.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    note: str = ""
    figures: tuple[Figure, ...] = ()


def count(n: int) -> str:
    """Small numbers as words: "three"; larger ones in digits."""
    return COUNTS[n] if n < len(COUNTS) else f"{n:,}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))


def several(names: Sequence[str], most: int = 3) -> str:
    """Names as a sentence lists them, and how many more there are than it has room for.

    >>> several(["a", "b", "c", "d"]), several(["a", "b", "c", "d", "e"])
    ('a, b, c and d', 'a, b, c and two more')
    """
    if len(names) <= most + 1:
        return listed(names)
    return listed([*names[:most], f"{count(len(names) - most)} more"])


def lower(text: str) -> str:
    """First letter small, unless the word is an abbreviation such as CSAT."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def inline(title: str) -> str:
    """A title as a list of several has it: small, and what follows its comma in brackets.

    >>> inline("Time to first answer, slowest 1 %"), inline("CSAT")
    ('time to first answer (slowest 1 %)', 'CSAT')
    """
    name, _, rest = title.partition(", ")
    return lower(f"{name} ({rest})" if rest else name)


def titles(names: Sequence[str]) -> str:
    """Titles as the beginning of a sentence; one alone as it is.

    >>> titles(["CSAT", "Close rate, web form"]), titles(["Close rate, web form"])
    ('CSAT and close rate (web form)', 'Close rate, web form')
    """
    text = listed([inline(name) for name in names] if len(names) > 1 else names)
    return text[:1].upper() + text[1:]


def so_far(*rows: Result) -> str:
    """The word "provisional" where a figure of a sentence can still change, and until when."""
    open_ = [row for row in rows if row.known and row.status == "provisional"]
    return f", provisional{until(*open_)}" if open_ else ""


def until(*rows: Result) -> str:
    """When provisional figures are final, " until 8 Oct"; empty where no day decides it."""
    days = [row.final_on for row in rows if row.final_on is not None]
    return f" until {labels.until(max(days), rows[0].as_of)}" if len(days) == len(rows) > 0 else ""


def filling(row: Result) -> bool:
    """Whether a figure is still to come in part, which those of earlier periods have come.

    Set beside older periods, or a target, it looks worse than it will be. Leads and visitors have
    time to go on; what waits for tickets, or for the end of its period, is still to be counted. A
    share, a mean or a median of what is there by now is not: what is pending is on neither side.
    """
    if row.status != "provisional":
        return False
    if row.kpi.settles in {"stage", "close", "attribution"}:
        return True
    sums = row.kpi.unit in {"count", "money"} and row.denominator is None
    if row.period_end > row.as_of and sums:
        return True
    return row.kpi.settles == "tickets" and row.kpi.unit != "share" and row.final_on is not None


def steady(row: Result) -> bool:
    """Whether a change is not distinguishable from usual movement.

    So it is where the change rule tested the figure and did not mark it; where it did not test it,
    as long as chance alone may have made the change on the period before.
    """
    if row.flag is not None:
        return row.flag == "none"
    low, high = row.change_low, row.change_high
    return low is not None and high is not None and low <= 0 <= high


def tested(row: Result) -> bool:
    """Whether anything tells a change from chance: the change rule, or an interval of it."""
    return row.flag is not None or row.change_low is not None


def moved(row: Result) -> str:
    """The change on the period before; in per cent only of an amount above zero.

    None where the period is still filling and the one before has filled.
    """
    if filling(row):
        return labels.DASH
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
