"""What a KPI is: the fields of its declaration, and how an analyst calls it."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import polars as pl

from kpikit.errors import UsageError, did_you_mean
from kpikit.kpi.composed import Methods, read_by
from kpikit.kpi.fact import FACTS
from kpikit.kpi.history import Break
from kpikit.kpi.measures import AS_OF, RowMeasure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kpikit.kpi.measures import Measure

Unit = Literal[
    "share", "count", "money", "seconds", "days", "ratio", "points", "score", "hours", "messages"
]
Stage = Literal["quality", "engagement", "leads", "outcomes", "experience", "governance"]
Category = Literal["experience", "resolution", "revenue", "cost", "governance"]
Area = Literal["adoption", "performance", "experience", "business"]
Better = Literal["up", "down", "band"]
Settles = Literal["end", "tickets", "stage", "close", "attribution"]
POSSIBLE: Mapping[Unit, tuple[float | None, float | None]] = MappingProxyType({
    "share": (0, 1), "count": (0, None), "seconds": (0, None), "days": (0, None),
    "hours": (0, None), "messages": (0, None),
})  # fmt: skip
"""What a figure can be by its unit; a difference states a span of its own."""


@dataclass(frozen=True)
class Band:
    """Where a value is good and where it is bad; None leaves a side open.

    Attributes:
        good_low: good from here up (better up, band).
        good_high: good up to here (better down, band).
        bad_low: bad above this: a bad zone that begins here (better down, band).
        bad_high: bad below this: a bad zone that ends here (better up, band).
        source: the guide that gives it; what it leaves open between good and bad is watch.
    """

    good_low: float | None = None
    good_high: float | None = None
    bad_low: float | None = None
    bad_high: float | None = None
    source: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Kpi:
    """A declared KPI; call it on its fact's frame to compute it.

    Attributes:
        id: its name everywhere.
        title: its name for people.
        definition: what it means, its unit and when it is null.
        formula: the definition in one line.
        fact: the fact it is computed on, or "derived".
        stage: quality, engagement, leads, outcomes, experience or governance.
        category: experience, resolution, revenue, cost or governance.
        area: adoption, performance, experience or business; a headline needs one of each.
        unit: share, count, money, seconds, days, ratio, points, score, hours or messages.
        decimals: decimals shown (of a share: of its percentage); None takes the habit of the unit.
        better: up, down, band, or None where neither direction is better.
        bands: by bot type, "*" for every type, "page:<page type>" for a segment.
        version: raised when the meaning changes.
        history: date and note of each such change, written "2026-10-01: what changed".
        advice: what to look at when it is bad, in this order.
        companions: KPIs it must be read with.
        misread: what it is often taken for, and is not.
        suits: the types of bot it tells most about; empty means every type it applies to.
        unbanded: why there is no band, where a reason of its own is worth saying.
        cadence: weekly, monthly, quarterly: how often it is worth a look.
        needs: input tables ("tickets") and columns ("events.outcome"; "a.x|b.y": either).
        settles: what must pass after the period before the value is final.
        commercial: True where it means nothing for a support or internal bot that never sold.
        published: False for a part other KPIs are built of, kept out of the results.
        build: the declaring function.
        span: the least and the greatest it can be, where its unit does not say so.
        former: earlier versions with how they were computed, where the history keeps that.
    """

    id: str
    title: str
    definition: str
    formula: str
    fact: str
    stage: Stage
    category: Category
    unit: Unit
    decimals: int | None
    better: Better | None
    area: Area
    bands: Mapping[str, Band]
    version: int
    history: tuple[str, ...]
    advice: tuple[str, ...]
    companions: tuple[str, ...]
    misread: tuple[str, ...]
    suits: tuple[str, ...]
    unbanded: str
    cadence: tuple[str, ...]
    needs: tuple[str, ...]
    settles: Settles
    commercial: bool
    published: bool
    build: Callable[[], Measure] = field(repr=False)
    span: tuple[float | None, float | None] | None = None
    former: tuple[tuple[int, Measure], ...] = ()

    def __post_init__(self) -> None:
        """Let `?` in a notebook show what the KPI is."""
        steps = [f"{place}. {step}" for place, step in enumerate(self.advice, start=1)]
        parts = {"Formula": [self.formula], "When it is bad": steps, "Often misread": self.misread}
        told = [f"{name}:\n  " + "\n  ".join(lines) for name, lines in parts.items() if lines]
        text = "\n\n".join([self.title, self.definition, *told])
        object.__setattr__(self, "__doc__", text)

    def __repr__(self) -> str:
        derived = self.fact == "derived"
        taken = "take it from the results" if derived else f"of facts.{self.fact}"
        return f"<KPI {self.id}: {self.title} ({self.unit}), {taken}>"

    def _repr_html_(self) -> str:
        from kpikit.kpi.about import page

        return page(self)

    @property
    def possible(self) -> tuple[float | None, float | None]:
        """The least and the greatest it can be, None where there is no end."""
        return self.span or POSSIBLE.get(self.unit, (None, None))

    @functools.cached_property
    def breaks(self) -> tuple[Break, ...]:
        """The days on which its meaning changed, oldest first."""
        dated = [entry.partition(": ") for entry in self.history]
        return tuple(
            Break(dt.date.fromisoformat(day), version, note)
            for version, (day, _, note) in enumerate(dated, start=2)
        )

    @property
    def summary(self) -> str:
        """The definition's first paragraph, on one line."""
        return " ".join(self.definition.split("\n\n")[0].split())

    @property
    def file(self) -> str:
        """The file that declares it."""
        return inspect.getfile(self.build)

    @functools.cached_property
    def measure(self) -> Measure:
        """The measure the declaring function returns."""
        return self.build()

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods it is reported by; one empty string where there is only one."""
        measure = self.measure
        return tuple(measure.by_name) if isinstance(measure, Methods) else ("",)

    @property
    def reads(self) -> tuple[str, ...]:
        """The KPIs it is computed from; none where it is computed from rows."""
        return read_by(self.measure)

    @functools.cached_property
    def is_state(self) -> bool:
        """Whether it tells how things stand at as_of, whatever the period.

        Every period of a run shows the same number, so it has no past and no change there. Of an
        own KPI whose file is not loaded nobody knows: False.
        """
        try:
            measure = self.measure
        except UsageError:
            return False
        return isinstance(measure, RowMeasure) and measure.stamp == AS_OF

    def band(self, bot_type: str | None, page_type: str | None = None) -> Band | None:
        """Return the band for a bot type, or for a page type of it; None where there is none."""
        own = self.bands.get(f"page:{page_type}") if page_type else None
        return own or self.bands.get(bot_type or "*") or self.bands.get("*")

    def __call__(self, frame: pl.DataFrame | pl.LazyFrame, by: Sequence[str] = ()) -> pl.DataFrame:
        """Compute the KPI on rows of its fact.

        Args:
            frame: rows of the fact, for example ``facts.conversations``.
            by: columns to group by; empty gives one row for all.

        Returns:
            A tidy frame: the ``by`` columns, value, numerator, denominator, n; sorted by ``by``.

        Raises:
            UsageError: the KPI is computed from other KPIs, or the frame lacks a column.
        """
        measure = self.measure
        if not isinstance(measure, RowMeasure):
            raise UsageError(f"{self.id} is computed from other figures: take it from the results")
        if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
            given = type(frame).__name__
            raise UsageError(f"{self.id}: frame == {given}, must be the rows of facts.{self.fact}")
        keys = [by] if isinstance(by, str) else list(by)
        lazy = frame.lazy()
        self._check_columns(lazy, measure, keys)
        # with_columns, not select: a literal side must become as long as the rows.
        rows = lazy.filter(FACTS[self.fact].counted(keys)).with_columns(
            side.alias(f"#{name}") for name, side in measure.sides().items()
        )
        parts = measure.aggregates(lambda name: pl.col(f"#{name}"))
        shown = [
            parts.get(name, pl.lit(None, pl.Float64)).alias(name)
            for name in ("value", "numerator", "denominator", "n")
        ]
        grouped = rows.group_by(keys).agg(*shown).sort(keys) if keys else rows.select(*shown)
        return grouped.with_columns(pl.col("n").cast(pl.Int64)).collect()

    def _check_columns(self, lazy: pl.LazyFrame, measure: RowMeasure, keys: list[str]) -> None:
        have = lazy.collect_schema().names()
        asked = [name for side in measure.sides().values() for name in side.meta.root_names()]
        for name in dict.fromkeys([*keys, *asked]):
            if name not in have:
                raise UsageError(
                    f"{self.id}: column {name!r} == missing, must be a column of"
                    f" {self.fact}{did_you_mean(name, have)}; give it facts.{self.fact}"
                )
