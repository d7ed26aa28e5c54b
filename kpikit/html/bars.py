"""Tables with a bar in a cell: why people were handed over, and what became of leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.html.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Sequence


def bar(share: float, color: str, *, tick: float | None = None) -> Html:
    """A bar of a cell's width; hidden from screen readers, the number is in the next cell.

    Args:
        share: its part of the cell, 0 to 1.
        color: a token.
        tick: where an upright marks a comparison, 0 to 1.
    """
    fill = f"var(--{color})"
    width = f"{100 * share:.1f}%" if share else None
    shapes = [tag("rect", width=width, height=12, fill=fill) if width else None]
    if tick is not None:
        at = f"{100 * tick:.1f}%"
        # The halo keeps the upright visible on the bar.
        for stroke, size in (("var(--bg,#fff)", 5), ("var(--ink)", 2)):
            edge = tag("line", x1=at, x2=at, y1=-2, y2=14, stroke=stroke, stroke_width=size)
            shapes.append(edge)
    return tag("svg", *shapes, class_="kk-bar", aria_hidden="true", focusable="false")


def bar_table(
    caption: Html, heads: Sequence[str], rows: Sequence[Html], *, after: Sequence[Html] = ()
) -> Html:
    """A table whose second column holds bars.

    Args:
        caption: title and how to read it.
        heads: names of the columns, the bar's empty.
        rows: built by `bar_row`.
        after: further bodies.
    """
    cells = []
    for place, name in enumerate(heads):
        css = "kk-barcell" if place == 1 else "kk-num" if place else None
        hidden = tag("span", "Bar", class_="kk-hidden") if place == 1 else name
        cells.append(tag("th", hidden, scope="col", class_=css, role="columnheader"))
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *cells, role="row"), role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        *after,
        class_="kk-bars",
        style=f"--kk-n:{len(heads) - 2}",
        role="table",
    )


def bar_row(name: str, drawn: Html | None, cells: Sequence[object], *, total: bool = False) -> Html:
    """One row: its name, its bar and its numbers, of which the first is the current one."""
    found = [tag("th", name, scope="row", role="rowheader")]
    found.append(tag("td", drawn, class_="kk-barcell", role="cell"))
    for place, content in enumerate(cells):
        css = "kk-num kk-now" if not place else "kk-num" if total else "kk-num kk-dim"
        found.append(tag("td", content, class_=css, role="cell"))
    return tag("tr", *found, class_="kk-sum" if total else None, role="row")


def titled_caption(title: str, text: str) -> Html:
    """A table's caption: its title, and under it how to read it."""
    return tag("span", tag("b", title), tag("span", text, class_="kk-caption"))
