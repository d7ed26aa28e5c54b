"""Read a deck as a user's program would: slides, tables, chart caches, embedded workbooks."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree
from pptx import Presentation

if TYPE_CHECKING:
    from pathlib import Path

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class ReadChart:
    """A chart: its shape's name, the caches of its series and its workbook's columns."""

    name: str
    root: Any
    columns: dict[str, list[Any]]
    formulas: dict[str, list[str | None]]

    @property
    def series(self) -> dict[str, list[float | None]]:
        """Cached values by the series' name."""
        found = {}
        for node in self.root.iter(f"{C}ser"):
            name = node.find(f"{C}tx//{C}v").text
            found[name] = cached(node.find(f"{C}val//{C}numCache"), float)
        return found

    @property
    def labels(self) -> list[str]:
        """Cached texts of labels that come from cells."""
        caches = self.root.iter(f"{C15}dlblRangeCache")
        return [text for cache in caches for text in cached(cache, str) if text]


def cached(cache: Any, kind: type) -> list[Any]:
    """Points of a cache, None where there is no point."""
    values = [None] * int(cache.find(f"{C}ptCount").get("val"))
    for point in cache.findall(f"{C}pt"):
        values[int(point.get("idx"))] = kind(point.find(f"{C}v").text)
    return values


def workbook(blob: bytes) -> tuple[dict[str, list[Any]], dict[str, list[str | None]]]:
    """Columns of a workbook's first sheet by header: cached values, and formulas."""
    book = zipfile.ZipFile(io.BytesIO(blob))
    shared = [
        "".join(t.text or "" for t in item.iter(f"{X}t"))
        for item in etree.fromstring(book.read("xl/sharedStrings.xml"))
    ]
    grid: dict[tuple[str, int], Any] = {}
    texts: dict[tuple[str, int], str] = {}
    for cell in etree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{X}c"):
        place = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r"))
        assert place is not None
        key, value = (place[1], int(place[2])), cell.find(f"{X}v")
        if value is not None:
            text = value.text
            grid[key] = shared[int(text)] if cell.get("t") == "s" else float(text)
        if cell.find(f"{X}f") is not None:
            texts[key] = cell.find(f"{X}f").text
    last = max(row for _, row in grid)
    heads = {letter: value for (letter, row), value in grid.items() if row == 1}
    rows = range(2, last + 1)
    columns = {name: [grid.get((k, row)) for row in rows] for k, name in heads.items()}
    formulas = {name: [texts.get((k, row)) for row in rows] for k, name in heads.items()}
    return columns, formulas


def charts(path: Path) -> dict[str, ReadChart]:
    """All charts of a deck by the names of their shapes."""
    found = {}
    for slide in Presentation(str(path)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                part = shape.chart.part
                blob = part.chart_workbook.xlsx_part.blob
                found[shape.name] = ReadChart(shape.name, part._element, *workbook(blob))
    return found


def slides(path: Path) -> list[dict[str, list[str]]]:
    """Of each slide the texts of its shapes by name, table cells included."""
    found = []
    for slide in Presentation(str(path)).slides:
        texts: dict[str, list[str]] = {}
        for shape in slide.shapes:
            paragraphs = shape._element.iter(f"{A}p")
            lines = ["".join(t.text or "" for t in p.iter(f"{A}t")) for p in paragraphs]
            lines = [line.replace("\N{WORD JOINER}", "") for line in lines]
            texts[shape.name] = [line for line in lines if line]
        found.append(texts)
    return found


def notes(path: Path) -> list[str]:
    """The notes of each slide."""
    return [s.notes_slide.notes_text_frame.text for s in Presentation(str(path)).slides]


def titles(path: Path) -> list[str]:
    """The titles of the slides."""
    return [" ".join(texts["Title"]) for texts in slides(path)]
