"""Made-up projects for the simulations: as many chatbots as draws, each with a known truth."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import stats

from kpikit.config import Config
from kpikit.facts import Facts, build_facts
from kpikit.tables import SCHEMAS, LoadReport, Table, Tables

if TYPE_CHECKING:
    Ends = tuple[np.ndarray, np.ndarray]

INSTANT = pl.Datetime("us", "UTC")
AS_OF = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
Z = float(stats.norm.ppf(0.975))
RESAMPLED, RESAMPLES = 400, 200
"""Chatbots for which the bootstrap is tried, and its draws."""

LARGE = ("conversations", "answers")
"""Facts of which only the columns that are given are made."""

COUNTED = {"amount_omitted": False, "lead_created": False, "weight": 1.0}


@dataclass(frozen=True)
class World:
    """One row of the table.

    Attributes:
        figure: what is estimated, for readers.
        name: what is simulated.
        kpi: the KPI that stands for it.
        facts: rows of all chatbots, which are named by their number.
        truths: of each chatbot.
        naive: the ends another method gives each; nan where it was not tried.
        method: its name.
        change: whether the figure is the change from September; its width is over `scale`.
        scale: what widths are shown as a part of; the truths unless given.
        ours: the ends that kpikit gives, where its rows would be too many to make.
    """

    figure: str
    name: str
    kpi: str
    facts: Facts
    truths: np.ndarray
    naive: Ends
    method: str
    change: bool = False
    scale: float | None = None
    ours: Ends | None = None


@functools.cache
def nothing() -> Facts:
    """The facts of a project without a row that has every table."""
    tables = {}
    for name, one in SCHEMAS.items():
        columns = {column.name: column.dtype for column in one.columns}
        empty = pl.DataFrame(schema={**columns, "seq": pl.Int64})
        tables[name] = Table(name, empty.lazy(), frozenset(columns))
    config = Config.model_validate({"company": "Simulated", "bots": []})
    return build_facts(Tables(tables, LoadReport()), config, as_of=AS_OF)


def facts(draws: int, **frames: dict[str, object]) -> Facts:
    """Facts with those columns; what is not given is null."""
    made = {}
    for name, given in frames.items():
        schema = getattr(nothing(), name).schema
        columns = {key: value for key, value in (COUNTED | given).items() if key in schema}
        rows = pl.DataFrame(
            {k: v for k, v in columns.items() if isinstance(v, np.ndarray | pl.Series)}
        )
        plain = {k: pl.lit(v) for k, v in columns.items() if k not in rows.columns}
        full = rows.with_columns(**plain)
        if name == "conversations" and "user_id" not in full.columns:
            full = full.with_columns(user_id=pl.lit(None, pl.String))
        if name not in LARGE:
            absent = {key: pl.lit(None) for key in schema if key not in columns}
            full = full.with_columns(**absent)
        made[name] = full.cast({key: schema[key] for key in full.columns})
    return replace(nothing(), bots=tuple(map(str, range(draws))), **made)


def october(day: int = 5) -> dt.datetime:
    """An instant of the month that is looked at."""
    return dt.datetime(2026, 10, day, tzinfo=dt.UTC)


def started(month: np.ndarray) -> pl.Series:
    """The 5th of a month of 2026, for each number of one."""
    days = np.array("2026-01-05", "M8[M]") + month.astype("m8[M]") - 1
    return pl.Series(days.astype("M8[us]") + np.timedelta64(4, "D")).dt.replace_time_zone("UTC")


def around(rng: np.random.Generator, value: float, draws: int) -> np.ndarray:
    """Truths within 30 % of a value, counted from the nearer of 0 and 1."""
    spread = rng.uniform(-0.3, 0.3, draws)
    return value * (1 + spread) if value < 0.5 else 1 - (1 - value) * (1 + spread)


def names(owner: np.ndarray) -> pl.Series:
    """Numbers as names."""
    return pl.Series(owner).cast(pl.String)


def wald(share: np.ndarray, n: np.ndarray) -> Ends:
    """P -+ z sqrt(p(1-p)/n)."""
    half = Z * np.sqrt(share * (1 - share) / n)
    return share - half, share + half


def wilson_of_rows(share: np.ndarray, n: np.ndarray) -> Ends:
    """Wilson as if every row were a user of its own."""
    middle, scale = share + Z * Z / (2 * n), 1 + Z * Z / n
    half = Z * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return (middle - half) / scale, (middle + half) / scale


def of_rows(values: np.ndarray, bot: np.ndarray, draws: int) -> Ends:
    """Mean -+ z s / sqrt(n), every row on its own."""
    n = np.bincount(bot, minlength=draws)
    mean = np.bincount(bot, values, draws) / n
    variance = np.bincount(bot, (values - mean[bot]) ** 2, draws) / (n - 1)
    half = Z * np.sqrt(variance / n)
    return mean - half, mean + half


def bootstrap(rng: np.random.Generator, samples: np.ndarray, statistic: object) -> Ends:
    """The percentile bootstrap over the rows of a table, a row a chatbot."""
    assert callable(statistic)
    ends = np.full((2, len(samples)), np.nan)
    for place, sample in enumerate(samples[:RESAMPLED]):
        drawn = rng.choice(sample, (RESAMPLES, len(sample)))
        ends[:, place] = np.quantile(statistic(drawn), [0.025, 0.975])
    return ends[0], ends[1]
