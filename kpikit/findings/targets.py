"""How many targets are met, who answers for those that are not, and what can still change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.behind import thin
from kpikit.findings.faults import excused, spoilt
from kpikit.findings.figure import counted, figures
from kpikit.findings.words import Finding, count, filling, inline, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View


def targets(results: Sequence[Result], view: View | None = None) -> Finding:
    """How many measures with a target have met it, naming those that have not.

    What can still change has met or missed nothing yet: it is on course to; what is still filling
    is not even on course to miss. What a data problem spoils is not judged.

    Args:
        results: the measures, with or without a target.
        view: theirs; with it the owners are named and spoilt figures known.
    """
    judged = [row for row in results if row.target_status != "none"]
    if not judged:
        return Finding("No measure has a target yet")
    wrong = spoilt(view) if view else {}
    sound = [row for row in judged if not excused(row, row.target, wrong.get(row.kpi.id, 0.0))]
    if len(judged) == 1 and sound:
        return Finding(_alone(judged[0]), figures=figures(*judged))
    parts = _sorted(sound)
    counts = [*map(len, parts.values()), len(judged), len(judged) - len(sound)]
    left = len(parts["missed"]) - 2
    said = [counted(n, "measures with a target") for n in (*counts, left)]
    title = _counted(parts, spoilt_n=len(judged) - len(sound), total=len(judged))
    rows = [*parts["missed"], *parts["missing"]]
    text = tuple(_detail(row, view) for row in rows)
    return Finding(title, text, figures=(*figures(*judged), *said))


def owner(view: View | None, row: Result) -> str:
    """Who answers for the target of a measure; empty where nobody is named."""
    owners = view.context.owners if view else ()
    return next((o.name for o in owners if (o.bot_id, o.kpi) == (row.bot_id, row.kpi.id)), "")


def course(row: Result) -> str:
    """How a figure stands to its target, as a verb: "missed its target of 75.0% with 64.1%"."""
    aim = f"its target of {row.format(row.target)}" if row.target is not None else "its target"
    few = f" ({hedge})" if (hedge := thin(row)) else ""
    if row.status != "provisional":
        verb = {"met": "met", "missed": "missed"}.get(row.target_status)
        return f"{verb} {aim} with {row.text}{few}" if verb else f"is too close to {aim} to tell"
    if filling(row) and row.target_status == "missed":
        day = f" until {labels.until(row.final_on, row.as_of)}" if row.final_on else ""
        return f"has not reached {aim} yet: {row.text} so far{few}, and more can follow{day}"
    verb = {"met": "is on course to meet", "missed": "is on course to miss"}.get(row.target_status)
    day = f", final on {labels.until(row.final_on, row.as_of)}" if row.final_on else ""
    return f"{verb or 'is too close to tell from'} {aim}: {row.text} so far{few}{day}"


def _sorted(rows: Sequence[Result]) -> dict[str, list[Result]]:
    """Rows by how they stand: met, meeting (on course), missed, missing (on course), open."""
    parts: dict[str, list[Result]] = {
        k: [] for k in ("met", "meeting", "missed", "missing", "open")
    }
    for row in rows:
        course = {"met": "meeting", "missed": "missing"}
        names = course if row.status == "provisional" else {"met": "met", "missed": "missed"}
        open_ = filling(row) and row.target_status == "missed"
        parts["open" if open_ else names.get(row.target_status, "open")].append(row)
    return parts


def _counted(parts: dict[str, list[Result]], *, spoilt_n: int, total: int) -> str:
    met, missed = len(parts["met"]), parts["missed"]
    names = [inline(row.kpi.title) for row in missed[:2]]
    names += [f"{count(len(missed) - 2)} more"] if len(missed) > 2 else []
    rest = []
    if parts["meeting"]:
        n = len(parts["meeting"])
        more = " more" if met else ""
        rest.append(f"{count(n)}{more} {'is' if n == 1 else 'are'} on course")
    if parts["missing"]:
        some = listed([inline(row.kpi.title) for row in parts["missing"][:2]])
        n = len(parts["missing"]) - 2
        some = f"{count(len(parts['missing']))} measures" if n > 0 else some
        plural = len(parts["missing"]) > 1
        rest.append(f"{some} {'are' if plural else 'is'} on course to miss")
    if parts["open"]:
        rest.append(f"{count(len(parts['open']))} cannot be told")
    if spoilt_n:
        verb = "is" if spoilt_n == 1 else "are"
        rest.append(f"{count(spoilt_n)} {verb} not judged, as the data are faulty")
    if len(parts["open"]) == total:
        return f"None of {count(total)} targets is clearly met or missed"
    first = f"{count(met).capitalize()} of {count(total)} measures met their target"
    if not met:
        first = "No measure met its target"
        if parts["open"] or spoilt_n:
            first = "No measure is shown to have met its target"
        first += " yet" if parts["meeting"] else ""
    if missed:
        first += f": {listed(names)} missed" if not met else f"; {listed(names)} did not"
    return "; ".join([first, *rest])


def _alone(row: Result) -> str:
    if row.target_status == "cannot_tell":
        what = "is too uncertain to hold against its target"
        return f"{row.kpi.title} {what}: {row.text} against {row.format(row.target)}"
    if row.status == "provisional":
        return f"{row.kpi.title} {course(row)}"
    few = f" ({hedge})" if (hedge := thin(row)) else ""
    aim = row.format(row.target)
    return f"{row.kpi.title} {row.target_status} its target: {row.text}{few} against {aim}"


def _detail(row: Result, view: View | None) -> str:
    name = owner(view, row)
    return f"{row.kpi.title} {course(row)}{f'; its owner: {name}' if name else ''}."
