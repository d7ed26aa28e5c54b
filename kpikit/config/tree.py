"""A YAML file as plain values that still know their lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from kpikit.config.findings import Finding, raise_findings
from kpikit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_DEEPEST = 20
# In these a key without a value means null; elsewhere it means the key was left empty.
_NULL_COUNTS = {"values", "constant"}


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
            if step == 0 and isinstance(node, CommentedMap):
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
    try:
        node = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        raise_findings([_syntax(error, text, name=name)])
    except (YAMLError, ValueError) as error:
        raise UsageError(f"{name}: not YAML: {error}") from None
    if node is None:
        raise UsageError(
            f"{name}: is empty; `kpikit init DIR` writes a commented one to start from"
        )
    if not isinstance(node, CommentedMap):
        raise UsageError(f"{name}:1: must be keys with values, such as `company: Acme`")
    try:
        return Tree(name, _plain(node), node)
    except RecursionError:
        raise UsageError(f"{name}: nested too deeply, or an alias that holds itself") from None


def _text(path: Path, *, name: str) -> str:
    """Read a file as UTF-8, with or without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            f"{name}: no such file; `kpikit init DIR` writes one to start from, "
            "--config names one elsewhere"
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
    return Finding(name, line + 1, f"column {column + 1}", "", f"not YAML: {said}")


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
