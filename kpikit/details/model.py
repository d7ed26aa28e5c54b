"""What a detail table is, and what it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import polars as pl

    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.periods import Period


@dataclass(frozen=True)
class Asked:
    """What a run is about.

    Attributes:
        facts: the rows.
        config: bots, assumptions, windows.
        period: of the run.
        results: the results table of the run, with the periods before.
        now: the time of the run.
    """

    facts: Facts
    config: Config
    period: Period
    results: pl.DataFrame
    now: dt.datetime


@dataclass(frozen=True)
class Detail:
    """A detail table: its name, its columns and how it is made.

    Attributes:
        name: the name of its file and in `View.detail`.
        schema: of its frame; bot_id and period come first.
        build: from what was asked to a frame of that schema, in an order that never changes.
    """

    name: str
    schema: pl.Schema
    build: Callable[[Asked], pl.DataFrame]
