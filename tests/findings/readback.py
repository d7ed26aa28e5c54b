"""Read the numbers of a sentence back and find what each was written from.

The parser shares nothing with kpikit.labels: a number is read as a person reads it, with the
precision of its last digit, and must be within that of a raw value in the same unit.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.findings.figure import Figure

UNITS = {
    "%": "share", "pts": "share", "×": "ratio", "s": "seconds", "second": "seconds",
    "seconds": "seconds", "d": "days", "day": "days", "days": "days", "h": "hours",
    "hour": "hours", "hours": "hours",
}  # fmt: skip
WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
PLAIN = {"count", "score", "messages", "points", "days", "seconds", "hours"}
NUMBER = re.compile(
    r"(?P<sign>[−+])?(?P<money>[$€£¥₹]|[A-Z]{3}\u00a0)?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?P<size>[km]\b)?(?:\u00a0?(?P<unit>%|×|(?:pts|seconds?|days?|hours?|[sdh])\b))?"
)
SPELLED = re.compile(rf"\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
RANGE = re.compile(rf"({NUMBER.pattern}) to (?=({NUMBER.pattern.replace('?P<', '?P<b_')}))")
EPS = 1e-9
NOTHING = re.compile("(?!)")


@dataclass(frozen=True)
class Number:
    """A number as it is written: its value in the unit of the results, and half its last digit."""

    text: str
    value: float
    half: float
    unit: str
    signed: bool


def numbers(text: str) -> list[Number]:
    """Every number of a text; small counts may be spelled."""
    found = []
    for match in NUMBER.finditer(text):
        after = RANGE.match(text, match.start())
        unit = match["unit"] or (after["b_unit"] if after and not match["money"] else None)
        found.append(_number(match, UNITS.get(unit or "", "count")))
    for match in SPELLED.finditer(text):
        value = WORDS.index(match[0].lower()) + 2.0
        found.append(Number(match[0], value, 0.0, "count", signed=False))
    return found


def _number(match: re.Match[str], unit: str) -> Number:
    digits = match["digits"].replace(",", "")
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    scale = {"k": 1e3, "m": 1e6}.get(match["size"] or "", 1.0)
    if match["money"]:
        unit = "money"
    if unit == "share":
        scale /= 100
    sign = -1 if match["sign"] == "−" else 1
    value = sign * float(digits) * scale
    return Number(match[0], value, half * scale, unit, signed=bool(match["sign"]))


class Reader:
    """Reads texts against figures, by unit and in order, so that many figures cost little."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.units: dict[str, list[float]] = {}
        for figure in figures:
            self.units.setdefault(figure.unit, []).append(figure.value)
        for values in self.units.values():
            values.sort()

    def proven(self, number: Number) -> bool:
        """Whether some figure may be written so: rounded half up, and a size without its sign."""
        units = PLAIN if number.unit == "count" else {number.unit}
        signs = (1,) if number.signed else (1, -1)
        return any(
            self._near(sign * number.value, number.half, self.units.get(unit, []))
            for unit in units
            for sign in signs
        )

    def _near(self, value: float, half: float, values: Sequence[float]) -> bool:
        room = half + EPS * max(1.0, abs(value))
        place = bisect.bisect_left(values, value - room)
        return place < len(values) and values[place] <= value + room


def pattern(declared: Iterable[str]) -> re.Pattern[str]:
    """What is no figure though it holds digits: titles, advice, names, dates."""
    known = sorted({one for one in declared if one}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)" if known else "(?!)")


def unproven(text: str, reader: Reader, declared: re.Pattern[str] = NOTHING) -> list[str]:
    """The numbers of a text that none of the figures can have been written as."""
    return [n.text for n in numbers(declared.sub(" ", text)) if not reader.proven(n)]
