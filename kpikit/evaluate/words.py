"""Reasons as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


def joined(reasons: Iterable[pl.Expr]) -> pl.Expr:
    """Several reasons as one text, each once; null where there is none."""
    said = pl.concat_list(list(reasons)).list.drop_nulls().list.unique(maintain_order=True)
    return pl.when(said.list.len() > 0).then(said.list.join("; "))


def omitted(count: pl.Expr) -> pl.Expr:
    """Say how many amounts could not be converted; null where none."""
    noun = pl.when(count == 1).then(pl.lit(" amount")).otherwise(pl.lit(" amounts"))
    said = pl.concat_str(count.cast(pl.String), noun, pl.lit(" without an exchange rate"))
    return pl.when(count > 0).then(said)
