"""The sample with chosen figures of the sales cycle, and curves to go with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.details.cycle import CURVE, LEADS
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import View

BOT, PERIOD = "pricing", "2026-09"
PUBLISHED, ADJUSTED = "sales_cycle_", "sales_cycle_adjusted_"


def curve_rows(horizon: int = 100) -> pl.DataFrame:
    """A day a step: of 200 chatbot leads one won a day, of 400 form leads one in two days."""
    rows: list[tuple[object, ...]] = []
    for day in range(horizon + 1):
        rows.append((BOT, PERIOD, "chatbot", day, day / 200, 200 - day, day))
        rows.append((BOT, PERIOD, "form", day, (day // 2) / 400, 400 - day // 2, day // 2))
    return pl.DataFrame(rows, schema=CURVE, orient="row")


def lead_rows(*, mixed: int = 0, brief: tuple[float, float] = (0.29, 0.08)) -> pl.DataFrame:
    rows = [
        (BOT, PERIOD, "chatbot", 200, 110, 90, 100, 103.0, 54, brief[0]),
        (BOT, PERIOD, "form", 400, 340, 60, 100, 358.0, 54, brief[1]),
        (BOT, PERIOD, "mixed", mixed, *[None] * 6),
    ]
    return pl.DataFrame(rows, schema=LEADS, orient="row")


def cycle_view(figures: dict[str, dict[str, Any]], *, mixed: int = 0, curves: bool = True) -> View:
    """The sample's view of a bot with other figures.

    Args:
        figures: columns of the results to set, by KPI id without its stem.
        mixed: leads of neither channel.
        curves: whether there are any.
    """
    made = snapshot(intervals=True)
    frame = made.results
    for kpi, columns in figures.items():
        here = (pl.col("bot_id") == BOT) & (pl.col("period") == PERIOD) & (pl.col("kpi") == kpi)
        frame = frame.with_columns(
            pl.when(here).then(pl.lit(value, frame.schema[name])).otherwise(name).alias(name)
            for name, value in columns.items()
        )
    details = {
        "cycle_curve": curve_rows() if curves else CURVE.to_frame(),
        "cycle_leads": lead_rows(mixed=mixed),
    }
    return replace(made, results=frame, details=details).view(BOT, PERIOD)


def days(published: float | None, adjusted: float | None, **rest: Any) -> dict[str, dict[str, Any]]:
    """Both differences; what else is given goes on the adjusted one."""
    ends = {"low": None, "high": None}
    return {
        f"{PUBLISHED}reduction_days": {"value": published, **ends},
        f"{ADJUSTED}reduction_days": {"value": adjusted, **ends, **rest},
    }
