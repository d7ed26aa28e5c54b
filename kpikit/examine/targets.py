"""What targets and headlines name, held against the KPIs there are and what they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit.config.tree import listed, mapping
from kpikit.kpi import impossible, registry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kpikit.config.findings import Finding
    from kpikit.config.tree import Tree

Place = tuple[str | int, ...]
EDGES = ("value", "low", "high")


class _Named(NamedTuple):
    """A place that names a KPI: the KPI, and the numbers that stand below it."""

    at: Place
    kpi: str
    target: object = None


def target_findings(tree: Tree, *, lost: Collection[str] = ()) -> Iterator[Finding]:
    """Find KPIs that nobody declared, and targets that their KPI can never be.

    Args:
        tree: of kpikit.yml.
        lost: ids that own files declare and that could not be loaded: no fault of their targets.
    """
    known = {kpi.id for kpi in registry().published()}
    for at, kpi_id, target in _named(tree):
        if kpi_id in known:
            yield from _numbers(tree, at, target, kpi_id=kpi_id)
        elif kpi_id not in lost:
            yield tree.finding(at, f"no KPI has the id '{kpi_id}'{registry().near(kpi_id)}")


def _named(tree: Tree) -> Iterator[_Named]:
    """Every place that names a KPI."""
    yield from _targets(("targets",), tree.plain.get("targets"))
    for index, bot in enumerate(listed(tree.plain.get("bots"))):
        given = mapping(bot)
        yield from _targets(("bots", index, "targets"), given.get("targets"))
        for place, kpi_id in enumerate(listed(given.get("headline"))):
            yield _Named(("bots", index, "headline", place), str(kpi_id))


def _targets(at: Place, written: object) -> Iterator[_Named]:
    for kpi_id, target in mapping(written).items():
        yield _Named((*at, kpi_id), str(kpi_id), target)


def _numbers(tree: Tree, at: Place, target: object, *, kpi_id: str) -> Iterator[Finding]:
    """Numbers of the targets for one KPI that it can never be."""
    for place, one in enumerate(listed(target)):
        for edge in EDGES:
            number = mapping(one).get(edge)
            if isinstance(number, bool) or not isinstance(number, int | float):
                continue
            fault = impossible(registry()[kpi_id], number)
            if fault:
                yield tree.finding((*at, place, edge), fault, value=f"{number:g}")
