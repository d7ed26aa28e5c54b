"""How likely it is that the revenue pays for the bot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.details.model import Detail
from kpikit.estimate.money import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.details.model import Asked

Row = dict[str, Any]
SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "method": pl.String(), "what": pl.String(),
    "probability": pl.Float64(), "basis": pl.String(),
})  # fmt: skip
NET, BOOKED, COST = "net_incremental_revenue", "revenue_booked", "total_cost"
TIMES = {"net": 1.0, "payback": 2.0}
"""How many times its cost the revenue must be: for a net above zero, for a payback of two."""


def build(asked: Asked) -> pl.DataFrame:
    """P(net > 0) and P(payback >= 2) of each bot, by the booked revenue and by a holdout.

    Costs are known, so both ask whether the revenue is above a multiple of the cost. The answer
    comes from the distribution the interval was taken from: `above` for what was booked, a normal
    one for a holdout. Null where there is no interval; basis says what it rests on, or why not.
    """
    whole = asked.results.filter(
        pl.col("period") == asked.period.id,
        pl.col("segment").is_null(),
        pl.col("value").is_not_null(),
    )
    rows = {
        (row["bot_id"], row["kpi"], row["method"]): row
        for row in whole.filter(pl.col("kpi").is_in([NET, BOOKED, COST])).iter_rows(named=True)
    }
    found = [
        {"bot_id": bot, "period": asked.period.id} | one
        for bot in dict.fromkeys(bot for bot, *_ in rows)
        for one in (*_booked(rows, bot), *_holdout(rows, bot))
    ]
    return pl.DataFrame(found, schema=SCHEMA)


def above(amount: float, *, value: float, ends: tuple[float, float], df: float) -> float:
    """The probability that a revenue of k wins is above an amount.

    P = T(t ln(value / amount) / w), T the distribution of Student's t with k - 1 degrees of
    freedom, t its 97.5 % quantile, and w the width of the interval on the log scale on the side of
    the amount: ln(value / low) below the value, ln(high / value) above it. At the ends themselves
    it is .975 and .025.

    >>> round(above(60.0, value=100.0, ends=(60.0, 180.0), df=20), 6)
    0.975
    """
    from scipy.special import stdtr, stdtrit

    if amount <= 0:
        return 1.0
    low, high = ends
    width = math.log(value / low) if amount < value else math.log(high / value)
    if not width:
        return float(amount <= value)
    return float(stdtr(df, stdtrit(df, 0.975) * math.log(value / amount) / width))


def _booked(rows: dict[tuple[str, str, str], Row], bot: str) -> Iterator[Row]:
    revenue, cost = rows.get((bot, BOOKED, "")), rows.get((bot, COST, ""))
    if revenue is None or cost is None or not cost["value"] or (bot, NET, "booked") not in rows:
        return
    n, ends = revenue["n"], (revenue["low"], revenue["high"])
    for what, times in TIMES.items():
        if ends[0] is None or ends[0] <= 0:
            chance, basis = None, _too_few(n)
        else:
            amount = times * cost["value"]
            chance = above(amount, value=revenue["value"], ends=ends, df=n - 1)
            basis = f"{n:,} deals and orders"
        yield {"method": "booked", "what": what, "probability": chance, "basis": basis}


def _too_few(n: int) -> str:
    if n < FEWEST:
        return f"revenue takes {FEWEST} wins, there are {n}"
    return f"deals or orders are fewer than {FEWEST}"


def _holdout(rows: dict[tuple[str, str, str], Row], bot: str) -> Iterator[Row]:
    from scipy.special import ndtr, ndtri

    net, cost = rows.get((bot, NET, "holdout")), rows.get((bot, COST, ""))
    if net is None or cost is None or not cost["value"] or net["low"] is None:
        return
    error = (net["high"] - net["low"]) / 2 / float(ndtri(0.975))
    for what, times in TIMES.items():
        over = net["value"] - (times - 1) * cost["value"]
        chance = float(ndtr(over / error)) if error else float(over > 0)
        basis = f"a holdout of {net['n']:,} units"
        yield {"method": "holdout", "what": what, "probability": chance, "basis": basis}


ODDS = Detail("odds", SCHEMA, build)
