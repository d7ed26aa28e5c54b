"""The period beside the same one a year before, with the days that each had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kpikit import labels
from kpikit.estimate import change
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.split import size
from kpikit.findings.words import Finding, count, filling, listed, so_far

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kpikit.view import Result, View

VOLUME = "conversations"
DAILY = "a working day"


class Compared(NamedTuple):
    """One measure in both years.

    Attributes:
        name: of the measure.
        before: its value a year before, as text.
        now: its value, as text.
        change: the difference, as text; a dash where the period is still filling.
        interval: the 95 % interval of the difference; empty where it has none.
        clear: whether that leaves out no change at all; None where there is none.
        figures: the numbers of these texts.
    """

    name: str
    before: str
    now: str
    change: str
    interval: str
    clear: bool | None
    figures: tuple[Figure, ...]


def compared(view: View) -> list[Compared]:
    """Volume, volume a working day, and the headline measures that are known in both years."""
    days = view.detail("work_days")
    if len(days) != 2:
        return []
    rows = [view[VOLUME], *(row for row in view.headline() if row.kpi.id != VOLUME)]
    known = [row for row in rows if row.known and row.year_ago_value is not None]
    found = [_compared(view, row, days[1]["at"]) for row in known]
    counts = known and known[0].kpi.id == VOLUME and not filling(known[0])
    if counts and all(day["work_days"] for day in days):
        found.insert(1, _daily(known[0], days))
    return found


def _compared(view: View, row: Result, at: str) -> Compared:
    before = row.year_ago_value or 0.0
    if filling(row):
        # Half a period beside a whole one: the values stand, their difference says nothing.
        texts = (row.format(before), row.text + so_far(row), labels.DASH)
        return Compared(row.kpi.title, *texts, "", None, figures(row))
    difference = (row.value or 0.0) - before
    ends = _ends(view, row, at)
    place = f"year {row.bot_id} {row.period} {row.kpi.id}"
    extra = [Figure(difference, row.kpi.unit, f"{place} difference")]
    extra += [Figure(end, row.kpi.unit, f"{place} interval of it") for end in ends or ()]
    if before > 0:
        extra.append(Figure(difference / before, "share", f"{place} in per cent"))
    return Compared(
        row.kpi.title,
        row.format(before),
        row.text,
        size(row, difference, base=before, signed=True),
        "" if ends is None else _interval(row, ends),
        None if ends is None else not ends[0] <= 0 <= ends[1],
        (*figures(row), *extra),
    )


def _ends(view: View, row: Result, at: str) -> tuple[float, float] | None:
    """The interval of the difference of two years, where both values have one."""
    if at not in view.periods or row.low is None or row.high is None:
        return None
    old = view.get(row.kpi.id, method=row.method or None, period=at)
    if old.value is None or old.low is None or old.high is None:
        return None
    low, high = change((row.value or 0.0, row.low, row.high), (old.value, old.low, old.high))
    return float(low), float(high)


def _interval(row: Result, ends: tuple[float, float]) -> str:
    """Both ends as texts: in points of a share."""
    if row.kpi.unit == "share":
        low, high = (labels.change(end, "share") for end in ends)
        return f"{low.removesuffix(f'{labels.NBSP}pts')} to {high}"
    return labels.interval(*ends, row.kpi.unit, decimals=row.kpi.decimals, currency=row.currency)


def _daily(row: Result, days: Sequence[Mapping[str, Any]]) -> Compared:
    """Conversations by the working days that each period had."""
    now = (row.value or 0.0) / days[0]["work_days"]
    before = (row.year_ago_value or 0.0) / days[1]["work_days"]
    relative = (now - before) / before if before else None
    own = [
        Figure(value, unit, f"conversations {DAILY} in {day['at']}")
        for value, unit, day in ((now, "count", days[0]), (before, "count", days[1]))
    ]
    if relative is not None:
        own.append(Figure(relative, "share", f"conversations {DAILY}, change"))
    return Compared(
        f"{row.kpi.title} {DAILY}",
        labels.number(before, decimals=1),
        labels.number(now, decimals=1),
        labels.change(now - before, "count", relative=relative, decimals=1),
        "",
        None,
        tuple(own),
    )


def year_on_year(view: View) -> Finding | None:
    """How many days of which kind both periods had; None without a year to look back on."""
    days = view.detail("work_days")
    if len(days) != 2 or not compared(view):
        return None
    now, then = (labels.period(day["at"]) for day in days)
    now = now[:1].upper() + now[1:]
    if days[0]["country"] is None:
        text = (
            f"{now} has {_days(days[0], 'weekday')}, {then} had {days[1]['weekdays']}. Public "
            "holidays are not taken off: kpikit.yml names no country."
        )
    else:
        text = (
            f"{now} has {_days(days[0], 'working day')}{_holidays(days[0])}; {then} had "
            f"{days[1]['work_days']}{_holidays(days[1])}. Public holidays are those of "
            f"{days[0]['country']}."
        )
    known = tuple(_counts(days))
    return Finding(f"{now} beside {then}", (text,), figures=known)


def years(view: View) -> list[str]:
    """The ids of the period and of the one a year before."""
    return [day["at"] for day in view.detail("work_days")]


def _days(day: Mapping[str, Any], noun: str) -> str:
    n = day["work_days"]
    return f"{n} {noun}" + ("" if n == 1 else "s")


def _holidays(day: Mapping[str, Any]) -> str:
    """The public holidays on weekdays: " (without Christmas Day)"."""
    names = list(dict.fromkeys(day["holidays"] or ()))
    if not names:
        return ""
    more = [f"{count(len(names) - 3)} more"] if len(names) > 3 else []
    return f" (without {listed([*names[:3], *more])})"


def _counts(days: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    for day in days:
        for name in ("days", "weekdays", "work_days"):
            yield counted(day[name], f"work_days {day['at']} {name}")
        yield counted(len(day["holidays"] or ()), f"work_days {day['at']} holidays")
        yield counted(max(len(day["holidays"] or ()) - 3, 0), f"work_days {day['at']} more")
