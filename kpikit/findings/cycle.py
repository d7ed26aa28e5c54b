"""Findings about the sales cycle: why the published figure and the adjusted one differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit import labels
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.words import Finding, sentence

if TYPE_CHECKING:
    from kpikit.view import View

    Row = dict[str, Any]

PUBLISHED, ADJUSTED = "sales_cycle_reduction_days", "sales_cycle_adjusted_reduction_days"
CLOSE = 1
"""Days by which both may differ and still agree: medians are whole days."""

AS_PUBLISHED = "As published: biased toward the younger channel"
AS_ADJUSTED = "Adjusted for deals still open"


def why_apart(view: View) -> Finding:
    """Why the published comparison and the adjusted one differ, or that they agree."""
    published, adjusted = view[PUBLISHED], view[ADJUSTED]
    if adjusted.value is None:
        reason = sentence(adjusted.reason or "too few wins yet")
        return Finding("No adjusted comparison yet", (reason, *_neither(view)), "", _said(view))
    text = []
    if published.value is None:
        title = "Only the adjusted comparison is known"
    else:
        gap = published.value - adjusted.value
        size = published.format(abs(gap), words=True)
        if abs(gap) <= CLOSE:
            title = "Both ways of counting agree"
        elif gap > 0:
            title = f"Closed deals alone make the chatbot look {size} faster"
            text += _young(view)
        else:
            title = f"Closed deals alone make the chatbot look {size} slower"
            text.append(
                "The published figure is about the deals won in the period alone, whenever their "
                "leads began; the adjusted one follows all leads so far."
            )
    if (
        adjusted.low is not None
        and adjusted.high is not None
        and adjusted.low <= 0 <= adjusted.high
    ):
        ends = labels.interval(adjusted.low, adjusted.high, "days", words=True)
        text.append(f"Adjusted, {ends} are possible: neither channel is shown to be faster.")
    return Finding(title, (*text, *_neither(view)), "", _said(view))


def _young(view: View) -> list[str]:
    """What makes closed deals flatter the chatbot: how briefly its leads have been watched."""
    rows = _rows(view)
    bot, form = rows.get("chatbot"), rows.get("form")
    if bot is None or form is None or bot["brief"] is None or form["brief"] is None:
        return []
    short, other = (labels.number(row["brief"], "share", decimals=0) for row in (bot, form))
    typical = labels.number(bot["typical"], "days", words=True)
    text = []
    if bot["brief"] > form["brief"]:
        text.append(
            f"{short} of the chatbot's leads have been watched for less than {typical}, by which "
            f"half of the form's wins come; of the form's leads it is {other}. Their slow deals "
            "are not closed yet."
        )
    still, leads = (labels.number(bot[name]) for name in ("open", "leads"))
    text.append(f"{still} of the chatbot's {leads} leads are still open.")
    if bot["watched"] < form["watched"]:
        young, old = (
            labels.number(row["watched"], "days", decimals=0, words=True) for row in (bot, form)
        )
        text.append(
            f"Half of its leads began in the last {young}, of the form's in the last {old}: the "
            "channel is younger, or it grows faster."
        )
    return text


def _neither(view: View) -> list[str]:
    """How many leads belong to neither channel."""
    mixed = _rows(view).get("mixed")
    if mixed is None or not mixed["leads"]:
        return []
    number = labels.number(mixed["leads"])
    if mixed["leads"] == 1:
        return [f"{number} lead used both channels or came from elsewhere; it counts in neither."]
    return [f"{number} leads used both channels or came from elsewhere; they count in neither."]


def _rows(view: View) -> dict[str, Row]:
    return {row["arm"]: row for row in view.detail("cycle_leads")}


def _said(view: View) -> tuple[Figure, ...]:
    """The numbers these sentences may say."""
    published, adjusted = view[PUBLISHED], view[ADJUSTED]
    found = [*figures(published, adjusted)]
    if published.value is not None and adjusted.value is not None:
        gap = abs(published.value - adjusted.value)
        found.append(Figure(gap, "days", f"{PUBLISHED} less {ADJUSTED}"))
    place = f"details cycle_leads {view.bot.id} {view.period}"
    for arm, row in _rows(view).items():
        found += [
            counted(row[name], f"{place} {arm} {name}")
            for name in ("leads", "open")
            if row[name] is not None
        ]
        found += [
            Figure(float(row[name]), unit, f"{place} {arm} {name}")
            for name, unit in (("watched", "days"), ("typical", "days"), ("brief", "share"))
            if row[name] is not None
        ]
    return tuple(found)
