"""Text for people and JSON for programs, on standard output."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.check import Flag

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    r"""A text without what a terminal would obey: ids and names come from data.

    >>> harmless("bot '\x1b[31mred'\n")
    "bot '�[31mred'\n"
    """
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def print_json(value: object) -> None:
    """Print plain data as JSON; instants and paths as text."""
    print(json.dumps(value, indent=1, ensure_ascii=False, default=str))


def warn(flags: Iterable[Flag], *, quiet: bool) -> None:
    """Say on standard error what is wrong with the data: a log that nobody is told of is no log.

    Args:
        flags: what is wrong.
        quiet: whether only the grave ones are said.
    """
    for flag in flags:
        if flag.serious or not quiet:
            print(harmless(f"kpikit: warning: {flag.text}"), file=sys.stderr)


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]], *, right: str = "") -> None:
    """Print rows in columns that line up, the last one as wide as it likes.

    Args:
        head: the titles.
        rows: the cells; None is an empty one.
        right: the titles of columns aligned right, separated by blanks.
    """
    cells = [[_text(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    aligned = right.split()
    for row in cells:
        line = [
            cell.rjust(width) if title in aligned else cell.ljust(width)
            for title, cell, width in zip(head, row, widths, strict=True)
        ]
        print("  ".join(line).rstrip())


def print_block(text: str) -> None:
    """Print running text, folded to the width of the terminal."""
    for paragraph in text.split("\n\n"):
        print(textwrap.fill(paragraph, _width()))
        print()


def print_term(name: str, text: str, *, width: int) -> None:
    """Print what belongs to a name, folded beside it.

    Args:
        name: at the left; may be empty.
        text: beside it.
        width: of the column that holds the names.
    """
    beside = " " * width
    first = name.ljust(width)
    print(textwrap.fill(text, _width(), initial_indent=first, subsequent_indent=beside))


def _width() -> int:
    return min(shutil.get_terminal_size().columns, 100)


def _text(cell: object) -> str:
    """Write a cell on one line."""
    return "" if cell is None else harmless(" ".join(str(cell).split()))
