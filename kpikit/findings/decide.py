"""The one decision a board is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.outcomes import outcome_note
from kpikit.findings.proof import is_proven, no_lift
from kpikit.findings.words import lower, so_far

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.view import Result, View

SERVES = {"support", "internal"}  # bots that are not there to sell: no payback is asked of them


def decision(view: View) -> str:
    """The decision to ask for: first what loses money, then what is bad, missed or unproven.

    Nothing is judged on a first period that is no whole one, and nothing that can still change is
    called missed.
    """
    steps = (_young, _undone, _unpaid, _dear, _fix, _prove)
    return next(text for step in steps if (text := step(view)))


def partial(view: View) -> str:
    """Why a bot has no period before that it can be compared with; empty where it has one."""
    launch, periods = view.bot.launch, view.periods[-2:]
    within = [period for period in periods if launch and _within(view, period, launch)]
    if launch is None or not within:
        return ""
    name = labels.period(within[0])
    return f"{view.bot.name} started on {labels.day(launch)}, so {name} is no whole period"


def _within(view: View, period: str, day: dt.date) -> bool:
    """Whether a local day is in a period, and not its first."""
    row, zone = view.get("conversations", period=period), ZoneInfo(view.context.timezone)
    first, after = (end.astimezone(zone).date() for end in (row.period_start, row.period_end))
    return first < day < after


def _young(view: View) -> str:
    reason = partial(view)
    return f"Decide: what {view.bot.name} is to reach next. {reason} to judge." if reason else ""


def _undone(view: View) -> str:
    """A holdout that shows no lift takes the ground from the booked net."""
    found = next(iter(no_lift(view)), None)
    return f"Decide: {lower(found.todo)} {found.title}" if found else ""


def _unpaid(view: View) -> str:
    """A bot that is there to sell and books less than it costs."""
    every = [view]
    if view.bot.id == PORTFOLIO:
        every = [view.other(bot.id) for bot in view.context.bots]
    for bot in every:
        row = bot["payback_multiple"]
        judged = row.verdict == "bad" and row.status == "final" and not partial(bot)
        if judged and bot.bot.type not in SERVES:
            return f"Decide: fix or stop {bot.bot.name}; it booked {row.text} the cost."
    return ""


def _dear(view: View) -> str:
    """A bot that books nothing and saves less than it costs."""
    value = view["net_value"]
    if view["payback_multiple"].known or (value.value or 0) >= 0:
        return ""
    return (
        f"Decide: how to bring the cost of {view.bot.name} below what {view.it} saved; "
        f"{lower(value.kpi.title)} is {value.text}{so_far(value)}."
    )


def _fix(view: View) -> str:
    """What is bad or missed for good, who answers for it, and where to look first."""
    rows = [row for row in view.headline() if row.known and row.status == "final"]
    if outcome_note(view):
        rows = [row for row in rows if row.kpi.category != "resolution"]
    bad = next((row for row in rows if row.verdict == "bad"), None)
    row = bad or next((row for row in rows if row.target_status == "missed"), None)
    if row is None:
        return ""
    advice = " ".join(row.kpi.advice[:1]).split(". ", maxsplit=1)[0].rstrip(".")
    return _asked(view, row) + (f" {advice}." if advice else "")


def _asked(view: View, row: Result) -> str:
    owners = view.context.owners
    names = (o.name for o in owners if (o.bot_id, o.kpi) == (view.bot.id, row.kpi.id))
    name, title = next(names, ""), lower(row.kpi.title)
    if row.target is None:
        return f"Decide: fund work on {title} ({row.text}), and who sets its target."
    facts = f"{row.text}, target {row.format(row.target)}"
    owner = f"its owner: {name}" if name else "it has no owner yet"
    return f"Decide: fund work on {title} ({facts}; {owner}) or change the target."


def _prove(view: View) -> str:
    if view["payback_multiple"].known and is_proven(view):
        return (
            f"Decide: keep {view.bot.name} running; a holdout proves that {view.it} brought sales."
        )
    if view["payback_multiple"].known:
        return "Decide: run a holdout, so that the revenue can be shown to come from the bot."
    value = view["net_value"]
    if value.known:
        return f"Decide: keep {view.bot.name} running as it is; {view.it} covered the cost."
    return "Decide: who supplies the costs and outcomes that the money figures need."
