"""A block for kpikit.yml, proposed from the head of a file.

What the names and values settle is written out. What a person must decide, such as whether
03/04/2026 is in March or in April, is written as comments to choose from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpikit.errors import DataError, UsageError
from kpikit.sources import guess
from kpikit.sources.dated import date_forms, forms_said, is_dated, mixed
from kpikit.sources.head import as_files, head_of, words_of
from kpikit.sources.match import best, match
from kpikit.sources.quoted import quoted
from kpikit.tables import schema as schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

    from kpikit.config import Files
    from kpikit.sources.guess import Candidate
    from kpikit.sources.match import Match
    from kpikit.tables import Column

ENOUGH = 0.5  # of the required columns, where a file is called like no table
WORDS = 12  # of a column of words that are listed
FEW = 7  # of our words that are listed


def propose(
    path: Path, *, table: str | None = None, sheet: str | None = None, form: str | None = None
) -> list[str]:
    """Propose a source for a file.

    Args:
        path: of the file.
        table: it holds; found by its columns and name when not given.
        sheet: of a workbook.
        form: csv, ndjson, parquet or xlsx; by its name when not given.

    Returns:
        The lines of a block for kpikit.yml.

    Raises:
        UsageError: there is no such table, or nothing tells which table it is.
        DataError: the file cannot be read.
    """
    files = as_files(path, form=form, sheet=sheet)
    head = head_of(path, files, table=table or path.stem)
    theirs = [name for name in head.columns if name]
    if not theirs:
        raise DataError(f"{path} holds no row: none of its lines is one JSON object (NDJSON)")
    found = best(theirs, stem=path.stem)
    chosen = match(schema_of(table), theirs) if table else found[0]
    chosen, dated = _by_values(chosen, head)
    if not table and not chosen.named and chosen.share < ENOUGH:
        raise UsageError(
            f"{path}: its columns, {', '.join(theirs[:30])}, do not tell which table it is: "
            f"state --table, one of {', '.join(sorted(one.schema.name for one in found))}"
        )
    others = [one.schema.name for one in found[1:] if one.share == chosen.share == 1 and not table]
    return [*_Block(path, files, head, chosen, dated).lines(others)]


def _by_values(found: Match, head: pl.DataFrame) -> tuple[Match, list[str]]:
    """The columns that nobody knows by their names and whose values are dates.

    One alone fills the date that a row is judged by, where no other does; several are left to be
    chosen from.
    """
    unused = [name for name in head.columns if name and name not in found.columns]
    dated = [name for name in unused if is_dated(name, head[name])]
    stamp = found.schema.stamp
    filled = {dict(found.schema.aliases).get(name, name) for name in found.columns.values()}
    if len(dated) == 1 and stamp not in filled:
        columns = {**found.columns, dated[0]: stamp}
        order = {name: columns[name] for name in head.columns if name in columns}
        return found._replace(columns=order), dated
    return found, dated


@dataclass
class _Block:
    """A block while it is being written."""

    path: Path
    files: Files
    head: pl.DataFrame
    match: Match
    dated: list[str]
    nulls: list[str] = field(default_factory=list)

    def lines(self, others: list[str]) -> Iterator[str]:
        """The block, with the other tables it could be."""
        schema = self.match.schema
        lacking = self.match.lacking
        count = f"{len(schema.required) - len(lacking)} of {len(schema.required)}"
        yield f"# {self.path.name} as {schema.name}: {count} required columns"
        if others:
            yield f"# It could also be: {', '.join(others)}; --table chooses."
        yield "data:"
        yield f"  {schema.name}:"
        yield f"    files: {quoted(self.path.as_posix())}"
        if self.files.format:
            yield f"    format: {self.files.format}"
        if self.files.delimiter:
            yield f"    delimiter: {json.dumps(self.files.delimiter)}"
        if self.files.sheet:
            yield f"    sheet: {quoted(self.files.sheet)}"
        yield from self._renamed()
        yield from self._required(lacking)
        columns = {ours: self.head[theirs] for theirs, ours in self._ours().items()}
        typed = {
            n: c for n, c in columns.items() if self._column(n).kind not in {"text", "boolean"}
        }
        self.nulls = guess.empties(typed.values())
        if self.nulls:
            yield f"    nulls: [{', '.join(map(json.dumps, self.nulls))}]"
        yield from self._rules("dates", typed, kinds={"timestamp", "date"})
        yield from self._rules("numbers", typed, kinds={"number", "integer"})
        yield from self._words(columns)

    def _ours(self) -> dict[str, str]:
        alias = dict(self.match.schema.aliases)
        return {theirs: alias.get(ours, ours) for theirs, ours in self.match.columns.items()}

    def _theirs(self, name: str) -> str:
        return next(theirs for theirs, ours in self._ours().items() if ours == name)

    def _column(self, name: str) -> Column:
        return self.match.schema[name]

    def _renamed(self) -> Iterator[str]:
        renamed = {theirs: ours for theirs, ours in self.match.columns.items() if theirs != ours}
        if renamed:
            yield "    rename:"
        for theirs, ours in renamed.items():
            found = (
                f"  # by its values, {forms_said(self.head[theirs])}"
                if theirs in self.dated
                else ""
            )
            yield f"      {quoted(theirs)}: {ours}{found}"

    def _required(self, lacking: list[str]) -> Iterator[str]:
        unused = [name for name in self.head.columns if name not in self.match.columns]
        if lacking:
            yield f"    # Required and not found: {', '.join(lacking)}. For all rows alike:"
            yield f"    #constant: {{{', '.join(f'{name}: ...' for name in lacking)}}}"
        if unused:
            more = f" and {len(unused) - WORDS} more" if len(unused) > WORDS else ""
            yield f"    # Not used: {', '.join(unused[:WORDS])}{more}"
        dated = [name for name in self.dated if name in unused]
        if len(dated) > 1 and self.match.schema.stamp in lacking:
            yield f"    # One of these is perhaps {self.match.schema.stamp}, under rename:"
        for name in dated:
            yield f"    # {quoted(name)} holds dates, {forms_said(self.head[name])}"

    def _rules(self, key: str, columns: dict[str, pl.Series], *, kinds: set[str]) -> Iterator[str]:
        """How dates or numbers are written: as a rule where one reads them, else as a choice."""
        settled: list[str] = []
        choices: list[str] = []
        for name, texts in columns.items():
            column = self._column(name)
            bare = texts.replace(dict.fromkeys(self.nulls)) if self.nulls else texts
            if column.kind not in kinds or guess.readable(bare, column):
                continue
            dates = column.kind in {"timestamp", "date"}
            rules = (
                guess.date_rules(bare) if dates else guess.number_rules(bare, money=column.money)
            )
            forms = [] if rules or not dates else date_forms(bare)
            if len(forms) > 1:
                choices += mixed(name, self._theirs(name), forms)
            elif len(rules) == 1:
                settled.append(f"      {name}: {rules[0].rule}  # {_example(rules[0])}")
            else:
                choices += _choice(name, rules, bare)
        if settled:
            yield f"    {key}:"
            yield from settled
        elif choices:
            yield f"    #{key}:"
        yield from (f"      {line}" for line in choices)

    def _words(self, columns: dict[str, pl.Series]) -> Iterator[str]:
        """Words that are not ours, to be translated; a rare one may stand far down the file."""
        table = self.match.schema.name
        closed = {self._theirs(name): name for name in columns if self._column(name).allowed}
        if not closed:
            return
        words = words_of(self.path, self.files, closed.keys(), table=table)
        for theirs, name in closed.items():
            allowed = self._column(name).allowed or ()
            foreign = [word for word in words[theirs] if word not in allowed]
            if foreign:
                ours = ", ".join(allowed) if len(allowed) <= FEW else f"`kpikit schema {table}`"
                yield f"    # {name} must be a word of {ours}. Others in it:"
                pairs = ", ".join(f"{quoted(word)}: ..." for word in foreign[:WORDS])
                yield f"    #values: {{{name}: {{{pairs}}}}}"


def _choice(name: str, rules: list[Candidate], texts: pl.Series) -> Iterator[str]:
    """The rules that would read a column, as comments; which is right only its owner knows."""
    if rules:
        yield f"# {name} is read by {len(rules)} of the forms tried; keep the right one:"
    else:
        unread = texts.drop_nulls().first()
        yield f"# {name} is not read by any form tried, such as {json.dumps(unread)}: state its own"
    yield from (f"#{name}: {rule.rule}  # {_example(rule)}" for rule in rules)


def _example(candidate: Candidate) -> str:
    return f"{candidate.example} is {candidate.reads}"
