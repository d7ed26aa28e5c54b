"""Findings about the sales cycle: why the published figure and the adjusted one differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit import labels
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.words import Finding, sentence

if TYPE_CHECKING:
    from kpikit.view import Result, View

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
        if abs(gap) <= CLOSE:
            title = "Both ways of counting agree"
        elif gap > 0:
            title = _both(published, adjusted)
            text += _young(view)
        else:
            title = _both(published, adjusted)
            text.append(
                "The published figure is about the deals won in the period alone, whenever their "
                "leads began; the adjusted one follows all leads so far."
            )
    return Finding(title, (*text, *_open(adjusted), *_neither(view)), "", _said(view))


def apart(row: Result) -> str:
    """A difference of two channels in words: "13.5 days later".

    Args:
        row: form median less chatbot median; positive where the chatbot is faster.
    """
    size = row.format(abs(row.value or 0.0), words=True)
    if not row.value:
        return "no difference"
    return f"{size} {'sooner' if row.value > 0 else 'later'}"


def spread(row: Result, *, words: bool = True) -> str:
    """The interval of a difference, counted the way `apart` says it; empty where there is none.

    Of a chatbot that is later by 13.5 days, "−8.0 to 28.3 days" is later, too.
    """
    if row.low is None or row.high is None:
        return ""
    ends = (row.low, row.high) if (row.value or 0) >= 0 else (-row.high, -row.low)
    return labels.interval(*ends, "days", words=words)


def spread_figures(*rows: Result) -> tuple[Figure, ...]:
    """The numbers of differences, and their intervals as they are counted where it is later."""
    turned = [
        Figure(-end, "days", f"{row.kpi.id} {name}, counted as later")
        for row in rows
        if (row.value or 0) < 0
        for name, end in (("low", row.low), ("high", row.high))
        if end is not None
    ]
    return (*figures(*rows), *turned)


def _open(adjusted: Result) -> list[str]:
    """That neither channel is shown to be faster, where the interval allows both."""
    low, high = adjusted.low, adjusted.high
    if low is None or high is None or not low <= 0 <= high:
        return []
    slow, fast = (adjusted.format(abs(end), words=True) for end in (low, high))
    return [
        f"Adjusted, {slow} slower to {fast} faster are possible: neither channel is shown to be "
        "faster."
    ]


def _both(published: Result, adjusted: Result) -> str:
    """What either way of counting makes of the chatbot."""
    words = {"no difference": "as fast as the form"}
    alone, counting = (
        words.get(apart(row), apart(row)).replace("sooner", "faster").replace("later", "slower")
        for row in (published, adjusted)
    )
    return f"Closed deals alone make the chatbot look {alone}; counting open leads, {counting}"


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
