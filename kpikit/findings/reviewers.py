"""Whether reviewers agree: a rate that rests on people is no surer than they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.figure import Figure, counted
from kpikit.findings.words import Finding

if TYPE_CHECKING:
    from typing import Any

    from kpikit.view import View

    Row = dict[str, Any]

FEW = 30
"""Items seen twice below which agreement is itself a guess."""
LITTLE, CLOSE = 0.4, 0.8
"""Where agreement beyond chance begins to be moderate, and to be close (Landis and Koch 1977)."""
SCORES = {"kappa": "Cohen's kappa", "alpha": "Krippendorff's alpha"}


def reviewers(view: View) -> list[Finding]:
    """For each kind of review how far people agree, and what an automatic judge was right about.

    The title names the kind; nothing where no item was seen twice and no judge looked.
    """
    found = []
    for row in view.detail("reviewers"):
        text = tuple(one for one in (_agreed(row), _judged(row)) if one)
        if text:
            found.append(Finding(f"{row['kind'].capitalize()} reviews", text, "", _figures(row)))
    return found


def _agreed(row: Row) -> str:
    items, value = row["items"], row["value"]
    if not items:
        return ""
    seen = f"{items:,} {'item was' if items == 1 else 'items were'} seen by two or more reviewers"
    if value is None:
        return f"{seen}, who all gave one answer: agreement beyond chance cannot be told."
    score = f"{SCORES[row['measure']]} {labels.number(value, 'score', decimals=2)}"
    if items < FEW:
        return f"{seen}: too few to tell whether they agree ({score})."
    if value < LITTLE:
        return f"{seen}, and they hardly agree ({score}): the rate depends on who reviews."
    word = "closely" if value >= CLOSE else "fairly"
    return f"{seen}, and they agree {word} ({score})."


def _judged(row: Row) -> str:
    flagged, cleared = row["flagged"], row["cleared"]
    if not flagged + cleared:
        return ""
    alone = labels.number(flagged / (flagged + cleared), "share")
    return (
        f"Of {flagged:,} that the automatic judge flagged people found {row['flagged_wrong']:,} "
        f"wrong, of {cleared:,} it let pass {row['cleared_wrong']:,}. Its own word, {alone}, is "
        "never shown as the rate."
    )


def _figures(row: Row) -> tuple[Figure, ...]:
    names = ("items", "flagged", "flagged_wrong", "cleared", "cleared_wrong")
    said = [counted(row[name], f"details reviewers {name}") for name in names]
    said.append(counted(2, "reviewers of an item"))
    judged = row["flagged"] + row["cleared"]
    if judged:
        said.append(Figure(row["flagged"] / judged, "share", "details reviewers flagged"))
    if row["value"] is not None:
        said.append(Figure(row["value"], "score", "details reviewers value"))
    return tuple(said)
