"""Which column of theirs is which of ours, by its name."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from kpikit.sources.elsewhere import ELSEWHERE, TABLES
from kpikit.tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.tables import Schema

SHORTEST = 5  # letters of a word that may end a longer name: "id" and "date" end too many
NEAR = 0.85  # as alike as names must be that are neither equal nor known

ANYBODYS = {"id", "key", "name", "type", "date", "value", "status", "state", "total", "source"}
"""Names that say what they are only together with the object they stand in."""


class Match(NamedTuple):
    """A table and the columns of theirs that fill it.

    Attributes:
        schema: of the table.
        columns: their name -> ours.
        named: whether the file is called like the table.
    """

    schema: Schema
    columns: dict[str, str]
    named: bool = False

    @property
    def lacking(self) -> list[str]:
        """The required columns nobody fills."""
        filled = {dict(self.schema.aliases).get(name, name) for name in self.columns.values()}
        return [name for name in self.schema.required if name not in filled]

    @property
    def share(self) -> float:
        """The share of the required columns that are filled."""
        return 1 - len(self.lacking) / len(self.schema.required)


def match(schema: Schema, theirs: Sequence[str]) -> Match:
    """Find columns of a table by their names, each once, the surest first.

    In this order: the same name; the same but for case and punctuation; a name other systems are
    known to use; a longer name that ends in such a one; a name that is nearly the same.
    """
    found: dict[str, str] = {}
    for name, ours in _pairs(schema, theirs):
        if name not in found and ours not in found.values():
            found[name] = ours
    return Match(schema, {name: found[name] for name in theirs if name in found})


def best(theirs: Sequence[str], *, stem: str) -> list[Match]:
    """The tables a file could be, the likeliest first.

    Args:
        theirs: its columns.
        stem: its name without suffix; the name of a table in it counts as much as all columns.
    """
    words = {*re.findall("[a-z]+", plain(stem))}
    found = [
        match(schema, theirs)._replace(named=bool(words & {*TABLES[schema.name]}))
        for schema in SCHEMAS.values()
    ]
    return sorted(found, key=lambda one: (one.share + one.named, len(one.columns)), reverse=True)


def advice(schema: Schema, theirs: Sequence[str]) -> str:
    """How columns could be renamed to a table's; empty where none is alike."""
    pairs = [f"{name}: {ours}" for name, ours in match(schema, theirs).columns.items()]
    changed = [pair for pair in pairs if len({*pair.split(": ")}) > 1]
    return f"rename: {{{', '.join(changed)}}}" if changed else ""


def plain(name: str) -> str:
    """A name without case and accents.

    >>> plain("Eröffnet am"), plain("Größe")
    ('eroffnet am', 'grosse')
    """
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def bare_of(name: str) -> str:
    """A name without case, accents and punctuation."""
    return re.sub(r"[^a-z0-9]", "", plain(name))


def _pairs(schema: Schema, theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
    helpers = [column.name for column in schema.helpers]
    options = [name for name in (*schema.names, *helpers) if name != "seq"]
    known = [*options, "seq", *(alias for alias, _ in schema.aliases)]
    yield from ((name, name) for name in theirs if name in known)
    bare = {name: bare_of(name) for name in (*theirs, *options)}
    yield from ((name, ours) for ours in options for name in theirs if bare[name] == bare[ours])
    for ours in options:
        for word in ELSEWHERE.get(ours, ()):
            yield from ((name, ours) for name in theirs if bare[name] == word)
    for ours in options:
        for word in (bare[ours], *ELSEWHERE.get(ours, ())):
            if len(word) >= SHORTEST:
                yield from ((name, ours) for name in theirs if bare[name].endswith(word))
    ends = {name: bare_of(name.rpartition(".")[2]) for name in theirs if "." in name}
    for ours in options:
        for word in {bare[ours], *ELSEWHERE.get(ours, ())} - ANYBODYS:
            yield from ((name, ours) for name, end in ends.items() if end == word)
    for name in theirs:
        near = difflib.get_close_matches(bare[name], [bare[ours] for ours in options], 1, NEAR)
        yield from ((name, ours) for ours in options if near and bare[ours] == near[0])
