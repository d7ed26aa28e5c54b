"""Which KPI each bot has, which is still open, and what would unlock the others."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit import labels
from kpikit.check.text import aligned, folded
from kpikit.evaluate import evaluate
from kpikit.results.status import with_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.periods import Period

HEADLINE = ("", "booked")
HEADS = {
    "final": "final", "provisional": "not final", "unavailable": "lacking",
    "not_applicable": "not applicable",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """The state of one KPI of one bot ("*" = all bots together) in a period.

    Attributes:
        kpi: its id.
        bot_id: of the bot.
        status: final, provisional, unavailable or not_applicable.
        reason: what it lacks or what can still change; None where it is final.
        final_on: the day from which a provisional figure stands; None where no day decides.
    """

    kpi: str
    bot_id: str
    status: str
    reason: str | None
    final_on: dt.date | None


@dataclass(frozen=True)
class Matrix:
    """The state of every KPI of every bot in one period, in the order of the results table."""

    period: str
    cells: tuple[Cell, ...]

    def to_dict(self) -> dict[str, Any]:
        """The matrix as plain data; days as ISO text."""
        cells = [asdict(cell) for cell in self.cells]
        for cell in cells:
            cell["final_on"] = cell["final_on"] and cell["final_on"].isoformat()
        return {"period": self.period, "cells": cells}


def matrix(facts: Facts, config: Config, *, period: Period) -> Matrix:
    """Find the state of every KPI of every bot in a period.

    Args:
        facts: what the KPIs are computed from.
        config: of the project.
        period: any.
    """
    figures = evaluate(facts, config, periods=[period])
    headline = figures.filter(pl.col("method").is_in(HEADLINE))
    dated = headline.with_columns(pl.lit(period.end).alias("period_end"))
    rows = with_status(dated, config, as_of=facts.as_of)
    names = ("kpi", "bot_id", "status", "reason", "final_on")
    return Matrix(period.id, tuple(Cell(*row) for row in rows.select(names).iter_rows()))


def matrix_lines(found: Matrix) -> list[str]:
    """A count by bot and state, then what is not final until when, and what is lacking for what."""
    bots = list(dict.fromkeys(cell.bot_id for cell in found.cells))
    counts = Counter((cell.bot_id, cell.status) for cell in found.cells)
    rows = [(bot, *(labels.number(counts[bot, name]) for name in HEADS)) for bot in bots]
    return [
        f"Measures of {labels.period(found.period)}, by bot (* is all of them together):",
        *aligned([("  bot", *HEADS.values()), *(("  " + row[0], *row[1:]) for row in rows)]),
        *_block("Not final:", found, status="provisional"),
        *_block("Lacking:", found, status="unavailable"),
    ]


def _block(title: str, found: Matrix, *, status: str) -> Iterator[str]:
    """The KPIs of one state by its reason; bots are named where not all have it."""
    reasons: dict[str, dict[str, list[str]]] = {}
    here = [cell for cell in found.cells if cell.status == status]
    for cell in here:
        by_kpi = reasons.setdefault(_why(cell), {})
        by_kpi.setdefault(cell.kpi, []).append(cell.bot_id)
    if reasons:
        yield title
    applies = Counter(cell.kpi for cell in found.cells if cell.status != "not_applicable")
    days = {_why(cell): cell.final_on or dt.date.max for cell in here}
    # The next day first, then what unlocks most.
    for reason in sorted(reasons, key=lambda why: (days[why], -len(reasons[why]))):
        names = [
            kpi if len(have) == applies[kpi] else f"{kpi} ({', '.join(have)})"
            for kpi, have in reasons[reason].items()
        ]
        yield from folded(f"{reason}: {', '.join(names)}")


def _why(cell: Cell) -> str:
    """What a figure waits for: the day, else what is missing or can still change."""
    if cell.status == "provisional" and cell.final_on:
        return f"until {labels.day(cell.final_on)}"
    return cell.reason or "an input is missing"
