"""The columns that came: which fill ours, which are missing, which are left out."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpikit.config.tree import place_of
from kpikit.errors import did_you_mean
from kpikit.sources import mapping
from kpikit.sources.match import advice
from kpikit.sources.privacy import is_contact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from kpikit.config import Source
    from kpikit.tables import Schema

SHOWN = 30  # columns named in a message


@dataclass
class Seen:
    """The columns of theirs that came, by source, in the order of their coming."""

    columns: dict[int, dict[str, None]] = field(default_factory=dict)
    keys_vary: set[int] = field(default_factory=set)

    def note(self, index: int, columns: Iterable[str], *, keys_vary: bool) -> None:
        """Add the columns of a file of a source, and whether its rows may lack some of them."""
        self.columns.setdefault(index, {}).update(dict.fromkeys(columns))
        if keys_vary:
            self.keys_vary.add(index)

    def supplied(self, sources: tuple[Source, ...], schema: Schema) -> frozenset[str]:
        """The columns of ours that some source brought, or that are worked out from such."""
        names = {
            name
            for index, columns in self.columns.items()
            for name in mapping.supplied(columns, sources[index], schema)
        }
        worked_out = {each.column for each in schema.derived if names & {*each.sources}}
        return frozenset((names | worked_out) & {*schema.names})

    def left_out(
        self, sources: tuple[Source, ...], schema: Schema
    ) -> tuple[dict[str, str], tuple[str, ...]]:
        """Columns that are not read, with advice where one is near; and those with contacts."""
        unknown: dict[str, str] = {}
        contacts: dict[str, None] = {}
        absent = {*schema.names} - self.supplied(sources, schema)
        spoken_of = {name for source in sources for name in mapping.asked(source)}
        for index, columns in self.columns.items():
            read = mapping.wanted(sources[index], schema) | spoken_of
            for name in columns:
                if is_contact(sources[index].rename.get(name, name)):
                    contacts[name] = None
                elif name not in read:
                    unknown[name] = _near(name, absent)
        return unknown, tuple(contacts)

    def never_came(self, sources: tuple[Source, ...], schema: Schema, *, file: Path) -> list[str]:
        """Columns that a mapping speaks of and no file of its source has: misspelt, surely.

        Args:
            sources: of the table.
            schema: of the table.
            file: kpikit.yml, whose line is named.
        """
        return [
            f"{place_of(file, ('data', schema.name, index, *mapping.spoken(sources[index], name)))}"
            f"data: {schema.name}: '{name}' is no column of {', '.join(sources[index].files)}"
            f"{did_you_mean(name, columns)}"
            for index, columns in self.columns.items()
            for name in sorted(mapping.asked(sources[index]) - columns.keys())
            if index not in self.keys_vary
        ]


def missing(name: str, columns: Collection[str], *, source: Source, schema: Schema) -> list[str]:
    """Say which required columns a file lacks, what it has, and what could be done.

    Args:
        name: of the file.
        columns: it has.
        source: its mapping.
        schema: of the table.
    """
    ours = mapping.supplied(columns, source, schema)
    lacking = [required for required in schema.required if required not in ours]
    if not lacking:
        return []
    have = list(columns)
    if not have:
        return [
            f"{name} holds no row: none of its lines is one JSON object (NDJSON); if it is CSV, "
            "name it .csv, or state format: csv"
        ]
    more = f" and {len(have) - SHOWN} more" if len(have) > SHOWN else ""
    rename = advice(schema, [column for column in have if column not in source.rename])
    help_ = f"perhaps {rename}" if rename else "map them with rename or constant"
    if len(have) <= 1 and not rename:
        help_ += "; if the names stand further down, state header: and their line"
    return [
        f"{name} lacks {', '.join(lacking)}, which {schema.name} must have. It has "
        f"{', '.join(have[:SHOWN])}{more}. Under data: {schema.name} of kpikit.yml, {help_}; "
        f"`kpikit map {name}` proposes its lines"
    ]


def _near(name: str, absent: Iterable[str]) -> str:
    """A column of ours that theirs is surely meant to be; ids alike in their ending are not."""
    near = difflib.get_close_matches(name.strip().lower(), list(absent), n=1, cutoff=0.85)
    return f"did you mean '{near[0]}'?" if near else ""
