"""Checks of a finished deck, by rules that caught what validators let pass.

The schema validator (openxml-audit, in the tests) finds about half of what makes PowerPoint
repair or refuse a file; these rules find the rest, and what makes a deck hard to read.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, NamedTuple

from kpikit.deck.checks.charts import check_chart
from kpikit.deck.checks.package import Package, check_package
from kpikit.deck.checks.slides import check_slides
from kpikit.deck.fixed import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Finding(NamedTuple):
    """What is wrong: in which part, by which rule, and how."""

    part: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.part}: {self.message} [{self.rule}]"


def audit(path: Path) -> list[Finding]:
    """Check a deck file; an empty list means that nothing was found.

    Args:
        path: a .pptx file.

    Raises:
        zipfile.BadZipFile: it is no zip file at all.
    """
    with zipfile.ZipFile(path) as source:
        names = source.namelist()
    twice = sorted({name for name in names if names.count(name) > 1})
    found = [
        Finding(name, "duplicate-entry", "is in the zip file more than once") for name in twice
    ]
    return found + audit_parts(unpacked(path.read_bytes()))


def audit_parts(parts: Mapping[str, bytes]) -> list[Finding]:
    """Check the parts of a deck, by their names in the package."""
    return list(_findings(parts))


def _findings(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    package = Package(parts)
    for check in (check_package, check_slides):
        yield from (Finding(*row) for row in check(package))
    for name in package.named("ppt/charts/"):
        yield from (Finding(name, *row) for row in check_chart(package, name))
