"""What the demo was made by, and the book in which its truths are kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit.demo import company

if TYPE_CHECKING:
    from kpikit.demo.clock import LocalClock
    from kpikit.demo.costs import Booking
    from kpikit.demo.crm import Leads
    from kpikit.demo.draw import Bools, Floats, Ints
    from kpikit.demo.log import Log
    from kpikit.demo.reviews import Reviews
    from kpikit.demo.shop import Orders

Months = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Plans:
    """Everything the demo was made by."""

    clock: LocalClock
    log: Log
    leads: Leads
    orders: Orders
    reviews: Reviews
    ledger: list[Booking]


class Book:
    """Counts and sums by bot and local month."""

    def __init__(self, clock: LocalClock) -> None:
        self.clock = clock
        self.bots: dict[str, Months] = {bot: defaultdict(dict) for bot in company.BOT_IDS}
        self.project: Months = defaultdict(dict)
        self.months = clock.labels[clock.labels.index(company.FIRST_MONTH) :]

    def add(self, name: str, mask: Bools, *, bot: Ints, month: Ints,
            of: Floats | Ints | None = None) -> None:  # fmt: skip
        """Count the rows of the mask, or sum what they have, by bot and month."""
        size = len(self.clock.labels)
        key = (bot * size + month)[mask]
        weights = None if of is None else of[mask]
        sums = np.bincount(key, weights=weights, minlength=size * len(company.BOTS))
        for number, plan in enumerate(company.BOTS):
            for label in self.months:
                value = sums[number * size + self.clock.labels.index(label)].item()
                whole = of is None or np.issubdtype(of.dtype, np.integer)
                self.bots[plan.id][label][name] = round(value) if whole else round(value, 2)

    def add_project(self, name: str, mask: Bools, *, month: Ints) -> None:
        """Count the rows of the mask by month, for the project as a whole."""
        counts = np.bincount(month[mask], minlength=len(self.clock.labels))
        for label in self.months:
            self.project[label][name] = counts[self.clock.labels.index(label)].item()
