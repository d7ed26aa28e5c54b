"""The pieces a bot and a data source are made of in ``kpikit.yml``.

Every model is frozen and refuses keys it does not know: a misspelt key that is silently ignored
costs more than one that stops the run.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

TableName = Literal[
    "events", "tickets", "leads", "deals", "orders", "costs", "traffic", "reviews",
    "assignments", "touches", "fx", "changes", "erasures",
]  # fmt: skip
BotType = Literal["support", "sales", "shop", "internal", "booking", "onboarding"]
AssumptionName = Literal[
    "human_chat_cost", "agent_hourly_cost", "chats_per_hour", "human_ticket_cost",
    "human_minutes", "contact_share", "assist_weight", "close_rate", "deal_value",
    "gross_margin", "fte_hours",
]  # fmt: skip

TABLE_NAMES: tuple[str, ...] = get_args(TableName)
BOT_TYPES: tuple[str, ...] = get_args(BotType)
ASSUMPTION_NAMES: tuple[str, ...] = get_args(AssumptionName)
DEFAULT_ASSUMPTIONS = {
    "contact_share": 1.0, "assist_weight": 0.2, "gross_margin": 1.0, "fte_hours": 160.0,
}  # fmt: skip
SHARES = frozenset({"contact_share", "assist_weight", "close_rate", "gross_margin"})

# Names a bot's folder cannot have, because a run folder already holds something so named.
RESERVED_IDS = frozenset({"portfolio", "quality", "index.html", "results.parquet", "run.json"})
_BOT_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
# The data are matched by an engine that knows neither look-around nor back-references.
_UNSUPPORTED = re.compile(r"\(\?(=|!|<=|<!|P=|\()|\\[1-9]")


def _one_as_tuple(value: object) -> object:
    """Read a single value where a list is allowed."""
    return value if isinstance(value, (list, tuple)) else (value,)


def _check_timezone(value: str) -> str:
    """Refuse what the time zone database does not know."""
    if value not in available_timezones():
        raise ValueError("must be an IANA time zone, such as UTC or Europe/Berlin")
    return value


def _check_bot_id(value: str) -> str:
    """Refuse an id that could not safely name a folder."""
    if not _BOT_ID.fullmatch(value) or value.endswith("."):
        raise ValueError(
            "must be made of letters, digits, '.', '_' and '-', at most 100 of them, and neither "
            "start nor end with a dot: it names a folder in the reports"
        )
    if value.lower() in RESERVED_IDS:
        raise ValueError("is kept for kpikit's own use: choose another id")
    return value


def _as_text(value: object) -> object:
    """Read an unquoted number or boolean as the text it is in their file."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else value


def _no_number(value: object) -> object:
    """Refuse a number where a date belongs: 2026 is a year, not a moment in 1970."""
    if isinstance(value, (int, float)):
        raise ValueError("must be a date such as 2026-10-31")
    return value


def _check_pattern(value: str) -> str:
    """Refuse a pattern that the data engine could not run."""
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"must be a regular expression: {error}") from None
    if _UNSUPPORTED.search(value):
        raise ValueError("must be a regular expression without look-around or back-reference")
    return value


Timezone = Annotated[str, AfterValidator(_check_timezone)]
BotId = Annotated[str, AfterValidator(_check_bot_id)]
Pattern = Annotated[str, Field(min_length=1), AfterValidator(_check_pattern)]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(_one_as_tuple)]
Scalar = Annotated[str | int | float | bool, Field(union_mode="smart")]
Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]
Whole = Annotated[int, Field(strict=True)]
Theirs = Annotated[str, BeforeValidator(_as_text)]
Day = Annotated[dt.date, BeforeValidator(_no_number)]


class Model(BaseModel):
    """Base of all configuration models: frozen, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DateRule(Model):
    """How a source writes one of its dates, where it is not ISO 8601.

    Attributes:
        epoch: the unit of a number counted from 1970, ``s``, ``ms`` or ``us``.
        format: a strptime pattern such as ``%d/%m/%Y %H:%M``.
        timezone: the zone of timestamps written without one; UTC when not given.
    """

    epoch: Literal["s", "ms", "us"] | None = None
    format: Text | None = None
    timezone: Timezone | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> DateRule:
        """Refuse a number that is also said to be a text."""
        if self.epoch and (self.format or self.timezone):
            raise ValueError("epoch stands alone: it needs neither format nor timezone")
        return self


class Source(Model):
    """Files that hold rows of one table, and how their columns become ours.

    Attributes:
        files: paths or globs, relative to the folder of ``kpikit.yml``.
        format: ``csv``, ``ndjson`` or ``parquet``; by the file's suffix when not given.
        delimiter: of a CSV file; a comma when not given.
        rename: their column -> our column.
        constant: our column -> one value for every row.
        values: our column -> {their value as text: our value}, applied after ``rename``.
        dates: our column -> how it is written.
    """

    files: Texts
    format: Literal["csv", "ndjson", "parquet"] | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    rename: dict[str, Text] = Field(default_factory=dict)
    constant: dict[str, Scalar] = Field(default_factory=dict)
    values: dict[str, dict[Theirs, Scalar]] = Field(default_factory=dict)
    dates: dict[str, DateRule] = Field(default_factory=dict)


class PageType(Model):
    """A page type and the pattern that finds it anywhere in ``page_url``."""

    pattern: Pattern
    type: Text


class Windows(Model):
    """How long kpikit waits before it believes something, and where it draws its lines."""

    ticket_days: Annotated[Whole, Field(gt=0)] = 7
    return_hours: Annotated[Whole, Field(gt=0)] = 24
    order_days: Annotated[Whole, Field(gt=0)] = 7
    stage_days: Annotated[Whole, Field(gt=0)] = 30
    close_days: Annotated[Whole, Field(gt=0)] = 180
    csat_satisfied_from: Annotated[Whole, Field(ge=1, le=5)] = 4
    min_cell: Annotated[Whole, Field(ge=1)] = 5


class Assumption(Model):
    """A number nobody measured: its value, the range it lies in, and who stands for it."""

    value: Number
    low: Number | None = None
    high: Number | None = None
    owner: str = ""
    source: str = ""
    date: Day | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Assumption:
        """Refuse a range that does not hold its own value."""
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise ValueError(
                f"low {low:g}, value {self.value:g}, high {high:g}: "
                "must be in the order low <= value <= high"
            )
        return self


class Target(Model):
    """What a KPI should reach and who owns that; ``low`` and ``high`` for a KPI with a band."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    owner: str = ""

    @model_validator(mode="after")
    def _something(self) -> Target:
        """Refuse a target without a number, or with a band upside down."""
        if self.value is None and self.low is None and self.high is None:
            raise ValueError("needs a value, or low and high for a band")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low:g} must not be above high {self.high:g}")
        return self
