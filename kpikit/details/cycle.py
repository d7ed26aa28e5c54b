"""The curves behind the adjusted sales cycle, and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.details.model import Detail
from kpikit.evaluate import PORTFOLIO
from kpikit.evaluate.cycle import ARMS, cycles
from kpikit.evaluate.incidence import Counts
from kpikit.evaluate.setting import Setting
from kpikit.evaluate.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.details.model import Asked
    from kpikit.evaluate.cycle import Cycle
    from kpikit.evaluate.incidence import Arm

CURVE = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "arm": pl.String(), "day": pl.Int64(),
    "won": pl.Float64(), "at_risk": pl.Int64(), "wins": pl.Int64(),
})  # fmt: skip
"""One row a day from 0 to the horizon, of the chatbot and of the form: won = the share of leads won
by that day (cumulative incidence); at_risk = leads still watched and open before it; wins = so far.
"""

LEADS = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "arm": pl.String(), "leads": pl.Int64(),
    "open": pl.Int64(), "wins": pl.Int64(), "horizon": pl.Int64(), "watched": pl.Float64(),
    "typical": pl.Int64(), "brief": pl.Float64(),
})  # fmt: skip
"""One row a bot and arm: chatbot, form, mixed (in neither).

open: leads not closed; wins: within the horizon; horizon: the days, null where fewer than ten leads
of either were watched; watched: median days since the start; typical: the form's adjusted median;
brief: the share of leads watched for less than that. Of the mixed only their number is known.
"""


def _cycles(asked: Asked) -> Iterator[tuple[str, Cycle]]:
    """The cycle of each bot that sells, at the end of the period."""
    if not {"leads", "deals"} <= asked.facts.supplied.keys():
        return
    setting = Setting(asked.facts, asked.config, Windows.of([asked.period]))
    bots = [bot for bot in (*setting.bots, PORTFOLIO) if bot not in setting.sales_free]
    index = pl.DataFrame(
        {"bot_id": bots, "period": asked.period.id, "segment_value": None},
        schema_overrides={"bot_id": pl.String, "segment_value": pl.String},
    )
    yield from zip(bots, cycles(setting, index), strict=True)


def curve(asked: Asked) -> pl.DataFrame:
    """Both curves of every bot whose leads were watched for long enough."""
    parts = [CURVE.to_frame()]
    for bot, cycle in _cycles(asked):
        if cycle.horizon is None:
            continue
        for arm in ARMS:
            counts = Counts.of(getattr(cycle, arm), cycle.horizon)
            columns = {
                "day": np.arange(cycle.horizon + 1),
                "won": counts.curve,
                "at_risk": counts.at_risk,
                "wins": counts.wins.cumsum(),
            }
            named = {"bot_id": bot, "period": asked.period.id, "arm": arm}
            plain = {name: pl.lit(value) for name, value in named.items()}
            parts.append(pl.DataFrame(columns).with_columns(**plain).select(CURVE.names()))
    return pl.concat(parts, how="vertical_relaxed")


def leads(asked: Asked) -> pl.DataFrame:
    """How many leads each arm has, and for how long they were watched."""
    rows: list[tuple[object, ...]] = []
    for bot, cycle in _cycles(asked):
        medians = cycle.medians()
        typical = medians[1][0]
        for place, arm in enumerate(ARMS):
            one: Arm = getattr(cycle, arm)
            still = int((~(one.won | one.lost)).sum())
            watched = float(np.median(one.watched)) if len(one.watched) else None
            brief = None
            if typical is not None and len(one.watched):
                brief = float((one.watched < typical).mean())
            known = (still, medians[place][1], cycle.horizon, watched, typical, brief)
            rows.append((bot, asked.period.id, arm, cycle.leads[arm], *known))
        rows.append((bot, asked.period.id, "mixed", cycle.mixed, *[None] * 6))
    return pl.DataFrame(rows, schema=LEADS, orient="row")


CYCLE_CURVE = Detail("cycle_curve", CURVE, curve)
CYCLE_LEADS = Detail("cycle_leads", LEADS, leads)
