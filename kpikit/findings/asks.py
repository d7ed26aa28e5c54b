"""What a board may be asked about measures, assumptions and data; `decide` has the order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.faults import OUTCOMES, faults
from kpikit.findings.figure import Figure, figures
from kpikit.findings.gaps import CAUSES, Gap, gaps
from kpikit.findings.margin import margin
from kpikit.findings.missing import ASSUMPTIONS
from kpikit.findings.proof import is_proven
from kpikit.findings.recent import alone, latest
from kpikit.findings.targets import owner
from kpikit.findings.unranged import POINT, unranged_figures, without_range
from kpikit.findings.words import inline, lower, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.findings.margin import Margin
    from kpikit.findings.unranged import Unranged
    from kpikit.view import Result, View

SERVES = {"support", "internal"}
"""Types of bots that are not there to sell: no payback is asked of them."""

FEW = 2
"""Measures off their target that are put to a board; the scorecard has the others."""


class Decision(NamedTuple):
    """One thing to decide.

    Attributes:
        asked: a sentence that asks for it, for after "Decide: ".
        do: what to do, in short.
        because: why, as a sentence.
        stake: what hangs on it; empty where no number says.
        owner: who answers for it; empty where nobody is named.
        figures: the numbers of all of them.
        rows: the results that they are of.
    """

    asked: str
    do: str
    because: str
    stake: str = ""
    owner: str = ""
    figures: tuple[Figure, ...] = ()
    rows: tuple[Result, ...] = ()


class Off(NamedTuple):
    """A measure that is bad or misses its target for good, with the view whose it is."""

    gap: Gap
    view: View

    @property
    def row(self) -> Result:
        """The measure."""
        return self.gap.row

    @property
    def over(self) -> bool:
        """Whether the last month of a quarter was where it should be again, beyond chance."""
        aimed = self.gap.aim == "target"
        return any(
            last.target_status == "met" if aimed else last.verdict == "good"
            for last in latest(self.view, self.row)
        )

    @property
    def rank(self) -> tuple[bool, bool, bool, float]:
        """What is over last; bad before missed, headline before others, the farthest first."""
        heads = {row.kpi.id for row in self.view.headline()}
        bad = self.row.verdict == "bad"
        return self.over, not bad, self.row.kpi.id not in heads, -self.gap.weight


def off(view: View) -> Iterator[tuple[Off, Decision]]:
    """The measures to work on, of each family one; in the portfolio those of its chatbots, too."""
    views = view.chatbots() + ([view] if view.bot.id == PORTFOLIO else [])
    views = [one for one in views if one["conversations"].value]
    told: set[str] = set()
    for one in sorted((one for each in views for one in _wrong(each)), key=lambda one: one.rank):
        cause = CAUSES.get(one.row.kpi.id, one.row.kpi.id)
        if cause not in told and len(told) < FEW:
            told.add(cause)
            yield one, _funded(one, whole=view)


def _wrong(view: View) -> Iterator[Off]:
    """What can still change has missed nothing; what the data spoil is no measure's fault."""
    for gap in gaps(view):
        row = gap.row
        wrong = row.verdict == "bad" or row.target_status == "missed"
        paid = row.kpi.id == "payback_multiple" and view.bot.type in SERVES
        if wrong and row.status == "final" and not paid:
            yield Off(gap, view)


def _funded(one: Off, *, whole: View) -> Decision:
    """Work on a measure and who answers for it; what is over is only explained."""
    row, view = one.row, one.view
    name, at = owner(view, row), f" at {view.bot.name}" if view.bot.id != whole.bot.id else ""
    possible = f", {row.interval_text} possible" if row.low is not None else ""
    aim = one.gap.wanted if row.target is None else f"target {row.format(row.target)}"
    ask, do = _asked(one, f"{inline(row.kpi.title)}{at}", name, aim=aim)
    because = f"It is {row.text}{possible}; {aim}.{alone(view, row)}"
    if not one.over:
        advice = sentence(" ".join(row.kpi.advice[:1]).split(". ", maxsplit=1)[0])
        ask, because = (f"{text} {advice}".rstrip() for text in (ask, because))
    far = labels.change(
        one.gap.size, row.kpi.unit, decimals=row.kpi.decimals, currency=row.currency
    ).removeprefix("+")
    size = Figure(one.gap.size, row.kpi.unit, f"gap of {row.kpi.id}")
    known = (*figures(row, *latest(view, row)), size)
    return Decision(ask, do, because, f"{far} off its {one.gap.aim}", name, known, (row,))


def _asked(one: Off, measure: str, name: str, *, aim: str) -> tuple[str, str]:
    """The sentence that asks for it, and in short."""
    row, what = one.row, f"fund work on {measure}"
    if one.over:
        do = f"hear what took {measure} off its {one.gap.aim}, and what mended it"
        return f"{do} ({row.text}; {aim}).", do
    if row.target is None:
        return f"{what} ({row.text}), and who sets its target.", what
    named = f"its owner: {name}" if name else "it has no owner yet"
    ask = f"{what} ({row.text}, {aim}; {named}) or change the target."
    return ask, f"{what}, or change its target"


def unset(view: View) -> Iterator[Decision]:
    """The assumption nobody set that the net moves with most: a number the board should own."""
    rows = view.assumptions()
    for one in without_range(view):
        mine = {row["of_bot"] for row in one.rows}
        free = {row.bot_id for row in rows if row.name == one.name and row.default}
        size = one.tenth if one.point is None else one.point
        if mine <= free and size:
            yield _owned(view, one, size)
            return


def _owned(view: View, one: Unranged, size: float) -> Decision:
    """An assumption with what a step of it is worth, and where it would leave nothing."""
    title, unit, decimals = ASSUMPTIONS[one.name]
    currency, net = view.context.currency, view["net_value"]
    given = float(one.rows[0]["given"])
    value = labels.number(given, unit, decimals=decimals, currency=currency)
    amount = labels.number(abs(size), "money", decimals=0, currency=currency)
    do = f"say what {lower(title)} to count with"
    because = f"{title} is {value}, a default nobody set."
    known = unranged_figures(view)
    nought = given - POINT * (net.value or 0) / -size if one.point else 0.0
    if 0 < nought < given:
        known += (Figure(nought, unit, f"{one.name} at a net value of 0"),)
        least = labels.number(nought, unit, decimals=decimals)
        because += f" Net value, {net.text} as it is, would be nought at {least}."
    step = "a tenth less" if one.point is None else "a point"
    return Decision(
        f"{do}: it is {value}, a default nobody set.",
        do,
        because,
        f"{amount} {step}",
        figures=(*known, *figures(net)),
        rows=(net,),
    )


def mended(view: View) -> Iterator[Decision]:
    """The gravest fault of the data."""
    for fault in faults(view)[:1]:
        notice = fault.notice
        do = lower(notice.todo.split(". ", maxsplit=1)[0].rstrip("."))
        share = Figure(notice.weight, "share", "weight of the fault")
        what = "conversations" if OUTCOMES in fault.inputs else "rows"
        stake = f"{labels.number(notice.weight, 'share')} of {what}" if notice.weight else ""
        own = (*notice.figures, share)
        yield Decision(f"{do}. {notice.title}", do, notice.title, stake, notice.owner, own)


def kept(view: View) -> Decision:
    """What is left to decide where nothing is wrong."""
    name, value = view.bot.name, view["net_value"]
    if view["payback_multiple"].known and is_proven(view):
        because = f"a holdout proves that {view.it} brought sales"
        found = margin(view)
        if found is not None:
            return _if_it_pays(view, because, found)
        do = f"keep {name} running"
    elif value.known:
        because, do = f"{view.it} covered the cost", f"keep {name} running as it is"
    else:
        do = "who supplies the costs and outcomes that the money figures need"
        return Decision(f"{do}.", do, "Without them no money can be shown.")
    rows = (view["payback_multiple"], value)
    why = sentence(because)
    return Decision(f"{do}; {because}.", do, why, figures=figures(*rows), rows=rows)


def _if_it_pays(view: View, because: str, found: Margin) -> Decision:
    """A bot that brings sales is kept where these pay for it."""
    name, row = view.bot.name, view["payback_multiple"]
    do = f"keep {name} running" if found.pays else f"say why {name} should run on"
    why = f"{sentence(because)} {found.text}"
    known = (*figures(row, view["net_value"]), *found.figures)
    asked = f"{do}; {because}. {found.text}"
    return Decision(asked, do, why, figures=known, rows=(row, view["net_value"]))
