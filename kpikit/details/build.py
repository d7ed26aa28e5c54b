"""Build every detail table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.details.change_parts import CHANGE_PARTS
from kpikit.details.changes import CHANGES
from kpikit.details.cumulative import CUMULATIVE, TRAILED
from kpikit.details.cycle import CYCLE_CURVE, CYCLE_LEADS
from kpikit.details.holdouts import HOLDOUTS
from kpikit.details.limits import LIMITS
from kpikit.details.odds import ODDS
from kpikit.details.reviewers import REVIEWERS
from kpikit.details.tornado import TORNADO
from kpikit.details.versions import VERSIONS
from kpikit.details.work_days import WORK_DAYS

if TYPE_CHECKING:
    import polars as pl

    from kpikit.details.model import Asked, Detail

DETAILS: tuple[Detail, ...] = (
    HOLDOUTS,
    ODDS,
    CUMULATIVE,
    TRAILED,
    TORNADO,
    CHANGE_PARTS,
    LIMITS,
    WORK_DAYS,
    CYCLE_CURVE,
    CYCLE_LEADS,
    REVIEWERS,
    VERSIONS,
    CHANGES,
)
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
