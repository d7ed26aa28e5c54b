"""The layouts of a template and their placeholders, found by name.

Looked up once per layout and kept: python-pptx searches the slide for each access.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kpikit.deck.ooxml import P
from kpikit.deck.typeset import Typeset, kind_of, place, typeset
from kpikit.errors import UsageError, did_you_mean


class Slot(NamedTuple):
    """A placeholder of a layout: its name there, index, kind, and type for text."""

    name: str
    idx: int
    kind: str
    typeset: Typeset


class Layouts:
    """The layouts of an opened template by name, in whatever case they are written."""

    def __init__(self, deck: Any, name: str) -> None:
        self._template = name
        self._layouts = {layout.name.casefold(): layout for layout in deck.slide_layouts}
        self._names = [layout.name for layout in deck.slide_layouts]
        self._slots: dict[str, dict[str, Slot]] = {}

    def __getitem__(self, name: str) -> Any:
        """A layout.

        Raises:
            UsageError: the template has no layout of that name; the message lists what it has.
        """
        found = self._layouts.get(name.casefold())
        if found is None:
            has = ", ".join(repr(one) for one in self._names) or "none"
            raise UsageError(
                f"{self._template}: no layout {name!r}; it has {has}"
                + did_you_mean(name, self._names)
            )
        return found

    def slots(self, name: str) -> dict[str, Slot]:
        """The placeholders of a layout by their names in small letters."""
        if name not in self._slots:
            self._slots[name] = _slots(self[name])
        return self._slots[name]

    def missing(self, layout: str, slot: str) -> UsageError:
        """The error that a layout lacks a placeholder, listing those it has."""
        has = [one.name for one in self.slots(layout).values()]
        listed = ", ".join(repr(one) for one in has) or "none"
        return UsageError(
            f"{self._template}: layout {layout!r} has no placeholder {slot!r}; it has {listed}"
            + did_you_mean(slot, has)
        )


def _slots(layout: Any) -> dict[str, Slot]:
    master = layout.slide_master
    styles = master._element.find(f"{{{P}}}txStyles")
    parents = {kind_of(shape._element): shape._element for shape in master.placeholders}
    found = {}
    for shape in layout.placeholders:
        element: Any = shape._element
        kind = kind_of(element)
        # A chart, table or picture placeholder inherits what the master says of body text.
        parent = parents.get(kind, parents.get("body"))
        chain = [element] if parent is None else [element, parent]
        idx = int(place(element).get("idx", 0))
        found[shape.name.casefold()] = Slot(shape.name, idx, kind, typeset(chain, styles))
    return found
