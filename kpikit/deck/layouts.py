"""The layouts of the board template as data: which boxes, where, in which type.

Measures are points on a slide of 960 x 540 (16:9); nothing is set below 12 pt. Slides find their
layout and its boxes by the names given here, so a company's own template needs only these names.
"""

from __future__ import annotations

from typing import NamedTuple

WIDTH, HEIGHT = 960, 540
LEFT, RIGHT = 44, 916
TOP, BOTTOM = 134, 466
COLUMNS = RIGHT - LEFT


class Box(NamedTuple):
    """A rectangle in points."""

    x: float
    y: float
    width: float
    height: float


class Type(NamedTuple):
    """How one level of a text box is set: size in points, colour token, weight, space before."""

    size: float
    color: str = "ink"
    bold: bool = False
    before: float = 0


class Style(NamedTuple):
    """The levels of a text box, and where its text sits: t(op), ctr or b(ottom)."""

    levels: tuple[Type, ...]
    anchor: str = "t"
    align: str = "l"


class Slot(NamedTuple):
    """A placeholder: its name, its kind in the file (title, body, chart, tbl), box and style."""

    name: str
    kind: str
    box: Box
    style: str = "note"


class Layout(NamedTuple):
    """A named layout; `rules` are thin lines it draws itself."""

    name: str
    slots: tuple[Slot, ...]
    rules: tuple[Box, ...] = ()


STYLES = {
    "title": Style((Type(26, bold=True),), "b"),
    "cover": Style((Type(40, bold=True),), "b"),
    "lead": Style((Type(20, "ink2"),)),
    "subtitle": Style((Type(14, "ink2"),)),
    "caption": Style((Type(14, bold=True),), "b"),
    "tile": Style((Type(14), Type(30, bold=True), Type(14, bold=True), Type(12, "ink2", before=2))),
    "note": Style((Type(14, bold=True), Type(14, before=7), Type(12, "ink3", before=9))),
    "answers": Style((Type(14, bold=True), Type(13, before=5), Type(12, "ink3", before=7))),
    "text": Style((Type(12, "ink2", before=7),)),
    "source": Style((Type(12, "ink3"),), "b"),
    "footer": Style((Type(12, "ink3"),), "ctr"),
    "number": Style((Type(12, "ink3"),), "ctr", "r"),
    "chart": Style((Type(12, "ink2"),)),
}

TITLE = Slot("Title", "title", Box(LEFT, 26, COLUMNS, 70), "title")
SUBTITLE = Slot("Subtitle", "body", Box(LEFT, 97, COLUMNS, 24), "subtitle")
FOOT = (
    Slot("Source", "body", Box(LEFT, 468, COLUMNS, 34), "source"),
    Slot("Footer", "ftr", Box(LEFT, 508, 780, 20), "footer"),
    Slot("Slide number", "sldNum", Box(856, 508, 60, 20), "number"),
)
FOOT_RULE = Box(LEFT, 505, COLUMNS, 0)


def _layout(name: str, *slots: Slot, rules: tuple[Box, ...] = ()) -> Layout:
    return Layout(name, (TITLE, SUBTITLE, *slots, *FOOT), (*rules, FOOT_RULE))


def _tiles() -> list[Box]:
    """Four tiles side by side; a rule above each is the layout's own."""
    width, gap = 200, 24
    return [Box(LEFT + i * (width + gap), 138, width, 124) for i in range(4)]


def _over(box: Box) -> Box:
    """The rule above a box of text."""
    return Box(box.x, box.y - 8, box.width, 0)


_SUMMARY = Box(492, 278, RIGHT - 492, BOTTOM - 278)  # under the third and the fourth tile
_BESIDE = Box(684, TOP + 4, RIGHT - 684, BOTTOM - TOP - 4)
_UNDER_TABLE = Box(576, 320, 340, BOTTOM - 320)
_UNDER_CHART = Box(548, 358, 368, BOTTOM - 358)
_COVER = Box(LEFT, 286, 760, 34)

LAYOUTS = (
    Layout(
        "Cover",
        (
            Slot("Title", "title", Box(LEFT, 120, 760, 150), "cover"),
            Slot("Subtitle", "body", _COVER, "lead"),
            Slot("Notes", "body", Box(LEFT, 326, 760, 90), "subtitle"),
            *FOOT,
        ),
        (Box(LEFT, 278, COLUMNS, 0), FOOT_RULE),
    ),
    _layout(
        "Summary",
        *(Slot(f"Tile {i}", "body", box, "tile") for i, box in enumerate(_tiles(), start=1)),
        Slot("Caption", "body", Box(LEFT, 264, 424, 22), "caption"),
        Slot("Chart", "chart", Box(LEFT, 290, 424, BOTTOM - 290), "chart"),
        Slot("Notes", "body", _SUMMARY, "answers"),
        rules=(*(_over(box) for box in _tiles()), _over(_SUMMARY)),
    ),
    _layout(
        "Chart",
        Slot("Chart", "chart", Box(LEFT, TOP, 610, BOTTOM - TOP), "chart"),
        Slot("Notes", "body", _BESIDE),
        rules=(_over(_BESIDE),),
    ),
    _layout(
        "Chart and table",
        Slot("Caption", "body", Box(LEFT, TOP - 4, 500, 22), "caption"),
        Slot("Chart", "chart", Box(LEFT, 158, 500, BOTTOM - 158), "chart"),
        Slot("Caption 2", "body", Box(576, TOP - 4, 340, 22), "caption"),
        Slot("Table", "tbl", Box(576, 152, 340, 154), "chart"),
        Slot("Notes", "body", _UNDER_TABLE),
        rules=(_over(_UNDER_TABLE),),
    ),
    _layout(
        "Two charts",
        Slot("Caption", "body", Box(LEFT, TOP - 4, 470, 22), "caption"),
        Slot("Chart", "chart", Box(LEFT, 158, 470, BOTTOM - 158), "chart"),
        Slot("Caption 2", "body", Box(548, TOP - 4, 368, 22), "caption"),
        Slot("Chart 2", "chart", Box(548, 158, 368, 182), "chart"),
        Slot("Notes", "body", _UNDER_CHART),
        rules=(_over(_UNDER_CHART),),
    ),
    _layout(
        "Table",
        Slot("Table", "tbl", Box(LEFT, TOP - 6, COLUMNS, BOTTOM - TOP + 6), "chart"),
    ),
    _layout(
        "Table and notes",
        Slot("Table", "tbl", Box(LEFT, TOP - 6, 610, BOTTOM - TOP + 6), "chart"),
        Slot("Notes", "body", _BESIDE),
        rules=(_over(_BESIDE),),
    ),
    _layout(
        "Text",
        Slot("Text", "body", Box(LEFT, TOP - 6, 412, BOTTOM - TOP + 6), "text"),
        Slot("Text 2", "body", Box(504, TOP - 6, 412, BOTTOM - TOP + 6), "text"),
    ),
)
