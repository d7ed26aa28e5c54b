"""The same bytes for the same deck: fixed dates and order in every package, nested ones too."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Zip the parts of a package: content types first, the rest by name, no dates.

    A workbook inside is stored, not deflated again: it is packed already.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in sorted(parts, key=lambda part: (part != _TYPES, part)):
            info = zipfile.ZipInfo(name, _DATE)
            nested = name.endswith(".xlsx")
            info.compress_type = zipfile.ZIP_STORED if nested else zipfile.ZIP_DEFLATED
            info.create_system = 0  # else the file tells which system wrote it
            target.writestr(info, parts[name])
    return buffer.getvalue()


def unpacked(package: bytes) -> dict[str, bytes]:
    """The parts of a zipped package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist()}


def repacked(package: bytes) -> bytes:
    """A zipped package again, with fixed dates and order."""
    return packed(unpacked(package))
