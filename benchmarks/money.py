"""The rows of the table about money: wins of very different size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.worlds import World, Z, bootstrap, facts, names, nothing, october, started
from kpikit.estimate.holdout import error_of
from kpikit.evaluate.trials import FEWEST, Arm, Gain, Trial

if TYPE_CHECKING:
    import polars as pl

    Rng = np.random.Generator
    Wins = tuple[np.ndarray, np.ndarray]

SIGMA = 0.8
MEAN = np.exp(SIGMA**2 / 2)


def wins(rng: Rng, draws: int, *, rate: float, n: int) -> Wins:
    """Whose win each is, of n leads a chatbot, and its lognormal amount."""
    won = np.repeat(np.arange(draws), rng.binomial(n, rate, draws))
    return won, rng.lognormal(0, SIGMA, len(won))


def _deals(won: np.ndarray, amount: np.ndarray) -> dict[str, object]:
    return {
        "bot_id": names(won), "credit_bot_id": names(won), "deal_id": names(np.arange(len(won))),
        "lead_id": names(np.arange(len(won))), "credit": "sourced", "stage": "won",
        "amount": amount, "closed_at": october(),
    }  # fmt: skip


def _leads(won: np.ndarray, draws: int, n: int) -> dict[str, object]:
    bot = np.repeat(np.arange(draws), n)
    place = np.tile(np.arange(n), draws)
    flags = place < np.bincount(won, minlength=draws)[bot]
    return {
        "bot_id": names(bot), "lead_id": names(np.arange(len(bot))), "source": "chatbot",
        "created_at": october(1), "won": flags,
    }  # fmt: skip


def _of_leads(rng: Rng, draws: int, *, won: Wins, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The percentile bootstrap of the sum over leads, most of which bring nothing."""
    whose, amount = won
    table = np.zeros((draws, n))
    place = np.arange(len(whose)) - np.searchsorted(whose, whose)
    table[whose, place] = amount
    return bootstrap(rng, table, lambda drawn: drawn.sum(axis=1))


def sourced(rng: Rng, draws: int, *, rate: float, n: int) -> World:
    """Revenue of won deals, amounts lognormal."""
    won = wins(rng, draws, rate=rate, n=n)
    leads = {k: v for k, v in _leads(won[0], draws, n).items() if k != "won"}
    rows = facts(draws, deals=_deals(*won), journeys=leads)
    truths = np.full(draws, n * rate * MEAN)
    naive = _of_leads(rng, draws, won=won, n=n)
    return World("revenue", f"about {n * rate:.0f} wins of {n} leads", "revenue_sourced", rows,
                 truths, naive, "bootstrap of leads")  # fmt: skip


def booked(rng: Rng, draws: int, *, deals: int, orders: int) -> World:
    """Deals and orders together; an order is a tenth of a deal."""
    won = wins(rng, draws, rate=0.1, n=deals * 10)
    bought = np.repeat(np.arange(draws), rng.poisson(orders, draws))
    amount = rng.lognormal(0, SIGMA, len(bought)) / 10
    rows = facts(draws, deals=_deals(*won), journeys={
        key: value for key, value in _leads(won[0], draws, deals * 10).items() if key != "won"
    }, orders={
        "bot_id": names(bought), "credit_bot_id": names(bought), "credit": "direct",
        "order_id": names(np.arange(len(bought))), "amount": amount, "ordered_at": october(),
    })  # fmt: skip
    truths = np.full(draws, deals * MEAN + orders * MEAN / 10)
    total = np.bincount(won[0], won[1], draws) + np.bincount(bought, amount, draws)
    error = np.sqrt(np.bincount(won[0], won[1] ** 2, draws) + np.bincount(bought, amount**2, draws))
    naive = (total - 1.96 * error, total + 1.96 * error)
    return World("revenue booked", f"about {deals} deals and {orders} orders", "revenue_booked",
                 rows, truths, naive, "z of wins")  # fmt: skip


def expected(rng: Rng, draws: int, *, rate: float, n: int) -> World:
    """Thirty new leads, worth what older ones brought."""
    whose, amount = wins(rng, draws, rate=rate, n=n)
    old = _leads(whose, draws, n)
    first = np.searchsorted(whose, whose)
    lead = whose * n + np.arange(len(whose)) - first
    new = np.repeat(np.arange(draws), 30)
    count = len(old["won"])  # type: ignore[arg-type]
    leads = {
        "bot_id": names(np.concatenate([np.repeat(np.arange(draws), n), new])),
        "lead_id": names(np.arange(count + len(new))), "source": "chatbot",
        "won": np.concatenate([np.asarray(old["won"]), np.zeros(len(new), bool)]),
        "created_at": _created(count, len(new)),
    }  # fmt: skip
    deals = _deals(whose, amount) | {"lead_id": names(lead), "closed_at": october(2)}
    rows = facts(draws, leads=leads, deals=deals)
    truths = np.full(draws, 30 * rate * MEAN)
    low, high = _of_leads(rng, draws, won=(whose, amount), n=n)
    return World("revenue expected", f"30 leads, about {n * rate:.0f} of {n} older ones won",
                 "revenue_expected", rows, truths, (low * 30 / n, high * 30 / n),
                 "bootstrap of leads")  # fmt: skip


def held_out(rng: Rng, draws: int, *, units: int, share: float, lift: float) -> World:
    """An experiment of which a tenth of the units never had the bot; revenue lognormal.

    The naive method compares the mean revenue of a unit between the arms.
    """
    sizes = (round(units * 0.9), units - round(units * 0.9))
    arms = [
        _arm(rng, draws, share=share * times, units=n)
        for times, n in zip((1 + lift, 1.0), sizes, strict=True)
    ]
    truths = np.full(draws, share * lift * sizes[0] * MEAN)
    gain = (arms[0][1] / sizes[0] - arms[1][1] / sizes[1]) * sizes[0]
    spread = sum((squares / n - (total / n) ** 2) / n for (_, total, squares), n
                 in zip(arms, sizes, strict=True))  # fmt: skip
    off = Z * np.sqrt(spread) * sizes[0]
    ends = [_shown(arms, sizes, place) for place in range(draws)]
    ours = (np.array([low for low, _ in ends]), np.array([high for _, high in ends]))
    name = f"{sizes[0]:,} with the bot, {sizes[1]:,} without; {share:.0%} buy, lift {lift:.0%}"
    return World("revenue by holdout", name, "net_incremental_revenue", nothing(), truths,
                 (gain - off, gain + off), "Welch of units", ours=ours)  # fmt: skip


def _arm(rng: Rng, draws: int, *, share: float, units: int) -> tuple[np.ndarray, ...]:
    """How many of an arm bought, what they paid, and the sum of its squares."""
    bought = rng.binomial(units, share, draws)
    whose = np.repeat(np.arange(draws), bought)
    amount = rng.lognormal(0, SIGMA, len(whose))
    return bought, *(np.bincount(whose, amount**power, draws) for power in (1, 2))


def _shown(
    arms: list[tuple[np.ndarray, ...]], sizes: tuple[int, int], place: int
) -> tuple[float, float]:
    """The interval of one experiment, as results have it before costs."""
    day = october().date()
    treatment, control = (
        Arm(n, int(bought[place])) for (bought, *_), n in zip(arms, sizes, strict=True)
    )
    if min(treatment.converted, control.converted) < FEWEST:
        return np.nan, np.nan
    revenue, squares = (sum(float(arm[power][place]) for arm in arms) for power in (1, 2))
    trial = Trial("e", treatment, control, revenue, squares, day, day)
    gain = Gain(trial, sizes[0])
    off = Z * error_of(gain)
    return gain.revenue - off, gain.revenue + off


def _created(old: int, new: int) -> pl.Series:
    return started(np.repeat([3, 10], [old, new]))
