"""What the bots cost: monthly bookings, one-off work, and one invoice they share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.demo import company

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.demo.clock import LocalClock

SHARED = "*"


@dataclass(frozen=True)
class Monthly:
    """A cost of every month from a date on; spread over its days, or booked on the last one."""

    bot: str
    category: str
    amount: float
    since: str = company.FIRST_MONTH
    growth: float = 1.0
    spread: bool = False


@dataclass(frozen=True)
class Booking:
    """One line of the ledger; `until` spreads it over the days from `date`, both included."""

    bot: str
    date: dt.date
    until: dt.date | None
    category: str
    amount: float


MONTHLY = (
    Monthly("support-bot", "people", 2_300, spread=True),
    Monthly("support-bot", "ai_api", 390, growth=1.012),
    Monthly("support-bot", "maintenance", 280),
    Monthly("sales-bot", "people", 16_800, since="2026-01", spread=True),
    Monthly("sales-bot", "subscription", 3_100, since="2026-01"),
    Monthly("sales-bot", "ai_api", 2_600, since="2026-01", growth=1.1),
    Monthly("sales-bot", "maintenance", 1_900, since="2026-01"),
    Monthly("sales-bot", "development", 1_500, since="2026-04"),
    Monthly("shop-bot", "people", 2_900, spread=True),
    Monthly("shop-bot", "ai_api", 460, growth=1.012),
    Monthly("shop-bot", "maintenance", 340),
    Monthly(SHARED, "hosting", 640),
)
ONCE = (
    Booking("support-bot", dt.date(2025, 4, 1), None, "integration", 8_200),
    Booking("shop-bot", dt.date(2025, 4, 1), None, "integration", 9_400),
    Booking("sales-bot", dt.date(2025, 12, 15), None, "integration", 26_000),
    Booking(SHARED, dt.date(2025, 4, 1), dt.date(2025, 12, 31), "subscription", 28_000),
    Booking(SHARED, dt.date(2026, 1, 1), dt.date(2026, 12, 31), "subscription", 45_600),
)
# The slow answers of the last month came with a dearer model.
_SURCHARGE = {("sales-bot", "ai_api", company.SLOW_MONTH): 1.6}

ACCOUNTS = {
    "subscription": "Licences", "people": "Staff", "integration": "Integration work",
    "ai_api": "AI usage", "hosting": "Hosting", "maintenance": "Maintenance",
    "development": "Development",
}  # fmt: skip
COST_CENTRES = {plan.id: plan.name for plan in company.BOTS} | {SHARED: "All bots"}


def bookings(clock: LocalClock, *, scale: float) -> list[Booking]:
    """The ledger, by date."""
    lines = [*ONCE, *(line for cost in MONTHLY for line in _months(cost, clock))]
    scaled = (
        Booking(one.bot, one.date, one.until, one.category, round(one.amount * scale, 2))
        for one in lines
    )
    return sorted(scaled, key=lambda one: (one.date, one.bot, one.category))


def _months(cost: Monthly, clock: LocalClock) -> Iterator[Booking]:
    """A monthly cost, month by month, as far as the data go."""
    for step, label in enumerate(clock.labels[clock.labels.index(cost.since) :]):
        first = dt.date.fromisoformat(f"{label}-01")
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        amount = cost.amount * cost.growth**step
        amount *= _SURCHARGE.get((cost.bot, cost.category, label), 1.0)
        if cost.spread:
            yield Booking(cost.bot, first, last, cost.category, amount)
        elif last <= company.AS_OF.date():
            yield Booking(cost.bot, last, None, cost.category, amount)


def in_month(one: Booking, label: str) -> float:
    """The part of a booking that falls into a month, by days."""
    if one.until is None:
        return one.amount if f"{one.date:%Y-%m}" == label else 0.0
    days = (one.until - one.date).days + 1
    inside = sum(f"{one.date + dt.timedelta(days=day):%Y-%m}" == label for day in range(days))
    return one.amount * inside / days


def costs_table(ledger: list[Booking]) -> pl.DataFrame:
    """The ledger as finance exports it."""
    return pl.DataFrame({
        "Booked": [f"{one.date:%d/%m/%Y}" for one in ledger],
        "Until": [f"{one.until:%d/%m/%Y}" if one.until else None for one in ledger],
        "Cost centre": [COST_CENTRES[one.bot] for one in ledger],
        "Account": [ACCOUNTS[one.category] for one in ledger],
        "Amount": [one.amount for one in ledger],
        "Currency": [company.CURRENCY] * len(ledger),
    })  # fmt: skip
