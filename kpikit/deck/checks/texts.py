"""Rules about text: nothing below 12 points, nothing that leaves its box at full size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit.deck.fit import Paragraph, height, lines
from kpikit.deck.ooxml import A, P
from kpikit.deck.typeset import Typeset, kind_of, place, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.deck.checks.package import Package

SMALLEST = 12
_FOOT = 534.0  # points from the top that nothing may pass


class Types:
    """The type of every text box, by slide; boxes of a layout are looked up once."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._layouts: dict[str, dict[int, Typeset]] = {}

    def of(self, slide: str, shape: Any) -> Typeset | None:
        """The type of a placeholder; None for shapes that are none or override nothing known."""
        node = place(shape)
        if node is None:
            return None
        layout = self.package.related(slide, "slideLayout")[0]
        if layout not in self._layouts:
            self._layouts[layout] = self._read(layout)
        return self._layouts[layout].get(int(node.get("idx", 0)))

    def _read(self, layout: str) -> dict[int, Typeset]:
        master = self.package.tree(self.package.related(layout, "slideMaster")[0])
        parents = {kind_of(s): s for s in master.iter(f"{{{P}}}sp")}
        styles = master.find(f"{{{P}}}txStyles")
        found = {}
        for shape in self.package.tree(layout).iter(f"{{{P}}}sp"):
            node = place(shape)
            if node is not None:
                parent = parents.get(kind_of(shape), parents.get("body"))
                chain = [shape] if parent is None else [shape, parent]
                found[int(node.get("idx", 0))] = typeset(chain, styles)
        return found


def check_texts(types: Types, slide: str, shapes: list[Any]) -> Iterator[tuple[str, str]]:
    """Rows of rule and message."""
    for shape in shapes:
        name = shape.find(".//{*}cNvPr").get("name")
        setting = types.of(slide, shape)
        if setting is not None and shape.find(f"{{{P}}}txBody") is not None:
            yield from _box(shape, setting, name)
        for table in shape.iter(f"{{{A}}}tbl"):
            yield from _table(shape, table, name)
    for chart in types.package.related(slide, "chart"):
        sizes = (node.get("sz") for node in types.package.tree(chart).iter() if node.get("sz"))
        if any(int(size) < SMALLEST * 100 for size in sizes):
            yield "small-text", f"{chart} has text below {SMALLEST} pt"


def _box(shape: Any, setting: Typeset, name: str) -> Iterator[tuple[str, str]]:
    found = []
    for node in shape.find(f"{{{P}}}txBody").findall(f"{{{A}}}p"):
        properties = node.find(f"{{{A}}}pPr")
        level = 0 if properties is None else int(properties.get("lvl", 0))
        base = setting.levels[level]
        runs = [run.get("sz") for run in node.iter(f"{{{A}}}rPr") if run.get("sz")]
        size = max([int(one) / 100 for one in runs], default=base.size)
        if min([int(one) / 100 for one in runs], default=base.size) < SMALLEST:
            yield "small-text", f"{name!r} has text below {SMALLEST} pt"
        text = "".join("\n" if _is_break(t) else t.text or "" for t in _pieces(node))
        found.append(Paragraph(text, size, base.bold, base.before))
    need = height(found, setting.width)
    if need > setting.height + 1:
        yield "text-fit", f"{name!r} needs {need:.0f} pt of height and has {setting.height:.0f}"


def _pieces(paragraph: Any) -> list[Any]:
    return list(paragraph.iter(f"{{{A}}}t", f"{{{A}}}br"))


def _is_break(node: Any) -> bool:
    return bool(node.tag == f"{{{A}}}br")


def _table(shape: Any, table: Any, name: str) -> Iterator[tuple[str, str]]:
    """Rows are as high as their text, and the table ends above the foot."""
    widths = [int(col.get("w")) / 12700 for col in table.find(f"{{{A}}}tblGrid")]
    total = 0.0
    for row in table.findall(f"{{{A}}}tr"):
        given = int(row.get("h")) / 12700
        need = max(
            (_cell(cell, w) for cell, w in zip(row.findall(f"{{{A}}}tc"), widths, strict=False)),
            default=0.0,
        )
        if need > given + 1:
            yield "text-fit", f"a row of {name!r} needs {need:.0f} pt and has {given:.0f}"
        total += given
    offset = shape.find(f"{{{P}}}xfrm/{{{A}}}off")
    if offset is not None and int(offset.get("y")) / 12700 + total > _FOOT:
        yield "text-fit", f"{name!r} ends below the foot of the slide"


def _cell(cell: Any, width: float) -> float:
    """The height a cell's text needs, with its margins."""
    properties = cell.find(f"{{{A}}}tcPr")
    sides = {key: int(properties.get(key, 91440)) / 12700 for key in ("marL", "marR")}
    ends = {key: int(properties.get(key, 45720)) / 12700 for key in ("marT", "marB")}
    room, need = width - sum(sides.values()), sum(ends.values())
    for node in cell.iter(f"{{{A}}}p"):
        sizes = [int(run.get("sz")) / 100 for run in node.iter(f"{{{A}}}rPr") if run.get("sz")]
        size = max(sizes, default=18.0)
        text = "".join("\n" if _is_break(t) else t.text or "" for t in _pieces(node))
        need += sum(lines(part, size, room) for part in text.split("\n")) * size * 1.22
    return need
