"""A source's columns made ours: rename, constant, value map, the names we know already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from kpikit.errors import UsageError, did_you_mean
from kpikit.sources.moments import check_format
from kpikit.sources.parse import as_text, tidy
from kpikit.sources.privacy import hashed, is_contact
from kpikit.sources.raw import INTERNAL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kpikit.config import Source
    from kpikit.sources.workbook import Cell
    from kpikit.tables import Schema

ANY = "*"  # in `where`: anything but an empty value
# What other systems call our columns, bare of case and punctuation; for advice only.
ELSEWHERE = {
    "event": ("eventname", "eventtype", "type", "action", "name"),
    "ts": ("timestamp", "time", "datetime", "eventtime", "occurredat", "createdat", "unixtime"),
    "bot_id": ("bot", "botname", "chatbot", "chatbotid", "assistantid", "agent", "app"),
    "session_id": ("session", "conversationid", "conversation", "chatid", "dialogueid", "senderid"),
    "created_at": ("created", "createdate", "createdtime", "creationdate", "createddate", "opened"),
    "ordered_at": ("orderdate", "createdat", "processedat", "date", "placedat"),
    "touched_at": ("timestamp", "date", "touchedon"),
    "ticket_id": ("id", "ticket", "caseid", "casenumber", "ticketnumber", "key"),
    "lead_id": ("id", "lead", "contactid", "contact", "vid", "whoid"),
    "deal_id": ("id", "deal", "opportunityid", "opportunity"),
    "order_id": ("id", "order", "ordernumber", "name"),
    "review_id": ("id", "review"),
    "source": ("leadsource", "originalsource", "channel"),
    "stage": ("dealstage", "stagename", "status", "state"),
    "amount": ("total", "totalprice", "value", "cost", "price", "dealvalue", "sum"),
    "date": ("day", "month", "invoicedate", "timestamp"),
    "user_id": ("customerid", "contactid", "user", "userid"),
}


def check_source(source: Source, schema: Schema) -> None:
    """Refuse a mapping onto columns the table does not have.

    Raises:
        UsageError: naming every such column, with a suggestion.
    """
    options = _options(schema)
    targets = {
        "rename": source.rename.values(),
        "constant": source.constant,
        "from_path": source.named,
        "values": source.values,
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
    for name, rule in source.dates.items():
        if name in options and _kind(name, schema) not in {"timestamp", "date"}:
            wrong.append(f"data: {schema.name}: dates: '{name}' is neither a timestamp nor a date")
        elif rule.format:
            check_format(rule.format)
    wrong += [
        f"data: {schema.name}: numbers: '{name}' is not a number"
        for name in source.numbers
        if name in options and _kind(name, schema) not in {"number", "integer"}
    ]
    wrong += _contacts(source, schema)
    if wrong:
        raise UsageError("\n".join(wrong))


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


def wanted(source: Source, schema: Schema) -> frozenset[str]:
    """The names of the source's columns that a table can use."""
    return frozenset({*_options(schema)} - _filled(source)) | asked(source)


def asked(source: Source) -> frozenset[str]:
    """The names of the source's columns that its mapping speaks of."""
    return frozenset({*source.rename, *source.where})


def cells(source: Source) -> dict[str, Cell]:
    """The names of the source's columns whose texts are read by a rule of their own."""
    theirs = {ours: name for name, ours in source.rename.items()}
    restated = [name for name, rule in source.dates.items() if rule.restates]
    dates: dict[str, Cell] = {theirs.get(name, name): "date" for name in restated}
    return dates | {theirs.get(name, name): "number" for name in source.numbers}


def supplied(columns: Iterable[str], source: Source, schema: Schema) -> frozenset[str]:
    """Our columns, and those we read others from, that a file with these columns brings."""
    alias = dict(schema.aliases)
    filled, known = _filled(source), _options(schema)
    names = {source.rename.get(name, "" if name in filled else name) for name in columns}
    names |= {*source.constant, *source.named}
    return frozenset(alias.get(name, name) for name in names if name in known)


def select(frame: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Keep the rows that `where` asks for, tidied: an empty text is null, and so is a null text."""
    frame = pl.DataFrame([tidy(column) for column in frame])
    if source.nulls:
        nothing = dict.fromkeys(source.nulls)
        frame = frame.with_columns(pl.col(pl.String).replace(nothing))
    for name, values in source.where.items():
        if name in frame.columns:
            held = as_text(frame[name])
            meant = held.is_not_null() if ANY in values else held.is_in(list(values))
            frame = frame.filter(meant.fill_null(value=False))
        else:  # a key that no line of this batch has is empty in all of them
            frame = frame.clear()
    return frame


def apply(
    frame: pl.DataFrame,
    source: Source,
    schema: Schema,
    *,
    named: Mapping[str, str | None] | None = None,
) -> pl.DataFrame:
    """Give selected rows our columns, as they were written; internal columns pass through.

    In this order: rename, constant, what the file's path says, values, hashed, and the other names
    a table knows for its columns.

    Args:
        frame: the rows, with their columns.
        source: whose rows they are.
        schema: of the table.
        named: our columns that the file's path fills.
    """
    renamed = {theirs: ours for theirs, ours in source.rename.items() if theirs in frame.columns}
    frame = frame.drop(_filled(source) - renamed.keys(), strict=False).rename(renamed)
    known = (*_options(schema), *INTERNAL)
    frame = frame.select(name for name in frame.columns if name in known)
    frame = frame.with_columns(
        pl.lit(_written(value), dtype=pl.String).alias(name)
        for name, value in {**source.constant, **(named or {})}.items()
    )
    for name, words in source.values.items():
        if name in frame.columns:
            mapping = {theirs: _written(ours) for theirs, ours in words.items()}
            frame = frame.with_columns(as_text(frame[name]).replace(mapping))
    frame = frame.with_columns(
        hashed(as_text(frame[name])) for name in source.hashed if name in frame.columns
    )
    return _known(frame, schema)


def advice(missing: Iterable[str], have: Collection[str]) -> str:
    """How columns that are there could be renamed to those that are missing; may be empty."""
    bare = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in have}
    pairs = []
    for name in missing:
        words = (re.sub(r"[^a-z0-9]", "", name), *ELSEWHERE.get(name, ()))
        found = next((bare[word] for word in words if word in bare), None)
        found = found or next((bare[b] for b in bare for w in words[1:] if b.endswith(w)), None)
        if found:
            pairs.append(f"{found}: {name}")
    return f"rename: {{{', '.join(pairs)}}}" if pairs else ""


def _options(schema: Schema) -> tuple[str, ...]:
    """Every name a column of a table may come under."""
    helpers = (column.name for column in schema.helpers)
    return (*schema.names, *helpers, *(alias for alias, _ in schema.aliases))


def _filled(source: Source) -> set[str]:
    """Our columns that the mapping fills; theirs of the same name mean something else."""
    return {*source.rename.values(), *source.constant, *source.named}


def _known(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Read a column from the other names it has, where ours is absent or empty."""
    for alias, ours in schema.aliases:
        if alias not in frame.columns:
            continue
        if ours not in frame.columns:
            frame = frame.rename({alias: ours})
            continue
        first, second = frame[ours], frame[alias]
        if first.dtype != second.dtype:
            first, second = as_text(first), as_text(second)
        frame = frame.drop(alias).with_columns(first.zip_with(first.is_not_null(), second))
    return frame


def _kind(name: str, schema: Schema) -> str:
    return schema[dict(schema.aliases).get(name, name)].kind


def _written(value: str | float | bool | None) -> str | None:  # noqa: FBT001 - a YAML scalar
    """A value of kpikit.yml as a CSV file would write it."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
