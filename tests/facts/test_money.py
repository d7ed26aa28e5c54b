"""Amounts in the project's currency. Expected by hand: rates are powers of two."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.build import at, facts

Row = dict[str, Any]


def rate(day: int, value: float, currency: str = "EUR", **rest: Any) -> Row:
    return {"date": dt.date(2026, 3, day), "currency": currency, "rate": value, **rest}


def cost(day: int, **rest: Any) -> Row:
    base = {"bot_id": "b1", "category": "people", "amount": 8.0, "currency": "EUR"}
    return {**base, "date": dt.date(2026, 3, day), **rest}


def costs(*rows: Row, **rest: Any) -> list[tuple[float | None, bool]]:
    got = facts(events=[], costs=rows, **rest).costs
    return got.select("amount", "amount_omitted").rows()


def test_our_own_currency_needs_no_rate() -> None:
    assert costs(cost(5, currency="USD"), cost(6, currency=None)) == [(8.0, False)] * 2
    assert costs(cost(5, currency="USD"), fx=[rate(1, 2.0, "USD")]) == [(8.0, False)]
    assert costs(cost(5), settings={"currency": "EUR"}) == [(8.0, False)]


def test_the_newest_rate_on_or_before_the_day() -> None:
    fx = [rate(9, 0.25), rate(5, 2.0), rate(1, 4.0), rate(5, 0.5, "GBP")]
    rows = [cost(4), cost(5), cost(8), cost(9), cost(8, currency="GBP")]
    by_day = {row["date"].day: row for row in rows[:4]}
    got = {day: costs(row, fx=fx) for day, row in by_day.items()}
    assert got == {4: [(32.0, False)], 5: [(16.0, False)], 8: [(16.0, False)], 9: [(2.0, False)]}


def test_of_two_rates_for_one_day_the_later_row_counts() -> None:
    assert costs(cost(5), fx=[rate(5, 2.0, seq=2), rate(5, 4.0, seq=1)]) == [(16.0, False)]


def test_without_a_rate_the_amount_is_omitted_and_the_row_stays() -> None:
    assert costs(cost(5)) == [(None, True)]
    assert costs(cost(5), fx=[]) == [(None, True)]
    assert costs(cost(5), fx=[rate(6, 2.0)]) == [(None, True)]
    assert costs(cost(5), fx=[rate(1, 2.0, "GBP")]) == [(None, True)]


def test_a_rate_after_as_of_is_not_visible() -> None:
    fx = [rate(1, 2.0), rate(4, 4.0)]
    assert costs(cost(3), fx=fx, as_of=at(days=1)) == [(16.0, False)]
    open_deal = [{"deal_id": "d1", "lead_id": "l1", "stage": "open", "amount": 8.0,
                  "currency": "EUR"}]  # fmt: skip
    for days, amount in ((1, 16.0), (2, 32.0)):  # as_of on the 3rd and on the 4th
        got = facts(events=[], deals=open_deal, fx=fx, as_of=at(days=days)).deals
        assert got["amount"].to_list() == [amount]


@pytest.mark.parametrize(("timezone", "amount"), [("UTC", 16.0), ("Europe/Berlin", 32.0)])
def test_the_day_of_a_sale_is_local(timezone: str, amount: float) -> None:
    # 23:30 UTC on the 4th is already the 5th in Berlin.
    when = dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.UTC)
    order = {"order_id": "o1", "ordered_at": when, "amount": 8.0, "currency": "EUR"}
    deal = {"deal_id": "d1", "lead_id": "l1", "stage": "won", "closed_at": when, "amount": 8.0,
            "currency": "EUR"}  # fmt: skip
    fx = [rate(1, 2.0), rate(5, 4.0)]
    got = facts(events=[], orders=[order], deals=[deal], fx=fx, settings={"timezone": timezone})
    assert got.orders["amount"].to_list() == got.deals["amount"].to_list() == [amount]


def test_a_deal_without_amount_omits_nothing() -> None:
    rows = [
        {"deal_id": "d1", "lead_id": "l1", "stage": "open", "currency": "EUR"},
        {"deal_id": "d2", "lead_id": "l1", "stage": "open", "currency": "EUR", "amount": 1.0},
    ]
    got = facts(events=[], deals=rows).deals.sort("deal_id")
    assert got.select("amount", "amount_omitted").rows() == [(None, False), (None, True)]


def test_costs_keep_their_days_and_category() -> None:
    end = dt.date(2027, 1, 1)
    row = cost(5, bot_id="*", currency=None, end_date=end)
    got = facts(events=[], costs=[row]).costs
    assert got.rows() == [("*", dt.date(2026, 3, 5), end, "people", 8.0, False)]
