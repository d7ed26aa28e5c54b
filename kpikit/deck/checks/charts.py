"""Rules about charts: what PowerPoint refuses, or draws as an empty box."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kpikit.deck.ooxml import C

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.deck.checks.package import Package

Row = tuple[str, str]
# Label positions a kind of chart may have; on stacked bars outEnd leaves the chart blank.
PLACES = {
    "barChart": {"ctr", "inEnd", "inBase", "outEnd"},
    "stacked": {"ctr", "inEnd", "inBase"},
    "lineChart": {"t", "b", "l", "r", "ctr"},
}


def check_chart(package: Package, name: str) -> Iterator[Row]:
    """Rows of rule and message."""
    root = package.tree(name)
    yield from _axes(root)
    yield from _series(root)
    yield from _numbers(root)
    yield from _labels(root)
    if not package.related(name, "package"):
        yield "workbook", "has no embedded workbook, so its data cannot be edited"


def _tag(name: str) -> str:
    return f"{{{C}}}{name}"


def _axes(root: Any) -> Iterator[Row]:
    axes = [*root.iter(_tag("catAx")), *root.iter(_tag("valAx")), *root.iter(_tag("dateAx"))]
    ids = [axis.find(_tag("axId")).get("val") for axis in axes]
    for one in ids:
        if not one.isdigit():
            yield "axis-id", f"axis id {one} is not a positive number"
    if len(set(ids)) < len(ids):
        yield "axis-id", "two axes have the same id"
    for axis in axes:
        crossed = axis.find(_tag("crossAx")).get("val")
        if crossed not in ids:
            yield "axis-id", f"an axis crosses {crossed}, which is not there"
    for plot in root.find(f".//{_tag('plotArea')}"):
        for node in plot.findall(_tag("axId")):
            if node.get("val") not in ids:
                yield "axis-id", f"{_local(plot)} uses axis {node.get('val')}, which is not there"


def _series(root: Any) -> Iterator[Row]:
    for key in ("idx", "order"):
        values = [node.find(_tag(key)).get("val") for node in root.iter(_tag("ser"))]
        if len(set(values)) < len(values):
            yield "series-index", f"two series have the same {key}"


def _numbers(root: Any) -> Iterator[Row]:
    for cache in (*root.iter(_tag("numCache")), *root.iter(_tag("numLit"))):
        for node in cache.iter(_tag("v")):
            if not _finite(node.text):
                yield "number", f"{node.text!r} is not a number"
    for cache in (*root.iter(_tag("numCache")), *root.iter(_tag("strCache"))):
        count = int(cache.find(_tag("ptCount")).get("val"))
        places = [int(point.get("idx")) for point in cache.findall(_tag("pt"))]
        if any(place >= count for place in places):
            yield "point-count", "a point lies beyond the count of its series"


def _finite(text: str | None) -> bool:
    try:
        return math.isfinite(float(text or ""))
    except ValueError:
        return False


def _labels(root: Any) -> Iterator[Row]:
    for plot in root.find(f".//{_tag('plotArea')}"):
        kind = _local(plot)
        grouping = plot.find(_tag("grouping"))
        if kind == "barChart" and grouping is not None and "tacked" in grouping.get("val"):
            kind = "stacked"
        if kind not in PLACES:
            continue
        for node in plot.iter(_tag("dLblPos")):
            if node.get("val") not in PLACES[kind]:
                yield "label-position", f"{node.get('val')} is no label position of a {kind}"


def _local(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1]
