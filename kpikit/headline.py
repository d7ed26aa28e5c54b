"""The few KPIs at the top of a report, and the pairs that must be read together."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

from kpikit.kpi import registry
from kpikit.kpi.declaration import Area

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADLINES = MappingProxyType({
    "support": ("resolution_rate", "csat", "completion_rate", "hallucination_rate",
                "cost_per_resolution", "net_value"),
    # Of the two figures of the sales cycle the one that does not flatter a young channel.
    "sales": ("net_incremental_revenue", "qualified_leads", "sales_cycle_adjusted_reduction_days",
              "lead_capture_rate", "lead_to_meeting_rate", "csat"),
    "shop": ("net_incremental_revenue", "payback_multiple", "completion_rate", "resolution_rate",
             "hallucination_rate", "csat"),
    "internal": ("resolution_rate", "fallback_rate", "completion_rate", "csat",
                 "agent_hours_saved", "cost_per_resolution"),
    "booking": ("goal_completion_rate", "lead_to_meeting_rate", "repeat_user_rate",
                "time_to_first_response_s", "csat", "net_incremental_revenue"),
    "onboarding": ("goal_completion_rate", "repeat_user_rate", "resolution_rate",
                   "time_to_meaningful_response_s", "csat", "net_value"),
    "portfolio": ("net_incremental_revenue", "net_value", "completion_rate", "resolution_rate",
                  "hallucination_rate", "csat"),
})  # fmt: skip
"""At most six KPIs per bot type, and at least one of each area, so that none has a blind spot."""


def headline(bot_type: str) -> tuple[str, ...]:
    """The headline KPIs of a bot type, most important first; an unknown type gets support's.

    >>> headline("sales")[0]
    'net_incremental_revenue'
    """
    return HEADLINES.get(bot_type, HEADLINES["support"])


def blind_spots(chosen: Iterable[str]) -> tuple[str, ...]:
    """The areas that no KPI of a headline is about.

    >>> blind_spots(["csat", "resolution_rate"])
    ('adoption', 'business')
    """
    covered = {registry()[kpi_id].area for kpi_id in chosen}
    return tuple(area for area in get_args(Area) if area not in covered)


@dataclass(frozen=True)
class Pair:
    """Two KPIs that mislead when read apart.

    Attributes:
        first: the KPI a reader sees.
        second: the KPI to read beside it.
        why: what the second one guards against.
    """

    first: str
    second: str
    why: str


PAIRS = (
    Pair("resolution_rate", "csat", "solved and annoying is worse than slow and helpful"),
    Pair("containment_rate", "deflection_gap", "containment that turns into tickets is no gain"),
    Pair("cost_per_resolution", "resolution_rate", "cheap means nothing where little is solved"),
    Pair("cost_per_resolution", "csat", "cheap means nothing where people leave unhappy"),
    Pair("csat", "resolution_rate", "a low rating can be the matter, not the bot"),
    Pair("csat", "time_to_resolution_s", "a low rating can be waiting, not the answer"),
    Pair("lead_capture_rate", "lead_to_meeting_rate", "many leads of the wrong people help nobody"),
    Pair("escalation_rate", "escalation_rate_high_intent", "a buyer handed to sales is no loss"),
    Pair("deflection_cost_saved", "durable_cost_saved", "not every claimed saving holds"),
    Pair("hallucination_rate", "csat", "people rate a wrong answer well until they act on it"),
    Pair("sales_cycle_reduction_days", "close_rate", "faster is no gain where fewer close"),
    Pair(
        "sales_cycle_adjusted_reduction_days", "close_rate", "faster is no gain where fewer close"
    ),
)
"""Pairs as data: a report names the second wherever it shows the first."""


def beside(kpi_id: str) -> tuple[Pair, ...]:
    """The pairs whose first KPI this is.

    >>> [pair.second for pair in beside("cost_per_resolution")]
    ['resolution_rate', 'csat']
    """
    return tuple(pair for pair in PAIRS if pair.first == kpi_id)
