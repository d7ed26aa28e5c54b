"""Build every detail table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from kpikit.details.model import Asked, Detail

DETAILS: tuple[Detail, ...] = ()
"""Every detail table, in the order they are built."""


def build_details(asked: Asked) -> dict[str, pl.DataFrame]:
    """Build every detail table of a run.

    Args:
        asked: what the run is about.

    Returns:
        By name, a frame with bot_id and period first; empty where there is nothing to say.
    """
    return {
        one.name: one.build(asked).select(one.schema.names()).cast(one.schema) for one in DETAILS
    }
