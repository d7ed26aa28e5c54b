"""Paragraphs and runs as XML: what a slide's text boxes and table cells hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.deck.ooxml import escape, fill

if TYPE_CHECKING:
    from collections.abc import Sequence

_JOINER = "\N{WORD JOINER}"
_MINUS = re.compile(rf"{labels.MINUS}(?=\D)")
_QUARTER = re.compile(r"(?<=Q\d) (?=\d{4})")
_RANGE = re.compile(r"(?<=[\d%km×]) to (?=[^\s\d]{0,3}\d)")
_PERCENT = re.compile(r"(?<=\d) (?=%)")


class Run(NamedTuple):
    """A piece of text; colour and weight are those of its box unless given."""

    text: str
    color: str | None = None
    bold: bool | None = None
    size: float | None = None


class Par(NamedTuple):
    """A paragraph at a level of its box (0 is the first).

    `spare` is how soon it is left out where the box is too small: 0 never, the highest first.
    """

    runs: str | Sequence[Run]
    level: int = 0
    spare: int = 0

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return self.runs if isinstance(self.runs, str) else "".join(r.text for r in self.runs)

    @property
    def bold(self) -> bool:
        """Whether part of it is bold, and it has to be measured so."""
        return not isinstance(self.runs, str) and any(run.bold for run in self.runs)


def held(text: str) -> str:
    """A text in which no line ends between a number and its per cent sign."""
    return _PERCENT.sub(labels.NBSP, text)


def spanned(text: str) -> str:
    """A title in which no line ends within a range of numbers or a quarter's name."""
    kept = _RANGE.sub(f"{labels.NBSP}to{labels.NBSP}", held(text))
    return _QUARTER.sub(labels.NBSP, kept)


def paragraph(par: Par, *, align: str = "") -> str:
    """A paragraph as XML; line ends become breaks."""
    runs = [Run(par.runs)] if isinstance(par.runs, str) else par.runs
    level = f' lvl="{par.level}"' if par.level else ""
    side = f' algn="{align}"' if align else ""
    props = f"<a:pPr{level}{side}/>" if level or side else ""
    return f"<a:p>{props}{''.join(_run(run) for run in runs)}</a:p>"


def _joined(text: str) -> str:
    """A minus held to the currency after it, where renderers would break the line."""
    return _MINUS.sub(f"{labels.MINUS}{_JOINER}", text)


def _run(run: Run) -> str:
    size = f' sz="{round(run.size * 100)}"' if run.size else ""
    weight = "" if run.bold is None else f' b="{int(run.bold)}"'
    # A table inherits no font from its placeholder, so a run with a size of its own names it.
    color = fill(run.color) if run.color else ""
    color += '<a:latin typeface="+mn-lt"/>' if run.size else ""
    props = f'<a:rPr lang="en-US"{size}{weight}>{color}</a:rPr>'
    lines = run.text.split("\n")
    return f"<a:br>{props}</a:br>".join(
        f"<a:r>{props}<a:t>{escape(_joined(line))}</a:t></a:r>" for line in lines
    )
