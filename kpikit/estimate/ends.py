"""The ends of a figure's intervals, row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ends:
    """Intervals of one figure; nan where there is none.

    Attributes:
        kind: the method: wilson, clopper_pearson, order, delta, log_t.
        low: lower ends.
        high: upper ends.
        claims: one-sided bounds at 95 % that a claim "below x" is judged by; the ends unless given.
        apart: whether two periods are off independently of each other.
    """

    kind: str
    low: Floats
    high: Floats
    claims: tuple[Floats, Floats] | None = None
    apart: bool = True

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """What a verdict is judged by."""
        return (self.low, self.high) if self.claims is None else self.claims

    def where(self, known: NDArray[np.bool_]) -> Ends:
        """Keep the intervals of some rows."""
        low, high, *claims = (
            np.where(known, ends, np.nan) for ends in (self.low, self.high, *(self.claims or ()))
        )
        return replace(self, low=low, high=high, claims=(claims[0], claims[1]) if claims else None)
