"""What a reader of the results needs beside the numbers: who, when, how good the data were.

Plain frozen dataclasses that are written to and read from `snapshot.json` beside the results.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 1
PORTFOLIO = "*"
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class BotInfo:
    """Who a report is about; the portfolio has id "*" and type "portfolio".

    headline holds the KPI ids at the top of the report; empty means the set of the bot's type.
    """

    id: str
    name: str
    type: str
    launch: dt.date | None = None
    headline: tuple[str, ...] = ()

    def not_there_for(self, row: Mapping[str, Any]) -> list[str]:
        """The comparisons of a result that reach back before the launch, to zeros without meaning.

        The last of the three periods before ends two lengths before this one begins, give or take
        the days that months differ by.
        """
        start, end = row["period_start"], row["period_end"]
        ends = {
            ("prior_value", "change", "change_pct", "change_low", "change_high", "flag"): start,
            ("trailing_mean",): start - 2 * (end - start),
            ("year_ago_value",): end - YEAR,
        }
        if self.launch is None:
            return []
        return [
            name for names, last in ends.items() if last.date() <= self.launch for name in names
        ]


@dataclass(frozen=True)
class Assumed:
    """One assumption of one bot, as in kpikit.yml; `default` marks one nobody has set."""

    bot_id: str
    name: str
    value: float
    low: float | None = None
    high: float | None = None
    owner: str | None = None
    source: str | None = None
    date: str | None = None
    default: bool = False


@dataclass(frozen=True)
class Owner:
    """Who answers for the target of a KPI; the portfolio's targets are of bot "*"."""

    bot_id: str
    kpi: str
    name: str


@dataclass(frozen=True)
class TableQuality:
    """What became of the rows of one input table; first and last are local days.

    read = kept + quarantined + ignored; ignored are those left out on request, by ``where`` or
    ``ignore_bots``. Duplicates are among the kept.
    """

    name: str
    read: int
    kept: int
    quarantined: int
    duplicates: int
    first: str | None
    last: str | None
    ignored: int = 0


@dataclass(frozen=True)
class RuleCount:
    """Rows set aside by one rule."""

    table: str
    column: str
    rule: str
    rows: int


@dataclass(frozen=True)
class LinkRate:
    """How many rows carry the id that links them: `linked` of `total`."""

    name: str
    linked: int
    total: int


@dataclass(frozen=True)
class DayCount:
    """Conversations of one bot on one local day, and how many have an outcome."""

    bot_id: str
    day: str
    conversations: int
    outcomes: int


@dataclass(frozen=True)
class Backwards:
    """Durations of one kind that end before they begin: `rows` of `total`."""

    name: str
    rows: int
    total: int


@dataclass(frozen=True)
class Quality:
    """The state of the data behind a run."""

    tables: tuple[TableQuality, ...] = ()
    rules: tuple[RuleCount, ...] = ()
    links: tuple[LinkRate, ...] = ()
    days: tuple[DayCount, ...] = ()
    backwards: tuple[Backwards, ...] = ()
    test_sessions: int = 0
    outbound: int = 0
    erased: int = 0


PARTS = {
    "tables": TableQuality,
    "rules": RuleCount,
    "links": LinkRate,
    "days": DayCount,
    "backwards": Backwards,
}


@dataclass(frozen=True)
class Context:
    """Everything beside the numbers that a reader of the results needs.

    period is the id of the period the run is about; as_of and now are UTC instants; inputs names
    each table's files with rows and hash, and input_hash is one hash over all of them; own_kpis
    holds what a reader needs of KPIs that only the project declares.
    """

    kpikit: str
    cadence: str
    period: str
    company: str
    timezone: str
    currency: str
    as_of: dt.datetime
    now: dt.datetime
    bots: tuple[BotInfo, ...]
    assumptions: tuple[Assumed, ...] = ()
    owners: tuple[Owner, ...] = ()
    quality: Quality = field(default_factory=Quality)
    inputs: tuple[Mapping[str, Any], ...] = ()
    input_hash: str = ""
    min_cell: int = 5
    own_kpis: tuple[Mapping[str, Any], ...] = ()
    demo: bool = False


def dump(context: Context) -> str:
    """The context as JSON text, with the version of its schema."""
    record = {"schema": SCHEMA, **asdict(context)}
    return json.dumps(record, indent=1, ensure_ascii=False, default=_iso) + "\n"


def parse(record: dict[str, Any]) -> Context:
    """The context from the record that `dump` wrote (unknown keys are left out)."""
    quality = _quality(record.pop("quality"))
    for name in ("as_of", "now"):
        record[name] = dt.datetime.fromisoformat(record[name])
    bots = [
        {
            **b,
            "launch": b["launch"] and dt.date.fromisoformat(b["launch"]),
            "headline": tuple(b["headline"]),
        }
        for b in record["bots"]
    ]
    record["bots"] = tuple(BotInfo(**bot) for bot in bots)
    record["assumptions"] = tuple(Assumed(**row) for row in record["assumptions"])
    record["owners"] = tuple(Owner(**row) for row in record.get("owners", ()))
    for name in ("inputs", "own_kpis"):
        record[name] = tuple(record[name])
    known = {f.name for f in fields(Context)}
    rest = {key: value for key, value in record.items() if key in known}
    return Context(**rest, quality=quality)


def _quality(record: dict[str, Any]) -> Quality:
    rows = {name: tuple(kind(**r) for r in record.get(name, ())) for name, kind in PARTS.items()}
    return Quality(**{**record, **rows})


def _iso(value: object) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value)
