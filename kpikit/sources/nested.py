"""What stands inside objects, under the path that leads to it: `user.id` of {"user": {"id": 7}}."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

DEEPEST = 4  # objects inside objects that are looked into


class Leaf(NamedTuple):
    """A value inside an object: the keys that lead to it, the outermost first, and its type."""

    steps: tuple[str, ...]
    kind: pl.DataType

    @property
    def name(self) -> str:
        """The path, as a mapping names it."""
        return ".".join(self.steps)


def leaves(found: Mapping[str, pl.DataType]) -> list[Leaf]:
    """Every value inside the objects of some columns.

    Args:
        found: the type of each column. A column that is called like a path keeps its name.
    """
    inside = [
        leaf
        for key, kind in found.items()
        if isinstance(kind, pl.Struct)
        for leaf in _below((key,), kind)
    ]
    return [leaf for leaf in inside if leaf.name not in found]


def _below(steps: tuple[str, ...], kind: pl.DataType) -> Iterator[Leaf]:
    if isinstance(kind, pl.Struct) and kind.fields and len(steps) <= DEEPEST:
        for one in kind.fields:
            yield from _below((*steps, one.name), one.dtype)  # type: ignore[arg-type]
    elif len(steps) > 1:
        yield Leaf(steps, kind)


def names(found: Mapping[str, pl.DataType], inside: Iterable[Leaf], wanted: Set[str]) -> list[str]:
    """The columns of a file as a mapping may name them; objects by what is in them."""
    inside = list(inside)
    opened = {leaf.steps[0] for leaf in inside}
    flat = [key for key in found if key not in opened or key in wanted]
    return [*flat, *(leaf.name for leaf in inside)]


def from_json(leaf: Leaf) -> pl.Expr:
    """A value inside objects that were read as JSON text; as text."""
    path = "".join(f"[{_quoted(step)}]" for step in leaf.steps[1:])
    return pl.col(leaf.steps[0]).str.json_path_match(f"${path}").alias(leaf.name)


def from_struct(leaf: Leaf) -> pl.Expr:
    """A value inside objects that were read as such; at its own type."""
    value = pl.col(leaf.steps[0])
    for step in leaf.steps[1:]:
        value = value.struct.field(step)
    return value.alias(leaf.name)


def opened(record: Mapping[str, object]) -> dict[str, object]:
    """A record with what stands inside its objects beside them, under its path."""
    found = dict(record)
    waiting: list[tuple[tuple[str, ...], dict[str, object]]]
    waiting = [((key,), value) for key, value in record.items() if isinstance(value, dict)]
    while waiting:
        steps, value = waiting.pop()
        for key, inner in value.items():
            path = (*steps, str(key))
            if isinstance(inner, dict) and inner and len(path) <= DEEPEST:
                waiting.append((path, inner))
            else:
                found.setdefault(".".join(path), inner)
    return found


def _quoted(step: str) -> str:
    return json.dumps(step, ensure_ascii=False)
