"""Is it working? The one sentence at the top of a report, and the title of a deck's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.estimate.money import FEWEST
from kpikit.findings.behind import thin
from kpikit.findings.conversations import FEW, unknown_share, unrecorded
from kpikit.findings.faults import UNRECORDED, excused, faults, spoilt, untold
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.money import booked, missing_money
from kpikit.findings.notice import OF_TABLE
from kpikit.findings.proof import attribution, label, shown_figures
from kpikit.findings.settle import in_baseline, settles, settling
from kpikit.findings.unfinished import is_over, named, unfinished
from kpikit.findings.words import Finding, lower, so_far
from kpikit.periods import kind_of
from kpikit.results.spans import BASELINE

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.view import Result, View

PRICES = {"human_chat_cost", "agent_hourly_cost", "chats_per_hour"}
"""The assumptions that price a conversation that held."""
USED = (
    *("revenue_booked", "revenue_sourced", "revenue_orders", "total_cost", "payback_multiple"),
    *("durable_cost_saved", "net_value", "conversations", "rung_unknown"),
)


def verdict(view: View) -> Finding:
    """Is it working? One sentence about the bot in this period, no surer than its interval."""
    when = named(view)
    if not view["conversations"].value:
        return Finding(f"{view.bot.name} had no conversations in {when}", figures=figures())
    net, value = view["net_incremental_revenue"], view["net_value"]
    if net.known:
        claim = f"{_earned(net, view)} in {when}"
        return _told(view, net, claim, text=(booked(view),), note=attribution(view))
    if value.known:
        amount = value.format(abs(value.value or 0))
        side = "more" if (value.value or 0) >= 0 else "less"
        claim = f"{view.bot.name} saved {amount} {side} than {view.it} cost in {when}{priced(view)}"
        return _told(view, value, claim, text=(_saved(view),))
    rate = view["resolution_rate"] if view["resolution_rate"].known else view["containment_rate"]
    verb, whole = "closed", "conversations"
    if rate.kpi.id == "resolution_rate":
        verb, whole = "resolved", "the conversations that can be checked"
    claim = f"{view.bot.name} {verb} {rate.text} of {whole} in {when}"
    return _told(view, rate, claim, text=(*unrecorded(view), missing_money(view)))


def judgement(row: Result, view: View) -> str:
    """How sure the claim is: the verdict in words with its range, or why there is none yet.

    A clause that follows the claim, such as ": good, €56.5k to €179.2k possible".
    """
    total = view["conversations"].value
    # A share is of the conversations that it can be told of, which may be fewer than all.
    total = row.n if row.kpi.unit == "share" else total
    small = bool(total and total < FEW)
    noun = "conversation" if total == 1 else "conversations"
    base = f", on {labels.number(total)} {noun}" if small else ""
    if in_baseline(row):
        return f"{base}{so_far(row)}: not judged in its first {BASELINE.days} days"
    wins = _few_wins(row, view)
    if row.low is None and (small or wins):
        return f"{base}{so_far(row)}: {wins or 'too few to tell'}"
    ends = f"{row.interval_text} possible" if row.low is not None else ""
    open_ = row.status == "provisional"
    # Of a period that still runs the claim itself says so.
    late = " so far" if open_ and is_over(view) else ""
    word = _word(row) + (late if _word(row) else "")
    said = ["not judged" if untold(view, row) else word, ends]
    if open_ and row.final_on:
        day = labels.until(row.final_on, row.as_of).replace(" ", labels.NBSP)
        said.append(f"final on {day}")
    known = ", ".join(part for part in said if part)
    return f"{base}: {known}" if known else base


def _word(row: Result) -> str:
    words = {"good": "good", "watch": "watch", "bad": "bad", "cannot_tell": "cannot tell"}
    return words.get(row.verdict, "")


def baseline_ends(view: View) -> dt.date | None:
    """The first day on which a chatbot may be judged; None where its launch is not known."""
    launch = view.bot.launch
    return launch + BASELINE if launch else None


def _told(view: View, row: Result, claim: str, *, text: tuple[str, ...], note: str = "") -> Finding:
    unproven = label(view) if note else ""
    parts = (f"{claim}{judgement(row, view)}", unproven, _trouble(view, row))
    title = "; ".join(part for part in parts if part)
    text = tuple(one for one in (unfinished(view), *text) if one)
    more = [one for one in (_baseline(view, row), _settled(row, view)) if one]
    rows = [row, *(view[kpi] for kpi in USED), *view.headline()]
    said: tuple[Figure, ...] = (*figures(*rows), *unknown_share(view))
    settled = settling(row)
    said += (settled.figure,) if settled and settled.figure else ()
    said += (counted(BASELINE.days, "baseline days"), *_of_faults(view), *_wins(view))
    said += shown_figures(view)
    return Finding(title, (*text, *more), note, said)


def priced(view: View) -> str:
    """That a saving is only as good as the prices somebody assumed; empty where none is."""
    assumed = any(one.name in PRICES for one in view.assumptions())
    return ", at assumed prices" if assumed else ""


def _settled(row: Result, view: View) -> str:
    """What would settle the verdict or, where that stands, the target."""
    text = settles(row)
    if text is None or row.verdict == "cannot_tell":
        return text or ""
    aim = row.format(row.target)
    if row.kpi.unit != "money" or row.status == "provisional":
        return f"Whether it reaches its target of {aim} cannot be told yet. {text}"
    # What came in is a fact: only what such a period brings in the long run is open.
    gap = (row.value or 0.0) - (row.target or 0.0)
    side = "at" if not gap else "above" if gap > 0 else "below"
    step = kind_of(view.period)
    return (
        f"A net of {row.text} is {side} its target of {aim}; a {step} like it may bring "
        f"{row.interval_text}, so it is not shown to stay there. {text}"
    )


def _baseline(view: View, row: Result) -> str:
    day = baseline_ends(view)
    if not in_baseline(row) or day is None:
        return ""
    return (
        f"The {BASELINE.days} days from {labels.day(day - BASELINE)} are the "
        f"baseline; from {labels.day(day)} on it is judged."
    )


def _few_wins(row: Result, view: View) -> str:
    """A hedge where revenue rests on a handful of wins; empty where it does not."""
    if row.kpi.id not in {"net_incremental_revenue", "revenue_booked"}:
        return ""
    wins = sum(int(figure.value) for figure in _wins(view)[:1])
    noun = "win" if wins == 1 else "wins"
    return f"on {wins} {noun}, too few for a range" if 0 < wins < FEWEST else ""


def _wins(view: View) -> tuple[Figure, ...]:
    wins = sum(view[kpi].n or 0 for kpi in ("revenue_sourced", "revenue_orders"))
    return (counted(wins, "revenue_sourced n + revenue_orders n"),)


def _earned(net: Result, view: View) -> str:
    amount = net.format(abs(net.value or 0))
    if (net.value or 0) >= 0:
        return f"{view.bot.name} booked {amount} more than {view.it} cost"
    return f"{view.bot.name} cost {amount} more than {view.it} booked"


def _saved(view: View) -> str:
    held, cost = view["durable_cost_saved"], view["total_cost"]
    return (
        f"Conversations that held saved {held.text} of agent time{so_far(held)}; "
        f"the cost was {cost.text}."
    )


def _of_faults(view: View) -> tuple[Figure, ...]:
    return tuple(figure for fault in faults(view) for figure in fault.notice.figures)


def _trouble(view: View, row: Result) -> str:
    """The gravest data problem, else the first measure that is bad: good money hides neither."""
    wrong = spoilt(view)
    for fault in faults(view):
        whole = fault.notice.cause.startswith(OF_TABLE)
        grave = fault.inputs and (whole or fault.notice.weight >= UNRECORDED)
        if grave or excused(row, 0.0, wrong.get(row.kpi.id, 0.0)):
            return lower(fault.notice.title.rstrip("."))
    bad = [
        one
        for one in view.headline()
        if one.verdict == "bad" and one.kpi.id != row.kpi.id and one.kpi.id not in wrong
    ]
    if not bad:
        return ""
    few = f" ({hedge})" if (hedge := thin(bad[0])) else ""
    return f"{lower(bad[0].kpi.title)} is bad at {bad[0].text}{few}{so_far(bad[0])}"
