"""The declared KPIs by id, and the decorator that declares one."""

from __future__ import annotations

import importlib
import inspect
from types import MappingProxyType
from typing import TYPE_CHECKING

from kpikit.errors import UsageError, did_you_mean
from kpikit.kpi.composed import read_by
from kpikit.kpi.declaration import Kpi
from kpikit.kpi.fact import FACTS
from kpikit.kpi.history import Former

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kpikit.kpi.declaration import Area, Band, Better, Category, Settles, Stage, Unit
    from kpikit.kpi.measures import Measure

# Declarations are plugins of the machinery, so they are found by name, as own KPI files are.
BUILT_IN = "kpikit.kpis"
RESERVED = frozenset({"bot_id", "period", "segment", "segment_value", "kpi", "method"})
AREAS: Mapping[Stage, Area] = MappingProxyType({
    "quality": "performance", "engagement": "adoption", "leads": "business",
    "outcomes": "business", "experience": "experience", "governance": "performance",
})  # fmt: skip
"""The area of a KPI that names none, by its stage; but a wait is experience."""

MOST = 6
"""KPIs named to somebody who wrote the column that they are made of."""


class Registry:
    """KPIs by id, in the order of declaration; ids are unique."""

    def __init__(self) -> None:
        self._kpis: dict[str, Kpi] = {}

    def add(self, kpi: Kpi) -> None:
        """Add a KPI.

        Raises:
            UsageError: the id is taken.
        """
        if kpi.id in self._kpis:
            raise UsageError(f"KPI {kpi.id} is declared twice: ids must be unique")
        self._kpis[kpi.id] = kpi

    def discard(self, kpi_id: str) -> None:
        """Forget a KPI, if it is there."""
        self._kpis.pop(kpi_id, None)

    def published(self) -> tuple[Kpi, ...]:
        """The KPIs that appear in results: all but the parts others are built of."""
        return tuple(kpi for kpi in self if kpi.published)

    def near(self, kpi_id: str) -> str:
        """What may have been meant by an id nobody declared, as the tail of an error message.

        The name of a column means the KPIs that are made of it.
        """
        listed = [kpi.id for kpi in self.published()]
        made = [kpi.id for kpi in self.published() if kpi_id in _columns(kpi)]
        if made:
            more = f" and {len(made) - MOST} more" if len(made) > MOST else ""
            some = ", ".join(made[:MOST])
            return f": it is the name of a column, of which {some}{more} can be made"
        return did_you_mean(kpi_id, listed) or "; `kpikit kpis` lists them"

    def __getitem__(self, kpi_id: str) -> Kpi:
        if kpi_id not in self._kpis:
            raise UsageError(f"no KPI has the id {kpi_id!r}{self.near(kpi_id)}")
        return self._kpis[kpi_id]

    def __contains__(self, kpi_id: object) -> bool:
        return kpi_id in self._kpis

    def __iter__(self) -> Iterator[Kpi]:
        return iter(tuple(self._kpis.values()))

    def __len__(self) -> int:
        return len(self._kpis)


def _columns(kpi: Kpi) -> set[str]:
    """The columns of the input tables that a KPI needs, without their tables."""
    needs = (need for needs in kpi.needs for need in needs.split("|"))
    return {column for _, _, column in (need.partition(".") for need in needs)}


_REGISTRY = Registry()


def registry() -> Registry:
    """All declared KPIs: the built-in ones, then those of the project's own files."""
    importlib.import_module(BUILT_IN)
    return _REGISTRY


def settled_by(measured: Kpi, measure: Measure) -> frozenset[str]:
    """What must pass before a figure is final: its own wait, and that of all it is made of."""
    waits: set[str] = {measured.settles}
    for name in read_by(measure):
        inner = registry()[name]
        waits |= settled_by(inner, inner.measure)
    return frozenset(waits)


def kpi(  # noqa: PLR0913 - a declaration states everything, by keyword
    *,
    title: str,
    formula: str,
    stage: Stage,
    category: Category,
    unit: Unit,
    fact: str = "derived",
    area: Area | None = None,
    better: Better | None = None,
    bands: Mapping[str, Band] = MappingProxyType({}),
    unbanded: str = "",
    decimals: int | None = None,
    advice: str | tuple[str, ...] = (),
    companions: tuple[str, ...] = (),
    misread: str | tuple[str, ...] = (),
    suits: tuple[str, ...] = (),
    cadence: tuple[str, ...] = ("monthly", "quarterly"),
    needs: tuple[str, ...] = (),
    settles: Settles = "end",
    version: int = 1,
    history: tuple[str | Former, ...] = (),
    commercial: bool | None = None,
    published: bool = True,
    span: tuple[float | None, float | None] | None = None,
) -> Callable[[Callable[[], Measure]], Kpi]:
    """Declare a KPI; the fields are those of `Kpi`.

    The decorated function's name becomes the id and its docstring the definition; it returns a
    measure. One sentence may stand for a tuple of one. An entry of the history may be a `Former`,
    with the measure it replaced: charts then show both.

    Raises:
        UsageError: the id is taken, the docstring is missing, the fact is unknown, or the history
            does not tell of every version.
    """
    fields = {name: given for name, given in locals().items() if name != "fields"}
    fields |= {name: _several(fields[name]) for name in ("advice", "misread")}
    waits = stage == "quality" and category == "experience"
    fields |= {"area": area or ("experience" if waits else AREAS[stage])}
    texts = tuple(one.entry if isinstance(one, Former) else one for one in history)
    former = [(old, e.was) for old, e in enumerate(history, start=1) if isinstance(e, Former)]
    fields |= {"history": texts, "former": tuple(former)}
    fields |= {"commercial": stage == "leads" if commercial is None else commercial}

    def declare(build: Callable[[], Measure]) -> Kpi:
        name = build.__name__
        _check(name, build, fact=fact)
        own = fields | {"needs": (*FACTS[fact].tables, *needs), "build": build}
        declared = Kpi(id=name, definition=inspect.cleandoc(str(build.__doc__)), **own)
        _check_history(declared)
        _REGISTRY.add(declared)
        return declared

    return declare


def _several(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _check(name: str, build: Callable[[], Measure], *, fact: str) -> None:
    if not inspect.getdoc(build):
        raise UsageError(f"KPI {name}: docstring == missing, must be the KPI's definition")
    if name in RESERVED:
        raise UsageError(f"KPI {name}: this name is a column of the results, choose another")
    if fact not in FACTS:
        raise UsageError(
            f"KPI {name}: fact == {fact!r}, must be one of"
            f" {', '.join(FACTS)}{did_you_mean(fact, FACTS)}"
        )


def _check_history(declared: Kpi) -> None:
    """Each change of meaning has its day and its note: a chart marks it."""
    form = "must have an entry such as '2026-10-01: what changed' for each version after the first"
    try:
        days = [one.day for one in declared.breaks]
    except ValueError:
        raise UsageError(f"KPI {declared.id}: history {form}") from None
    if len(days) != declared.version - 1 or days != sorted(days):
        raise UsageError(f"KPI {declared.id}: version == {declared.version}: history {form}")
