"""A table that small screens show as one block a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.html.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Iterable


Head = tuple[str, str | None]
"""A column's name and its class; two columns may share a name, as chatbots may."""


def stacked(caption: Html, heads: Iterable[Head], rows: Iterable[Html], *, css: str = "") -> Html:
    """A table of the report's usual form; a row's cells carry their column's name in `data_l`.

    Args:
        caption: the table's caption element.
        heads: of the columns.
        rows: the body's rows.
        css: further classes of the table.
    """
    cells = [tag("th", name, scope="col", class_=one, role="columnheader") for name, one in heads]
    return tag(
        "table",
        caption,
        tag("thead", tag("tr", *cells, role="row"), role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        class_=f"kk-stack {css}".rstrip(),
        role="table",
    )
