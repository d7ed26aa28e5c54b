"""Facts put together by hand for tests of what is computed from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.config import Config
from kpikit.evaluate import evaluate
from kpikit.facts import Facts
from kpikit.periods import Calendar
from kpikit.tables import SCHEMAS
from tests.kpis.frames import rows, schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]
AS_OF = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
EVERYTHING = {
    name: frozenset(column.name for column in one.columns) for name, one in SCHEMAS.items()
}
FLAGS = ("engaged", "completed", "contained", "escalated", "mature", "linkable", "ticketed",
         "returned", "lead_created", "audit_complete", "order_credited", "lead_won",
         "rated")  # fmt: skip


def utc(text: str) -> dt.datetime:
    """An instant, written as 2026-03-05 or 2026-03-05 10:00."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def talk(bot: str, day: str, **given: Any) -> Row:
    """A conversation of a bot."""
    flags = dict.fromkeys(FLAGS, False)
    return flags | {"bot_id": bot, "session_id": "s", "started_at": utc(day)} | given


def talks(bot: str, day: str, count: int, **given: Any) -> list[Row]:
    """Several alike."""
    return [talk(bot, day, **given) for _ in range(count)]


def deal(bot: str | None, day: str, amount: float | None, **given: Any) -> Row:
    """A won deal, sourced by a bot."""
    base = {"stage": "won", "credit": "sourced", "credit_bot_id": bot, "bot_id": bot}
    return (
        base | {"closed_at": utc(day), "amount": amount, "amount_omitted": amount is None} | given
    )


def order(bot: str | None, day: str, amount: float, *, credit: str | None = "direct") -> Row:
    """An order with its credit."""
    credited = {"credit": credit, "credit_bot_id": bot, "bot_id": bot}
    return credited | {"ordered_at": utc(day), "amount": amount, "amount_omitted": False}


def cost(bot: str, day: str, amount: float | None, **given: Any) -> Row:
    """A cost of a bot ("*" = shared)."""
    base = {"bot_id": bot, "date": dt.date.fromisoformat(day), "category": "subscription"}
    return base | {"amount": amount, "amount_omitted": amount is None} | given


def world(
    *,
    as_of: dt.datetime = AS_OF,
    absent: Sequence[str] = (),
    without: Mapping[str, Sequence[str]] | None = None,
    **facts: Sequence[Row],
) -> Facts:
    """Facts with those rows; every table and column is supplied but for those named."""
    supplied = {name: columns for name, columns in EVERYTHING.items() if name not in absent}
    for name, columns in (without or {}).items():
        supplied[name] = supplied[name] - set(columns)
    frames = {
        field.name: rows(field.name, *facts.get(field.name, ()))
        for field in fields(Facts)
        if isinstance(field.type, str) and field.type.endswith("DataFrame")
    }
    assert set(facts) <= set(frames)
    # By hand there is no earlier instant: whatever was asked about, the journeys are those given.
    return Facts(
        **frames,
        as_of=as_of,
        supplied=supplied,
        rejected={},
        left_out={},
        journeys_at=lambda _: frames["journeys"],
    )


def config(*bots: Row, **rest: Any) -> Config:
    """A project with some bots; assumptions may be written as plain numbers."""
    made = []
    for bot in bots or ({"id": "a"},):
        assumed = {name: {"value": v} for name, v in bot.pop("assume", {}).items()}
        made.append({"type": "sales", **bot, "assumptions": assumed})
    return Config.model_validate({"company": "Test", "bots": made, **rest})


def figures(facts: Facts, project: Config, *periods: str, by: str | None = None) -> pl.DataFrame:
    """Evaluate some periods."""
    calendar = Calendar(project.timezone, project.fiscal_year_start)
    return evaluate(facts, project, periods=[calendar.parse(one) for one in periods], by=by)


def figure(frame: pl.DataFrame, bot: str, kpi: str, **key: Any) -> Row:
    """The one row of a figure."""
    found = frame.filter(
        pl.col("bot_id") == bot,
        pl.col("kpi") == kpi,
        *(pl.col(name).eq_missing(pl.lit(value)) for name, value in key.items()),
    )
    return found.row(0, named=True) if found.height == 1 else _none(found)


def _none(found: pl.DataFrame) -> Row:
    raise AssertionError(f"{found.height} rows, wanted one: {found}")


__all__ = ["rows", "schema", "world"]
