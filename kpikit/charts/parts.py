"""Numbers that stand beside their total, rounded so that they add up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kpikit.view import Result


CONTAINED = (
    "rung_durable", "rung_ticketed", "rung_returned", "rung_pending", "rung_unverifiable",
)  # fmt: skip


def parts_of(total: Decimal, values: Sequence[float], decimals: int) -> list[Decimal]:
    """Round values so that they add up to a total that is rounded already.

    What the rounding of the total took or gave is shared equally before the largest remainders
    decide, so no part moves by more than one unit of its last digit.

    >>> [str(part) for part in parts_of(labels.rounded(10.0, 1), [3.34, 3.33, 3.29], 1)]
    ['3.4', '3.3', '3.3']
    """
    if not values:
        return []
    missing = (float(total) - sum(values)) / len(values)
    return labels.parts([value + missing for value in values], decimals)


def shares_of_ladder(counts: dict[str, float], total: float) -> dict[str, str]:
    """Shares of the rungs, of the contained and of all, in percent text.

    Each is rounded by itself, so that it reads as the KPI of the same count does. The counts add
    up exactly; the shares may miss their total by a tenth.

    Args:
        counts: conversations by rung, the eight of the contract.
        total: all conversations, above zero.
    """
    contained = sum(counts[rung] for rung in CONTAINED)
    known = {**counts, "contained": contained, "all": total}
    return {rung: labels.number(count / total, "share") for rung, count in known.items()}


def amounts_of(total: Result, rows: Sequence[Result]) -> list[str]:
    """Amounts of money as text that adds up to the text of their total.

    An amount below the unit that the total is written in reads as it does everywhere else.
    """
    values = [row.value or 0.0 for row in rows]
    if not _of_size(total, values):
        return [row.text for row in rows]
    return texts_of(total, values)


def texts_of(total: Result, values: Sequence[float]) -> list[str]:
    """As `amounts_of`, for amounts that have no row of their own."""
    size = _of_size(total, values)
    if not size:
        return [total.format(value) for value in values]
    decimals = 2 if size > 1e3 else 1
    whole = labels.rounded((total.value or 0.0) / size, decimals)
    shares = parts_of(whole, [value / size for value in values], decimals)
    return [total.format(float(share) * size) for share in shares]


def _of_size(total: Result, values: Sequence[float]) -> float:
    """The unit that the total is written in; 0 where one of the amounts is smaller."""
    size = next((size for size in (1e6, 1e3) if abs(total.value or 0) >= size), 0.0)
    return 0.0 if min(map(abs, values), default=0) < size else size
