"""The scorecard in words: what its rows show, no more and no less, and where good begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.findings.conversations import measures
from kpikit.findings.faults import excused, spoilt
from kpikit.findings.targets import targets
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.findings.words import Finding
    from kpikit.view import Result, View

OF, OF_AIMED = " measures met their target", " measures with a target met it"


def scored(rows: Sequence[Result], view: View) -> Finding:
    """How the rows of a scorecard stand to their targets; without targets, to their bands.

    Args:
        rows: those that are shown.
        view: theirs.
    """
    aimed = [row for row in rows if row.target_status != "none"]
    if not aimed:
        counted = measures(rows)
        none = f"No measure has a target for a {kind_of(view.period)}"
        return counted._replace(title=f"{none}; {counted.title}")
    found = targets(rows, view)
    return found._replace(title=found.title.replace(OF, OF_AIMED, 1))


def unjudged(rows: Sequence[Result], view: View) -> set[str]:
    """The measures that faulty data may have put where they are: their targets are not judged."""
    wrong = spoilt(view)
    return {
        row.kpi.id
        for row in rows
        if row.target_status != "none" and excused(row, row.target, wrong.get(row.kpi.id, 0.0))
    }


def aim(row: Result, *, words: bool = False, judged: bool = True) -> str:
    """The target with its status after it: "80.0%, missed"; an en dash for none.

    Args:
        row: the measure.
        words: "34 days" instead of "34 d".
        judged: False where faulty data may have made the figure, as of `unjudged`.
    """
    if row.target_status == "none":
        return row.format(row.target, words=words)
    said = {"met": "met", "missed": "missed"}.get(row.target_status, "cannot tell")
    if row.status == "provisional":
        # What can still change has not missed, and has met only so far.
        said = {"met": "met so far", "missed": "not final"}.get(said, said)
    known = "a range" if row.target is None else row.format(row.target, words=words)
    return f"{known}, {said if judged else 'not judged'}"


def good_edge(row: Result) -> str:
    """Where good begins, of what is watch or bad: "good from 5.0×"; empty of anything else."""
    if row.verdict not in {"watch", "bad"} or row.value is None:
        return ""
    if row.good_low is not None and row.value < row.good_low:
        return f"good from {row.format(row.good_low)}"
    if row.good_high is not None and row.value > row.good_high:
        return f"good to {row.format(row.good_high)}"
    return ""
