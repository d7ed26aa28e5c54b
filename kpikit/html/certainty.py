"""Under the table of measures: what would settle the open ones, and which have no interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings
from kpikit.html.markup import Html, join, tag
from kpikit.html.section import head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result


def certainty(rows: Sequence[Result]) -> Html | None:
    """Two lists of terms; None where every verdict stands and every estimate has an interval."""
    bounded = any(row.low is not None for row in rows)
    blocks = [
        tag("div", head(title), tag("dl", *map(_term, terms), class_="kk-terms"), class_="kk-after")
        for title, terms in (
            ("What would settle what cannot be told", findings.unsettled(rows)),
            ("Why these have no interval", findings.without_interval(rows) if bounded else []),
        )
        if terms
    ]
    return join(*blocks) if blocks else None


def _term(pair: tuple[str, str]) -> Html:
    name, text = pair
    return tag("div", tag("dt", name), tag("dd", text[:1].upper() + text[1:]))
