"""What changed: the moves that stand out of chance and the usual ups and downs, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.findings.faults import excused, spoilt
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.split import Split, size, split_figures, splits, told
from kpikit.findings.unfinished import is_over
from kpikit.findings.words import Finding, count
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

MARKED = {"up", "down"}
LIMITS = (
    "Dashed: mean of the settled periods and 2.66 mean moving ranges to either side (XmR); below, "
    "the moving ranges. Dark dots lie beyond a limit or in a run of eight on one side, open ones "
    "can still change. For looking, not for judging: what is judged is above."
)
NO_CAUSE = "A split says where a change is, not why it came."
NO_PARTS = "Only shares and means are split."


class Move(NamedTuple):
    """A flagged change.

    Attributes:
        row: the result.
        title: what moved, how far and to where, and whether its data are faulty.
        text: where the change is, by the most telling split, or why it cannot be split; empty
            of what is no share and no mean.
        splits: all of them, the most telling first.
        figures: the numbers that title and text say.
        spoilt: whether a fault of the data may have made it.
    """

    row: Result
    title: str
    text: str
    splits: tuple[Split, ...]
    figures: tuple[Figure, ...]
    spoilt: bool


def changed(view: View) -> Finding:
    """How many measures stand out, of how many that were tested; those on faulty data apart."""
    tested = [row for row in view.kpis() if row.flag is not None]
    found = moves(view)
    faulty = sum(move.spoilt for move in found)
    marked = len(found) - faulty
    period = kind_of(view.period)
    if not tested and not is_over(view):
        text = f"A {period} that is not over is not held against whole ones."
        return Finding(f"No change is tested before the {period} is over", (text,))
    if not tested:
        return Finding(
            "No change can be tested yet",
            (f"It takes three whole {period}s after the launch to know what is usual.",),
            figures=(counted(3, "priors"),),
        )
    total = len(tested)
    known = tuple(counted(n, "tested or marked") for n in (marked, faulty, total))
    text = (
        f"Each of {count(total)} measures is held against the mean of {prior_span(view)}, allowing "
        f"for chance, for how much it usually moves and for the number of tests."
    )
    rest = (
        f"What is not marked is not distinguishable from usual {period}-to-{period} movement; "
        "that is less than knowing that it stayed."
    )
    title = _heading(marked, faulty, usual=f"usual {period}-to-{period} movement")
    whole = any(_is_whole(move.row) for move in found)
    note = f"{NO_CAUSE} {NO_PARTS}" if whole else NO_CAUSE
    return Finding(title, (text, rest), note if found else "", known)


def _heading(marked: int, faulty: int, *, usual: str) -> str:
    """How many stand out, and apart from them how many the data may have made."""
    if not marked:
        verb, whose = ("is", "its") if faulty == 1 else ("are", "their")
        but = f"; {count(faulty)} {verb} marked, but {whose} data are faulty" if faulty else ""
        return f"No measure stands out of its {usual}{but}"
    noun = "measure stands" if marked == 1 else "measures stand"
    more = f", {count(faulty)} more on faulty data" if faulty else ""
    return f"{count(marked).capitalize()} {noun} out of the {usual}{more}"


def unmarked(rows: Sequence[Result]) -> str:
    """What a change without a mark says, for a table of them."""
    flags = {row.flag for row in rows}
    if flags & MARKED:
        return (
            "▲ and ▼ mark what stands out of chance and of usual movement; the other changes are "
            "not distinguishable from it, or not tested."
        )
    if flags - {None}:
        return "No tested change is distinguishable from chance and usual movement."
    return "No change here is tested against usual movement."


def moves(view: View) -> list[Move]:
    """The flagged changes with their splits: headline first, those on faulty data last."""
    wrong = spoilt(view)
    rows = {row.kpi.id: row for row in view.kpis() if row.flag in MARKED and row.known}
    top = [row.kpi.id for row in view.headline() if row.kpi.id in rows]
    order = [*top, *(kpi for kpi in rows if kpi not in top)]
    faulty = {
        kpi: excused(row, row.trailing_mean, wrong.get(kpi, 0.0)) for kpi, row in rows.items()
    }
    return [
        _move(view, rows[kpi], faulty=faulty[kpi]) for kpi in sorted(order, key=faulty.__getitem__)
    ]


def _move(view: View, row: Result, *, faulty: bool) -> Move:
    found = splits(view, row)
    change = (row.value or 0) - (row.trailing_mean or 0)
    verb = "rose" if change > 0 else "fell"
    title = (
        f"{row.kpi.title} {verb} {size(row, change, base=row.trailing_mean)} on the mean of "
        f"{prior_span(view)}, to {row.text}{', but its data are faulty' if faulty else ''}"
    )
    place = f"change {row.bot_id} {row.period} {row.kpi.id}"
    own = [Figure(change, row.kpi.unit, f"{place} on the mean of three")]
    if row.trailing_mean:
        own.append(Figure(change / row.trailing_mean, "share", f"{place} in per cent"))
    own += [figure for split in found[:1] for figure in split_figures(row, split)]
    text = told(row, found[0]) if found else _unsplit(row)
    return Move(row, title, text, tuple(found), (*figures(row), *own), faulty)


def _unsplit(row: Result) -> str:
    """Why a change is not split; empty where the reason is that of all its kind, told once."""
    if row.kpi.fact == "derived":
        return "It is computed from other figures, which are split where they stand out."
    return "" if _is_whole(row) else "No column of the data tells its rows apart."


def _is_whole(row: Result) -> bool:
    """Whether a figure is no share and no mean, so that it has no parts to weigh."""
    return row.kpi.fact != "derived" and row.denominator is None


def marked_by(row: Result) -> str:
    """The change that a mark is about, on the mean of three: "+1.5 pts ▲"; empty without one.

    It has decimals enough to be seen, so that no mark stands beside a zero.
    """
    mark = {"up": "▲", "down": "▼"}.get(row.flag or "", "")
    if not mark or row.value is None or row.trailing_mean is None:
        return ""
    change = row.value - row.trailing_mean
    return f"{size(row, change, base=row.trailing_mean, signed=True)}{labels.NBSP}{mark}"


def prior_span(view: View, n: int = 3) -> str:
    """The periods before by the first and the last: "Jun to Aug", with years where they differ."""
    before = view.periods[-n - 1 : -1]
    if not before:
        return "the periods before"
    ends = list(dict.fromkeys([before[0], before[-1]]))
    dated = len({period[:4] for period in ends} | {view.period[:4]}) > 1
    return " to ".join(labels.period(period, short=True, year=dated) for period in ends)
