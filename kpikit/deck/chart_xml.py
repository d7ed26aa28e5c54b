"""A chart's description as chart XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.deck.ooxml import HEAD, NAMESPACES, Stroke, fill, quoted, stroke
from kpikit.deck.series_xml import series

if TYPE_CHECKING:
    from kpikit.deck.chart import Axis, Chart, Frame

# Any positive number below 2^31 that is unique in its chart.
CATEGORY_AXIS, VALUE_AXIS = 111111111, 222222222


def document(chart: Chart) -> str:
    """The whole chart part."""
    names = " ".join(f'xmlns:{key}="{NAMESPACES[key]}"' for key in "acr")
    return (
        f'{HEAD}<c:chartSpace {names}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/>{_plot(chart)}<c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f"{text(12, 'ink2')}</c:chartSpace>"
    )


def text(size: float, color: str, *, bold: bool = False, level: bool = False) -> str:
    """Text properties of a chart or a part of it; `level` forbids slanted axis names."""
    body = '<a:bodyPr rot="-60000000" vert="horz"/>' if level else "<a:bodyPr/>"
    return (
        f'<c:txPr>{body}<a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" '
        f'b="{int(bold)}">{fill(color)}<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _plot(chart: Chart) -> str:
    """Bars first, lines over them; order and idx run through both, so each is unique."""
    numbered = list(enumerate(chart.series))
    bars = "".join(series(chart, s, i) for i, s in numbered if s.kind == "bar")
    curves = "".join(series(chart, s, i) for i, s in numbered if s.kind == "line")
    ids = f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/>'
    body = ""
    if bars:
        grouping = "stacked" if chart.stacked else "clustered"
        body += (
            f'<c:barChart><c:barDir val="{"bar" if chart.horizontal else "col"}"/>'
            f'<c:grouping val="{grouping}"/><c:varyColors val="0"/>{bars}'
            f'<c:gapWidth val="{chart.gap}"/><c:overlap val="100"/>{ids}</c:barChart>'
        )
    if curves:
        body += (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{curves}'
            f'<c:marker val="1"/>{ids}</c:lineChart>'
        )
    return (
        f"<c:plotArea>{_layout(chart.frame)}{body}{_categories(chart)}{_values(chart)}"
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
    )


def _layout(frame: Frame | None) -> str:
    if frame is None:
        return "<c:layout/>"
    parts = zip("xywh", frame, strict=True)
    numbers = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in parts)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{numbers}</c:manualLayout></c:layout>'
    )


def _categories(chart: Chart) -> str:
    """The category axis; of horizontal bars the first category is on top."""
    order, side = ("maxMin", "l") if chart.horizontal else ("minMax", "b")
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{side}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{stroke(chart.zero)}</c:spPr>{text(12, 'ink2', level=True)}"
        f'<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="60"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _values(chart: Chart) -> str:
    """The value axis: grid lines and plain numbers, no line, no ticks."""
    axis: Axis = chart.axis
    side = "t" if chart.horizontal else "l"
    grid = "" if axis.hidden else _grid()
    return (
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{axis.high!r}"/><c:min val="{axis.low!r}"/></c:scaling>'
        f'<c:delete val="{int(axis.hidden)}"/><c:axPos val="{side}"/>{grid}'
        f'<c:numFmt formatCode={quoted(axis.format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{stroke(None)}</c:spPr>{text(12, 'ink3')}"
        f'<c:crossAx val="{CATEGORY_AXIS}"/><c:crosses val="autoZero"/>'
        f'<c:crossBetween val="between"/><c:majorUnit val="{axis.step!r}"/></c:valAx>'
    )


def _grid() -> str:
    return f"<c:majorGridlines><c:spPr>{stroke(Stroke('grid', 0.75))}</c:spPr></c:majorGridlines>"
