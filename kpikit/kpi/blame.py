"""Where in a user's file a fault is, and what was surely meant."""

from __future__ import annotations

import inspect
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kpikit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpikit.kpi.declaration import Kpi

KEYWORD = r"(?:\w+\.)*?(\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'"


def place_in(file: Path, error: BaseException) -> str:
    """The place in a user's file where an error came from, as "my_kpis.py:12"."""
    shown = _shown(file)
    if isinstance(error, SyntaxError) and error.filename and _same(error.filename, file):
        return f"{shown}:{error.lineno}"
    trace, line = error.__traceback__, ""
    while trace is not None:
        if _same(trace.tb_frame.f_code.co_filename, file):
            line = f":{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{shown}{line}"


def line_of(kpi: Kpi, word: str) -> str:
    """The place of a KPI's declaration that names something, as "my_kpis.py:12".

    Args:
        kpi: as declared in a file.
        word: it names; where it does not, the place is that of the declaration.
    """
    lines, first = inspect.getsourcelines(kpi.build)
    found = (n for n, line in enumerate(lines) if re.search(rf"\b{re.escape(word)}\b", line))
    return f"{_shown(Path(kpi.file))}:{first + next(found, 0)}"


def said(error: Exception, names: Mapping[str, object]) -> str:
    """An error with its kind and, where a name is misspelt, the nearest that there is.

    Args:
        error: raised by a user's file.
        names: that the file knows.
    """
    return f"{type(error).__name__}: {error}{_meant(error, names)}"


def _meant(error: Exception, names: Mapping[str, object]) -> str:
    text = str(error)
    if "did you mean" in text.lower():
        return ""
    if isinstance(error, AttributeError) and error.name:
        return did_you_mean(error.name, _public(dir(error.obj)))
    if isinstance(error, NameError) and error.name:
        return did_you_mean(error.name, _public(names))
    lacking = re.match(r"cannot import name '(\w+)' from '([\w.]+)'", text)
    if lacking:
        module = sys.modules.get(lacking[2])
        return did_you_mean(lacking[1], _public(dir(module)))
    keyword = re.match(KEYWORD, text)
    called = names.get(keyword[1]) if keyword else None
    if keyword and callable(called):
        return did_you_mean(keyword[2], inspect.signature(called).parameters)
    return ""


def _public(names: Iterable[str]) -> list[str]:
    return [name for name in names if not name.startswith("_")]


def _same(name: str, file: Path) -> bool:
    return os.path.abspath(name) == os.path.abspath(file)


def _shown(file: Path) -> str:
    """A file as its user would name it: below the working directory without the way there."""
    place = Path(os.path.abspath(file))
    here = Path.cwd()
    return str(place.relative_to(here) if place.is_relative_to(here) else place)
