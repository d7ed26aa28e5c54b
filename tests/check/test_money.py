"""Amounts without an exchange rate, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpikit.check import unconverted
from kpikit.facts import build_facts
from tests.check.test_preflight import EVENTS, loaded
from tests.evaluate.world import utc

if TYPE_CHECKING:
    from pathlib import Path

FX = "date,currency,rate\n2026-09-10,USD,0.9\n"
ORDERS = "order_id,ordered_at,amount,currency\n"


def said(root: Path, orders: str, fx: str = FX) -> list[str]:
    files = {"events.ndjson": EVENTS, "orders.csv": ORDERS + orders, "fx.csv": fx}
    tables, config = loaded(root, files)
    facts = build_facts(tables, config, as_of=utc("2026-10-31"))
    return [flag.text for flag in unconverted(facts, tables, config)]


@pytest.mark.parametrize(
    "orders",
    ["1,2026-09-10,5,USD\n", "1,2026-09-11,5,usd\n", "1,2026-09-01,5,EUR\n", "1,2026-09-01,5,\n"],
)
def test_amounts_with_a_rate_are_no_matter(tmp_path: Path, orders: str) -> None:
    assert said(tmp_path, orders) == []


@pytest.mark.parametrize(
    ("orders", "lacks"),
    [
        ("1,2026-09-12,5,GBP\n2,2026-09-12,5,CHF\n3,2026-09-12,5,USD\n", "no rate for CHF, GBP;"),
        ("1,2026-09-09,5,USD\n2,2026-09-09,5,USD\n", "no rate that old;"),
    ],
)
def test_amounts_without_a_rate_are_counted(tmp_path: Path, orders: str, lacks: str) -> None:
    (text,) = said(tmp_path, orders)
    assert text == (
        "orders: 2 amounts count as empty, and every sum they belong in stays provisional: fx has "
        f"{lacks} add rows of date, currency and rate"
    )


def test_a_word_that_is_no_code_is_to_be_translated(tmp_path: Path) -> None:
    (text,) = said(tmp_path, "1,2026-09-12,5,Dollar\n")
    assert text.startswith("orders: 1 amount counts as empty")
    assert text.endswith(
        "; DOLLAR is no currency code: translate with values: {currency: {DOLLAR: ...}}"
    )
