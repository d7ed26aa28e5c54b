"""Net revenue as an experiment with a holdout shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.evaluate.setting import PORTFOLIO
from kpikit.evaluate.trials import NO_HOLDOUT
from kpikit.evaluate.words import joined

if TYPE_CHECKING:
    from kpikit.evaluate.board import Board
    from kpikit.evaluate.setting import Setting
    from kpikit.evaluate.trials import Gain
    from kpikit.kpi import Holdout

    Gains = dict[tuple[str, str], Gain]
    Booked = dict[tuple[str, str], tuple[float | None, str | None]]

UNNAMED = "no holdout is named for it: see experiments in kpikit.yml"


def by_holdout(board: Board, measure: Holdout) -> pl.DataFrame:
    """What the bot brought by its experiment, less its cost; n are the units of both arms.

    A bot without an experiment for the period has no value, and says why.
    """
    parts = added(board, measure)
    known = [[] if isinstance(one, str) else one for one in parts]
    mine = pl.DataFrame(
        {
            "gain": [sum(gain.revenue for gain in one) for one in known],
            "units": [sum(gain.units for gain in one) for one in known],
            "refused": [one if isinstance(one, str) else None for one in parts],
        },
        schema={"gain": pl.Float64, "units": pl.Int64, "refused": pl.String},
    )
    cost = board.figures[measure.less].select(pl.all().name.prefix("cost."))
    refused = pl.when(pl.col("refused").is_not_null()).then(pl.lit("experiment"))
    lack = pl.coalesce("cost.lack", refused)
    none, known_here = pl.lit(None, pl.Float64), lack.is_null()
    return mine.hstack(cost).select(
        pl.when(known_here).then(pl.col("gain") - pl.col("cost.value")).alias("value"),
        none.alias("numerator"),
        none.alias("denominator"),
        pl.when(known_here).then(pl.col("units")).alias("n"),
        lack.alias("lack"),
        joined([pl.col("refused"), pl.col("cost.why")]).alias("why"),
        pl.when(known_here).then(pl.col("cost.still")).alias("still"),
    )


def added(board: Board, measure: Holdout) -> list[list[Gain] | str]:
    """Row by row of the index: the gains that add up to the figure, or why there is none.

    The portfolio adds its bots. While one that booked revenue has no experiment it has no figure,
    never a part of the sum; a bot that does not sell needs none.
    """
    setting = board.setting
    if setting.by is not None:
        return [f"needs {setting.by}, which experiments do not have"] * board.index.height
    found = setting.gains
    figure = board.figures[measure.of].select("value", "lack")
    keys = board.index.select("bot_id", "period")
    booked: Booked = {
        (bot, period): (value, lack) for bot, period, value, lack in keys.hstack(figure).iter_rows()
    }
    return [
        _whole(setting, found, booked, period=period)
        if bot == PORTFOLIO
        else _own(setting, found, (bot, period))
        for bot, period in keys.iter_rows()
    ]


def _own(setting: Setting, found: Gains, key: tuple[str, str]) -> list[Gain] | str:
    gain = found.get(key)
    if gain is None:
        return UNNAMED if "assignments" in setting.facts.supplied else NO_HOLDOUT
    return gain.why if gain.trial is None else [gain]


def _whole(setting: Setting, found: Gains, booked: Booked, *, period: str) -> list[Gain] | str:
    parts, lacking = [], []
    for bot in setting.bots:
        gain, (value, lack) = found.get((bot, period)), booked[bot, period]
        if gain is not None and gain.trial is not None:
            parts.append(gain)
        elif lack != "not_applicable" and value != 0:
            lacking.append(bot)
    if parts and not lacking:
        return parts
    if not parts:
        return UNNAMED if "assignments" in setting.facts.supplied else NO_HOLDOUT
    return f"no holdout for {', '.join(lacking)}"
