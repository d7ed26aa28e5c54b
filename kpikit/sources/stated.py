"""What a source states, held against the columns its table has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import UsageError, did_you_mean
from kpikit.sources import mapping
from kpikit.sources.moments import check_format
from kpikit.sources.privacy import is_contact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kpikit.config import Source
    from kpikit.tables import Schema


def check_source(source: Source, schema: Schema) -> None:
    """Refuse a mapping onto columns the table does not have.

    Raises:
        UsageError: naming every such column, with a suggestion.
    """
    options = mapping.options(schema)
    targets = {
        "rename": source.rename.values(),
        "lookup": source.lookup,
        "constant": source.constant,
        "from_path": source.named,
        "values": source.values,
        "default": source.default,
        "dates": source.dates,
        "numbers": source.numbers,
        "hashed": source.hashed,
    }
    wrong = [
        f"data: {schema.name}: {key}: '{name}' is no column of {schema.name}"
        f"{did_you_mean(name, options)}"
        for key, names in targets.items()
        for name in names
        if name not in options
    ]
    wrong += [
        f"data: {schema.name}: rename is {{their column: our column}}: {{{ours}: {theirs}}}"
        for theirs, ours in source.rename.items()
        if theirs in schema.names and ours not in options
    ]
    wrong += [*_kinds(source, schema, options), *_contacts(source, schema)]
    if wrong:
        raise UsageError("\n".join(wrong))


def _kinds(source: Source, schema: Schema, options: Collection[str]) -> Iterator[str]:
    """Rules for dates and numbers that are stated for a column of another kind."""
    for name, rule in source.dates.items():
        if name in options and _kind(name, schema) not in {"timestamp", "date"}:
            yield f"data: {schema.name}: dates: '{name}' is neither a timestamp nor a date"
        elif rule.format:
            yield from _format(rule.format, schema)
    for name in source.numbers:
        if name in options and _kind(name, schema) not in {"number", "integer"}:
            yield f"data: {schema.name}: numbers: '{name}' is not a number"


def _format(pattern: str, schema: Schema) -> Iterator[str]:
    """What is wrong with the format of a date."""
    try:
        check_format(pattern)
    except UsageError as error:
        yield f"data: {schema.name}: {error}"


def _contacts(source: Source, schema: Schema) -> Iterator[str]:
    """Contact details that would be kept, and hashes of what is no text."""
    helpers = {column.name for column in schema.helpers}
    for theirs, ours in source.rename.items():
        if is_contact(theirs) and ours not in helpers | {*source.hashed}:
            yield (
                f"data: {schema.name}: rename: '{theirs}' holds contact details, which are never "
                f"kept: state hashed: [{ours}] to keep a keyed hash, which tells people apart"
            )
    for name in source.hashed:
        if name in schema.names and schema[name].kind != "text":
            yield f"data: {schema.name}: hashed: '{name}' is no text"


def _kind(name: str, schema: Schema) -> str:
    return schema[dict(schema.aliases).get(name, name)].kind
