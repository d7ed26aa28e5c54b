"""Where each number of a slide comes from, as lines for its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.changed import MARKED
from kpikit.findings.faults import rests_on
from kpikit.findings.missing import ASSUMPTIONS
from kpikit.findings.months import independent
from kpikit.findings.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from kpikit.context import Assumed, Context
    from kpikit.kpi import Kpi
    from kpikit.view import Result, View


def provenance(cited: Iterable[Sequence[Result]]) -> list[str]:
    """A line per KPI shown: its id and version, and each value with n, interval and status.

    Its first line says what it means and which tables it is read from. A row cited twice on a slide
    is listed once.
    """
    series: dict[tuple[str, str, str, str], dict[str, Result]] = {}
    for row in (row for rows in cited for row in rows):
        key = (row.bot_id, row.kpi.id, row.method, row.segment_value or "")
        series.setdefault(key, {})[row.period] = row
    told, lines = set(), []
    for rows in series.values():
        kpi = next(iter(rows.values())).kpi
        meant = "" if kpi.id in told else f" {_meant(kpi)}"
        told.add(kpi.id)
        lines.append(f"{_line(list(rows.values()))}{meant}")
    return lines


def _meant(kpi: Kpi) -> str:
    """What a KPI is, and the input tables that it is read from, through others where it is derived.

    >>> from kpikit.kpi import registry
    >>> _meant(registry()["total_cost"]).rpartition(". ")[2]
    'Read from costs.'
    """
    tables = sorted(name for name in rests_on(kpi) if name.isidentifier())
    read = f" Read from {listed(tables)}." if tables else ""
    anew = [f"{labels.day(change.day)} ({change.note.rstrip('.')})" for change in kpi.breaks]
    changed = f" Redefined on {listed(anew)}; all values are by the new definition." if anew else ""
    return f"Definition: {kpi.summary.rstrip('.')}.{read}{changed}"


def holdouts(view: View) -> list[str]:
    """A line per holdout that the words on proof rest on: its arms, its days, where it is kept."""
    return [_arms(one, row) for one in view.chatbots() for row in one.detail("holdout")]


def _arms(view: View, row: Mapping[str, Any]) -> str:
    name = f"Holdout {row['experiment']} of {view.bot.name} (details/holdout.parquet)"
    if row["lift"] is None:
        return f"{name}: {row['why']}."
    arms = [
        f"{labels.number(row[f'{arm}_converted'])} of {labels.number(row[arm])} {what}"
        for arm, what in (("treated", "with the bot"), ("control", "without it"))
    ]
    ends = [labels.number(100 * row[end], decimals=2) for end in ("lift_low", "lift_high")]
    days = f"{labels.day(row['first_day'])} to {labels.day(row['last_day'])}"
    return (
        f"{name}: {' and '.join(arms)} bought, {days}; "
        f"95% interval of the difference {' to '.join(ends)} points."
    )


def origin(context: Context) -> str:
    """What all numbers of a deck rest on: the moment, the input, the program."""
    moment = labels.moment(context.as_of, context.timezone)
    source = context.input_hash or "not recorded"
    return f"As of {moment} ({context.timezone}). Input hash {source}. kpikit {context.kpikit}."


def _line(rows: Sequence[Result]) -> str:
    first = rows[0]
    parts = [f"{first.kpi.id} version {first.kpi_version}"]
    parts += [first.method] if first.method else []
    parts += [f"{first.segment} {first.segment_value}"] if first.segment else []
    parts += ["portfolio" if first.bot_id == "*" else f"bot {first.bot_id}"]
    values = "; ".join(_value(row) for row in rows)
    return f"{first.kpi.title} ({', '.join(parts)}): {values}."


def _value(row: Result) -> str:
    text = f"{row.period} {row.text}"
    if row.n is not None:
        text += f", n {labels.number(row.n)}"
    if row.low is not None and row.high is not None:
        text += f", {row.interval} 95% {row.interval_text}"
    if row.flag in MARKED:
        text += f", marked against a mean of {row.format(row.trailing_mean)} in the three before"
    if row.status != "final":
        until = f" until {labels.day(row.final_on)}" if row.final_on else ""
        text += f", {labels.STATES[row.status].word}{until}"
        text += f" ({row.reason})" if row.reason and not row.known else ""
    return text


def assumptions(view: View) -> list[str]:
    """A line per assumption of each chatbot: its value and range, who set it, on what, and when."""
    names = {bot.id: bot.name for bot in view.context.bots}
    rows = independent(view.assumptions())
    return [_assumption(view, row, names.get(row.bot_id, row.bot_id)) for row in rows]


def _assumption(view: View, row: Assumed, bot: str) -> str:
    title, unit, decimals = ASSUMPTIONS.get(row.name, (row.name, "score", 2))
    currency = view.context.currency
    text = labels.number(row.value, unit, decimals=decimals, currency=currency)
    if row.low is not None and row.high is not None:
        ends = labels.interval(row.low, row.high, unit, decimals=decimals, currency=currency)
        text += f" ({ends})"
    if row.default:
        origin_ = "kpikit's default, set by nobody"
    else:
        origin_ = ", ".join(
            part for part in (row.owner or "nobody named", row.source, row.date) if part
        )
    return f"{title} of {bot} ({row.name} in kpikit.yml): {text}; {origin_}."
