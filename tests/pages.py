"""Report pages for tests, made without a kernel: what the notebook's cells show, as saved."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

import nbformat
from lxml import html as lxml_html

from kpikit.report import Report
from kpikit.run.page import to_html
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import View

SECTIONS = (
    "verdict", "scorecard", "findings", "changes", "ladder", "escalation", "leads", "cycle",
    "money", "measures", "quality", "unavailable", "definitions",
)  # fmt: skip


def shown(thing: Any) -> Any:
    """A code cell that shows an object, as a kernel would save it."""
    if hasattr(thing, "_repr_mimebundle_"):
        data, metadata = thing._repr_mimebundle_()
    else:
        data, metadata = {"text/html": thing._repr_html_(), "text/plain": repr(thing)}, {}
    cell = nbformat.v4.new_code_cell("...")
    output = nbformat.v4.new_output(
        "execute_result", data=data, metadata=metadata, execution_count=1
    )
    cell.outputs = [output]
    return cell


def notebook(view: View) -> Any:
    """The report of a view as an executed notebook."""
    report = Report(view)
    cells = [shown(report)] + [shown(getattr(report, name)()) for name in SECTIONS]
    return nbformat.v4.new_notebook(cells=cells)


@functools.cache
def page(bot: str, *, intervals: bool = False) -> str:
    """The sample's report of a bot as a page."""
    return to_html(notebook(view(bot, intervals=intervals)))


@functools.cache
def view(bot: str, *, intervals: bool = False) -> View:
    """The sample's view of a bot."""
    return snapshot(intervals=intervals).view(bot)


def tree(text: str) -> Any:
    """Parsed HTML."""
    return lxml_html.fromstring(text)


def words(element: Any) -> str:
    """The text of an element, blanks joined."""
    return " ".join(" ".join(element.itertext()).split(" "))


def sections_are_methods() -> bool:
    """Whether every public method of a report is a section of these pages."""
    methods = {name for name, _ in inspect.getmembers(Report, inspect.isfunction)}
    return {name for name in methods if not name.startswith("_")} == set(SECTIONS)
