"""What the SQL is given: the accepted rows of a project and what kpikit.yml says, as tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from kpikit.config import Config
    from kpikit.tables import Tables

TEXT, WHOLE, NUMBER = pl.String(), pl.Int64(), pl.Float64()


def give(
    con: DuckDBPyConnection, name: str, rows: Sequence[Any], *, schema: Mapping[str, pl.DataType]
) -> None:
    """Make a table of some rows."""
    con.register("frame", pl.DataFrame(rows, schema=schema, orient="row"))
    con.execute(f"CREATE TABLE {name} AS FROM frame")


def give_rows(con: DuckDBPyConnection, tables: Tables) -> frozenset[str]:
    """Make the schema "given" of the accepted rows; an absent table is there without rows.

    Returns:
        The tables and "table.column" that some source brought.
    """
    con.execute("CREATE SCHEMA given")
    for name, schema in SCHEMAS.items():
        held = tables.get(name)
        blank = pl.DataFrame(schema={column.name: column.dtype for column in schema.columns})
        frame = held.frame.collect() if held else blank
        # Instants without a zone are UTC throughout the SQL.
        naive = frame.with_columns(pl.col(pl.Datetime).dt.replace_time_zone(None))
        con.register("frame", naive.with_row_index("row_id"))
        con.execute(f"CREATE TABLE given.{name} AS FROM frame")
    supplied = frozenset(tables.tables) | {
        f"{name}.{column}" for name, held in tables.tables.items() for column in held.columns
    }
    give(con, "supplied", [(name,) for name in sorted(supplied)], schema={"name": TEXT})
    return supplied


def give_config(con: DuckDBPyConnection, config: Config, *, as_of: dt.datetime) -> None:
    """Make the tables settings, config_bots, page_types and assumptions."""
    windows = config.windows
    settings = {
        "as_of": as_of.astimezone(dt.UTC).replace(tzinfo=None), "timezone": config.timezone,
        "currency": config.currency, "ticket_days": windows.ticket_days,
        "return_hours": windows.return_hours, "order_days": windows.order_days,
        "stage_days": windows.stage_days, "close_days": windows.close_days,
        "satisfied_from": windows.csat_satisfied_from,
    }  # fmt: skip
    con.register("frame", pl.DataFrame([settings]))
    con.execute("CREATE TABLE settings AS FROM frame")
    shares = config.shared_costs or {}
    bots = [
        (bot.id, str(bot.type), bot.launch, bot.attribution_days, shares.get(bot.id))
        for bot in config.bots
    ]
    give(con, "config_bots", bots, schema={
        "bot_id": TEXT, "type": TEXT, "launch": pl.Date(), "attribution_days": WHOLE,
        "cost_share": NUMBER,
    })  # fmt: skip
    pages = [(place, page.pattern, page.type) for place, page in enumerate(config.page_types)]
    give(con, "page_types", pages, schema={"place": WHOLE, "pattern": TEXT, "type": TEXT})
    assumed = [
        (b.id, name, given.value) for b in config.bots for name, given in b.assumptions.items()
    ]
    give(con, "assumptions", assumed, schema={"bot_id": TEXT, "name": TEXT, "value": NUMBER})


def names_of(config: Config, supplied: frozenset[str]) -> dict[str, str]:
    """What stands in the SQL for the columns that kpikit.yml names."""
    fields = config.qualifying_fields
    # Given beside the fields that make a lead qualified, the column goes first.
    whole = bool(fields) and all(f"leads.{name}" in supplied for name in fields)
    present = " AND ".join(f'l."{name}" IS NOT NULL' for name in fields) if whole else "FALSE"
    return {
        "qualified": f"coalesce(l.qualified, {present})",
        "qualifying": "leads" if whole else "leads.qualified",
        "next_step": config.next_step,
    }
