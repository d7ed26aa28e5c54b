"""One series of a chart as XML: look, markers, labels from cells, error bars, values."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from kpikit.deck.ooxml import Stroke, escape, fill, hatch, stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.deck.chart import Chart, Errors, Labels, Series

_C15 = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
_LABEL_EXT = f'<c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" {_C15}>'
_RANGE_EXT = f'<c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" {_C15}>'
_SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def series(chart: Chart, item: Series, index: int) -> str:
    """A series; `index` is its idx and its order."""
    book = chart.book
    head = (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef>'
        f"<c:f>{book.head(item.column)}</c:f>{_strings([item.column])}</c:strRef></c:tx>"
    )
    look = _bar(item) if item.kind == "bar" else _line(item, chart)
    labels = _labels(book.texts(item.labels.column), item.labels) if item.labels else ""
    errors = _errors(chart, item.errors, kind=item.kind) if item.errors else ""
    numbers = book.values(item.column)
    tail = (
        f"<c:cat><c:strRef><c:f>{book.range(chart.categories)}</c:f>"
        f"{_strings(book.texts(chart.categories))}</c:strRef></c:cat>"
        f"<c:val>{_numbers(book.range(item.column), numbers)}</c:val>"
    )
    smooth = '<c:smooth val="0"/>' if item.kind == "line" else ""
    cells = _cells(chart, item.labels) if item.labels else ""
    return f"{head}{look}{labels}{errors}{tail}{smooth}{cells}</c:ser>"


def _bar(item: Series) -> str:
    inside = hatch(item.fill) if item.hatched and item.fill else fill(item.fill)
    return f'<c:spPr>{inside}{stroke(item.line)}</c:spPr><c:invertIfNegative val="0"/>'


def _line(item: Series, chart: Chart) -> str:
    """A line; with `dots` only these points carry the marker."""
    every = item.marker if item.dots is None else None
    count = len(chart.book.values(item.column))
    single = sorted({*(item.dots or ()), *item.open_dots})
    points = "".join(_dot(item, index) for index in single if index < count)
    return f"<c:spPr>{stroke(item.line)}</c:spPr>{_marker(item, every)}{points}"


def _dot(item: Series, index: int) -> str:
    marker = _marker(item, item.marker, open_=index in item.open_dots)
    line = f"<c:spPr>{stroke(item.line)}</c:spPr>"
    return f'<c:dPt><c:idx val="{index}"/>{marker}<c:bubble3D val="0"/>{line}</c:dPt>'


def _marker(item: Series, symbol: str | None, *, open_: bool = False) -> str:
    if symbol is None:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    color = item.fill or (item.line.color if item.line else "ink")
    look = (
        (fill("bg"), stroke(Stroke(color, 1.75)))
        if open_
        else (fill(color), stroke(Stroke("bg", 1.0)))
    )
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{item.marker_size}"/>'
        f"<c:spPr>{''.join(look)}</c:spPr></c:marker>"
    )


def _labels(texts: Sequence[str], look: Labels) -> str:
    """Labels from cells: each is a field that a workbook edit refreshes; empty ones are deleted."""
    from kpikit.deck.chart_xml import text

    style = text(look.size, look.color, bold=look.bold)
    shown = _flags(look.place)
    rows = ""
    for index, label in enumerate(texts):
        if not label:
            rows += f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'
            continue
        props = f'lang="en-US" sz="{round(look.size * 100)}" b="{int(look.bold)}"'
        inner = f'{fill(look.color)}<a:latin typeface="+mn-lt"/>'
        guid = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{look.column}:{index}")).upper()
        rows += (
            f'<c:dLbl><c:idx val="{index}"/><c:tx><c:rich><a:bodyPr/><a:p>'
            f'<a:fld id="{{{guid}}}" type="CELLRANGE"><a:rPr {props}>{inner}</a:rPr><a:pPr/>'
            f"<a:t>{escape(label)}</a:t></a:fld></a:p></c:rich></c:tx>{shown}<c:extLst>{_LABEL_EXT}"
            '<c15:dlblFieldTable/><c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
        )
    return (
        f"<c:dLbls>{rows}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{style}{shown}"
        f'<c:extLst>{_LABEL_EXT}<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbls>'
    )


def _flags(place: str) -> str:
    flags = "".join(f'<c:show{name} val="0"/>' for name in _SHOWN)
    return f'<c:dLblPos val="{place}"/>{flags}'


def _cells(chart: Chart, look: Labels) -> str:
    """The range that labels come from, with what it holds now."""
    texts = chart.book.texts(look.column)
    points = _points(texts)
    return (
        f"<c:extLst>{_RANGE_EXT}<c15:datalabelsRange><c15:f>{chart.book.range(look.column)}</c15:f>"
        f'<c15:dlblRangeCache><c:ptCount val="{len(texts)}"/>{points}</c15:dlblRangeCache>'
        "</c15:datalabelsRange></c:ext></c:extLst>"
    )


def _errors(chart: Chart, look: Errors, *, kind: str) -> str:
    """Error bars of individual lengths, from the workbook's columns."""
    book = chart.book
    direction = "" if kind == "bar" else '<c:errDir val="y"/>'
    return (
        f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="{int(not look.caps)}"/>'
        f"<c:plus>{_numbers(book.range(look.plus), book.values(look.plus))}</c:plus>"
        f"<c:minus>{_numbers(book.range(look.minus), book.values(look.minus))}</c:minus>"
        f"<c:spPr>{stroke(Stroke(look.color, look.width, look.dash))}</c:spPr></c:errBars>"
    )


def _numbers(reference: str, values: Sequence[float | None]) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{value!r}</c:v></c:pt>'
        for i, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _strings(texts: Sequence[str]) -> str:
    return f'<c:strCache><c:ptCount val="{len(texts)}"/>{_points(texts)}</c:strCache>'


def _points(texts: Sequence[str]) -> str:
    return "".join(
        f'<c:pt idx="{i}"><c:v>{escape(t)}</c:v></c:pt>' for i, t in enumerate(texts) if t
    )
