"""What a source states, held against the columns its table has and the words they may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kpikit.errors import UsageError, did_you_mean
from kpikit.sources import mapping
from kpikit.sources.check import rules_broken
from kpikit.sources.moments import check_format
from kpikit.sources.parse import tidy
from kpikit.sources.privacy import is_contact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kpikit.config import Source
    from kpikit.config.fields import Scalar
    from kpikit.tables import Schema

Key = str | int


class Fault(NamedTuple):
    """What is wrong with a source.

    Attributes:
        at: the keys that lead to it, from those of the source on.
        said: what is wrong, after what it is about.
        value: what was written there, where that is what is wrong and not its key.
    """

    at: tuple[Key, ...]
    said: str
    value: str = ""


def check_source(source: Source, schema: Schema) -> None:
    """Refuse a source that states what its table cannot be.

    Raises:
        UsageError: naming every fault, with a suggestion.
    """
    found = [
        f"data: {schema.name}: {at[0]}: {value or repr(str(at[-1]))} {said}"
        for at, said, value in faults(source, schema)
    ]
    if found:
        raise UsageError("\n".join(found))


def faults(source: Source, schema: Schema, *, timezone: str = "UTC") -> Iterator[Fault]:
    """Find what a source states that its table cannot be, before any file is read.

    Args:
        source: as configured.
        schema: of its table, fitted to the project.
        timezone: of the project.
    """
    options = mapping.options(schema)
    yield from _columns(source, schema, options)
    yield from _kinds(source, schema, options)
    yield from _contacts(source, schema)
    yield from _words(source, schema, timezone=timezone)


def _columns(source: Source, schema: Schema, options: Collection[str]) -> Iterator[Fault]:
    """Columns of ours that the table does not have."""
    for theirs, ours in source.rename.items():
        if ours not in options and theirs in schema.names:
            said = f"rename is {{their column: our column}}: {{{ours}: {theirs}}}"
            yield Fault(("rename", theirs), said, f"'{ours}'")
        elif ours not in options:
            yield Fault(("rename", theirs), _no_column(ours, schema), f"'{ours}'")
    items = [(("hashed", place), name) for place, name in enumerate(source.hashed)]
    for at, name in (*items, *((("from_path",), name) for name in source.named)):
        if name not in options:
            yield Fault(at, _no_column(name, schema), f"'{name}'")
    for key in ("lookup", "constant", "values", "default", "dates", "numbers"):
        unknown = (name for name in getattr(source, key) if name not in options)
        yield from (Fault((key, name), _no_column(name, schema)) for name in unknown)


def _no_column(name: str, schema: Schema) -> str:
    near = did_you_mean(name, mapping.options(schema))
    return f"is no column of {schema.name}{near or f'; `kpikit schema {schema.name}` lists them'}"


def _kinds(source: Source, schema: Schema, options: Collection[str]) -> Iterator[Fault]:
    """Rules for dates and numbers that are stated for a column of another kind."""
    for name, rule in source.dates.items():
        if name in options and _kind(name, schema) not in {"timestamp", "date"}:
            yield Fault(("dates", name), "is neither a timestamp nor a date")
        elif rule.format:
            yield from _format(name, rule.format)
    for name in source.numbers:
        if name in options and _kind(name, schema) not in {"number", "integer"}:
            yield Fault(("numbers", name), "is not a number")


def _format(name: str, pattern: str) -> Iterator[Fault]:
    """What is wrong with the format of a date."""
    try:
        check_format(pattern)
    except UsageError as error:
        said = str(error).removeprefix(f"dates: format '{pattern}'").lstrip(": ")
        yield Fault(("dates", name, "format"), said, f"'{pattern}'")


def _contacts(source: Source, schema: Schema) -> Iterator[Fault]:
    """Contact details that would be kept, and hashes of what is no text."""
    helpers = {column.name for column in schema.helpers}
    for theirs, ours in source.rename.items():
        if is_contact(theirs) and ours not in helpers | {*source.hashed}:
            yield Fault(
                ("rename", theirs),
                f"holds contact details, which are never kept: state hashed: [{ours}] to keep a "
                "keyed hash, which tells people apart",
            )
    for place, name in enumerate(source.hashed):
        if name in schema.names and schema[name].kind != "text":
            yield Fault(("hashed", place), "is no text", f"'{name}'")


def _words(source: Source, schema: Schema, *, timezone: str) -> Iterator[Fault]:
    """Values of ours that a column of ours cannot hold: every row with one would be set aside."""
    stated: list[tuple[tuple[Key, ...], str, Scalar | None]] = [
        (("values", ours, theirs), ours, word)
        for ours, words in source.values.items()
        for theirs, word in words.items()
    ]
    for key, columns in (("constant", source.constant), ("default", source.default)):
        stated += [((key, ours), ours, word) for ours, word in columns.items()]
    for at, name, word in stated:
        written = mapping.written(word)
        if written is None or name in source.hashed or name not in mapping.options(schema):
            continue
        column = schema[dict(schema.aliases).get(name, name)]
        texts = tidy(pl.Series([written], dtype=pl.String))
        broken = rules_broken(texts, column, source=source, timezone=timezone)
        for rule in broken[:1]:
            near = did_you_mean(written, column.allowed)
            yield Fault(at, f"must be {rule}{near}", f"'{written}'")


def _kind(name: str, schema: Schema) -> str:
    return schema[dict(schema.aliases).get(name, name)].kind
