"""Rules about slides: titles, reading order, empty boxes, alt texts, notes, texts that fit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kpikit.deck.checks.texts import Types, check_texts
from kpikit.deck.ooxml import A, P
from kpikit.deck.typeset import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.deck.checks.package import Package, Row

_SHAPES = ("sp", "graphicFrame", "pic", "cxnSp", "grpSp")
_DESCRIBED = {"graphicFrame", "pic"}


def check_slides(package: Package) -> Iterator[Row]:
    """Rows of part, rule and message."""
    titles: Counter[str] = Counter()
    types = Types(package)
    for name in package.slides:
        shapes = shapes_of(package.tree(name))
        title = next((text_of(s) for s in shapes if kind_of(s) == "title"), "")
        titles[title] += 1
        for row in _slide(shapes, title):
            yield (name, *row)
        if titles[title] == 2:
            yield name, "unique-title", f"another slide has the same title: {title!r}"
        yield from ((name, *row) for row in _notes(package, name))
        yield from ((name, *row) for row in check_texts(types, name, shapes))


def shapes_of(root: Any) -> list[Any]:
    """The shapes of a slide in reading order."""
    tree = root.find(f"{{{P}}}cSld/{{{P}}}spTree")
    return [node for node in tree if _local(node) in _SHAPES]


def text_of(shape: Any) -> str:
    """All text of a shape, paragraphs joined by line ends."""
    paragraphs = shape.iter(f"{{{A}}}p")
    return "\n".join("".join(t.text or "" for t in p.iter(f"{{{A}}}t")) for p in paragraphs).strip()


def _slide(shapes: list[Any], title: str) -> Iterator[tuple[str, str]]:
    if not title:
        yield "title", "has no title"
    elif kind_of(shapes[0]) != "title":
        yield "reading-order", "the title is not read first"
    for shape in shapes:
        name = shape.find(".//{*}cNvPr")
        if kind_of(shape) and _local(shape) == "sp" and not text_of(shape):
            yield "empty-placeholder", f"the placeholder {name.get('name')!r} is empty"
        if _local(shape) in _DESCRIBED and not (name.get("descr") or "").strip():
            yield "alt-text", f"{name.get('name')!r} has no alt text"
        for table in shape.iter(f"{{{A}}}tbl"):
            yield from _table(table, name.get("name"))
    if "sldNum" not in {kind_of(shape) for shape in shapes}:
        yield "slide-number", "has no slide number"
    ids = [node.get("id") for shape in shapes for node in shape.iter(f"{{{P}}}cNvPr")]
    if len(set(ids)) < len(ids):
        yield "shape-id", "two shapes have the same id"


def _table(table: Any, name: str) -> Iterator[tuple[str, str]]:
    columns = len(table.find(f"{{{A}}}tblGrid"))
    if any(len(row.findall(f"{{{A}}}tc")) != columns for row in table.findall(f"{{{A}}}tr")):
        yield "table-columns", f"a row of {name!r} has another number of cells than columns"


def _notes(package: Package, name: str) -> Iterator[tuple[str, str]]:
    notes = package.related(name, "notesSlide")
    texts = [text_of(s) for one in notes for s in shapes_of(package.tree(one))]
    if not any(texts):
        yield "notes", "has no notes"


def _local(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1]
