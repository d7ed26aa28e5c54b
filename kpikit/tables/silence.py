"""Whether a table has gone silent: its newest row lies further back than is usual for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

CURRENT = ("tickets", "leads", "deals", "orders", "traffic")
"""Tables that a period cannot do without news of; costs and reviews come when they come."""

DAYS, TIMES = 7, 10
"""Silent is a table without a row for so many days, and for so many times its usual gap."""


def silent_days(
    first: dt.date,
    last: dt.date,
    rows: int,
    *,
    until: dt.date,
    start: dt.date | None = None,
) -> int:
    """Days a table is silent; 0 where that is usual for it.

    Args:
        first: the day of its oldest row.
        last: the day of its newest row.
        rows: it has.
        until: the last day it should tell of.
        start: the first day of the period; a table that ends before it is silent in any case.
    """
    gap = (until - last).days
    usual = max((last - first).days, 1) / max(rows, 1)
    before = start is not None and last < start
    return max(gap, 0) if before or gap > max(DAYS, TIMES * usual) else 0
