"""``kpikit.yml`` as frozen models: the project and its bots."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from kpikit.config.fields import (
    AssumptionName,
    BotId,
    BotType,
    Country,
    Currency,
    Day,
    Folder,
    Listed,
    TableName,
    Text,
    Timezone,
    Whole,
    as_tuple,
)
from kpikit.config.parts import (
    DEFAULT_ASSUMPTIONS,
    Assumptions,
    Experiments,
    Model,
    PageType,
    Target,
    Windows,
)
from kpikit.config.source import Source

HEADLINES = 6  # what fits on one screen and in one head


def _one_a_kind(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Refuse two targets for the same kind of period."""
    if len({target.per for target in targets}) < len(targets):
        raise ValueError("has two targets for the same periods: `per` must differ")
    return targets


Sources = Annotated[tuple[Source, ...], Field(min_length=1), BeforeValidator(as_tuple)]
Targets = Annotated[
    tuple[Target, ...], Field(min_length=1), BeforeValidator(as_tuple), AfterValidator(_one_a_kind)
]


class Bot(Model):
    """One chatbot: what it is for, since when, and what is assumed about it.

    Attributes:
        id: as in the data; it also names the bot's folder in the reports.
        name: as people call it; the id when not given.
        type: decides the bands and the headline KPIs.
        launch: its first day, for periods that start with the launch.
        attribution_days: how long after a conversation a deal or order may be credited to it.
        assumptions: numbers nobody measured, each with an owner.
        targets: by KPI id; several where each is for another kind of period.
        headline: KPI ids for the top of the report; by bot type when not given.
    """

    id: BotId
    name: Text
    type: BotType
    launch: Day | None = None
    attribution_days: Annotated[Whole, Field(gt=0)] | None = None
    assumptions: Assumptions = Field(default_factory=dict)
    targets: dict[str, Targets] = Field(default_factory=dict)
    headline: Listed | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: object) -> object:
        """Call a bot without a name by its id; one without an id has a finding of its own."""
        if isinstance(given, dict):
            bot = given.get("id")
            return {"name": bot if bot and isinstance(bot, str) else "unnamed", **given}
        return given

    @field_validator("headline")
    @classmethod
    def _few(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """Keep the headline a headline."""
        if value is not None and (not 1 <= len(value) <= HEADLINES or len(set(value)) < len(value)):
            raise ValueError("must list one to six KPI ids, each once")
        return value

    @property
    def attribution_window(self) -> int:
        """Days in which a deal or order may be credited: as given, else 14 in a shop, else 90."""
        if self.attribution_days is not None:
            return self.attribution_days
        return 14 if self.type == "shop" else 90

    def assumed(self, name: AssumptionName) -> float | None:
        """Return an assumption's value, or its default, or None where there is neither.

        ``human_chat_cost`` not given is ``agent_hourly_cost / chats_per_hour`` where both are.
        """
        given = self.assumptions.get(name)
        if given is not None:
            return given.value
        if name == "human_chat_cost":
            hourly = self.assumptions.get("agent_hourly_cost")
            chats = self.assumptions.get("chats_per_hour")
            return hourly.value / chats.value if hourly and chats else None
        return DEFAULT_ASSUMPTIONS.get(name)


class Config(Model):
    """A project: where its data are, which bots it has, and how it counts.

    Attributes:
        company: shown on the report.
        timezone: the IANA zone that decides the local day, month and quarter.
        country: whose public holidays count, by ISO 3166 code, such as DE or DE-HH; none are known
            when not given.
        currency: the ISO code money is reported in.
        fiscal_year_start: the month the fiscal year starts in.
        reports: where runs are written, relative to ``root``.
        root: the folder of ``kpikit.yml``; set by the loader, not written in the file.
        file: ``kpikit.yml`` itself; set by the loader too.
        data: the sources of each table.
        windows: waiting times and thresholds.
        page_types: patterns tried in order on ``page_url``.
        bots: the bots to report on.
        targets: of the portfolio, by KPI id.
        shared_costs: fixed shares for costs of bot ``*``; by conversations when not given.
        ignore_bots: bot ids in the data to leave out and count.
        qualifying_fields: columns of leads that together make a lead qualified.
        experiments: what its assignments hold, and which of them are holdouts.
        next_step: the column of leads that says a lead took its next step.
        kpis: files with KPIs of your own, relative to ``root``.
        stale: what a run does where a table has ended long before its period, or rows were set
            aside en masse: ``warn`` says so, ``refuse`` stops it.
    """

    company: Text
    timezone: Timezone = "UTC"
    country: Country | None = None
    currency: Currency = "USD"
    fiscal_year_start: Annotated[Whole, Field(ge=1, le=12)] = 1
    reports: Folder = Path("reports")
    root: Path = Path()
    file: Path = Path("kpikit.yml")
    data: dict[TableName, Sources] = Field(default_factory=dict)
    windows: Windows = Windows()
    page_types: tuple[PageType, ...] = ()
    bots: tuple[Bot, ...] = ()
    targets: dict[str, Targets] = Field(default_factory=dict)
    shared_costs: dict[str, Annotated[float, Field(ge=0, le=1)]] | None = None
    ignore_bots: Listed = ()
    qualifying_fields: Listed = ()
    experiments: Experiments = Experiments()
    next_step: Text = "meeting_booked_at"
    kpis: Annotated[tuple[Path, ...], BeforeValidator(as_tuple)] = ()
    stale: Literal["warn", "refuse"] = "warn"

    @property
    def reports_dir(self) -> Path:
        """Where runs are written, as a path that holds from any working directory."""
        return self.root / self.reports

    def bot(self, bot_id: str) -> Bot | None:
        """Return the bot with this id, or None."""
        return next((bot for bot in self.bots if bot.id == bot_id), None)
