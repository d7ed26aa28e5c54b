"""Where rows of a table come from and how they are written there, in ``kpikit.yml``."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from kpikit.config.fields import (
    Listed,
    Pattern,
    Scalar,
    Text,
    Texts,
    Theirs,
    Timezone,
    Wanted,
    Whole,
    as_tuple,
)
from kpikit.config.parts import Model


class DateRule(Model):
    """How a source writes one of its dates, where it is not ISO 8601.

    Attributes:
        epoch: the unit of a number counted from 1970, ``s``, ``ms`` or ``us``.
        format: a strptime pattern such as ``%d/%m/%Y %H:%M``.
        timezone: the zone of timestamps written without one; UTC when not given.
    """

    epoch: Literal["s", "ms", "us"] | None = None
    format: Text | None = None
    timezone: Timezone | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> DateRule:
        """Refuse a number that is also said to be a text."""
        if self.epoch and (self.format or self.timezone):
            raise ValueError("epoch stands alone: it needs neither format nor timezone")
        return self

    @property
    def restates(self) -> bool:
        """Whether texts are read otherwise than as ISO 8601."""
        return bool(self.epoch or self.format)


class NumberRule(Model):
    """How a source writes one of its numbers, where it is not as 1234.5.

    Attributes:
        decimal: between the whole and its fraction, ``.`` or ``,``.
        thousands: between groups of digits: ``,``, ``.``, a blank or an apostrophe; none when not
            given.
    """

    decimal: Literal[".", ","] = "."
    thousands: Literal[",", ".", " ", "'"] | None = None

    @model_validator(mode="after")
    def _apart(self) -> NumberRule:
        """Refuse one sign for two things."""
        if self.decimal == self.thousands:
            raise ValueError(f"decimal and thousands cannot both be '{self.decimal}'")
        return self


class Files(Model):
    """Files with rows and named columns, how they are read, and which rows are wanted.

    Attributes:
        files: paths or globs, relative to the folder of ``kpikit.yml``.
        format: ``csv``, ``ndjson``, ``parquet`` or ``xlsx``; by the file's suffix when not given.
        delimiter: of a CSV file; a comma when not given.
        sheet: of a workbook; when not given, the one named like the table, else the only one.
        header: the line of a CSV file, or the row of a sheet, that names the columns; when not
            given the first line, and the first row that holds anything.
        where: their column -> the values, as text, of the rows that are wanted; ``*`` is any value
            but an empty one, and ``true`` is written in any case. Rows that are not wanted are
            counted and left out.
        matching: their column -> a pattern found in it, in the rows that are wanted.
        nulls: texts that mean an empty value, in every column, such as ``-`` or ``n/a``.
    """

    files: Texts
    format: Literal["csv", "ndjson", "parquet", "xlsx"] | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    sheet: Text | None = None
    header: Annotated[Whole, Field(gt=0)] | None = None
    where: dict[str, Wanted] = Field(default_factory=dict)
    matching: dict[str, Pattern] = Field(default_factory=dict)
    nulls: Annotated[tuple[Theirs, ...], BeforeValidator(as_tuple)] = ()


class Lookup(Files):
    """Files that hold the values of a column of ours, each beside a key that the source has.

    Attributes:
        by: the source's column with the key.
        key: the column of these files with it; called like ``by`` when not given.
        value: their column with what is looked up.
    """

    by: Text
    key: Text | None = None
    value: Text

    @property
    def keyed(self) -> str:
        """The column of these files that holds the key."""
        return self.key or self.by


class Source(Files):
    """Files that hold rows of one table, and how their columns become ours.

    Attributes:
        skip: their columns that are not to be read, though they are called like ours.
        rename: their column -> our column; a value inside an object is named by its path, as in
            ``user.id``.
        lookup: our column -> other files that hold its values; null where a key is not in them.
        constant: our column -> one value for every row.
        values: our column -> {their value as text: our value or null}; after ``rename``. ``*`` is
            any other value.
        default: our column -> the value of rows that have none.
        dates: our column -> how it is written.
        numbers: our column -> how it is written; with a currency beside it, if it is an amount.
        hashed: columns of ours that hold contact details because nothing else tells who it is; only
            a keyed hash of them is kept.
        from_path: a pattern found in a file's path, whose named groups fill columns of ours.
    """

    skip: Listed = ()
    rename: dict[str, Text] = Field(default_factory=dict)
    lookup: dict[str, Lookup] = Field(default_factory=dict)
    constant: dict[str, Scalar] = Field(default_factory=dict)
    values: dict[str, dict[Theirs, Scalar | None]] = Field(default_factory=dict)
    default: dict[str, Scalar] = Field(default_factory=dict)
    dates: dict[str, DateRule] = Field(default_factory=dict)
    numbers: dict[str, NumberRule] = Field(default_factory=dict)
    hashed: Listed = ()
    from_path: Pattern | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The columns of ours that are found in the paths of files."""
        return tuple(re.compile(self.from_path).groupindex) if self.from_path else ()

    @model_validator(mode="after")
    def _one_origin(self) -> Source:
        """Refuse a column of ours that would be filled from two places, or a path from none."""
        if self.from_path and not self.named:
            raise ValueError("from_path needs a named group, such as (?P<bot_id>[^/]+)")
        ours = [*self.rename.values(), *self.lookup, *self.constant, *self.named]
        twice = sorted({name for name in ours if ours.count(name) > 1})
        if twice:
            ways = "rename, lookup, constant and from_path"
            raise ValueError(f"{', '.join(twice)}: filled more than once by {ways}")
        return self
