"""What the sources of kpikit.yml state, held against the input tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kpikit.config import Config, Source
from kpikit.config.tree import listed, mapping
from kpikit.errors import UsageError
from kpikit.sources import faults, fitted, unmatched
from kpikit.tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.config.findings import Finding
    from kpikit.config.tree import Tree
    from kpikit.tables import Schema

# What a project adds to its tables; each is read by itself, whatever is wrong elsewhere.
ADDED = ("next_step", "qualifying_fields", "experiments", "timezone")


def source_findings(tree: Tree) -> Iterator[Finding]:
    """Find what sources state that their tables cannot be.

    Args:
        tree: of kpikit.yml; a source that cannot be read has findings of its own already.
    """
    project = _project(tree)
    for name, written in mapping(tree.plain.get("data")).items():
        if name not in SCHEMAS:
            continue
        try:
            schema = fitted(SCHEMAS[name], project)
        except UsageError as error:
            yield tree.finding(("experiments",), str(error).split("experiments: ")[-1])
            continue
        for place, source in enumerate(listed(written)):
            yield from _of(tree, (name, place), source, schema=schema, project=project)


def file_findings(tree: Tree) -> Iterator[Finding]:
    """Find patterns of files that match nothing.

    Args:
        tree: of kpikit.yml; a source that cannot be read has findings of its own already.
    """
    root = Path(tree.file).parent
    for name, written in mapping(tree.plain.get("data")).items():
        for place, one in enumerate(listed(written)):
            try:
                source = Source.model_validate(one)
            except ValidationError:
                continue
            for at, said in unmatched(source, root):
                yield tree.finding(("data", name, place, *at), said)


def _project(tree: Tree) -> Config:
    """The parts of a configuration that decide which columns its tables have."""
    given: dict[str, object] = {}
    for key in ADDED:
        one = {key: tree.plain[key]} if key in tree.plain else {}
        try:
            Config.model_validate({"company": "-", **one})
        except ValidationError:
            continue
        given |= one
    return Config.model_validate({"company": "-", **given})


def _of(
    tree: Tree, at: tuple[str, int], written: object, *, schema: Schema, project: Config
) -> Iterator[Finding]:
    try:
        source = Source.model_validate(written)
    except ValidationError:
        return
    for fault in faults(source, schema, timezone=project.timezone):
        yield tree.finding(("data", *at, *fault.at), fault.said, value=fault.value)
