"""Under the table of measures: what would settle the open ones, and how sure the others are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings
from kpikit.findings.reviewers import reviewers
from kpikit.html.markup import Html, join, tag
from kpikit.html.section import head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View


def certainty(rows: Sequence[Result], view: View) -> Html | None:
    """Lists of terms: what settles the open ones, what has no interval, whether reviewers agree.

    None where every verdict stands, every estimate has an interval and nothing was seen twice.
    """
    bounded = any(row.low is not None for row in rows)
    told = reviewers(view)
    blocks = [
        tag("div", head(title), tag("dl", *map(_term, terms), class_="kk-terms"), class_="kk-after")
        for title, terms in (
            ("What would settle it", findings.unsettled(rows)),
            ("Why these have no interval", findings.without_interval(rows) if bounded else []),
            ("Whether reviewers agree", [(r.title, " ".join(r.paragraphs)) for r in told]),
        )
        if terms
    ]
    return join(*blocks) if blocks else None


def _term(pair: tuple[str, str]) -> Html:
    name, text = pair
    return tag("div", tag("dt", name), tag("dd", text[:1].upper() + text[1:]))
