"""Pieces of DrawingML as text: namespaces, fills, lines, text properties.

Charts and template are written as text, because that is several times faster than building the
same elements one by one, and reads like the file it becomes.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.sax import saxutils

from kpikit.charts.tokens import LIGHT

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {"a": A, "c": C, "p": P, "r": R}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML 1.0 cannot hold in any spelling.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Stroke(NamedTuple):
    """A line: colour token, width in points, dash pattern (solid, sysDash, dash)."""

    color: str
    width: float = 1.0
    dash: str = "solid"


def clean(text: str) -> str:
    """A text without the characters that no XML file may hold."""
    return _ILLEGAL.sub("", text)


def escape(text: str) -> str:
    r"""A text as the content of an element; characters no XML file may hold are dropped.

    >>> escape("A & B <c>\x07")
    'A &amp; B &lt;c&gt;'
    """
    return saxutils.escape(clean(text))


def quoted(text: str) -> str:
    """A text as the value of an attribute, with its quotes."""
    return saxutils.quoteattr(clean(text))


def emu(points: float) -> int:
    """Points as English metric units, the whole numbers that files hold."""
    return round(points * 12700)


def rgb(token: str) -> str:
    """A colour token as the six digits of a file."""
    return LIGHT[token][1:].upper()


def fill(token: str | None) -> str:
    """A solid fill in a colour token; None is no fill."""
    if token is None:
        return "<a:noFill/>"
    return f'<a:solidFill><a:srgbClr val="{rgb(token)}"/></a:solidFill>'


def hatch(token: str) -> str:
    """Slanted strokes on white: not counted, or not known yet."""
    return (
        f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{rgb(token)}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{rgb("bg")}"/></a:bgClr></a:pattFill>'
    )


def stroke(line: Stroke | None, tag: str = "a:ln") -> str:
    """A line in its colour; None is no line."""
    if line is None:
        return f"<{tag}><a:noFill/></{tag}>"
    dash = "" if line.dash == "solid" else f'<a:prstDash val="{line.dash}"/>'
    return f'<{tag} w="{emu(line.width)}" cap="flat">{fill(line.color)}{dash}<a:round/></{tag}>'
