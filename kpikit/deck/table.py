"""A native table: rules between rows, numbers right-aligned, rows as high as their text needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.deck.fit import LINE, lines
from kpikit.deck.ooxml import Stroke, emu, stroke
from kpikit.deck.text import Par, Run, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIDE, _TOP = 4.0, 4.5  # cell margins in points
_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid


class Head(NamedTuple):
    """A column: its heading, its width in points, on which side its text stands (l or r).

    `gap` is room kept free at its left, in points: text after a column of numbers needs some.
    """

    text: str
    width: float
    align: str = "l"
    gap: float = 0


class Cell(NamedTuple):
    """A cell of one or more lines; the first may carry a coloured run."""

    runs: Sequence[Run]

    @property
    def text(self) -> str:
        """The cell as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Table:
    """Columns, and rows of cells; a plain text is a cell of its own."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell | str]]
    size: float = 13
    head_size: float = 12

    def scaled(self, width: float) -> Table:
        """The same table with its columns stretched to a width."""
        factor = width / sum(head.width for head in self.heads)
        heads = [head._replace(width=head.width * factor) for head in self.heads]
        return Table(heads, self.rows, self.size, self.head_size)

    def row_heights(self) -> list[float]:
        """The height of each row, the head first, from the lines its cells take."""
        head = [Cell((Run(h.text),)) for h in self.heads]
        rows: list[tuple[Sequence[Cell | str], float]] = [(head, self.head_size)]
        rows += [(row, self.size) for row in self.rows]
        return [self._height(row, size) for row, size in rows]

    def _height(self, row: Sequence[Cell | str], size: float) -> float:
        count = 1
        for cell, head in zip(row, self.heads, strict=True):
            room = head.width - 2 * _SIDE - head.gap
            # Measured bold: a little wider than plain, so never too narrow.
            parts = cell_of(cell).text.split("\n")
            count = max(count, sum(lines(part, size, room, bold=True) for part in parts))
        return count * size * LINE + 2 * _TOP

    def xml(self) -> str:
        """The a:tbl element."""
        grid = "".join(f'<a:gridCol w="{emu(head.width)}"/>' for head in self.heads)
        heights = self.row_heights()
        head = [Cell((Run(h.text, "ink3", bold=False),)) for h in self.heads]
        rows = self._row(head, heights[0], size=self.head_size, under=Stroke("ink", 1.0))
        for row, high in zip(self.rows, heights[1:], strict=True):
            rows += self._row(row, high, size=self.size, under=Stroke("rule", 0.75))
        names = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        return (
            f'<a:tbl {names}><a:tblPr firstRow="1"><a:tableStyleId>{_STYLE}</a:tableStyleId>'
            f"</a:tblPr><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"
        )

    def _row(self, row: Sequence[Cell | str], high: float, *, size: float, under: Stroke) -> str:
        cells = "".join(
            _cell(cell_of(cell), head, size=size, under=under)
            for cell, head in zip(row, self.heads, strict=True)
        )
        return f'<a:tr h="{emu(high)}">{cells}</a:tr>'


def cell_of(cell: Cell | str) -> Cell:
    """A cell, or a plain text as one."""
    return cell if isinstance(cell, Cell) else Cell((Run(cell, "ink"),))


def _cell(cell: Cell, head: Head, *, size: float, under: Stroke) -> str:
    # A paragraph without text is set in 18 pt, whatever its runs say, and makes its row higher.
    filled = cell.runs if cell.text else (Run(labels.NBSP),)
    runs = [run._replace(size=run.size or size, color=run.color or "ink") for run in filled]
    none = "".join(stroke(None, f"a:ln{side}") for side in "LRT")
    text = paragraph(Par(runs), align=head.align)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>"
        f'<a:tcPr marL="{emu(_SIDE + head.gap)}" marR="{emu(_SIDE)}" marT="{emu(_TOP)}" '
        f'marB="{emu(_TOP)}" anchor="ctr">{none}{stroke(under, "a:lnB")}<a:noFill/></a:tcPr></a:tc>'
    )
