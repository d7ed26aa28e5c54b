"""Measures computed from other figures: differences, prices, allocated costs, methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kpikit.kpi.measures import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

PERIOD = "period"
PERIOD_DAYS = pl.col(f"{PERIOD}.days")
"""The days of the period, for a figure that is a rate over time."""


def value(kpi_id: str) -> pl.Expr:
    """Refer to another KPI's value inside a Derived measure."""
    return pl.col(kpi_id)


def part(kpi_id: str, name: str) -> pl.Expr:
    """Refer to another KPI's numerator, denominator or n inside a Derived measure."""
    return pl.col(f"{kpi_id}.{name}")


@dataclass(frozen=True)
class Derived(Measure):
    """An expression over other KPIs' values and parts, by ``value`` and ``part``.

    Attributes:
        of: the expression; a zero denominator must give null (`over` sees to it).
        sides: numerator and denominator, where it is a quotient.
        n: the rows behind it, as an expression; None where no one count is meant.
        legs: KPIs that count as nothing where they lack what ``forgives`` lists; with every leg
            lacking, the figure is unavailable.
        forgives: kinds of lack a leg may have: table, column, assumption, not_applicable.
    """

    of: pl.Expr
    n: pl.Expr | None = None
    sides: tuple[pl.Expr, pl.Expr] | None = None
    legs: tuple[str, ...] = ()
    forgives: tuple[str, ...] = ("table", "column", "assumption", "not_applicable")

    @property
    def inputs(self) -> tuple[str, ...]:
        """The KPI ids it reads."""
        read = [self.of, *([] if self.n is None else [self.n]), *(self.sides or ())]
        names = [name.partition(".")[0] for one in read for name in one.meta.root_names()]
        return tuple(dict.fromkeys(name for name in (*names, *self.legs) if name != PERIOD))


def over(
    numerator: pl.Expr, denominator: pl.Expr, *, n: pl.Expr | None, legs: tuple[str, ...] = ()
) -> Derived:
    """A quotient of other figures, null where the denominator is 0; with both sides shown."""
    quotient = pl.when(denominator != 0).then(numerator / denominator)
    return Derived(quotient, n, sides=(numerator, denominator), legs=legs)


@dataclass(frozen=True)
class Priced(Measure):
    """A count times the bot's assumptions; the portfolio sums the bots, each at its own value.

    Attributes:
        count: the KPI id (or ``id.numerator``) that is priced.
        times: assumptions it is multiplied by.
        over: assumptions it is divided by.
        factor: a constant factor, for units.
    """

    count: str
    times: tuple[str, ...]
    over: tuple[str, ...] = ()
    factor: float = 1.0


@dataclass(frozen=True)
class Allocated(Measure):
    """Costs of the period, spread over days, with each bot's part of the shared ones.

    Attributes:
        without: cost categories left out.
    """

    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Adjusted(Measure):
    """Median days to a won deal of one arm, with lost and open leads taken into account.

    Attributes:
        arm: chatbot (the bot's leads) or form (the project's).
    """

    arm: str


@dataclass(frozen=True)
class Holdout(Measure):
    """What an experiment shows the bot to have brought, less what it cost.

    (share that converted in the treatment arm - share in control) x who had the bot in the period
    x mean revenue of a conversion of either arm - a cost.

    Attributes:
        of: the KPI id of the revenue that a bot without any need not prove.
        less: the KPI id of the cost.
    """

    of: str
    less: str


@dataclass(frozen=True)
class Methods(Measure):
    """One KPI computed by several methods, each a row of its own in the results."""

    by_name: Mapping[str, Measure]


def read_by(measure: Measure) -> tuple[str, ...]:
    """The ids of the KPIs a measure is computed from; none for a measure of rows."""
    if isinstance(measure, Methods):
        return tuple(dict.fromkeys(i for one in measure.by_name.values() for i in read_by(one)))
    if isinstance(measure, Priced):
        return (measure.count.partition(".")[0],)
    if isinstance(measure, Holdout):
        return (measure.of, measure.less)
    return measure.inputs if isinstance(measure, Derived) else ()
