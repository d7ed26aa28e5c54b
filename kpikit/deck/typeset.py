"""In which type a box sets its text: looked up from slide to layout to master to text styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kpikit.deck.fit import Paragraph, height
from kpikit.deck.ooxml import A, P

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIDES = {"lIns": 7.2, "rIns": 7.2, "tIns": 3.6, "bIns": 3.6}  # PowerPoint's own defaults
_STYLES = {"title": "titleStyle", "body": "bodyStyle", "obj": "bodyStyle"}
_PLACES = [f"{{{P}}}{tag}/{{{P}}}nvPr/{{{P}}}ph" for tag in ("nvSpPr", "nvGraphicFramePr")]
_LEVELS = range(1, 6)


# A text, its level, and whether part of it is bold.
Item = tuple[str, int] | tuple[str, int, bool]


class Setting(NamedTuple):
    """How one level of a box is set, in points."""

    size: float
    bold: bool
    before: float


class Typeset(NamedTuple):
    """A text box: the room for text inside its insets, and the setting of each of its levels."""

    width: float
    height: float
    levels: tuple[Setting, ...]

    def paragraphs(self, items: Iterable[Item]) -> list[Paragraph]:
        """Texts with their level (0 is the first) as paragraphs to measure."""
        found = []
        for text, level, *bold in items:
            size, always, before = self.levels[level]
            found.append(Paragraph(text, size, always or any(bold), before))
        return found

    def fits(self, items: Iterable[Item]) -> bool:
        """Whether texts with their levels fit into the box at full size."""
        return height(self.paragraphs(items), self.width) <= self.height + 0.5


def typeset(chain: Sequence[Any], styles: Any) -> Typeset:
    """The room and type of a text box.

    Args:
        chain: its element and those it inherits from, in order: slide, layout, master.
        styles: the master's p:txStyles.
    """
    sides = {name: _side(chain, name) for name in _SIDES}
    lists = _lists(chain, styles)
    size = _extent(chain)
    return Typeset(
        size[0] - sides["lIns"] - sides["rIns"],
        size[1] - sides["tIns"] - sides["bIns"],
        tuple(_setting(lists, level) for level in _LEVELS),
    )


def place(element: Any) -> Any:
    """The p:ph of a placeholder's element; None where the shape is none."""
    found = (element.find(path) for path in _PLACES)
    return next((node for node in found if node is not None), None)


def kind_of(element: Any) -> str:
    """What a placeholder holds: title, body, chart, tbl, ftr, sldNum; empty for other shapes."""
    node = place(element)
    if node is None:
        return ""
    kind = str(node.get("type", "obj"))
    return "title" if kind == "ctrTitle" else kind


def _extent(chain: Sequence[Any]) -> tuple[float, float]:
    for element in chain:
        size = element.find(f"{{{P}}}spPr/{{{A}}}xfrm/{{{A}}}ext")
        if size is not None:
            return int(size.get("cx")) / 12700, int(size.get("cy")) / 12700
    return 0.0, 0.0


def _lists(chain: Sequence[Any], styles: Any) -> list[Any]:
    found = [element.find(f"{{{P}}}txBody/{{{A}}}lstStyle") for element in chain]
    style = _STYLES.get(kind_of(chain[0]), "otherStyle")
    found.append(styles.find(f"{{{P}}}{style}"))
    return [node for node in found if node is not None]


def _side(chain: Sequence[Any], name: str) -> float:
    for element in chain:
        body = element.find(f"{{{P}}}txBody/{{{A}}}bodyPr")
        if body is not None and body.get(name) is not None:
            return int(body.get(name)) / 12700
    return _SIDES[name]


def _setting(lists: Sequence[Any], level: int) -> Setting:
    levels = [node.find(f"{{{A}}}lvl{level}pPr") for node in lists]
    levels = [node for node in levels if node is not None]
    size, bold = _first(levels, f"{{{A}}}defRPr", "sz"), _first(levels, f"{{{A}}}defRPr", "b")
    before = _first(levels, f"{{{A}}}spcBef/{{{A}}}spcPts", "val")
    return Setting(int(size or 1800) / 100, bold in {"1", "true"}, int(before or 0) / 100)


def _first(levels: Sequence[Any], path: str, name: str) -> str | None:
    nodes = (level.find(path) for level in levels)
    return next((n.get(name) for n in nodes if n is not None and n.get(name)), None)
