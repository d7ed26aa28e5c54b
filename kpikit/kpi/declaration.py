"""What a KPI is: the fields of its declaration, and how an analyst calls it."""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import polars as pl

from kpikit.errors import UsageError, did_you_mean
from kpikit.kpi.composed import Methods, read_by
from kpikit.kpi.measures import RowMeasure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kpikit.kpi.measures import Measure

Unit = Literal[
    "share", "count", "money", "seconds", "days", "ratio", "points", "score", "hours", "messages"
]
Stage = Literal["quality", "engagement", "leads", "outcomes", "experience", "governance"]
Category = Literal["experience", "resolution", "revenue", "cost", "governance"]
Better = Literal["up", "down", "band"]
Settles = Literal["end", "tickets", "stage", "close", "attribution"]

DIMENSIONS = ("page_type", "utm_source", "utm_campaign", "language", "channel")
CONVERSATION_SEGMENTS = (*DIMENSIONS, "intent", "trigger", "outcome", "rung")


@dataclass(frozen=True)
class Fact:
    """Where a fact's rows come from and how they are filed.

    Attributes:
        tables: input tables it needs.
        stamp: the timestamp that files a row under a period.
        bot: the column that says whose row it is; null counts only in the portfolio.
        segments: the columns it may be segmented by.
        apart: a column and a value whose rows count only when segmented by that column.
        unit: what a row is about, where a fact has a row per bot: the portfolio counts it once.
    """

    tables: tuple[str, ...]
    stamp: str
    bot: str = "bot_id"
    segments: tuple[str, ...] = DIMENSIONS
    apart: tuple[str, str] | None = None
    unit: str | None = None

    def counted(self, by: Sequence[str | None]) -> pl.Expr:
        """The rows that count when grouped by some columns."""
        if self.apart is None or self.apart[0] in by:
            return pl.lit(value=True)
        column, apart = self.apart
        return (pl.col(column) != apart).fill_null(value=True)


FACTS: Mapping[str, Fact] = MappingProxyType({
    "conversations": Fact(("events",), "started_at", segments=CONVERSATION_SEGMENTS),
    "answers": Fact(
        ("events",), "started_at", segments=(*CONVERSATION_SEGMENTS, "response_template_id")
    ),
    "ratings": Fact(("events",), "rated_at", segments=CONVERSATION_SEGMENTS),
    "scores": Fact(("events",), "scored_at", segments=CONVERSATION_SEGMENTS),
    "escalations": Fact(("events",), "escalated_at", segments=CONVERSATION_SEGMENTS),
    "goals": Fact(("events",), "started_at", segments=CONVERSATION_SEGMENTS),
    "outbound": Fact(("events",), "started_at"),
    "shown": Fact(("events",), "ts", segments=()),
    "incidents": Fact(("events",), "ts", segments=CONVERSATION_SEGMENTS),
    "inputs": Fact(("events",), "ts", segments=CONVERSATION_SEGMENTS),
    "traffic": Fact(("traffic",), "at", segments=("page_type",)),
    "tickets": Fact(("tickets",), "closed_at", unit="ticket_id"),
    "leads": Fact(("leads",), "created_at"),
    "journeys": Fact(("leads", "deals"), "closed_at"),
    "deals": Fact(("deals", "leads"), "closed_at", bot="credit_bot_id"),
    "orders": Fact(("orders",), "ordered_at", bot="credit_bot_id"),
    "costs": Fact(("costs",), "date", segments=("category",)),
    "reviews": Fact(
        ("reviews",),
        "item_at",
        segments=("kind", "origin", "stratum"),
        apart=("origin", "golden"),
    ),
    "derived": Fact((), "", segments=()),
})  # fmt: skip


@dataclass(frozen=True)
class Band:
    """Where a value is good and where it is bad; None leaves a side open.

    Attributes:
        good_low: good from here up (better up, band).
        good_high: good up to here (better down, band).
        bad_low: bad above this: a bad zone that begins here (better down, band).
        bad_high: bad below this: a bad zone that ends here (better up, band).
    """

    good_low: float | None = None
    good_high: float | None = None
    bad_low: float | None = None
    bad_high: float | None = None


@dataclass(frozen=True, eq=False)
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
        unit: share, count, money, seconds, days, ratio, points, score, hours or messages.
        decimals: decimals shown (of a share: of its percentage); None takes the habit of the unit.
        better: up, down, band, or None where neither direction is better.
        bands: by bot type, "*" for every type, "page:<page type>" for a segment.
        version: raised when the meaning changes.
        history: date and note of each such change.
        advice: what to look at when it is bad.
        companions: KPIs to read beside it.
        cadence: weekly, monthly, quarterly: how often it is worth a look.
        needs: input tables ("tickets") and columns ("events.outcome"; "a.x|b.y": either).
        settles: what must pass after the period before the value is final.
        commercial: True where it means nothing for a support or internal bot that never sold.
        published: False for a part other KPIs are built of, kept out of the results.
        build: the declaring function.
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
    bands: Mapping[str, Band]
    version: int
    history: tuple[str, ...]
    advice: str
    companions: tuple[str, ...]
    cadence: tuple[str, ...]
    needs: tuple[str, ...]
    settles: Settles
    commercial: bool
    published: bool
    build: Callable[[], Measure] = field(repr=False)

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
                    f" {self.fact}{did_you_mean(name, have)}"
                )
