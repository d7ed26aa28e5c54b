"""Numbers that stand beside their total, rounded so that they add up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kpikit.view import Result


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
    """Shares of the rungs, of the contained and of all, in percent text that adds up.

    The rung that held and the contained read as they do everywhere else; the others give way.

    Args:
        counts: conversations by rung, the eight of the contract.
        total: all conversations, above zero.
    """
    closed = ["rung_ticketed", "rung_returned", "rung_pending", "rung_unverifiable"]
    open_ = ["rung_abandoned", "rung_unknown", "rung_escalated"]
    share = {rung: 100 * counts[rung] / total for rung in counts}
    held = labels.rounded(share["rung_durable"], 1)
    contained = labels.rounded(sum(share[r] for r in [*closed, "rung_durable"]), 1)
    found = {"rung_durable": held, "contained": contained, "all": labels.rounded(100, 1)}
    for rest, rungs in ((contained - held, closed), (found["all"] - contained, open_)):
        found |= dict(zip(rungs, parts_of(rest, [share[r] for r in rungs], 1), strict=True))
    return {rung: f"{value}%" for rung, value in found.items()}


def amounts_of(total: Result, rows: Sequence[Result]) -> list[str]:
    """Amounts of money as text that adds up to the text of their total.

    An amount below the unit that the total is written in reads as it does everywhere else.
    """
    size = next((size for size in (1e6, 1e3) if abs(total.value or 0) >= size), None)
    values = [row.value or 0.0 for row in rows]
    if size is None or min(map(abs, values), default=0) < size:
        return [row.text for row in rows]
    decimals = 2 if size > 1e3 else 1
    whole = labels.rounded((total.value or 0.0) / size, decimals)
    shares = parts_of(whole, [value / size for value in values], decimals)
    return [total.format(float(share) * size) for share in shares]
