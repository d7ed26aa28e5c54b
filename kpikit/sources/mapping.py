"""A source's columns made ours: rename, constant, value map, the names we know already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.sources.parse import as_text, tidy
from kpikit.sources.privacy import hashed
from kpikit.sources.raw import INTERNAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kpikit.config import Files, Source
    from kpikit.config.fields import Scalar
    from kpikit.sources.lookup import Beside
    from kpikit.sources.workbook import Cell
    from kpikit.tables import Schema

ANY = "*"  # in `where`: anything but an empty value


def wanted(source: Source, schema: Schema) -> frozenset[str]:
    """The names of the source's columns that a table can use."""
    return frozenset({*options(schema)} - _filled(source)) | read(source)


def read(source: Source) -> frozenset[str]:
    """The names of the source's columns that its mapping reads."""
    keys = (lookup.by for lookup in source.lookup.values())
    return frozenset({*source.rename, *source.where, *source.matching, *keys})


def asked(source: Source) -> frozenset[str]:
    """The names of the source's columns that its mapping speaks of."""
    return read(source) | frozenset(source.skip)


def spoken(source: Source, name: str) -> tuple[str | int, ...]:
    """The keys of a source that lead to where its mapping speaks of a column of theirs."""
    for key in ("rename", "where", "matching"):
        if name in getattr(source, key):
            return (key, name)
    if name in source.skip:
        return ("skip", source.skip.index(name))
    return next((("lookup", ours, "by") for ours, at in source.lookup.items() if at.by == name), ())


def cells(source: Source) -> dict[str, Cell]:
    """The names of the source's columns whose texts are read by a rule of their own."""
    theirs = {ours: name for name, ours in source.rename.items()}
    restated = [name for name, rule in source.dates.items() if rule.restates]
    dates: dict[str, Cell] = {theirs.get(name, name): "date" for name in restated}
    return dates | {theirs.get(name, name): "number" for name in source.numbers}


def supplied(columns: Iterable[str], source: Source, schema: Schema) -> frozenset[str]:
    """Our columns, and those we read others from, that a file with these columns brings."""
    alias = dict(schema.aliases)
    filled, known = _filled(source), options(schema)
    names = {source.rename.get(name, "" if name in filled else name) for name in columns}
    names |= {*source.lookup, *source.constant, *source.named, *source.default}
    return frozenset(alias.get(name, name) for name in names if name in known)


def select(frame: pl.DataFrame, source: Files) -> pl.DataFrame:
    """Keep the rows that are wanted, tidied: an empty text is null, and so is a stated one."""
    frame = pl.DataFrame([tidy(column) for column in frame])
    if source.nulls:
        nothing = dict.fromkeys(source.nulls)
        frame = frame.with_columns(pl.col(pl.String).replace(nothing))
    for name in (*source.where, *source.matching):
        if name not in frame.columns:  # a key that no line of this batch has is empty in all
            return frame.clear()
    for name, values in source.where.items():
        held = as_text(frame[name])
        meant = held.is_not_null() if ANY in values else held.is_in([*_spelt(values)])
        frame = frame.filter(meant.fill_null(value=False))
    for name, pattern in source.matching.items():
        frame = frame.filter(as_text(frame[name]).str.contains(pattern).fill_null(value=False))
    return frame


def _spelt(words: Iterable[str]) -> Iterator[str]:
    """The words, true and false in every case that programs write them in."""
    for word in words:
        yield word
        if word in {"true", "false"}:
            yield from (word.upper(), word.title())


def apply(
    frame: pl.DataFrame,
    source: Source,
    schema: Schema,
    *,
    named: Mapping[str, str | None],
    beside: Mapping[str, Beside],
) -> pl.DataFrame:
    """Give selected rows our columns, as they were written; internal columns pass through.

    In this order: lookup, rename, constant, what the file's path says, values, default, hashed, and
    the other names a table knows for its columns.

    Args:
        frame: the rows, with their columns.
        source: whose rows they are.
        schema: of the table.
        named: our columns that the file's path fills.
        beside: our columns that other files hold.
    """
    found = [
        beside[ours].of(_with(frame, look.by)[look.by]).alias(ours)
        for ours, look in source.lookup.items()
    ]
    renamed = {theirs: ours for theirs, ours in source.rename.items() if theirs in frame.columns}
    frame = frame.drop(_filled(source) - renamed.keys(), strict=False).rename(renamed)
    known = (*options(schema), *INTERNAL)
    frame = frame.select(name for name in frame.columns if name in known).with_columns(found)
    frame = frame.with_columns(
        pl.lit(written(value), dtype=pl.String).alias(name)
        for name, value in {**source.constant, **(named or {})}.items()
    )
    for name, words in source.values.items():
        if name in frame.columns:
            frame = frame.with_columns(_translated(as_text(frame[name]), words))
    for name, value in source.default.items():
        frame = _with(frame, name)
        frame = frame.with_columns(as_text(frame[name]).fill_null(written(value)))
    frame = frame.with_columns(
        hashed(as_text(frame[name])) for name in source.hashed if name in frame.columns
    )
    return _known(frame, schema)


def _with(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows with a column of that name, of nulls where it was absent."""
    nothing = pl.lit(None, dtype=pl.String).alias(name)
    return frame if name in frame.columns else frame.with_columns(nothing)


def _translated(held: pl.Series, words: Mapping[str, Scalar | None]) -> pl.Series:
    """Their values as ours; `*` is any that is not named."""
    ours = {spelt: written(word) for theirs, word in words.items() for spelt in _spelt([theirs])}
    if ANY not in words:
        return held.replace(ours)
    known = held.replace_strict(ours, default=written(words[ANY]), return_dtype=pl.String)
    return known.set(held.is_null(), None)


def options(schema: Schema) -> tuple[str, ...]:
    """Every name of ours that a column of a table may come under."""
    helpers = (column.name for column in schema.helpers)
    return (*schema.names, *helpers, *(alias for alias, _ in schema.aliases))


def _filled(source: Source) -> set[str]:
    """Columns called like ours that are not read as ours: the mapping fills or skips them."""
    filled = {*source.rename.values(), *source.lookup, *source.constant, *source.named}
    return filled | {*source.skip}


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


def written(value: str | float | bool | None) -> str | None:  # noqa: FBT001 - a YAML scalar
    """A value of kpikit.yml as a CSV file would write it."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
