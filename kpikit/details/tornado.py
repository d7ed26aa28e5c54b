"""How the net moves with each assumption: recomputed at its low and at its high."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.config import ASSUMPTION_NAMES, Assumption
from kpikit.details.model import Detail
from kpikit.evaluate import PORTFOLIO
from kpikit.evaluate.board import Board, lay
from kpikit.evaluate.derive import complete, key_of
from kpikit.evaluate.prices import LEAD_VALUE
from kpikit.evaluate.setting import Setting
from kpikit.evaluate.windows import Windows
from kpikit.kpi import Methods, Priced, registry
from kpikit.results.compare import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kpikit.config import AssumptionName, Bot, Config
    from kpikit.details.model import Asked
    from kpikit.kpi import Kpi

    Key = tuple[str, str, str]
    Values = dict[Key, float]

SCHEMA = pl.Schema({
    "bot_id": pl.String(), "period": pl.String(), "kpi": pl.String(), "method": pl.String(),
    "of_bot": pl.String(), "assumption": pl.String(), "value": pl.Float64(),
    "low": pl.Float64(), "high": pl.Float64(),
    "at_low": pl.Float64(), "at_high": pl.Float64(), "spread": pl.Float64(),
    "given": pl.Float64(), "at_tenth_less": pl.Float64(),
})  # fmt: skip
NETS = ("net_value", "net_incremental_revenue")
SAME = ("wanted", "needed", "bots", "sales_free", "gains")
MADE_OF = {
    "human_chat_cost": ("agent_hourly_cost", "chats_per_hour"),
    LEAD_VALUE: ("close_rate", "deal_value"),
}
"""Prices that follow from several assumptions."""

NUDGE = 0.9
"""What an assumption without a range is multiplied by, to see whether the net rests on it."""


def build(asked: Asked) -> pl.DataFrame:
    """A row for each net of a bot and assumption that moves it, the widest spread first.

    The figures are computed again with the assumption at its low and at its high, everything else
    as it is. In the portfolio one bot's assumption moves at a time. An assumption without a range
    that the net rests on has no spread, but at_tenth_less: the net where it is a tenth less than
    given. One that moves nothing is left out.
    """
    board = lay(
        Setting(asked.facts, asked.config, Windows.of([asked.period]), only=frozenset(NETS))
    )
    given = _given(asked.config)
    rows = []
    complete(board)
    base = _values(board)
    for name in _read(board.setting):
        mine = [one for (_, given_name), one in given.items() if given_name == name]
        moving = [end for end, of in ENDS.items() if any(of(one) is not None for one in mine)]
        at = {end: _values(_moved(board, asked.config, name, end=end)) for end in moving}
        rows += list(_rows(name, given, base, at=at))
    frame = pl.DataFrame(rows, schema=SCHEMA).with_columns(pl.lit(asked.period.id).alias("period"))
    moved = frame.with_columns(rounded("value", "at_low", "at_high", "spread", "at_tenth_less"))
    order = ["bot_id", "kpi", "method", "spread"]
    return moved.sort(
        order, descending=[False, False, False, True], nulls_last=True, maintain_order=True
    )


def _read(setting: Setting) -> list[AssumptionName]:
    """The assumptions that the nets are priced with, directly or through others."""
    return [name for name in ASSUMPTION_NAMES if any(_rests(kpi, name) for kpi in setting.needed)]


def _rests(kpi: Kpi, name: AssumptionName) -> bool:
    """Whether a KPI's figures, by any method, depend on an assumption."""
    measure = kpi.measure
    ways = measure.by_name.values() if isinstance(measure, Methods) else [measure]
    prices = {part for one in ways if isinstance(one, Priced) for part in (*one.times, *one.over)}
    prices |= {part for price in prices & MADE_OF.keys() for part in MADE_OF[price]}
    return name in prices or any(_rests(registry()[other], name) for other in kpi.reads)


def _low(one: Assumption) -> float | None:
    return one.low


def _high(one: Assumption) -> float | None:
    return one.high


def _nudged(one: Assumption) -> float | None:
    return None if one.low is not None and one.high is not None else one.value * NUDGE


ENDS: dict[str, Callable[[Assumption], float | None]] = {
    "low": _low, "high": _high, "nudged": _nudged,
}  # fmt: skip


def _given(config: Config) -> dict[tuple[str, str], Assumption]:
    """Every bot's assumptions with a value of their own, or a default, by bot and name."""
    found: dict[tuple[str, str], Assumption] = {}
    for bot in config.bots:
        for name in ASSUMPTION_NAMES:
            one = _assumption(bot, name)
            if one is not None:
                found[bot.id, name] = one
    return found


def _assumption(bot: Bot, name: AssumptionName) -> Assumption | None:
    """An assumption as given or by default; one that follows from others is none of its own."""
    given = bot.assumptions.get(name)
    value = bot.assumed(name)
    if given is not None or value is None or name == "human_chat_cost":
        return given
    return Assumption(value=value)


def _changed(config: Config, name: AssumptionName, end: str) -> Config:
    """The configuration with an assumption of every bot moved."""
    bots = []
    for bot in config.bots:
        one = _assumption(bot, name)
        moved = None if one is None else ENDS[end](one)
        if moved is not None:
            changed = {**bot.assumptions, name: Assumption(value=moved)}
            bots.append(bot.model_copy(update={"assumptions": changed}))
        else:
            bots.append(bot)
    return config.model_copy(update={"bots": tuple(bots)})


def _moved(board: Board, config: Config, name: AssumptionName, *, end: str) -> Board:
    """The board with an assumption moved; what does not rest on it is not computed again."""
    setting = replace(board.setting, config=_changed(config, name, end))
    # What rests on rows alone is known already.
    setting.__dict__.update({name: getattr(board.setting, name) for name in SAME})
    again = {kpi.id for kpi in setting.needed if _rests(kpi, name)}
    known = {
        key: figure
        for key, figure in board.figures.items()
        if key.partition(":")[0].partition(".")[0] not in again
    }
    moved = Board(setting, board.index, known)
    complete(moved)
    return moved


def _values(board: Board) -> Values:
    """The nets of every bot."""
    found = {}
    for kpi in (registry()[one] for one in NETS):
        for method in kpi.methods:
            figure = board.figures[key_of(kpi, method)].get_column("value")
            for bot, value in zip(board.index.get_column("bot_id"), figure, strict=True):
                if value is not None:
                    found[bot, kpi.id, method] = value
    return found


def _rows(
    name: str, given: dict[tuple[str, str], Assumption], base: Values, *, at: dict[str, Values]
) -> Iterator[dict[str, Any]]:
    for bot, kpi, method in base:
        one = given.get((bot, name))
        if one is None:
            continue
        moves = {
            end: values[bot, kpi, method] - base[bot, kpi, method] for end, values in at.items()
        }
        if not any(moves.values()):
            continue
        ranged = one.low is not None and one.high is not None
        for shown in (bot, PORTFOLIO):
            value = base.get((shown, kpi, method))
            if value is None:
                continue
            row: dict[str, Any] = {
                "bot_id": shown, "kpi": kpi, "method": method, "of_bot": bot, "assumption": name,
                "value": value, "low": one.low, "high": one.high, "given": one.value,
            }  # fmt: skip
            if ranged:
                row["at_low"], row["at_high"] = value + moves["low"], value + moves["high"]
                row["spread"] = abs(moves["high"] - moves["low"])
            else:
                row["at_tenth_less"] = value + moves["nudged"]
            yield row


TORNADO = Detail("tornado", SCHEMA, build)
