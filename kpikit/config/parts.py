"""The pieces a bot and a project are made of in ``kpikit.yml``.

Every model is frozen and refuses keys it does not know: a misspelt key that is silently ignored
costs more than one that stops the run.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    model_validator,
)
from typing_extensions import TypedDict

from kpikit.config.fields import (
    AssumptionName,
    BotId,
    Day,
    Listed,
    Number,
    Pattern,
    PeriodIds,
    Text,
    Whole,
    as_tuple,
)

DEFAULT_ASSUMPTIONS = {
    "contact_share": 1.0, "assist_weight": 0.2, "gross_margin": 1.0, "fte_hours": 160.0,
}  # fmt: skip


class Model(BaseModel):
    """Base of all configuration models: frozen, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class Holdout(Model):
    """An experiment of which one arm never saw a bot, and the periods it speaks for.

    Attributes:
        experiment: its experiment_id in the assignments.
        bot: whose revenue it proves or disproves.
        periods: what it speaks for: these periods, and all that lie wholly within one of them.
        treatment: the arm that had the bot.
        control: the arm that did not.
        exposed: who had the bot in a period. "assigned": the units that were put into the treatment
            arm in it, which is everybody where all visitors were in the experiment. "shown": the
            persons with a chat.widget_shown in it, where only a part of the visitors was.
    """

    experiment: Text
    bot: BotId
    periods: PeriodIds
    treatment: Text = "treatment"
    control: Text = "control"
    exposed: Literal["assigned", "shown"] = "assigned"

    @model_validator(mode="after")
    def _two_arms(self) -> Holdout:
        """Refuse an arm compared with itself."""
        if self.treatment == self.control:
            raise ValueError(f"'{self.control}' cannot be both treatment and control")
        return self


class Experiments(Model):
    """What a project's experiments are: numbers of a unit that it adds, and its holdouts.

    Attributes:
        outcomes: columns of the assignments: what an arm may have changed.
        covariates: columns of the assignments: what was known of a unit before it was assigned.
        holdouts: experiments that the net incremental revenue may rest on.
    """

    outcomes: Listed = ()
    covariates: Listed = ()
    holdouts: Annotated[tuple[Holdout, ...], BeforeValidator(as_tuple)] = ()

    @model_validator(mode="after")
    def _apart(self) -> Experiments:
        """Refuse a column that would be known before and after."""
        both = sorted({*self.outcomes} & {*self.covariates})
        if both:
            raise ValueError(f"{', '.join(both)}: either an outcome or a covariate, not both")
        named = [(one.experiment, one.bot) for one in self.holdouts]
        twice = next((pair for pair in named if named.count(pair) > 1), None)
        if twice:
            raise ValueError("holdouts: {} is listed twice for {}".format(*twice))
        return self


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
        given = {"low": self.low, "value": self.value, "high": self.high}
        written = {name: number for name, number in given.items() if number is not None}
        if sorted(written.values()) != [*written.values()]:
            shown = ", ".join(f"{name} {number:g}" for name, number in written.items())
            raise ValueError(f"{shown}: must be in the order low <= value <= high")
        return self


def _check_amount(given: Assumption) -> Assumption:
    """Refuse a negative number."""
    if min(given.value, given.value if given.low is None else given.low) < 0:
        raise ValueError("must not be negative")
    return given


def _check_rate(given: Assumption) -> Assumption:
    """Refuse what nothing can be divided by."""
    if min(given.value, given.value if given.low is None else given.low) <= 0:
        raise ValueError("must be above 0")
    return given


def _check_share(given: Assumption) -> Assumption:
    """Refuse what is no share."""
    if max(given.value, given.value if given.high is None else given.high) > 1:
        raise ValueError("is a share: must be from 0 to 1")
    return _check_amount(given)


Amount = Annotated[Assumption, AfterValidator(_check_amount)]
Rate = Annotated[Assumption, AfterValidator(_check_rate)]
Share = Annotated[Assumption, AfterValidator(_check_share)]


class _ByName(TypedDict, total=False):
    """Which assumptions there are, and the range each may lie in."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    human_chat_cost: Amount
    agent_hourly_cost: Amount
    chats_per_hour: Rate
    human_ticket_cost: Amount
    human_minutes: Amount
    contact_share: Share
    assist_weight: Share
    close_rate: Share
    deal_value: Amount
    gross_margin: Share
    fte_hours: Rate


# A plain dict to its readers; checked name by name, so that all findings come at once.
Assumptions = Annotated[
    dict[AssumptionName, Assumption], GetPydanticSchema(lambda _, handler: handler(_ByName))
]


class Target(Model):
    """What a KPI should reach and who owns that; ``low`` and ``high`` for a KPI with a band.

    Attributes:
        value: to reach, or to stay below.
        low: the least that is fine.
        high: the most that is fine.
        per: the kind of period it speaks of: a month's revenue is no quarter's. Every kind when
            not given.
        owner: who answers for it.
    """

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    per: Literal["week", "month", "quarter"] | None = None
    owner: str = ""

    @model_validator(mode="after")
    def _something(self) -> Target:
        """Refuse a target without a number, or with a band upside down."""
        if self.value is None and self.low is None and self.high is None:
            raise ValueError("needs a value, or low and high for a band")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low:g} must not be above high {self.high:g}")
        return self
