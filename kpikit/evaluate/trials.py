"""Experiments with a holdout: their two arms, and who had the bot in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import polars as pl

from kpikit import labels
from kpikit.facts.money import local_day
from kpikit.periods import Calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from kpikit.config.parts import Holdout
    from kpikit.evaluate.setting import Setting
    from kpikit.periods import Period

FEWEST = 10
"""Conversions of an arm below which its share says nothing."""

NO_HOLDOUT = "needs assignments: an experiment with a holdout"
PERSONS = frozenset({"visitor", "user"})
"""Units that a person shown the widget can stand for."""


@dataclass(frozen=True)
class Arm:
    """An arm of an experiment: its units, and how many of them converted."""

    units: int
    converted: int

    @property
    def share(self) -> float:
        """The share that converted."""
        return self.converted / self.units


@dataclass(frozen=True)
class Trial:
    """What an experiment found.

    Attributes:
        name: its experiment_id.
        treatment: the arm that had the bot.
        control: the arm that did not.
        revenue: of the conversions of both arms.
        squares: the sum of their squared revenues.
        first: the local day its first unit was put into an arm.
        last: the local day its last one was.
    """

    name: str
    treatment: Arm
    control: Arm
    revenue: float
    squares: float
    first: dt.date
    last: dt.date

    @property
    def lift(self) -> float:
        """The share that converted with the bot, less that without it."""
        return self.treatment.share - self.control.share

    @property
    def conversions(self) -> int:
        """The conversions of both arms."""
        return self.treatment.converted + self.control.converted

    @property
    def value(self) -> float:
        """The mean revenue of a conversion, pooled over both arms."""
        return self.revenue / self.conversions


@dataclass(frozen=True)
class Gain:
    """What a bot's experiment says of one period: the trial and who had the bot, or why nothing.

    Attributes:
        trial: None where it says nothing.
        exposed: the units or persons that had the bot in the period.
        why: the reason where it says nothing.
        named: whether kpikit.yml names an experiment for this bot and period.
    """

    trial: Trial | None = None
    exposed: int = 0
    why: str = NO_HOLDOUT
    named: bool = False

    @property
    def units(self) -> int:
        """The units of both arms."""
        return self.trial.treatment.units + self.trial.control.units if self.trial else 0

    @property
    def revenue(self) -> float:
        """Lift x who had the bot x mean revenue of a conversion."""
        return self.trial.lift * self.exposed * self.trial.value if self.trial else 0.0


def gains(setting: Setting) -> dict[tuple[str, str], Gain]:
    """What each bot's experiment says, by bot and id of the period; nothing where none is named.

    An experiment speaks for the periods that kpikit.yml names for it, and for those that lie wholly
    within one of them, as far as it ran in them.
    """
    found: dict[tuple[str, str], Gain] = {}
    calendar = Calendar(setting.config.timezone, setting.config.fiscal_year_start)
    for holdout in setting.config.experiments.holdouts:
        named = [calendar.parse(text) for text in holdout.periods]
        rows = _rows(setting, holdout)
        trial, why = _trial(setting, holdout, rows)
        counts = _exposed(setting, holdout, rows)
        for period in setting.windows.periods:
            key = (holdout.bot, period.id)
            if not any(one.start <= period.start and period.end <= one.end for one in named):
                spoken = " and ".join(holdout.periods)
                found.setdefault(key, Gain(why=f"the holdout {holdout.experiment} is for {spoken}"))
            elif key in found and found[key].named:
                found[key] = Gain(why="two holdouts are named for this period", named=True)
            elif trial is None:
                found[key] = Gain(why=why, named=True)
            else:
                found[key] = _gain(trial, period, holdout=holdout, counts=counts)
    return found


def _gain(trial: Trial, period: Period, *, holdout: Holdout, counts: Mapping[str, int]) -> Gain:
    ran = f"the holdout {trial.name} ran {labels.day(trial.first)} to {labels.day(trial.last)}"
    if trial.last < period.first_day or period.last_day < trial.first:
        return Gain(why=f"{ran}, not in this period", named=True)
    exposed = counts.get(period.id, 0)
    if not exposed:
        who = "was shown the widget" if holdout.exposed == "shown" else "was put into its treatment"
        return Gain(why=f"{ran}, but nobody {who} in this period", named=True)
    return Gain(trial, exposed, why="", named=True)


def _rows(setting: Setting, holdout: Holdout) -> pl.DataFrame:
    """The units of an experiment that belong to its bot; those that name no bot do."""
    return setting.facts.assignments.filter(
        pl.col("experiment_id") == holdout.experiment,
        pl.col("bot_id").eq_missing(holdout.bot) | pl.col("bot_id").is_null(),
        pl.col("arm").is_in([holdout.treatment, holdout.control]),
    )


def _trial(setting: Setting, holdout: Holdout, rows: pl.DataFrame) -> tuple[Trial | None, str]:
    """The two arms, or why they say nothing."""
    why = _lacking(setting, holdout, rows)
    treatment, control = _arm(rows, holdout.treatment), _arm(rows, holdout.control)
    for name, arm in ((holdout.treatment, treatment), (holdout.control, control)):
        if not why and arm.converted < FEWEST:
            why = (
                f"the holdout {holdout.experiment} is too small: {arm.converted:,} of "
                f"{arm.units:,} units of the arm {name} converted, it takes {FEWEST}"
            )
    if why:
        return None, why
    won = rows.filter(pl.col("converted")).get_column("revenue").fill_null(0.0)
    days = rows.select(local_day(pl.col("assigned_at"), setting.config.timezone)).to_series()
    found = Trial(
        holdout.experiment,
        treatment,
        control,
        revenue=float(won.sum()),
        squares=float((won**2).sum()),
        first=cast("dt.date", days.min()),
        last=cast("dt.date", days.max()),
    )
    return found, ""


def _lacking(setting: Setting, holdout: Holdout, rows: pl.DataFrame) -> str:
    """What keeps an experiment from being read at all; empty where nothing does."""
    supplied = setting.facts.supplied.get("assignments")
    if supplied is None:
        return NO_HOLDOUT
    lacking = [f"assignments.{name}" for name in ("converted", "revenue") if name not in supplied]
    if lacking:
        return f"needs {' and '.join(lacking)}"
    if holdout.exposed == "shown" and not {*rows.get_column("unit")} <= PERSONS:
        return f"the units of the holdout {holdout.experiment} are no persons shown the widget"
    return ""


def _arm(rows: pl.DataFrame, name: str) -> Arm:
    mine = rows.filter(pl.col("arm") == name)
    return Arm(mine.height, int(mine.get_column("converted").sum()))


def _exposed(setting: Setting, holdout: Holdout, rows: pl.DataFrame) -> dict[str, int]:
    """Who had the bot, by period: units put into the treatment arm in it, or persons shown it."""
    if holdout.exposed == "shown":
        shown = setting.facts.shown.lazy().filter(pl.col("bot_id") == holdout.bot)
        filed = setting.windows.file(shown, "ts").group_by("period")
        count = pl.col("person").drop_nulls().n_unique() + pl.col("person").null_count()
    else:
        treated = rows.lazy().filter(pl.col("arm") == holdout.treatment)
        filed = setting.windows.file(treated, "assigned_at").group_by("period")
        count = pl.len()
    return dict(filed.agg(count).collect().iter_rows())
