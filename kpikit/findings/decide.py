"""What a board is asked to decide, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.asks import SERVES, Decision, kept, mended, off, unset
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.proof import is_proven, no_lift, why_open
from kpikit.findings.targets import owner
from kpikit.findings.words import Finding, count, listed, lower, sentence, several, so_far

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kpikit.view import View

MOST = 5
"""Decisions that a board can take in one sitting."""
BOARD = "Decide: "
NET = " of net"


def decision(view: View) -> str:
    """The decision to ask for first."""
    return f"{BOARD}{decisions(view)[0].asked}"


def decisions(view: View) -> list[Decision]:
    """What to decide: first what loses money, then what is bad, unproven or missed.

    Nothing is judged on a first period that is no whole one, and nothing that can still change is
    called missed. What nobody set and what the data lack come last.
    """
    young = list(_young(view))
    if young or not view["conversations"].value:
        return young or [kept(view)]
    wrong = list(off(view))
    bad = [told for one, told in wrong if one.row.verdict == "bad" and not one.over]
    missed = [told for one, told in wrong if told not in bad]
    urgent = [*_undone(view), *_unpaid(view), *_dear(view), *bad, *_unproven(view), *missed]
    return [*(urgent or [kept(view)]), *unset(view), *mended(view)][:MOST]


def asked_for(view: View) -> Finding:
    """How many decisions are asked for, and the first with what hangs on it."""
    found = decisions(view)
    first = found[0]
    said = tuple(figure for one in found for figure in one.figures)
    said += (counted(len(found), "decisions"),)
    if len(found) == 1:
        return Finding(f"One decision is asked for: {first.do}", (first.because,), figures=said)
    money = first.stake.endswith(NET)
    stake = f", the first with {first.stake} at stake" if money else ", the first"
    title = f"{count(len(found)).capitalize()} decisions are asked for{stake}: {first.do}"
    return Finding(title, tuple(one.because for one in found), figures=said)


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


def _young(view: View) -> Iterator[Decision]:
    reason = partial(view)
    if reason:
        do = f"what {view.bot.name} is to reach next"
        because = f"{reason} to judge."
        yield Decision(f"{do}. {because}", do, because)


def _undone(view: View) -> Iterator[Decision]:
    """A holdout that shows no lift takes the ground from the booked net."""
    for found in no_lift(view):
        do = lower(found.todo)
        stake = labels.number(found.stake, "money", decimals=0, currency=view.context.currency)
        own = (*found.figures, Figure(found.stake, "money", "results net_incremental_revenue"))
        yield Decision(f"{do} {found.title}", do.rstrip("."), found.title, f"{stake}{NET}", "", own)


def _unpaid(view: View) -> Iterator[Decision]:
    """A bot that is there to sell and books less than it costs."""
    for bot in view.chatbots():
        row, net = bot["payback_multiple"], bot["net_incremental_revenue"]
        judged = row.verdict == "bad" and row.status == "final" and not partial(bot)
        if judged and bot.bot.type not in SERVES:
            do, because = f"fix or stop {bot.bot.name}", f"it booked {row.text} the cost"
            stake = f"{net.text}{NET}" if net.known else ""
            why = sentence(because)
            whose, rows = owner(bot, net), (row, net)
            asked = f"{do}; {because}."
            yield Decision(asked, do, why, stake, whose, figures(*rows), rows)


def _dear(view: View) -> Iterator[Decision]:
    """A bot that books nothing and saves less than it costs."""
    value = view["net_value"]
    if view["payback_multiple"].known or (value.value or 0) >= 0:
        return
    what = f"bring the cost of {view.bot.name} below what {view.it} saved"
    because = f"{lower(value.kpi.title)} is {value.text}{so_far(value)}"
    yield Decision(
        f"how to {what}; {because}.",
        what,
        sentence(because),
        value.text,
        owner(view, value),
        figures(value),
        (value,),
    )


def _unproven(view: View) -> Iterator[Decision]:
    """The net of bots that book more than they cost, while no holdout shows that they do."""
    found = [one for one in view.chatbots() if _open(one)]
    if not found:
        return
    rows = [one["net_incremental_revenue"] for one in found]
    total = sum(row.value or 0 for row in rows)
    net, where = rows[0].format(total), ""
    if view.bot.id == PORTFOLIO:
        where = f" at {several([one.bot.name for one in found])}"
    whys = list(dict.fromkeys(text for one in found if (text := why_open(one))))
    do = f"let the holdout{where} run on" if whys else f"run a holdout{where}"
    bots = "bots" if len(found) > 1 else "bot"
    why = listed(whys) or f"no holdout ran in {labels.period(view.period)}"
    because = f"The {net} net is attributed to the {bots}, not proven: {why}."
    owners = [name for one, row in zip(found, rows, strict=True) if (name := owner(one, row))]
    own = (*figures(*rows), Figure(total, "money", "sum of net_incremental_revenue"))
    yield Decision(
        f"{do}, so that the {net} net can be shown to come from the {bots}.", do, because,
        f"{net}{NET}", listed(list(dict.fromkeys(owners))), own, tuple(rows),
    )  # fmt: skip


def _open(view: View) -> bool:
    """Whether revenue is booked, more than the cost, and no holdout says where it came from."""
    net = view["net_incremental_revenue"].value or 0
    sold = bool(view["revenue_booked"].value)
    return sold and net > 0 and not is_proven(view) and not list(no_lift(view))
