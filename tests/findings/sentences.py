"""Every sentence kpikit says of a view, collected from the functions of kpikit.findings.

A function whose one argument is a View is found by itself; one that wants something else has an
adapter here, and a public function that says something and has neither fails a test.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import kpikit.findings
from kpikit import findings, labels
from kpikit.estimate import means, money, shares
from kpikit.findings import (
    conversations,
    decide,
    gaps,
    marks,
    months,
    recent,
    scope,
    scored,
    settle,
    state,
    words,
)
from kpikit.findings.changed import unmarked
from kpikit.findings.cycle import spread_figures
from kpikit.findings.figure import Figure, counted, figures
from kpikit.findings.notice import Notice
from kpikit.findings.proof import attribution, shown_figures
from kpikit.findings.since import running_figures
from kpikit.findings.swing import swing_figures
from kpikit.findings.targets import course
from kpikit.findings.verdict import judgement
from kpikit.findings.words import Finding

if TYPE_CHECKING:
    from kpikit.view import Result, View

SAYING = ("str", "Finding", "Notice")
NOT_SENTENCES = {
    "words.count", "words.listed", "words.several", "words.lower", "words.inline", "words.sentence",
    "words.until", "words.so_far", "words.moved", "targets.owner", "digest.escaped",
    "split.size", "split.both", "changed.prior_span", "year.years",
    "changed.marked_by", "unbooked.unpaid", "notice.ranked", "figure.figures", "figure.counted",
    "versions.breaks_at", "versions.formerly",
    "behind.behind", "behind.thin", "cycle.apart", "cycle.spread", "words.titles",
    "unfinished.open_until",
    "unfinished.named", "scored.unjudged", "scope.based_on", "scope.bearing",
    "unfinished.open_periods", "unfinished.open_before",
}  # fmt: skip
"""Parts of sentences, and names."""


@dataclass(frozen=True)
class Said:
    """A sentence, the function it is from, and the numbers it names as its own."""

    source: str
    text: str
    figures: tuple[Figure, ...]


def known(view: View) -> list[Result]:
    return [row for row in view.kpis() if row.known]


def shown(view: View) -> list[Result]:
    return [row for row in view.kpis() if row.status in {"final", "provisional"}]


def income(view: View) -> Result:
    net = view["net_incremental_revenue"]
    return view["revenue_booked" if net.known else "durable_cost_saved"]


def net(view: View) -> Result:
    row = view["net_incremental_revenue"]
    return row if row.known else view["net_value"]


def others(view: View) -> list[View]:
    return [view.other(bot.id) for bot in view.context.bots]


def tables(view: View) -> list[Any]:
    return list(view.context.quality.tables)


LEAST = tuple(
    counted(n, "estimate") for n in (money.FEWEST, means.FEWEST, shares.FEW_USERS, 368, 6, 40, 10)
)
"""How much an interval takes, by kind; 368 and 6 values are those of a p99 and a median."""


ADAPTERS: dict[str, Callable[[View], Any]] = {
    "changed.changed": lambda view: [
        findings.changed(view),
        *((text, fall.figures) for fall in findings.falls(view) for text in fall[1:3]),
    ],
    "changed.unmarked": lambda view: unmarked(shown(view)),
    "split.told": lambda view: [
        (text, move.figures) for move in findings.moves(view) for text in move[1:3]
    ],
    "year.year_on_year": lambda view: [
        findings.year_on_year(view) or "",
        *((text, row.figures) for row in findings.compared(view) for text in row[1:5]),
    ],
    "versions.by_both": lambda view: [findings.by_both(view, row) for row in known(view)],
    "conversations.denominators": lambda view: (
        conversations.denominators(view), findings.ladder(view).figures
    ),
    "marks.marked": lambda view: marks.marked(marks.marks(view, view.history("csat"))),
    "conversations.measures": lambda view: findings.measures(shown(view)),
    "conversations.unavailable": lambda view: findings.unavailable(
        [row for row in view.kpis() if row.status == "unavailable"]
    ),
    "targets.targets": lambda view: [
        findings.targets(shown(view), view), findings.targets(shown(view)),
        *(findings.targets([row], view) for row in shown(view)),
    ],
    "scope.with_arms": lambda view: (
        scope.with_arms(view, attribution(view)), (*findings.caused(view).figures,
                                                   *shown_figures(view))
    ),
    "scored.scored": lambda view: [
        scored.scored(shown(view), view), *(scored.scored([row], view) for row in shown(view)),
    ],
    "scored.aim": lambda view: [(scored.aim(row), figures(row)) for row in known(view)],
    "scored.good_edge": lambda view: [(scored.good_edge(row), figures(row)) for row in known(view)],
    "targets.course": lambda view: [
        (f"{row.kpi.title} {course(row)}", figures(row))
        for row in shown(view) if row.target_status != "none" and row.known
    ],
    "verdict.judgement": lambda view: [
        (judgement(row, view), findings.verdict(view).figures)
        for row in (view["net_incremental_revenue"], view["net_value"]) if row.known
    ],
    "gaps.told": lambda view: [
        (gaps.told(gap, view), figures(gap.row)) for gap in gaps.gaps(view)
    ],
    "missing.missing": lambda view: [
        part for row in view.kpis() if row.status == "unavailable" for part in findings.missing(row)
    ],
    "money.by_bot": lambda view: findings.by_bot(others(view) if view.bot.id == "*" else [view]),
    "months.net_by_month": lambda view: findings.net_by_month(
        view.history("net_incremental_revenue") if net(view).known else []
    ),
    "months.left_over": lambda view: (
        findings.left_over(income(view), net(view)) if net(view).known else []
    ),
    "months.against": lambda view: [
        months.against(row, labels.period(view.periods[-2])) for row in known(view)
        if len(view.periods) > 1
    ],
    "months.assumed": lambda view: findings.assumed(view.assumptions()),
    "months.adjusted_cycle": lambda view: (
        findings.adjusted_cycle(view), spread_figures(view[findings.ADJUSTED_CYCLE])
    ),
    "settle.settles": lambda view: [],  # worked out from an interval: tests/findings/test_settle.py
    "settle.briefly": lambda view: [],
    "digest.markdown": lambda view: [],  # the digest, escaped: tests/findings/test_digest.py
    "settle.unsettled": lambda view: [],
    "settle.without_interval": lambda view: [
        (text, (*LEAST, *(counted(row.n, "n") for row in shown(view) if row.n is not None)))
        for _, text in settle.without_interval(shown(view))
    ],
    "decide.partial": decide.partial,
    "recent.alone": lambda view: [recent.alone(view, row) for row in known(view)],
    "state.newest": lambda view: [
        state.newest(table) for table in tables(view) if table.last
    ],
    "state.part_set_aside": lambda view: [
        (state.part_set_aside(table), (Figure(state.set_aside(table), "share", "tables"),))
        for table in tables(view)
    ],
    "state.all_set_aside": lambda view: [
        (state.all_set_aside(table), (counted(table.quarantined, "context tables"),))
        for table in tables(view)
    ],
}  # fmt: skip
"""How the functions that want more than a View are asked; settle's sums have their own tests."""


def functions() -> dict[str, Callable[..., Any]]:
    """Every public function of kpikit.findings that says something, by module and name."""
    found = {}
    for info in pkgutil.iter_modules(kpikit.findings.__path__):
        module = importlib.import_module(f"kpikit.findings.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__
            says = any(word in str(inspect.signature(function).return_annotation)
                       for word in SAYING)  # fmt: skip
            if own and says and not name.startswith("_"):
                found[f"{info.name}.{name}"] = function
    return found


def of_a_view(function: Callable[..., Any]) -> bool:
    """Whether a view is all that a function wants."""
    wanted = [
        parameter
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty
    ]
    return len(wanted) == 1 and str(wanted[0].annotation) == "View"


def nothing(view: View) -> list[str]:
    """For a function that nobody knows how to ask: `unasked` names it."""
    return []


def unasked() -> set[str]:
    """Functions that say something and that nobody would ask."""
    named = {*ADAPTERS, *NOT_SENTENCES}
    return {name for name, one in functions().items() if not of_a_view(one)} - named


def said(view: View) -> Iterator[Said]:
    """Everything that is said of a view."""
    for name, function in functions().items():
        if name in NOT_SENTENCES:
            continue
        ask = ADAPTERS.get(name, function if of_a_view(function) else nothing)
        for text, own in flat(ask(view)):
            yield Said(name, text, tuple(own))


def flat(answer: Any) -> Iterator[tuple[str, Iterable[Figure]]]:
    """The texts of an answer, each with the numbers named for it."""
    if isinstance(answer, str):
        yield answer, ()
    elif isinstance(answer, Finding):
        for text in (answer.title, *answer.paragraphs, answer.note):
            yield text, answer.figures
    elif isinstance(answer, Notice):
        for text in (answer.title, answer.text, answer.todo):
            yield text, answer.figures
    elif isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[1], tuple):
        yield answer
    elif isinstance(answer, Iterable):
        for one in answer:
            yield from flat(one)


def everything(view: View) -> tuple[Figure, ...]:
    """Every number of the results and the context: what a sentence without its own may say."""
    views = [view, *(others(view) if view.bot.id == "*" else [])]
    rows = [one._at(key) for one in views for key in one._rows]
    quality = view.context.quality
    counts = [
        *(n for table in quality.tables for n in (table.read, table.kept, table.quarantined)),
        *(n for link in quality.links for n in (link.linked, link.total)),
        *(rule.rows for rule in quality.rules),
        *range(len(view.kpis()) + 1),
    ]
    assumed = [
        Figure(value, unit, "context assumptions")
        for given in view.assumptions()
        for unit in ("money", "share", "count")
        for value in (given.value, given.low, given.high)
        if value is not None
    ]
    beside = (*shown_figures(view), *running_figures(view), *swing_figures(view))
    return (*figures(*rows), *(counted(n, "context") for n in counts), *assumed, *beside)


def _last_month(view: View) -> list[str]:
    """The month that the twelve behind the period end with."""
    return [row["twelve"].removesuffix("-T12") for row in view.detail("trailing")[:1]]


def declared(view: View) -> set[str]:
    """Texts with digits that are no figures: names, titles, advice, and the names of days."""
    context = view.context
    found = {
        context.company,
        *(bot.name for bot in context.bots),
        *(o.name for o in context.owners),
    }
    told = [row["month"] for row in view.detail("cumulative")]
    found |= {labels.period(month) for month in (*told, *_last_month(view))}
    for one in [view, *others(view)]:
        for row in one.kpis():
            inside = words.inline(row.kpi.title)
            found |= {row.kpi.title, words.lower(row.kpi.title), inside}
            found |= {inside[:1].upper() + inside[1:]}
            found |= {*row.kpi.advice, row.reason or "", words.sentence(row.reason or "")}
            if row.final_on:
                day = labels.until(row.final_on, row.as_of)
                found |= {day, day.replace(" ", labels.NBSP), labels.day(row.final_on)}
    found |= {labels.moment(context.as_of, context.timezone)}
    for period in view.periods:
        whole = labels.period(period)
        found |= {whole, whole.replace(" ", labels.NBSP), labels.period(period, year=False)}
        found |= {labels.period(period, short=True)}
        found |= {labels.period(period, short=True, year=False)}
    # A year before its week is named, though no figure of that week is in the run.
    now, year = labels.period(view.period), view.period[:4]
    for name in (now, now.replace(year, str(int(year) - 1))):
        found |= {name, name[:1].upper() + name[1:]}
    days = [bot.launch for bot in context.bots if bot.launch]
    days += [day + dt.timedelta(days=30) for day in days]
    days += [
        dt.date.fromisoformat(end) for table in context.quality.tables
        for end in (table.first, table.last) if end
    ]  # fmt: skip
    return found | {labels.day(day) for day in days}
