"""What a KPI meant before its meaning changed, computed beside what it means now."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kpikit.kpi.registry import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kpikit.kpi.declaration import Kpi
    from kpikit.kpi.measures import Measure


class Older(NamedTuple):
    """An earlier version of a KPI.

    Attributes:
        kpi: as it is declared now.
        version: the earlier one.
    """

    kpi: Kpi
    version: int

    @property
    def id(self) -> str:
        """What its figures are called while they are computed: no name of a function."""
        return f"{self.kpi.id}@{self.version}"


@contextmanager
def computable(olders: Iterable[Older]) -> Iterator[list[str]]:
    """Let earlier versions be evaluated like KPIs, under the ids that are handed over.

    Args:
        olders: of KPIs whose `former` holds their measures.
    """
    ids = []
    try:
        for older in olders:
            build = _returning(dict(older.kpi.former)[older.version])
            registry().add(replace(older.kpi, id=older.id, build=build, former=()))
            ids.append(older.id)
        yield ids
    finally:
        for name in ids:
            registry().discard(name)


def _returning(measure: Measure) -> Callable[[], Measure]:
    def build() -> Measure:
        return measure

    return build
