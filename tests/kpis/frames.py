"""Rows of a fact, written by hand: the columns are those the facts really have."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import polars as pl

from tests.build import facts

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@functools.cache
def schema(fact: str) -> pl.Schema:
    """Columns and types of a fact, from a project without a row."""
    frame: pl.DataFrame = getattr(facts(events=[]), fact)
    return frame.schema


def rows(fact: str, *given: dict[str, Any]) -> pl.DataFrame:
    """A frame of a fact; what a row does not say is null."""
    columns = schema(fact)
    unknown = {name for row in given for name in row} - set(columns)
    assert not unknown, f"{fact} has no {unknown}"
    data = {name: [row.get(name) for row in given] for name in columns}
    return pl.DataFrame(data, schema=columns)


def seconds(count: float) -> dt.datetime:
    """An instant, seconds after the start of the made-up time."""
    return START + dt.timedelta(seconds=count)


def days(count: float) -> dt.datetime:
    """An instant, days after the start of the made-up time."""
    return START + dt.timedelta(days=count)
