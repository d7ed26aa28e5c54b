"""Findings about conversations, measures and data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.state import (
    all_set_aside,
    lost_figures,
    lost_title,
    newest,
    rejected,
    stale,
)
from kpikit.findings.words import Finding, count, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

UNRECORDED = 0.1  # from one in ten on, missing outcomes are a finding before all others
RETURNED = "It also counts those that came back without a ticket, which did not hold."
FEW = 100  # conversations below which a share is ten points or more either way
TRIGGERS = {
    "high_intent": "on high intent",
    "explicit_ask": "because the visitor asked for a person",
    "unanswered": "because the bot had no answer",
    "frustration": "out of frustration",
    "unknown": "for a reason not recorded",
}


def ladder(view: View) -> Finding:
    """How conversations ended, from held to handed over."""
    total, held = view["conversations"], view["rung_durable"]
    contained = view["containment_rate"]
    if not total.value:
        return Finding("No conversations to place on the ladder")
    numbers = (*figures(total, held, contained, view["rung_pending"]), *unknown_share(view))
    if not held.known:
        title = f"{contained.text} were closed by the bot; whether it lasted needs tickets"
        return Finding(title, (sentence(held.reason or ""), *unrecorded(view)), figures=numbers)
    text = [f"{contained.text} of conversations were closed without a person.", *unrecorded(view)]
    text += [f"{of}. {RETURNED}"] if (of := denominators(view)) else []
    pending, stayed = view["rung_pending"], (held.value or 0) / total.value
    if pending.value:
        young = "is too young to say" if pending.value == 1 else "are too young to say"
        best = stayed + pending.value / total.value
        reaches = labels.number(best, "share")
        text += [f"{pending.text} {young}; if every one holds, the share reaches {reaches}."]
        numbers += (Figure(best, "share", "(rung_durable + rung_pending) / conversations"),)
    numbers += figures(view["resolution_rate"])
    numbers += (Figure(stayed, "share", "rung_durable / conversations"),)
    title = f"{labels.number(stayed, 'share')} of conversations were closed and stayed closed"
    return Finding(title + few(view), tuple(text), figures=numbers)


def denominators(view: View) -> str:
    """What the share that held and the resolution rate are shares of; empty where either lacks."""
    held, rate, total = (view[k] for k in ("rung_durable", "resolution_rate", "conversations"))
    if not (held.known and rate.known and total.value):
        return ""
    share = labels.number((held.value or 0) / total.value, "share")
    return (
        f"Held, {share}, is of all {total.text} conversations; the resolution rate, {rate.text}, "
        f"is of the {labels.number(rate.n)} that can be checked"
    )


def few(view: View) -> str:
    """A hedge where there are so few conversations that their shares say little; else empty."""
    total = view["conversations"]
    if not total.value or total.value >= FEW:
        return ""
    noun = "conversation" if total.value == 1 else "conversations"
    return f", on {total.text} {noun}: too few to tell"


def unrecorded(view: View) -> tuple[str, ...]:
    """A sentence on conversations without an outcome, where they are too many to pass over."""
    unknown, total = view["rung_unknown"], view["conversations"]
    if (unknown.value or 0) < UNRECORDED * (total.value or 0) or not unknown.value:
        return ()
    share = _share(unknown, total)
    return (f"{share} have no recorded outcome, so every other share is a lower bound.",)


def unknown_share(view: View) -> tuple[Figure, ...]:
    """The share of conversations without an outcome, as sentences say it."""
    unknown, total = view["rung_unknown"], view["conversations"]
    share = (unknown.value or 0) / (total.value or 1)
    return (Figure(share, "share", "rung_unknown / conversations"),)


def escalation(view: View) -> Finding:
    """How many went to a person, and why."""
    rate = view["escalation_rate"]
    if not rate.known:
        return Finding("No conversations, so no hand-offs")
    rows = {name: view[f"escalation_rate_{name}"] for name in TRIGGERS}
    known = {name: row.value or 0 for name, row in rows.items() if row.known}
    numbers = figures(rate, view["conversations"], *rows.values())
    if not rate.value or not any(known.values()):
        title = f"{rate.text} of conversations went to a person{few(view)}"
        return Finding(title, figures=numbers)
    top = max(known, key=lambda name: known[name])
    title = f"{rate.text} went to a person, most often {TRIGGERS[top]} ({rows[top].text})"
    body = (
        "High-intent hand-offs are revenue on its way; frustrated and unanswered ones are leakage. "
        "Read the mix, not the total.",
    )
    return Finding(title + few(view), body, figures=numbers)


def measures(results: Sequence[Result]) -> Finding:
    """The verdicts of a table of measures, counted."""
    number = Counter(row.verdict for row in results)
    shown = [v for v in ("good", "watch", "bad", "cannot_tell") if number[v]]
    words = [f"{number[v]} {labels.STATES[v].word}" for v in shown]
    title = ", ".join(words) or "No measure has a band to judge it by"
    said = tuple(counted(number[v], f"measures that are {v}") for v in shown)
    return Finding(title, figures=said)


def unavailable(results: Sequence[Result]) -> Finding:
    """How many measures wait for data."""
    n = len(results)
    title = f"{count(n).capitalize()} measure{'s need' if n != 1 else ' needs'} more data"
    return Finding(title, figures=(counted(n, "measures without data"),))


def quality(view: View) -> Finding:
    """What stands out in the data of this period."""
    state, days = view.context.quality, view.days()
    aside = sum(row.rows for row in state.rules)
    kept = f"{aside:,} rows were set aside, each with its reason."
    told = [(all_set_aside(table), table) for table in rejected(view)]
    told += [(newest(table), table) for table in stale(view)]
    said = [counted(table.quarantined, f"context tables {table.name}") for _, table in told]
    said += [counted(aside, "context rules"), *lost_figures(view)]
    faults = tuple(sentence for sentence, _ in told)
    text = (*faults, kept if aside else "No row was set aside.")
    title, numbers = lost_title(view), tuple(said)
    if title:
        hit = lost_figures(view)[1].value
        unknown = f"{hit:,.0f} conversations of those days count as unknown."
        return Finding(title, (unknown, *text), figures=numbers)
    if faults:
        return Finding(faults[0].rstrip("."), text[1:], figures=numbers)
    spoken = sum(bool(day.conversations) for day in days)
    title = f"All {count(spoken)} days with conversations have outcomes"
    title = "The one day with conversations has outcomes" if spoken == 1 else title
    title = title if spoken else "No conversations in the period"
    return Finding(title, text, figures=(*numbers, counted(spoken, "context days")))


def _share(part: Result, whole: Result) -> str:
    return labels.number((part.value or 0) / whole.value, "share") if whole.value else labels.DASH
