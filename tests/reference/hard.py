"""Small projects full of what goes wrong: made by chance from a seed, written as files.

Instants lie on edges more often than not: of months and days on the project's clock, of daylight
saving, of every window, of as_of, one microsecond beside them, and upon each other. Ids collide,
are missing, or name what is not there. Every file goes through the public loader.
"""

from __future__ import annotations

import datetime as dt
import json
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl

from tests.reference.hard_business import business
from tests.reference.hard_chats import chats
from tests.reference.hard_world import Row, World

if TYPE_CHECKING:
    from pathlib import Path

ZONES = ("Europe/Berlin", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "UTC")
NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
ABSENT: tuple[tuple[str, ...], ...] = (
    (), (), ("tickets",), ("leads",), ("deals",), ("orders",), ("traffic", "fx"), ("costs",),
    ("tickets", "leads", "deals", "orders", "costs", "traffic", "reviews", "fx", "erasures"),
    ("erasures", "reviews"),
)  # fmt: skip
"""Tables that a seed does not have."""

WITHOUT: dict[int, dict[str, tuple[str, ...]]] = {
    4: {"events": ("trigger", "user_id")},
    6: {"events": ("event_id", "visitor_id"), "tickets": ("session_id", "sla_met")},
    7: {"events": ("outcome", "message_id"), "leads": ("mql_at", "qualified")},
    9: {"events": ("csat_score", "direction", "goal"), "deals": ("amount",)},
}
"""Columns that a seed does not have."""

PRICES = {
    "agent_hourly_cost": 30.0, "chats_per_hour": 4.0, "human_ticket_cost": 11.5,
    "human_minutes": 7.25, "contact_share": 0.45, "close_rate": 0.12, "deal_value": 950.0,
}  # fmt: skip


def write_hard(folder: Path, seed: int) -> Path:
    """Make a project up and write it.

    Args:
        folder: where to; kpikit.yml and data/ are written.
        seed: decides everything.

    Returns:
        The folder.
    """
    rng = Random(seed)
    world = World(rng, ZoneInfo(ZONES[seed % len(ZONES)]), small_windows=seed % 2 == 0)
    chats(world)
    business(world)
    (folder / "data").mkdir(parents=True)
    data = {}
    for table, rows in sorted(world.rows.items()):
        if table in ABSENT[seed % len(ABSENT)]:
            continue
        gone = WITHOUT.get(seed, {}).get(table, ())
        kept = [{key: value for key, value in row.items() if key not in gone} for row in rows]
        ordered = _numbered(kept, rng) if seed % 3 else kept
        data[table] = {"files": _write(folder / "data", table, ordered)}
    # JSON is YAML too.
    (folder / "kpikit.yml").write_text(json.dumps(_config(world, seed) | {"data": data}, indent=1))
    return folder


def _numbered(rows: list[Row], rng: Random) -> list[Row]:
    """The rows with an order of their own, in the files in another."""
    places = rng.sample(range(10 * len(rows)), len(rows))
    ordered = [{**row, "seq": place} for row, place in zip(rows, places, strict=True)]
    return rng.sample(ordered, len(ordered))


def _write(folder: Path, table: str, rows: list[Row]) -> str:
    """Write a table in the format of its own, in two files; gives their glob."""
    keys = sorted({key for row in rows for key in row})
    texts = [{key: _text(row.get(key)) for key in keys} for row in rows]
    half = len(texts) // 2
    for place, part in enumerate((texts[:half], texts[half:])):
        path = folder / f"{table}_{place}"
        if table in {"tickets", "orders", "costs"}:
            pl.DataFrame(part, infer_schema_length=None).write_csv(path.with_suffix(".csv"))
        elif table in {"deals", "traffic"}:
            frame = pl.DataFrame(part, infer_schema_length=None)
            frame.write_parquet(path.with_suffix(".parquet"))
        else:
            lines = [json.dumps({k: v for k, v in row.items() if v is not None}) for row in part]
            path.with_suffix(".ndjson").write_text("\n".join(lines) + "\n")
    return f"data/{table}_*"


def _text(value: Any) -> Any:
    """Instants without a zone, or in one of several; the rest as it is."""
    if isinstance(value, dt.datetime):
        if value.microsecond % 3 == 1:
            return value.replace(tzinfo=None).isoformat()
        zone = dt.timezone(dt.timedelta(hours=value.day % 5 - 2))
        return value.astimezone(zone).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def _config(world: World, seed: int) -> Row:
    """Everything that kpikit.yml says but the data."""
    rng = world.rng
    given = {name: {"value": value} for name, value in PRICES.items()}
    more = {"assist_weight": {"value": 0.35}, "gross_margin": {"value": 0.6}}
    bots: list[Row] = [
        {"id": "help", "type": "support", "assumptions": _some(given, rng)},
        {"id": "sales", "type": "sales", "launch": "2026-02-20", "attribution_days": 5,
         "assumptions": given | more | {"fte_hours": {"value": 150.0}}},
        {"id": "shop", "type": "shop", "assumptions": _some(given | more, rng)},
        {"id": "hr", "type": "internal", "assumptions": _some(given, rng)},
        {"id": "mute", "type": "booking"},
    ]  # fmt: skip
    config: Row = {
        "company": "Hard", "timezone": world.zone.key, "currency": "EUR", "bots": bots,
        "fiscal_year_start": rng.choice([1, 2, 4]), "windows": world.windows,
        "page_types": [{"pattern": "/p/", "type": "pricing"}, {"pattern": "/p?", "type": "help"}],
    }  # fmt: skip
    if seed % 4 == 1:
        config["shared_costs"] = {"help": 0.5, "sales": 0.3, "shop": 0.2}
    if seed % 4 == 2:
        config["qualifying_fields"] = ["contact_valid", "lead_score"]
        config["next_step"] = "opportunity_at"
    return config


def _some(given: Row, rng: Random) -> Row:
    """Each assumption with better than even chances."""
    return {name: value for name, value in given.items() if rng.random() < 0.6}
