"""The audit finds what is broken: one deliberate fault a case."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from kpikit.deck.audit import audit, audit_parts
from kpikit.deck.fixed import packed, repacked, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHART, SLIDE = "ppt/charts/chart", "ppt/slides/slide"


@pytest.fixture
def parts(deck: Callable[..., Path]) -> dict[str, bytes]:
    return unpacked(deck("pricing").read_bytes())


def rules(parts: dict[str, bytes]) -> set[str]:
    return {finding.rule for finding in audit_parts(parts)}


def edited(parts: dict[str, bytes], where: str, old: str, new: str) -> dict[str, bytes]:
    """The parts with the first match of a pattern replaced, in the first part that has one."""
    for name in sorted(parts):
        if name.startswith(where) and name.endswith(".xml"):
            data, count = re.subn(old.encode(), new.encode(), parts[name], count=1, flags=re.S)
            if count:
                return parts | {name: data}
    raise AssertionError(f"{old} is nowhere in {where}")


def test_a_deck_of_ours_is_clean(parts: dict[str, bytes]) -> None:
    assert audit_parts(parts) == []


# Rule, part, what is replaced by what.
FAULTS = [
    ("axis-id", CHART, r'<c:axId val="111111111"/>', '<c:axId val="-2068027336"/>'),
    ("axis-id", CHART, r'<c:crossAx val="\d+"/>', '<c:crossAx val="7"/>'),
    ("series-index", CHART, r'<c:idx val="1"/><c:order', '<c:idx val="0"/><c:order'),
    ("number", CHART, r"<c:v>-?\d+\.\d+</c:v>", "<c:v>nan</c:v>"),
    ("point-count", CHART, r'(Code>)<c:ptCount val="\d+"/>', r'\1<c:ptCount val="1"/>'),
    ("label-position", CHART, r'<c:dLblPos val="t"/>', '<c:dLblPos val="outEnd"/>'),
    ("small-text", CHART, r'sz="1200"', 'sz="900"'),
    ("table-columns", SLIDE, r"<a:gridCol w=\"\d+\"/>", ""),
    ("alt-text", SLIDE, r' descr="[^"]+"', ' descr=""'),
    ("title", SLIDE, r"(type=\"title\".*?)<a:t>[^<]*</a:t>", r"\1<a:t></a:t>"),
    ("empty-placeholder", SLIDE, r"(name=\"Subtitle\".*?)<a:t>[^<]*</a:t>", r"\1<a:t></a:t>"),
    ("text-fit", SLIDE, r"(name=\"Subtitle\".*?<a:t>)", r"\1" + "words " * 90),
    ("slide-number", SLIDE, r'type="sldNum"', 'type="dt"'),
    ("shape-id", SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="2"'),
    ("notes", "ppt/notesSlides/", r"<a:t>.*</a:t>", "<a:t></a:t>"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "where", "old", "new"), FAULTS)
def test_faults_are_found(
    parts: dict[str, bytes], rule: str, where: str, *, old: str, new: str
) -> None:
    assert rule in rules(edited(parts, where, old, new))


def test_titles_are_unique_and_read_first(parts: dict[str, bytes]) -> None:
    slide = parts["ppt/slides/slide3.xml"]
    title = re.search(rb"<a:t>([^<]*)</a:t>", slide)
    assert title is not None
    same = title[0].decode()
    twin = edited(parts, "ppt/slides/slide4", r"<a:t>[^<]*</a:t>", same)
    assert "unique-title" in rules(twin)
    shape = re.search(rb"<p:sp>.*?</p:sp>", slide, flags=re.S)
    assert shape is not None
    last = slide.replace(shape[0], b"").replace(b"</p:spTree>", shape[0] + b"</p:spTree>")
    assert "reading-order" in rules(parts | {"ppt/slides/slide3.xml": last})


def test_parts_are_typed_reached_and_there(parts: dict[str, bytes]) -> None:
    assert rules(parts | {"ppt/media/left.bin": b"x"}) == {"content-types", "orphan-part"}
    gone = {name: data for name, data in parts.items() if name != "ppt/charts/chart1.xml"}
    assert {"dangling-relation", "content-types"} <= rules_of_package(gone)
    untyped = {name: data for name, data in parts.items() if name != "[Content_Types].xml"}
    assert "content-types" in rules(untyped)


def rules_of_package(parts: dict[str, bytes]) -> set[str]:
    from kpikit.deck.checks.package import Package, check_package

    return {rule for _, rule, _ in check_package(Package(parts))}


def test_workbooks_open(parts: dict[str, bytes]) -> None:
    name = next(name for name in parts if name.endswith(".xlsx"))
    assert "workbook" in rules(parts | {name: b"no zip file"})
    assert "workbook" in rules(parts | {name: packed({"a.txt": b"empty"})})


def test_duplicate_entries_are_found_in_the_file(deck: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "twice.pptx"
    path.write_bytes(deck("pricing").read_bytes())
    with zipfile.ZipFile(path, "a") as book, pytest.warns(UserWarning, match="Duplicate name"):
        book.writestr("ppt/presProps.xml", b"<x/>")
    assert [f.rule for f in audit(path)][:1] == ["duplicate-entry"]


def test_packages_are_packed_alike(parts: dict[str, bytes]) -> None:
    first = packed(parts)
    assert packed(dict(reversed(parts.items()))) == first
    assert repacked(first) == first
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        infos = book.infolist()
    assert infos[0].filename == "[Content_Types].xml"
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}


def test_a_finding_reads_as_a_sentence(parts: dict[str, bytes]) -> None:
    found = audit_parts(edited(parts, SLIDE, r' descr="[^"]+"', ' descr=""'))
    assert str(found[0]).endswith("has no alt text [alt-text]")
