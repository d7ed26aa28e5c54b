"""The outcome of a check as plain lines for people."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.check.model import CheckReport, Flag, Rule, TableCheck

IGNORED = {"where": "not asked for by where", "ignore_bots": "of bots in ignore_bots"}
ONE_OF = "one of "  # how the rule of a column of words begins
LONGEST = 30  # letters of a value that is shown as an example
SHOWN = 12  # columns not read that are named; --json names them all
WIDTH = 100
HEADER = ("table", "read", "kept", "set aside", "left out", "repeated", "days")


def check_lines(report: CheckReport) -> list[str]:
    """The report as lines: tables, rules broken, links, sessions that do not count, advice."""
    rules = [
        (f"  {r.table}", r.column or "(line)", _count(r.rows), r.rule + _example(r))
        for r in report.rules
    ]
    links = [
        (
            f"  {link.name}",
            _share(link.linked, link.total),
            _count(link.linked),
            "of",
            _count(link.total),
        )
        for link in report.links
    ]
    return [
        *aligned([HEADER, *(_row(table) for table in report.tables)]),
        *(["", "Set aside, rows by rule (a row may break several):"] if rules else []),
        *aligned(rules),
        "",
        "Linked:",
        *aligned(links),
        "",
        _sessions(report),
        *(line for table in report.tables for line in _notes(table)),
    ]


def flag_lines(flags: Sequence[Flag]) -> list[str]:
    """What a report would not show by itself, as a block of its own; nothing where all is well."""
    texts = [line for flag in flags for line in folded(flag.text)]
    return ["", "To be seen to:", *texts] if flags else []


def folded(text: str) -> list[str]:
    """A long line as several, those after the first indented further."""
    return textwrap.wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
    )


def _example(rule: Rule) -> str:
    """The first value that broke a rule, on one line and cut where it is long, and its place."""
    value = " ".join(rule.example.split())
    value = value if len(value) <= LONGEST else f"{value[: LONGEST - 3]}..."
    found = f"; found '{value}'" if value and rule.column else "; first"
    words = rule.rule.removeprefix(ONE_OF).split(", ") if rule.rule.startswith(ONE_OF) else ()
    return f"{found} in {rule.place}{did_you_mean(value, words)}" if rule.place else ""


def _row(table: TableCheck) -> tuple[str, ...]:
    counts = (
        table.read, table.kept, table.quarantined, sum(table.ignored.values()), table.duplicates,
    )  # fmt: skip
    days = f"{table.first} to {table.last}" if table.first else "none"
    return (table.name, *(_count(count) for count in counts), days)


def _sessions(report: CheckReport) -> str:
    return (
        f"Sessions that do not count: {_count(report.test_sessions)} test, "
        f"{_count(report.outbound)} outbound without an answer, {_count(report.erased)} erased"
    )


def _notes(table: TableCheck) -> Iterator[str]:
    yield from (f"{table.name}: {note}" for note in table.notes)
    for reason, rows in table.ignored.items():
        noun = "row" if rows == 1 else "rows"
        yield f"{table.name}: {_count(rows)} {noun} left out: {IGNORED[reason]}"
    if table.contacts:
        yield f"{table.name}: contact details are never stored: {', '.join(table.contacts)}"
    if table.unknown:
        hinted = [f"{name} ({hint})" for name, hint in table.unknown.items() if hint]
        names = hinted + [name for name, hint in table.unknown.items() if not hint]
        more = f" and {_count(len(names) - SHOWN)} more" if len(names) > SHOWN else ""
        yield f"{table.name}: columns not read: {', '.join(names[:SHOWN])}{more}"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns, those with numbers flush right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    numeric = [column[-1][:1].isdigit() and "to" not in column[-1] for column in columns]
    lines = []
    for row in rows:
        cells = zip(row, widths, numeric, strict=True)
        texts = [cell.rjust(width) if right else cell.ljust(width) for cell, width, right in cells]
        lines.append("  ".join(texts).rstrip())
    return lines


def _count(value: int) -> str:
    return labels.number(value)


def _share(linked: int, total: int) -> str:
    return labels.number(linked / total, "share") if total else ""
