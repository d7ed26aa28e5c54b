"""Rules about the package: content types, relations, orphans, embedded workbooks."""

from __future__ import annotations

import posixpath
import zipfile
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import etree

from kpikit.deck.fixed import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TYPES = "[Content_Types].xml"
Row = tuple[str, str, str]


class Package:
    """The parts of a package, parsed when first asked for."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self._trees: dict[str, Any] = {}

    def tree(self, name: str) -> Any:
        """The root element of an XML part."""
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self.parts[name])
        return self._trees[name]

    def named(self, folder: str) -> list[str]:
        """Names of the XML parts that lie directly in a folder."""
        return [
            name
            for name in self.parts
            if name.startswith(folder) and "/" not in name[len(folder) :] and name.endswith(".xml")
        ]

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Relations of a part: id to (kind, name of the part it leads to); external ones not."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self.parts:
            return {}
        found = {}
        for row in self.tree(rels):
            if row.get("TargetMode") != "External":
                target = row.get("Target")
                place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[row.get("Id")] = (row.get("Type").rsplit("/", 1)[1], place)
        return found

    def related(self, name: str, kind: str) -> list[str]:
        """Names of the parts that a part leads to by relations of a kind."""
        return [place for one, place in self.relations(name).values() if one == kind]

    @cached_property
    def slides(self) -> list[str]:
        """Names of the slides in their order."""
        name = "ppt/presentation.xml"
        relations = self.relations(name)
        ids = [
            str(value)
            for node in self.tree(name).iter("{*}sldId")
            for key, value in node.attrib.items()
            if key.endswith("}id")
        ]
        return [relations[one][1] for one in ids]


def check_package(package: Package) -> Iterator[Row]:
    """Rows of part, rule and message."""
    yield from _types(package)
    yield from _reach(package)
    for name, data in package.parts.items():
        if name.endswith(".xlsx"):
            yield from _workbook(name, data)


def _types(package: Package) -> Iterator[Row]:
    if _TYPES not in package.parts:
        yield _TYPES, "content-types", "is missing"
        return
    root = package.tree(_TYPES)
    defaults = {node.get("Extension") for node in root if node.tag.endswith("Default")}
    overrides = {node.get("PartName") for node in root if node.tag.endswith("Override")}
    for name in package.parts:
        typed = f"/{name}" in overrides or name.rsplit(".", 1)[-1] in defaults
        if not typed and name != _TYPES:
            yield name, "content-types", "has no content type"
    for name in overrides:
        if str(name).lstrip("/") not in package.parts:
            yield str(name), "content-types", "has a content type and is not there"


def _reach(package: Package) -> Iterator[Row]:
    """Every part is led to from the root, and every relation leads somewhere."""
    seen, waiting = set(), [""]
    while waiting:
        name = waiting.pop()
        for _, place in package.relations(name).values():
            if place not in package.parts:
                yield name or "package", "dangling-relation", f"leads to {place}, which is missing"
            elif place not in seen:
                seen.add(place)
                waiting.append(place)
    for name in package.parts:
        if name != _TYPES and not name.endswith(".rels") and name not in seen:
            yield name, "orphan-part", "no part leads to it"


def _workbook(name: str, data: bytes) -> Iterator[Row]:
    try:
        parts = unpacked(data)
    except zipfile.BadZipFile:
        yield name, "workbook", "the embedded workbook cannot be opened"
        return
    if "xl/workbook.xml" not in parts or "xl/worksheets/sheet1.xml" not in parts:
        yield name, "workbook", "the embedded workbook has no sheet"
