"""One slide being filled: texts that must fit, charts, tables, and what its numbers rest on."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kpikit.deck.fit import choose
from kpikit.deck.notes import provenance
from kpikit.deck.ooxml import A, clean
from kpikit.deck.text import Par, held, paragraph
from kpikit.deck.typeset import place
from kpikit.errors import KpikitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.deck.chart import Chart
    from kpikit.deck.slots import Layouts, Slot
    from kpikit.deck.table import Table
    from kpikit.view import Result

_OPEN = f'<a:x xmlns:a="{A}">'


@dataclass
class Sheet:
    """A slide on a named layout.

    Boxes are addressed by the names the layout gives them; what is left empty is removed at the
    end. `cite` collects the results the slide shows: they become its notes.
    """

    slide: Any
    layout: str
    layouts: Layouts
    cited: list[Sequence[Result]] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    traced: list[str] = field(default_factory=list)
    _boxes: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find each placeholder once, and call it by its layout's name."""
        by_idx = {slot.idx: name for name, slot in self.layouts.slots(self.layout).items()}
        for shape in list(self.slide.placeholders):
            name = by_idx[shape._element.ph_idx]
            shape.name = self.layouts.slots(self.layout)[name].name
            self._boxes[name] = shape

    def has(self, name: str) -> bool:
        """Whether the layout has a placeholder of that name."""
        return name.casefold() in self.layouts.slots(self.layout)

    def slot(self, name: str) -> Slot:
        """A placeholder of the layout.

        Raises:
            UsageError: the layout has none of that name.
        """
        found = self.layouts.slots(self.layout).get(name.casefold())
        if found is None:
            raise self.layouts.missing(self.layout, name)
        return found

    def size(self, name: str) -> tuple[float, float]:
        """Width and height of a placeholder in points."""
        room = self.slot(name).typeset
        return room.width, room.height

    def title(self, texts: Sequence[str], *, most: int = 2) -> None:
        """Set the title to the first wording that fits; it may be in so many lines at most."""
        slot = self.slot("Title")
        setting = slot.typeset.levels[0]
        room = slot.typeset.width
        text = choose(texts, setting.size, room, most=most, bold=setting.bold)
        self._write("Title", [Par(text)])

    def text(self, name: str, pars: Iterable[Par]) -> None:
        """Fill a text box; paragraphs with the highest `spare` go first where it is too small.

        Raises:
            KpikitError: what may not be left out does not fit.
        """
        left = [_held(par) for par in pars if par.text]
        while not self.fits(name, left):
            soonest = max(left, key=lambda par: par.spare)
            if not soonest.spare:
                raise KpikitError(
                    f"slide {self.layout!r}: the text of {name!r} does not fit its box"
                )
            left.remove(soonest)
        if left:
            self._write(name, left)

    def source(self, text: str, notes: Sequence[str] = ()) -> None:
        """Write the source line, and under it the first of several wordings that has room."""
        tried = ([Par(text), Par(note)] for note in notes)
        self.text("Source", next((p for p in tried if self.fits("Source", p)), [Par(text)]))

    def fits(self, name: str, pars: Iterable[Par]) -> bool:
        """Whether all paragraphs fit into a text box."""
        return self.slot(name).typeset.fits(
            [(par.text, par.level, par.bold) for par in pars if par.text]
        )

    def chart(self, name: str, chart: Chart, alt: str, *, called: str) -> None:
        """Place a native chart; `called` is the name by which a refresh finds it."""
        from pptx.enum.chart import XL_CHART_TYPE

        # The type is not used: the chart writes itself. python-pptx wants one all the same.
        kind = XL_CHART_TYPE.COLUMN_STACKED
        frame = self._take(name).insert_chart(kind, chart)
        self._describe(frame, called, alt)

    def table(self, name: str, table: Table, alt: str, *, called: str) -> None:
        """Place a native table, as wide as its placeholder.

        Raises:
            KpikitError: it is higher than its placeholder.
        """
        from lxml import etree

        width, height = self.size(name)
        fitted = table.scaled(width)
        total = sum(fitted.row_heights())
        if total > height + 0.5:
            raise KpikitError(f"slide {self.layout!r}: the table {called!r} does not fit its box")
        frame = self._take(name).insert_table(1, 1)
        old = frame._element.find(f".//{{{A}}}tbl")
        old.getparent().replace(old, etree.fromstring(fitted.xml()))
        frame.height = round(total * 12700)
        self._describe(frame, called, alt)

    def cite(self, *rows: Result) -> None:
        """Note results that the slide shows, those of a series in one call."""
        if rows:
            self.cited.append(rows)

    def say(self, *texts: str) -> None:
        """Put sentences into the notes, above the provenance."""
        self.spoken.extend(text for text in texts if text)

    def trace(self, *lines: str) -> None:
        """Put into the notes where numbers come from that are no rows of the results table."""
        self.traced.extend(line for line in lines if line)

    def finish(self, footer: str, origin: str, *, number: int) -> None:
        """Add footer, slide number and notes, and remove placeholders that are left empty."""
        for shape in self._boxes.values():
            shape._element.getparent().remove(shape._element)
        self._boxes.clear()
        for shape in self.slide.slide_layout.placeholders:
            node = place(shape._element)
            if node is not None and node.get("type") in {"ftr", "sldNum"}:
                self._foot(shape, footer if node.get("type") == "ftr" else str(number))
        lines = [*self.spoken, *provenance(self.cited), *dict.fromkeys(self.traced), origin]
        self.slide.notes_slide.notes_text_frame.text = clean("\n".join(lines))

    def _take(self, name: str) -> Any:
        self.slot(name)
        return self._boxes.pop(name.casefold())

    def _write(self, name: str, pars: Iterable[Par]) -> None:
        from lxml import etree

        body = self._take(name)._element.txBody
        for old in body.findall(f"{{{A}}}p"):
            body.remove(old)
        body.extend(etree.fromstring(_OPEN + "".join(map(paragraph, pars)) + "</a:x>"))

    def _describe(self, frame: Any, called: str, alt: str) -> None:
        frame.name = called
        frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))

    def _foot(self, shape: Any, text: str) -> None:
        """Copy a foot placeholder from the layout: add_slide leaves these out."""
        element = copy.deepcopy(shape._element)
        properties = element.find(".//{*}spPr")
        for child in list(properties):
            properties.remove(child)
        styles = element.find(f".//{{{A}}}lstStyle")
        for child in list(styles):
            styles.remove(child)
        tree = self.slide.shapes._spTree
        ids = [int(i) for i in tree.xpath(".//p:cNvPr/@id")]
        element.nvSpPr.cNvPr.set("id", str(max(ids) + 1))
        element.find(f".//{{{A}}}t").text = clean(text)
        tree.append(element)


def _held(par: Par) -> Par:
    return par._replace(runs=held(par.runs)) if isinstance(par.runs, str) else par
