"""What a single value in ``kpikit.yml`` may be: names, ids, zones, dates, patterns."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Literal, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from kpikit.errors import did_you_mean

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
ASSUMPTION_NAMES: tuple[AssumptionName, ...] = get_args(AssumptionName)

# Names a bot's folder cannot have, because a run folder already holds something so named.
RESERVED_IDS = frozenset(
    {"portfolio", "quality", "details"}
    | {"index.html", "results.parquet", "run.json", "snapshot.json"}
)
_BOT_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
# The forms of `kpikit.periods`, but for running totals: no experiment spans a bot's whole life.
_PERIOD = re.compile(
    r"\d{4}-(W(0[1-9]|[1-4]\d|5[0-3])|Q[1-4]|(0[1-9]|1[0-2])(-T\d{1,3})?)"
    r"|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# The data are matched by an engine that knows neither look-around nor back-references.
_UNSUPPORTED = re.compile(r"\(\?(=|!|<=|<!|P=|\()|\\[1-9]")


def as_tuple(value: object) -> object:
    """Read one thing where a list of them is allowed."""
    return value if isinstance(value, (list, tuple)) else (value,)


def _check_timezone(value: str) -> str:
    """Refuse what the time zone database does not know."""
    known = available_timezones()
    if value not in known:
        near = did_you_mean(value, known)
        raise ValueError(f"must be an IANA time zone such as UTC or Europe/Berlin{near}")
    return value


def _check_currency(value: str) -> str:
    """Refuse what cannot be a currency code."""
    if not re.fullmatch("[A-Z]{3}", value):
        raise ValueError("must be a currency code of three capital letters, such as EUR")
    return value


def _check_country(value: str) -> str:
    """Refuse a code whose public holidays nobody knows."""
    # Only a project that names a country pays for loading what knows them all.
    from holidays import list_supported_countries
    from holidays.registry import COUNTRIES

    parts = list_supported_countries(include_aliases=False)
    code, dash, part = value.partition("-")
    if code not in parts:
        names = {names[0]: names[1] for names in COUNTRIES.values()}
        called = {name.lower(): own for name, own in names.items()}.get(value.lower())
        near = f" - did you mean '{called}'?" if called else did_you_mean(code, parts)
        raise ValueError(f"must be a country code such as DE or DE-HH{near}")
    if dash and part not in parts[code]:
        has = ", ".join(f"{code}-{one}" for one in parts[code]) or "none"
        near = did_you_mean(part, parts[code])
        raise ValueError(f"must be {code} or a part of it with holidays of its own: {has}{near}")
    return value


def _check_bot_id(value: str) -> str:
    """Refuse an id that could not safely name a folder."""
    if not _BOT_ID.fullmatch(value) or value.endswith("."):
        raise ValueError(
            "must be made of letters, digits, '.', '_' and '-', at most 100 of them, and neither "
            "start nor end with a dot: it names a folder in the reports; where the data call the "
            "bot otherwise, translate with values: {bot_id: {their name: your id}}"
        )
    if value.lower() in RESERVED_IDS:
        raise ValueError("is kept for kpikit's own use: choose another id")
    return value


def _check_text(value: str) -> str:
    """Refuse characters that no page and no slide can show."""
    found = _CONTROL.search(value)
    if found:
        raise ValueError(f"must not hold the character U+{ord(found[0]):04X}")
    return value


def _check_period(value: str) -> str:
    """Refuse what is no period."""
    if not _PERIOD.fullmatch(value):
        raise ValueError(
            "must be a period: 2026-10 (month), 2026-Q3 (fiscal quarter), 2026-W45 (week), "
            "2026-09-T12 (twelve months) or 2026-10-01..2026-10-15 (days)"
        )
    return value


def _as_text(value: object) -> object:
    """Read an unquoted number or boolean as the text it is in their file."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else value


def _day_as_text(value: object) -> object:
    """Read a day or moment that YAML has understood as the text it was."""
    return value.isoformat() if isinstance(value, dt.date) else value


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


def _check_path(value: object) -> object:
    """Refuse a path that was left empty: reports would lie among everything else."""
    if value == "":
        raise ValueError("must not be empty")
    return value


Timezone = Annotated[str, AfterValidator(_check_timezone)]
Country = Annotated[str, AfterValidator(_check_country)]
Currency = Annotated[str, AfterValidator(_check_currency)]
BotId = Annotated[str, AfterValidator(_check_bot_id)]
Folder = Annotated[Path, BeforeValidator(_check_path)]
Pattern = Annotated[str, Field(min_length=1), AfterValidator(_check_pattern)]
Text = Annotated[str, Field(min_length=1), AfterValidator(_check_text)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(as_tuple)]
Listed = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]
Scalar = Annotated[
    str | int | float | bool, Field(union_mode="smart"), BeforeValidator(_day_as_text)
]
Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]
Whole = Annotated[int, Field(strict=True)]
Theirs = Annotated[str, BeforeValidator(_as_text)]
Wanted = Annotated[tuple[Theirs, ...], Field(min_length=1), BeforeValidator(as_tuple)]
PeriodIds = Annotated[
    tuple[Annotated[str, AfterValidator(_check_period)], ...],
    Field(min_length=1),
    BeforeValidator(as_tuple),
]
Day = Annotated[dt.date, BeforeValidator(_no_number)]
