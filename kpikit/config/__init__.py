"""The project's configuration: ``kpikit.yml``, read and checked."""

from kpikit.config.models import Bot, Config
from kpikit.config.parts import (
    ASSUMPTION_NAMES,
    BOT_TYPES,
    TABLE_NAMES,
    Assumption,
    AssumptionName,
    BotType,
    DateRule,
    PageType,
    Source,
    TableName,
    Target,
    Windows,
)

__all__ = [
    "ASSUMPTION_NAMES",
    "BOT_TYPES",
    "TABLE_NAMES",
    "Assumption",
    "AssumptionName",
    "Bot",
    "BotType",
    "Config",
    "DateRule",
    "PageType",
    "Source",
    "TableName",
    "Target",
    "Windows",
]
