"""Findings about conversations, measures and data."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.words import Finding, count, listed, lower, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.context import DayCount
    from kpikit.view import Result, View

CURRENT = ("tickets", "leads", "deals", "orders")  # tables that a period cannot do without news of
UNRECORDED = 0.1  # from one in ten on, missing outcomes are a finding before all others
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
    if not held.known:
        title = f"{contained.text} were closed by the bot; whether it lasted needs tickets"
        return Finding(title, (sentence(held.reason or ""), *unrecorded(view)))
    text = [f"{contained.text} of conversations were closed without a person.", *unrecorded(view)]
    pending = view["rung_pending"]
    if pending.value:
        together = (held.value or 0) + pending.value
        young = "is too young to say" if pending.value == 1 else "are too young to say"
        best = labels.number(together / total.value, "share")
        text += [f"{pending.text} {young}; if every one holds, the share reaches {best}."]
    return Finding(
        f"{_share(held, total)} of conversations were closed and stayed closed", tuple(text)
    )


def unrecorded(view: View) -> tuple[str, ...]:
    """A sentence on conversations without an outcome, where they are too many to pass over."""
    unknown, total = view["rung_unknown"], view["conversations"]
    if (unknown.value or 0) < UNRECORDED * (total.value or 0) or not unknown.value:
        return ()
    share = _share(unknown, total)
    return (f"{share} have no recorded outcome, so every other share is a lower bound.",)


def escalation(view: View) -> Finding:
    """How many went to a person, and why."""
    rate = view["escalation_rate"]
    if not rate.known:
        return Finding("No conversations, so no hand-offs")
    rows = {name: view[f"escalation_rate_{name}"] for name in TRIGGERS}
    known = {name: row.value or 0 for name, row in rows.items() if row.known}
    if not rate.value or not any(known.values()):
        return Finding(f"{rate.text} of conversations went to a person")
    top = max(known, key=lambda name: known[name])
    title = f"{rate.text} went to a person, most often {TRIGGERS[top]} ({rows[top].text})"
    body = (
        "High-intent hand-offs are revenue on its way; frustrated and unanswered ones are leakage. "
        "Read the mix, not the total.",
    )
    return Finding(title, body)


def measures(results: Sequence[Result]) -> Finding:
    """The verdicts of a table of measures, counted."""
    count = Counter(row.verdict for row in results)
    words = [
        f"{count[v]} {labels.STATES[v].word}"
        for v in ("good", "watch", "bad", "cannot_tell")
        if count[v]
    ]
    return Finding(", ".join(words) or "No measure has a band to judge it by")


def targets(results: Sequence[Result]) -> Finding:
    """How many measures with a target have met it, naming those that have not."""
    judged = [row for row in results if row.target_status != "none"]
    # What can still change has not missed yet.
    missed = [row for row in judged if row.target_status == "missed" and row.status == "final"]
    if not judged:
        return Finding("No measure has a target yet")
    met = sum(row.target_status == "met" for row in judged)
    names = [lower(row.kpi.title) for row in missed[:2]]
    names += [f"{count(len(missed) - 2)} more"] if len(missed) > 2 else []
    if len(judged) == 1:
        row = judged[0]
        if row.target_status == "missed" and not missed:
            return Finding(
                f"{row.kpi.title} is not final: {row.text} against {row.format(row.target)}"
            )
        verb = {"met": "met its target", "missed": "missed its target"}.get(
            row.target_status, "is too uncertain to hold against its target"
        )
        return Finding(f"{row.kpi.title} {verb}: {row.text} against {row.format(row.target)}")
    open_ = len(judged) - met - len(missed)
    if open_ == len(judged):
        return Finding(f"None of {count(open_)} targets can be told from what chance allows")
    rest = f"; {count(open_)} cannot be told" if open_ else ""
    if not met:
        return Finding(f"No measure met its target: {listed(names)} missed{rest}")
    title = f"{count(met).capitalize()} of {count(len(judged))} measures met their target"
    return Finding(f"{title}; {listed(names)} did not{rest}" if missed else title + rest)


def unavailable(results: Sequence[Result]) -> Finding:
    """How many measures wait for data."""
    n = len(results)
    return Finding(f"{count(n).capitalize()} measure{'s need' if n != 1 else ' needs'} more data")


def stale(view: View) -> list[str]:
    """A sentence for each table whose rows end before the period begins."""
    start = view["conversations"].period_start.date().isoformat()
    return [
        f"The newest row of {table.name} is of {labels.day(dt.date.fromisoformat(table.last))}."
        for table in view.context.quality.tables
        if table.name in CURRENT and table.last and table.last < start
    ]


def rejected(view: View) -> list[str]:
    """A sentence for each table of which every row was set aside."""
    return [
        f"All {table.quarantined:,} rows of {table.name} were set aside."
        for table in view.context.quality.tables
        if table.quarantined and not table.kept
    ]


def quality(view: View) -> Finding:
    """What stands out in the data of this period."""
    days, where = view.days(), ""
    lost = _lost(days)
    if view.bot.id == PORTFOLIO:
        # Another bot's outcomes of that day must not hide the lost ones.
        losers = {bot.name: _lost(view.other(bot.id).days()) for bot in view.context.bots}
        losers = {name: rows for name, rows in losers.items() if rows}
        lost = [row for rows in losers.values() for row in rows]
        where = f" at {listed(list(losers))}" if losers else ""
    state = view.context.quality
    aside = sum(row.rows for row in state.rules)
    kept = f"{aside:,} rows were set aside, each with its reason."
    faults = (*rejected(view), *stale(view))
    text = (*faults, kept if aside else "No row was set aside.")
    if lost:
        n, hit = len({row.day for row in lost}), sum(row.conversations for row in lost)
        word = "day" if n == 1 else "days"
        verb = "is" if n == 1 else "are"
        title = f"{count(n).capitalize()} {word} of outcomes {verb} missing{where}"
        return Finding(title, (f"{hit:,} conversations of those days count as unknown.", *text))
    if faults:
        return Finding(faults[0].rstrip("."), text[1:])
    return Finding("Every day has outcomes" if days else "No conversations in the period", text)


def _lost(days: Sequence[DayCount]) -> list[DayCount]:
    """Days that had conversations and no outcome at all."""
    return [row for row in days if row.conversations and not row.outcomes]


def _share(part: Result, whole: Result) -> str:
    return labels.number((part.value or 0) / whole.value, "share") if whole.value else labels.DASH
