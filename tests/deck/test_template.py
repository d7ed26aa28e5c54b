"""The board template: rebuilt byte for byte, found by name, refused with what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from kpikit.deck import build_deck
from kpikit.deck.build import open_template
from kpikit.deck.fixed import packed, unpacked
from kpikit.deck.layouts import LAYOUTS
from kpikit.deck.template import NAME, board, main
from kpikit.errors import UsageError
from kpikit.resources import templates_dir

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kpikit.view import View

SHIPPED = templates_dir() / NAME


def test_the_script_gives_the_file_that_ships(tmp_path: Path) -> None:
    assert board() == SHIPPED.read_bytes()
    assert main([str(tmp_path / NAME)]) == 0
    assert (tmp_path / NAME).read_bytes() == SHIPPED.read_bytes()


def test_the_validator_finds_nothing() -> None:
    assert OpenXmlValidator().validate(SHIPPED).errors == []


def test_layouts_and_placeholders_go_by_name() -> None:
    deck = Presentation(str(SHIPPED))
    assert (deck.slide_width, deck.slide_height) == (960 * 12700, 540 * 12700)
    found = {lay.name: [shape.name for shape in lay.placeholders] for lay in deck.slide_layouts}
    assert found == {lay.name: [slot.name for slot in lay.slots] for lay in LAYOUTS}
    assert all(names[0] == "Title" for names in found.values())


def test_boxes_lie_on_the_slide_and_apart() -> None:
    for layout in LAYOUTS:
        boxes = [slot.box for slot in layout.slots]
        for place, box in enumerate(boxes):
            assert box.x >= 0
            assert box.x + box.width <= 960
            assert box.y + box.height <= 540
            for other in boxes[place + 1 :]:
                across = box.x < other.x + other.width and other.x < box.x + box.width
                down = box.y < other.y + other.height and other.y < box.y + box.height
                assert not (across and down), f"{layout.name}: {box} and {other}"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The template with a text replaced in all its layouts."""
    parts = unpacked(SHIPPED.read_bytes())
    for name, data in parts.items():
        if name.startswith("ppt/slideLayouts/slideLayout"):
            parts[name] = data.replace(old.encode(), new.encode())
    path = tmp_path / "brand.pptx"
    path.write_bytes(packed(parts))
    return path


def test_names_are_found_in_any_case(view: Callable[..., View], tmp_path: Path) -> None:
    brand = changed(tmp_path, 'name="Summary"', 'name="SUMMARY"')
    build_deck(view("pricing"), tmp_path / "a.pptx", template=brand)
    assert Presentation(str(tmp_path / "a.pptx")).slides[1].slide_layout.name == "SUMMARY"


def test_a_missing_layout_is_named_with_those_there_are(
    view: Callable[..., View], tmp_path: Path
) -> None:
    brand = changed(tmp_path, 'name="Summary"', 'name="Sumary"')
    with pytest.raises(UsageError) as error:
        build_deck(view("pricing"), tmp_path / "a.pptx", template=brand)
    text = str(error.value)
    assert "brand.pptx: no layout 'Summary'; it has 'Cover', 'Sumary', 'Chart'" in text
    assert "did you mean 'Sumary'?" in text
    assert not (tmp_path / "a.pptx").exists()


def test_a_missing_placeholder_is_named_with_those_there_are(
    view: Callable[..., View], tmp_path: Path
) -> None:
    brand = changed(tmp_path, 'name="Tile 4"', 'name="Card 4"')
    with pytest.raises(UsageError, match=r"layout 'Summary' has no placeholder 'Tile 4'; it has"):
        build_deck(view("pricing"), tmp_path / "a.pptx", template=brand)


def test_what_is_no_template_is_refused(deck: Callable[..., Path], tmp_path: Path) -> None:
    text = tmp_path / "a.pptx"
    text.write_text("not a presentation")
    with pytest.raises(UsageError, match="not a PowerPoint presentation"):
        open_template(text)
    with pytest.raises(UsageError, match="not a PowerPoint presentation"):
        open_template(tmp_path / "nowhere.pptx")
    many = len(Presentation(str(deck("pricing"))).slides)
    with pytest.raises(UsageError, match=f"a template must have no slides; it has {many}"):
        open_template(deck("pricing"))
