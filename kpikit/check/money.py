"""Amounts that a report has to leave out, and those that are negative."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from kpikit import labels
from kpikit.check.model import Flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.tables import Table, Tables

AMOUNTS = ("deals", "orders", "costs")
"""The tables with amounts of money."""

CODE = "[A-Z]{3}"


def unconverted(facts: Facts, tables: Tables, config: Config) -> Iterator[Flag]:
    """Amounts that read as empty because no exchange rate is known on their day, by table.

    Args:
        facts: with the amounts converted where they could be.
        tables: as loaded, with the currencies as written.
        config: of the project, for its currency.
    """
    rated = {config.currency, *_currencies(tables.get("fx"))}
    for name in AMOUNTS:
        omitted = int(getattr(facts, name)["amount_omitted"].sum())
        if not omitted:
            continue
        unknown = sorted(_currencies(tables.get(name)) - rated)
        lacks = f"no rate for {', '.join(unknown)}" if unknown else "no rate that old"
        noun = "amount counts" if omitted == 1 else "amounts count"
        text = (
            f"{name}: {labels.number(omitted)} {noun} as empty, and every sum they belong in stays "
            f"provisional: fx has {lacks}; add rows of date, currency and rate{_words(unknown)}"
        )
        yield Flag("currency", name, text)


def _words(unknown: list[str]) -> str:
    """What to do about currencies that are no codes."""
    odd = [word for word in unknown if not re.fullmatch(CODE, word)]
    if not odd:
        return ""
    one = "is no currency code" if len(odd) == 1 else "are no currency codes"
    pairs = ", ".join(f"{word}: ..." for word in odd)
    return f"; {', '.join(odd)} {one}: translate with values: {{currency: {{{pairs}}}}}"


def _currencies(table: Table | None) -> set[str]:
    """The currencies that a table names."""
    if table is None or "currency" not in table.columns:
        return set()
    found = table.frame.select(pl.col("currency").drop_nulls().unique()).collect()
    return {*found["currency"].to_list()}


def negatives(table: Table) -> str:
    """What is to be said of negative amounts; nothing where there are none."""
    if table.name not in AMOUNTS:
        return ""
    below = table.frame.select("amount").filter(pl.col("amount") < 0).collect()["amount"]
    if below.is_empty():
        return ""
    noun = "amount is" if len(below) == 1 else "amounts are"
    lowest = labels.number(below.min(), decimals=2)  # type: ignore[arg-type]
    return f"{labels.number(len(below))} {noun} negative, down to {lowest}: counted as money back"
