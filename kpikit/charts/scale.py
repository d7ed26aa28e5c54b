"""From numbers to pixels: scales, round axis numbers, labels that do not overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from kpikit import labels

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Scale:
    """Values from low to high, mapped linearly to pixels from start to end."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value; an empty range lies at its start."""
        span = self.high - self.low
        return (
            self.start + (value - self.low) / span * (self.end - self.start)
            if span
            else (self.start)
        )


def ticks(low: float, high: float) -> list[float]:
    """Round values within a range that includes zero, at most five of them.

    >>> ticks(-39, 135), ticks(0, 47)
    ([0.0, 50.0, 100.0], [0.0, 10.0, 20.0, 30.0, 40.0])
    """
    low, high = min(low, 0.0), max(high, 0.0)
    size = 10.0 ** math.floor(math.log10(max(high - low, 1e-9) / 4))
    for step in (size * factor for factor in (1, 2, 2.5, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first <= 4:
            break
    return [round(step * i, 10) + 0.0 for i in range(first, last + 1)]


@dataclass(frozen=True)
class MoneyUnit:
    """What the money of one figure is written in.

    Attributes:
        size: one unit in the project's currency: 1, a thousand, a million.
        decimals: digits that such an amount has in running text.
        head: the unit as a column heading.
        words: the unit as a caption.
    """

    size: float
    decimals: int
    head: str
    words: str


_CURRENCIES = {"USD": "US dollars", "EUR": "euros", "GBP": "pounds", "JPY": "yen", "INR": "rupees"}


def money_unit(values: Sequence[float], currency: str) -> MoneyUnit:
    """One unit for all amounts of a figure, by the largest.

    >>> money_unit([134_600, -38_900], "USD").words
    'Thousand US dollars'
    """
    name = _CURRENCIES.get(currency, currency)
    symbol = labels.SYMBOLS.get(currency, currency)
    largest = max((abs(value) for value in values), default=0)
    if largest >= 1e6:
        return MoneyUnit(1e6, 2, f"{symbol} million", f"Million {name}")
    if largest >= 1e3:
        return MoneyUnit(1e3, 1, f"{symbol} thousand", f"Thousand {name}")
    return MoneyUnit(1.0, 0, symbol, name[0].upper() + name[1:])


def axis_number(value: float) -> str:
    """A round number on an axis, with no more digits than it has.

    >>> axis_number(-50.0), axis_number(2.5), axis_number(1500.0)
    ('−50', '2.5', '1,500')
    """
    text = labels.number(value, decimals=6).rstrip("0").rstrip(".")
    return text or "0"


def apart(places: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Move labels down, and then all of them up together, until none covers the next.

    Args:
        places: the wished baseline of each label.
        heights: the room each needs below its baseline.

    >>> apart([100, 104, 300], [16, 16, 16])
    [94.0, 110.0, 300.0]
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    groups: list[tuple[list[int], float]] = []
    for index in order:
        groups.append(([index], float(places[index])))
        while len(groups) > 1 and _end(groups[-2], heights) > groups[-1][1]:
            members = groups[-2][0] + groups[-1][0]
            groups[-2:] = [(members, _start(members, places, heights))]
    found: dict[int, float] = {}
    for members, at in groups:
        offsets = accumulate((heights[index] for index in members), initial=at)
        found |= dict(zip(members, offsets, strict=False))
    return [found[index] for index in range(len(places))]


def _end(group: tuple[list[int], float], heights: Sequence[float]) -> float:
    return group[1] + sum(heights[i] for i in group[0])


def _start(members: list[int], places: Sequence[float], heights: Sequence[float]) -> float:
    """Where a group starts so that its labels are as near to their wishes as can be (mean)."""
    offset, total = 0.0, 0.0
    for index in members:
        total += places[index] - offset
        offset += heights[index]
    return total / len(members)
