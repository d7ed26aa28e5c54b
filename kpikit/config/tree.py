"""A YAML file as plain values that still know their lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from kpikit.config.findings import Finding, raise_findings
from kpikit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_DEEPEST = 20
_MOST = 100_000  # values, each alias counted as what it stands for
# In these a key without a value means null; elsewhere it means the key was left empty.
_NULL_COUNTS = {"values", "constant"}

# What the parser says, by what it begins with, and what is most often the reason.
_REASONS = (
    ("mapping values are not allowed", "a text with a colon in it needs quotes, and keys of one "
     "place the same indentation"),
    ("found character", "a text that begins with such a character needs quotes"),
    ("found unexpected end of stream", "a quote that was opened is never closed"),
    ("expected <block end>", "keys and dashes of one place need the same indentation, and a quote "
     "inside quotes is written twice"),
    ("expected ','", "a bracket that was opened is never closed, or a comma is missing"),
    ("but found another document", "a second document begins here; take out the line ---"),
    ("found undefined alias", "a text that begins with * needs quotes"),
)  # fmt: skip


class _Constructor(RoundTripConstructor):
    """Leaves a day as the text it is: 2026-02-30 is then a finding like any other."""


_Constructor.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda own, node: own.construct_scalar(node)
)


@dataclass(frozen=True)
class Tree:
    """What a file holds: plain values to validate, and nodes with positions to point at."""

    file: str
    plain: dict[str, Any]
    node: CommentedMap

    def finding(self, loc: Sequence[int | str], allowed: str, *, value: object = "") -> Finding:
        """Say something about the place at ``loc``, or the nearest place that was written."""
        key = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in self._written(loc))
        text = value if isinstance(value, str) else str(value)
        return Finding(self.file, self.line(loc), key.removeprefix("."), text, allowed)

    def _written(self, loc: Sequence[int | str]) -> Iterator[int | str]:
        """The steps without the places of single things written where a list is allowed."""
        node: Any = self.node
        for step in loc:
            if step == 0 and node is not None and not isinstance(node, CommentedSeq):
                continue
            yield step
            inside = isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node)
            known = isinstance(node, CommentedMap) and step in node
            node = node[step] if inside or known else None

    def line(self, loc: Sequence[int | str]) -> int:
        """Find the line of the place at ``loc``, counted from 1."""
        node: Any = self.node
        line: int = 0
        for step in loc:
            if isinstance(node, CommentedMap) and step in node:
                line = node.lc.key(step)[0]
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                line = node.lc.item(step)[0]
            elif step == 0:
                continue  # a single thing written where a list is allowed
            else:
                break
            node = node[step]
        return line + 1


def read_tree(path: Path, *, name: str) -> Tree:
    """Read a YAML 1.2 file whose top level is a mapping.

    Args:
        path: the file.
        name: what messages call it.

    Raises:
        UsageError: the file is missing, empty, not text or not YAML; with line and column.
    """
    text = _text(path, name=name)
    parser = YAML(typ="rt")
    parser.Constructor = _Constructor
    try:
        node = parser.load(text)
    except MarkedYAMLError as error:
        raise_findings([_syntax(error, text, name=name)])
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        said = f"not YAML: the character U+{error.character:04X}, which no text should hold"
        raise UsageError(f"{name}:{line}: {said}") from None
    except (YAMLError, ValueError) as error:
        raise UsageError(f"{name}: not YAML: {error}") from None
    if node is None:
        raise UsageError(
            f"{name}: is empty; `kpikit init DIR` writes a commented one to start from"
        )
    if not isinstance(node, CommentedMap):
        raise UsageError(f"{name}:1: must be keys with values, such as `company: Acme`")
    try:
        _refuse_many(node, name=name)
        return Tree(name, _plain(node), node)
    except RecursionError:
        raise UsageError(f"{name}: nested too deeply, or an alias that holds itself") from None


def _text(path: Path, *, name: str) -> str:
    """Read a file as UTF-8, with or without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        here = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        near = did_you_mean(path.name, [one for one in here if one.endswith((".yml", ".yaml"))])
        raise UsageError(
            f"{name}: no such file{near}; `kpikit init DIR` writes one to start from, --config "
            "names one elsewhere"
        ) from None
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise UsageError(f"{name}:{line}: not UTF-8 text; save the file as UTF-8") from None


def _syntax(error: MarkedYAMLError, text: str, *, name: str) -> Finding:
    """Say where a file stops being YAML, and the commonest reason."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    rows = text.splitlines()
    said = " ".join(str(error.problem or "not YAML").split())
    if line < len(rows) and "\t" in rows[line][: column + 1]:
        said = "a tab; indent with spaces"
    elif said.startswith("found duplicate key"):
        said = said.split(" with value")[0].replace("found duplicate", "the same") + " twice"
    else:
        hint = next((hint for start, hint in _REASONS if said.startswith(start)), "")
        said += f"; {hint}" if hint else ""
    return Finding(name, line + 1, f"column {column + 1}", "", f"not YAML: {said}")


def _refuse_many(node: Any, *, name: str) -> None:
    """Refuse a file of a few lines that stands for millions of values.

    Raises:
        UsageError: its aliases, which repeat what they name, stand for more than it may hold.
    """
    sizes: dict[int, int] = {}

    def size(value: Any, depth: int = 0) -> int:
        if depth > _DEEPEST:
            raise RecursionError
        if not isinstance(value, dict | list):
            return 1
        if id(value) not in sizes:
            items = value.values() if isinstance(value, dict) else value
            sizes[id(value)] = 1 + sum(size(item, depth + 1) for item in items)
        return sizes[id(value)]

    if size(node) > _MOST:
        raise UsageError(f"{name}: its aliases stand for more than {_MOST:,} values: write it out")


def _plain(value: Any, *, depth: int = 0, nulls: bool = False) -> Any:
    """Copy into plain Python values, without keys that were left empty."""
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {
            key: _plain(item, depth=depth + 1, nulls=nulls or key in _NULL_COUNTS)
            for key, item in value.items()
            if nulls or item is not None
        }
    if isinstance(value, list):
        return [_plain(item, depth=depth + 1, nulls=nulls) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    """Drop what the YAML library adds to plain scalars."""
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


def mapping(value: object) -> dict[Any, Any]:
    """Read a value as a mapping, as an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[Any]:
    """Read a value as a list; one thing is a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def place_of(file: Path, loc: Sequence[int | str]) -> str:
    """Say where a place of a file is, as "kpikit.yml:12: "; empty where there is no such file.

    Args:
        file: as it was read before.
        loc: the keys that lead to the place.
    """
    try:
        line = read_tree(file, name=str(file)).line(loc)
    except UsageError:  # a configuration that no file holds
        return ""
    return f"{file}:{line}: "
