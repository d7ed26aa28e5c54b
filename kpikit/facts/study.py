"""Experiments: which unit was in which arm, each unit once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from kpikit.facts.scope import Scope


def assignments(scope: Scope) -> pl.DataFrame:
    """One row per experiment and unit: a unit stays in the arm it was put into first.

    Returns:
        The columns of the table; of several rows of a unit the earliest, as of any other id.
    """
    rows = scope.rows("assignments").sort("assigned_at", "seq")
    first = rows.unique(["experiment_id", "unit", "unit_id"], keep="first", maintain_order=True)
    return first.drop("seq").collect()
