"""What a table is: its columns, their types and ranges, and the rules that span columns.

The tables themselves are declared in the modules beside this one. Checks, quarantine reasons,
listings and the documentation are all derived from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import polars as pl

from kpikit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["text", "number", "integer", "boolean", "timestamp", "date"]
DTYPES: Mapping[Kind, pl.DataType] = {
    "text": pl.String(),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "timestamp": pl.Datetime("us", "UTC"),
    "date": pl.Date(),
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: as in the contract and in our frames.
        kind: text, number, integer, boolean, timestamp or date.
        meaning: what it says, in one line.
        required: whether a row without it is set aside.
        allowed: the words it may hold; empty = any.
        low: the smallest allowed number; None = open.
        high: the largest allowed number; None = open.
        upper: whether case carries no meaning and the text is read in capitals.
        money: whether the number is an amount, which a currency may stand beside.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    upper: bool = False
    money: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """The polars type of the column in an accepted frame."""
        return DTYPES[self.kind]

    @property
    def limits(self) -> str:
        """What a value must be, in words; empty where every value of the kind will do."""
        if self.allowed:
            return "one of " + ", ".join(self.allowed)
        if self.low is not None and self.high is not None:
            return f"from {self.low:g} to {self.high:g}"
        return f"{self.low:g} or more" if self.low is not None else ""


@dataclass(frozen=True)
class RowRule:
    """A rule that looks at more than one column of a row.

    Attributes:
        column: where the fault is reported.
        rule: what must hold, in words.
        broken: true where it does not hold. It sees typed columns by name, and whether a column
            had anything written in it, readable or not, through `given`.
    """

    column: str
    rule: str
    broken: pl.Expr


@dataclass(frozen=True)
class Derived:
    """A column that is worked out from others where a row does not bring it.

    Attributes:
        column: the column that is filled.
        sources: the columns it is worked out from; the column counts as supplied with any of them.
        value: of the row; it sees typed columns by name, helpers among them.
    """

    column: str
    sources: tuple[str, ...]
    value: pl.Expr


GIVEN = "given:"


def given(column: str) -> pl.Expr:
    """An expression for a `RowRule`: true where the row has anything written in the column."""
    return pl.col(GIVEN + column)


@dataclass(frozen=True)
class Schema:
    """One input table.

    Attributes:
        name: of the table.
        meaning: what one row is.
        columns: in the contract's order; `seq` is added to every table.
        stamp: the timestamp or date that a row is judged by: rows later than the run are set
            aside, rows later than `as_of` are not seen yet.
        key: the columns that make a row the same row when it is delivered twice; empty = none.
        rules: that span columns.
        aliases: other names a column is read from, where ours is absent or empty.
        helpers: columns that are read only to derive others, and never kept.
        derived: columns filled from others, in this order.
        may_be_ahead: whether a row may lie after the time of the run.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    stamp: str
    key: tuple[str, ...] = ()
    rules: tuple[RowRule, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    helpers: tuple[Column, ...] = ()
    derived: tuple[Derived, ...] = ()
    may_be_ahead: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, `seq` last."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that every row must fill."""
        return tuple(column.name for column in self.columns if column.required)

    def __getitem__(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in (*self.columns, *self.helpers):
            if column.name == name:
                return column
        raise KeyError(name)

    def extended(self, extra: Iterable[Column]) -> Schema:
        """This schema with further columns, but for those it already has."""
        new = tuple(column for column in extra if column.name not in self.names)
        return replace(self, columns=(*self.columns, *new)) if new else self

    def listing(self) -> list[dict[str, str]]:
        """One record a column: column, type, required, allowed, meaning; for help and docs."""
        return [
            {
                "column": column.name,
                "type": column.kind,
                "required": "required" if column.required else "",
                "allowed": column.limits,
                "meaning": column.meaning,
            }
            for column in self.columns
        ]


SEQ = Column("seq", "integer", "breaks ties in time; the row's place in the files when absent")


def table(name: str, meaning: str, columns: Iterable[Column], **rest: object) -> Schema:
    """Declare a table: its columns, with `seq` added, and what `Schema` has beside them."""
    return Schema(name, meaning, (*columns, SEQ), **rest)  # type: ignore[arg-type]


def no_star(column: str = "bot_id") -> RowRule:
    """The rule that `*`, which stands for all bots together, is no bot's id."""
    rule = "the id of one bot: * stands for all of them"
    return RowRule(column, rule, pl.col(column) == "*")


def unknown(name: str, options: Iterable[str]) -> UsageError:
    """The error for a table nobody declared."""
    listed = tuple(options)
    near = did_you_mean(name, listed)
    return UsageError(f"there is no table '{name}'{near}; the tables are {', '.join(listed)}")
