"""Native charts: a description of series, written as chart XML over an embedded workbook.

python-pptx's own charts carry negative axis ids, which a strict reader rejects, and cannot mix
bars with lines or take labels and error bars from cells. `Chart` is all that its placeholders
need: an object with `xml_bytes` and `xlsx_blob`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from kpikit.deck import chart_xml
from kpikit.deck.ooxml import Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.deck.workbook import Book

Place = Literal["t", "b", "l", "r", "ctr", "outEnd", "inEnd", "inBase"]


class Labels(NamedTuple):
    """Labels from a column of texts; empty texts are not drawn."""

    column: str
    place: Place
    color: str = "ink"
    bold: bool = True
    size: float = 12


class Errors(NamedTuple):
    """Error bars from two columns of lengths below and above; a null draws nothing."""

    minus: str
    plus: str
    color: str = "ink3"
    width: float = 1.0
    caps: bool = True
    dash: str = "solid"


@dataclass(frozen=True)
class Series:
    """One series over a column of the workbook.

    `fill` is a colour token (None: unfilled), `hatched` draws it as slanted strokes. `dots` are the
    points that carry the marker (None: all of them), `open_dots` those of them drawn as rings.
    """

    column: str
    kind: Literal["bar", "line"] = "bar"
    fill: str | None = None
    line: Stroke | None = None
    hatched: bool = False
    marker: str | None = None
    marker_size: int = 7
    dots: Sequence[int] | None = None
    open_dots: Sequence[int] = ()
    labels: Labels | None = None
    errors: Errors | None = None


class Axis(NamedTuple):
    """The value axis: its ends, the step of its grid lines, its number format; hidden: neither."""

    low: float
    high: float
    step: float
    format: str = "General"
    hidden: bool = False


class Frame(NamedTuple):
    """The plot area inside the chart, as shares of its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """A chart: its workbook, the column of categories, its series and axes."""

    book: Book
    categories: str
    series: Sequence[Series]
    axis: Axis
    frame: Frame | None = None
    horizontal: bool = False
    stacked: bool = True
    gap: int = 45
    zero: Stroke | None = field(default_factory=lambda: Stroke("ink2", 1.0))

    def xml_bytes(self, chart_type: object) -> bytes:  # noqa: ARG002 - python-pptx passes it
        """The chart part; python-pptx calls this with the type it was asked for."""
        return chart_xml.document(self).encode()

    @property
    def xlsx_blob(self) -> bytes:
        """The embedded workbook."""
        return self.book.to_xlsx()
