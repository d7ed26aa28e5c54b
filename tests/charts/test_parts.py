"""Parts that add up. Expected values by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpikit import labels
from kpikit.charts.parts import amounts_of, parts_of, shares_of_ladder
from kpikit.charts.scale import apart
from tests.pages import view

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNGS = (
    "rung_durable", "rung_unverifiable", "rung_pending", "rung_returned", "rung_ticketed",
    "rung_abandoned", "rung_unknown", "rung_escalated",
)  # fmt: skip


def number(text: str) -> Decimal:
    return Decimal(text.rstrip("%"))


def test_shares_of_the_ladder_by_hand() -> None:
    # Of 7: 2 held (28.57 %), 1 pending, 1 abandoned, 3 escalated (42.86 %).
    counts = dict.fromkeys(RUNGS, 0.0) | {
        "rung_durable": 2, "rung_pending": 1, "rung_abandoned": 1, "rung_escalated": 3,
    }  # fmt: skip
    shares = shares_of_ladder(counts, 7)
    assert shares["rung_durable"] == "28.6%"
    assert shares["contained"] == "42.9%"
    assert shares["rung_pending"] == "14.3%"
    assert shares["rung_unknown"] == "0.0%"
    assert shares["all"] == "100.0%"


@given(st.lists(st.integers(0, 5000), min_size=8, max_size=8).filter(any))
def test_a_share_of_the_ladder_reads_as_its_kpi(values: list[int]) -> None:
    counts = dict(zip(RUNGS, map(float, values), strict=True))
    shares = shares_of_ladder(counts, sum(values))
    contained = sum(values[:5]) / sum(values)
    assert shares["contained"] == labels.number(contained, "share")
    for rung, value in counts.items():
        assert shares[rung] == labels.number(value / sum(values), "share")
    # Eight roundings of at most 0.05 each.
    assert abs(sum(number(shares[rung]) for rung in RUNGS) - 100) <= Decimal("0.4")


def test_no_part_moves_by_more_than_a_unit_and_they_add_up() -> None:
    values = [14.51, 11.61, 9.81, 0.43]
    parts = parts_of(Decimal("36.3"), values, 1)
    assert sum(parts) == Decimal("36.3")
    assert all(abs(float(part) - value) < 0.1 for part, value in zip(parts, values, strict=True))


def test_amounts_add_up_and_small_ones_read_as_elsewhere() -> None:
    deals, orders = (view("pricing")[kpi] for kpi in ("revenue_sourced", "revenue_orders"))
    assert amounts_of(view("pricing")["revenue_booked"], [deals, orders]) == ["$128.4k", "$6.2k"]
    small = view("pricing")["revenue_per_conversation"]
    assert amounts_of(view("pricing")["revenue_booked"], [deals, small])[1] == small.text


@pytest.mark.parametrize("places", [[100, 104, 300], [5, 5, 5], [40, 20, 30], [1, 100, 2]])
def test_labels_are_moved_apart_and_keep_their_order(places: Sequence[float]) -> None:
    found = apart(places, [16] * len(places))
    ordered = sorted(found)
    assert all(b - a >= 16 - 1e-9 for a, b in zip(ordered, ordered[1:], strict=False))
    assert sorted(range(3), key=lambda i: (places[i], i)) == sorted(
        range(3), key=lambda i: found[i]
    )
