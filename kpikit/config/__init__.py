"""The project's configuration: ``kpikit.yml``, read and checked."""

from kpikit.config.fields import (
    ASSUMPTION_NAMES,
    BOT_TYPES,
    TABLE_NAMES,
    AssumptionName,
    BotType,
    TableName,
)
from kpikit.config.loader import FILE_NAME, Reading, load_config, read_config
from kpikit.config.models import Bot, Config
from kpikit.config.parts import Assumption, Experiments, PageType, Target, Windows
from kpikit.config.source import DateRule, Files, Lookup, NumberRule, Source

__all__ = [
    "ASSUMPTION_NAMES",
    "BOT_TYPES",
    "FILE_NAME",
    "TABLE_NAMES",
    "Assumption",
    "AssumptionName",
    "Bot",
    "BotType",
    "Config",
    "DateRule",
    "Experiments",
    "Files",
    "Lookup",
    "NumberRule",
    "PageType",
    "Reading",
    "Source",
    "TableName",
    "Target",
    "Windows",
    "load_config",
    "read_config",
]
