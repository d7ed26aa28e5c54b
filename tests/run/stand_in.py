"""A project that is there without data: what a run asks of one, answered from the sample."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import nbformat
import polars as pl
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kpikit.config import Config
from kpikit.periods import Calendar, Period
from kpikit.tables import FileRead, LoadReport, TableReport
from tests.sample import AS_OF, BOTS, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.check import Flag
    from kpikit.snapshot import Snapshot

KINDS = {"monthly": "month", "quarterly": "quarter"}


@dataclass
class StandIn:
    """Answers like a project; `sha256` stands for the content of its only file."""

    config: Config
    now: dt.datetime = AS_OF
    as_of: dt.datetime = AS_OF
    asked: dt.datetime | None = None
    sha256: str = "0"
    calendar: Calendar = field(default_factory=Calendar)
    flagged: tuple[Flag, ...] = ()

    def flags(self, period: Period) -> tuple[Flag, ...]:
        assert period.id
        return self.flagged

    @property
    def tables(self) -> Any:
        files = (FileRead("events.csv", self.sha256, 1, 1),)
        return SimpleNamespace(quality=LoadReport({"events": TableReport("events", files)}))

    @property
    def facts(self) -> Any:
        started = dt.datetime(2026, 9, 9, tzinfo=dt.UTC)
        bots = [bot.id for bot in BOTS]
        frame = pl.DataFrame({"bot_id": bots, "started_at": [started] * len(bots)})
        return SimpleNamespace(conversations=frame)

    def period(self, text: str | None = None, *, cadence: str = "monthly") -> Period:
        if text is not None:
            return self.calendar.parse(text)
        return self.calendar.last_completed(KINDS[cadence], self.now)  # type: ignore[arg-type]

    def chosen(self, text: str | None = None, *, cadence: str = "monthly") -> tuple[Period, str]:
        period = self.period(text, cadence=cadence)
        return period, f"{period.id}, for a reason"

    def snapshot(self, period: Period, *, cadence: str) -> Snapshot:
        whole = snapshot()
        own = {"period": period.id, "cadence": cadence, "now": self.now, "as_of": self.as_of}
        return replace(whole, context=replace(whole.context, **own))  # type: ignore[arg-type]


def project(root: Path, *bots: str) -> StandIn:
    """A stand-in with some bots of the sample."""
    chosen = [bot for bot in BOTS if bot.id in (bots or ("pricing", "help"))]
    config = Config.model_validate(
        {
            "company": "Halden",
            "bots": [{"id": b.id, "name": b.name, "type": b.type} for b in chosen],
        }
    )
    return StandIn(config.model_copy(update={"root": root, "file": root / "kpikit.yml"}))


def notebook(path: Path, *sources: str) -> Path:
    """A notebook that shows the bot, then does what it is told."""
    tagged = 'snapshot = ""\nbot = "*"\nperiod = ""'
    shown = (
        "from pathlib import Path\nfrom IPython.display import HTML\n"
        "from kpikit.snapshot import Snapshot\n"
        "view = Snapshot.read(Path(snapshot)).view(bot, period)\n"
        "HTML(f'<p>{view.bot.id} in {period}: {view[\"conversations\"].text}</p>')"
    )
    cells = [
        new_markdown_cell("# A report", id="title"),
        new_code_cell(tagged, id="tagged", metadata={"tags": ["parameters"]}),
        new_code_cell(shown, id="shown"),
        *(new_code_cell(source, id=f"more-{i}") for i, source in enumerate(sources)),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    return path
