"""Where each number of a slide comes from, as lines for its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.context import Context
    from kpikit.view import Result


def provenance(cited: Iterable[Sequence[Result]]) -> list[str]:
    """A line per KPI shown: its id and version, and each value with n, interval and status.

    A row cited twice on a slide is listed once.
    """
    series: dict[tuple[str, str, str, str], dict[str, Result]] = {}
    for row in (row for rows in cited for row in rows):
        key = (row.bot_id, row.kpi.id, row.method, row.segment_value or "")
        series.setdefault(key, {})[row.period] = row
    return [_line(list(rows.values())) for rows in series.values()]


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
    if row.status != "final":
        until = f" until {labels.day(row.final_on)}" if row.final_on else ""
        text += f", {labels.STATES[row.status].word}{until}"
        text += f" ({row.reason})" if row.reason and not row.known else ""
    return text
