"""What each bot's experiment found: the arms, the lift, and what it brought in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.details.model import Detail
from kpikit.estimate.holdout import Z, error_of, lift_ends
from kpikit.evaluate.setting import Setting
from kpikit.evaluate.windows import Windows

if TYPE_CHECKING:
    from kpikit.details.model import Asked
    from kpikit.evaluate.trials import Gain

SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "experiment": pl.String(),
    "why": pl.String(),
    "first_day": pl.Date(), "last_day": pl.Date(),
    "treated": pl.Int64(), "treated_converted": pl.Int64(),
    "control": pl.Int64(), "control_converted": pl.Int64(),
    "lift": pl.Float64(), "lift_low": pl.Float64(), "lift_high": pl.Float64(),
    "exposed": pl.Int64(), "conversion_value": pl.Float64(),
    "gain": pl.Float64(), "gain_low": pl.Float64(), "gain_high": pl.Float64(),
})  # fmt: skip


def build(asked: Asked) -> pl.DataFrame:
    """One row a bot for which an experiment is named; why says what keeps it from speaking.

    lift is the share that converted with the bot less that without it, with Newcombe's interval;
    gain the revenue that makes in the period, with that of the delta method. A lift is proven where
    lift_low is above 0.
    """
    setting = Setting(asked.facts, asked.config, Windows.of([asked.period]))
    names = {one.bot: one.experiment for one in asked.config.experiments.holdouts}
    found = setting.gains
    rows = [
        {"bot_id": bot, "period": asked.period.id, "experiment": names[bot]} | _row(gain)
        for (bot, _), gain in found.items()
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _row(gain: Gain) -> dict[str, object]:
    trial = gain.trial
    if trial is None:
        return {"why": gain.why}
    low, high = lift_ends(trial)
    off = Z * error_of(gain)
    return {
        "first_day": trial.first, "last_day": trial.last,
        "treated": trial.treatment.units, "treated_converted": trial.treatment.converted,
        "control": trial.control.units, "control_converted": trial.control.converted,
        "lift": trial.lift, "lift_low": low, "lift_high": high,
        "exposed": gain.exposed, "conversion_value": trial.value,
        "gain": gain.revenue, "gain_low": gain.revenue - off, "gain_high": gain.revenue + off,
    }  # fmt: skip


HOLDOUTS = Detail("holdout", SCHEMA, build)
