"""What a notebook calls: open a run's numbers, then one call a section.

    import kpikit as kk

    report = kk.open_report()
    report.verdict()

With nothing given, the report is about the demo's made-up company.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpikit import html
from kpikit.context import PORTFOLIO
from kpikit.snapshot import Snapshot

if TYPE_CHECKING:
    from kpikit.html import Section
    from kpikit.view import View


class Report:
    """One bot in one period; each section is a method, meant for a notebook cell of its own.

    Shown in a notebook it is the top of the report, and brings the style sheet for all cells.

    Attributes:
        view: the numbers, for an analyst's own cells.
    """

    def __init__(self, view: View) -> None:
        self.view = view

    def _repr_html_(self) -> str:
        return html.join(html.style(), html.masthead(self.view))

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        """The display, with what the page around the cells needs: its title and its last line."""
        data = {"text/html": self._repr_html_(), "text/plain": repr(self)}
        page = {"title": html.title(self.view), "footer": html.footer(self.view)}
        return data, {"text/html": page}

    def __repr__(self) -> str:
        return f"Report: {html.title(self.view)}"

    def verdict(self) -> Section:
        """Is it working? One sentence with its numbers."""
        return html.verdict(self.view)

    def scorecard(self) -> Section:
        """The headline KPIs: value, history, verdict, the period before, target."""
        return html.scorecard(self.view)

    def findings(self) -> Section:
        """The few things to know, most urgent first."""
        return html.notices(self.view)

    def changes(self) -> Section:
        """What stands out of the usual ups and downs, and where; beside it the year before."""
        return html.changes(self.view)

    def ladder(self) -> Section:
        """How conversations ended, adding up to all of them."""
        return html.ladder(self.view)

    def escalation(self) -> Section:
        """Why conversations went to a person."""
        return html.escalation(self.view)

    def leads(self) -> Section:
        """From lead to revenue."""
        return html.leads(self.view)

    def cycle(self) -> Section:
        """How long deals took, chatbot beside form."""
        return html.cycle(self.view)

    def money(self) -> Section:
        """What came in, what it cost, what is left, and what that assumes."""
        return html.money(self.view)

    def measures(self) -> Section:
        """All KPIs against the three periods before."""
        return html.measures(self.view)

    def quality(self) -> Section:
        """The state of the data behind the numbers."""
        return html.quality(self.view)

    def unavailable(self) -> Section:
        """What is not shown for want of data, and where to put it."""
        return html.unavailable(self.view)

    def definitions(self) -> Section:
        """What every measure means, and the words of the report."""
        return html.definitions(self.view)


def open_report(
    snapshot: Snapshot | Path | str | None = None,
    *,
    bot: str | None = None,
    period: str | None = None,
    cadence: str = "monthly",
) -> Report:
    """Open the numbers of one bot in one period.

    Args:
        snapshot: a run's folder (with results.parquet and snapshot.json), or a Snapshot; None:
            the demo, which is made on the first call.
        bot: its id, "*" for the portfolio; None: the first bot of the run.
        period: such as 2026-09 or 2026-Q3; None: the period of the run.
        cadence: of the demo's numbers: monthly or quarterly.

    Returns:
        The report.

    Raises:
        UsageError: the folder holds no run, or the run has no such bot or period.
    """
    numbers = _numbers(snapshot, period=period, cadence=cadence)
    chosen = bot or next((info.id for info in numbers.context.bots), PORTFOLIO)
    return Report(numbers.view(chosen, period))


def _numbers(
    snapshot: Snapshot | Path | str | None, *, period: str | None, cadence: str
) -> Snapshot:
    if isinstance(snapshot, Snapshot):
        return snapshot
    if snapshot is not None:
        return Snapshot.read(Path(snapshot))
    from kpikit.demo import ensure_demo
    from kpikit.demo.company import AS_OF
    from kpikit.project import open_project

    # Time stands still at the made-up company.
    project = replace(open_project(ensure_demo(), now=AS_OF, as_of=AS_OF), demo=True)
    return project.snapshot(project.period(period, cadence=cadence), cadence=cadence)
