"""How wide and high a text will be, from font metrics: nothing on a slide may overflow.

The deck is set in Calibri; Carlito has the same widths and is measured in its place. A machine
with neither measures with DejaVu Sans, which is wider, so that a text that fits there fits.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpikit.errors import KpikitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.ImageFont import FreeTypeFont

LINE = 1.22  # Calibri's ascent, descent and line gap, in ems
_MEASURED = 100  # the size widths are measured at, and scaled from
_FACES = {
    False: ("Carlito-Regular.ttf", "calibri.ttf", "DejaVuSans.ttf"),
    True: ("Carlito-Bold.ttf", "calibrib.ttf", "DejaVuSans-Bold.ttf"),
}
ELLIPSIS = "…"


class Paragraph(NamedTuple):
    """A text set in one size; `before` is the space above it, in points like the size."""

    text: str
    size: float
    bold: bool = False
    before: float = 0


@lru_cache(maxsize=8192)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line in points."""
    return _font(bold=bold).getlength(text) * size / _MEASURED


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Lines a paragraph takes in a box of that width; only blanks break, as renderers do."""
    count, at = 1, 0.0
    blank = width(" ", size, bold=bold)
    for word in text.split(" "):
        long = width(word, size, bold=bold)
        if at and at + blank + long <= room:
            at += blank + long
            continue
        count += bool(at)
        count += int(long // room) if long > room else 0  # broken inside the word
        at = long % room if long > room else long
    return count


def height(paragraphs: Iterable[Paragraph], room: float) -> float:
    """Height in points of paragraphs under each other; space before the first does not count."""
    total = 0.0
    for place, item in enumerate(paragraphs):
        broken = sum(lines(t, item.size, room, bold=item.bold) for t in item.text.split("\n"))
        total += broken * item.size * LINE + (item.before if place else 0)
    return total


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """A name cut with an ellipsis where it is wider than its room."""
    if width(text, size, bold=bold) <= room:
        return text
    cut = text
    while cut and width(cut.rstrip() + ELLIPSIS, size, bold=bold) > room:
        cut = cut[:-1]
    return cut.rstrip() + ELLIPSIS


def choose(texts: Sequence[str], size: float, room: float, *, most: int, bold: bool) -> str:
    """The first of several wordings, longest first, that fits into so many lines.

    Raises:
        KpikitError: none fits; the code that words it must offer a shorter one.
    """
    for text in texts:
        if lines(text, size, room, bold=bold) <= most:
            return text
    raise KpikitError(f"no wording fits {most} lines of {room:.0f} pt: {texts[-1]!r}")


@lru_cache(maxsize=2)
def _font(*, bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    for name in _FACES[bold]:
        try:
            return ImageFont.truetype(name, _MEASURED)
        except OSError:
            continue
    import matplotlib as mpl

    shipped = Path(mpl.get_data_path()) / "fonts" / "ttf" / _FACES[bold][-1]
    return ImageFont.truetype(str(shipped), _MEASURED)
