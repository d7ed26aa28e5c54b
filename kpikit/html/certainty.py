"""Under the table of measures: what can still change, what settles the open ones, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings
from kpikit.findings.reviewers import reviewers
from kpikit.findings.unfinished import open_before
from kpikit.html.markup import Html, join, tag
from kpikit.html.section import head
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View


def certainty(rows: Sequence[Result], view: View) -> Html | None:
    """Lists of terms: earlier periods that are not final, what settles the open ones, and so on.

    None where every earlier period and every verdict stands, every estimate has an interval and
    nothing was seen twice.
    """
    bounded = any(row.low is not None for row in rows)
    told = reviewers(view)
    blocks = [
        tag("div", head(title), tag("dl", *map(_term, terms), class_="kk-terms"), class_="kk-after")
        for title, terms in (
            (f"Earlier {kind_of(view.period)}s that can still change", open_before(view, rows)),
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
