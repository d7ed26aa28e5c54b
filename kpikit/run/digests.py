"""The short messages of a run, beside the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.context import PORTFOLIO
from kpikit.findings.digest import markdown
from kpikit.run.plan import DIGEST, PORTFOLIO_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kpikit.run.plan import Plan
    from kpikit.run.worker import Outcome
    from kpikit.snapshot import Snapshot


def write_digests(
    snapshot: Snapshot, plan: Plan, outcomes: Mapping[str, Outcome], *, folder: Path
) -> None:
    """Write a message for every bot that has a report, and one for all of them together.

    Args:
        snapshot: the numbers of the run.
        plan: of the run.
        outcomes: what became of each bot.
        folder: of the run, as it is being written.
    """
    homes = {bot: bot for bot in plan.bots if outcomes[bot].files}
    if plan.whole:
        homes[PORTFOLIO] = PORTFOLIO_FOLDER
    for bot, name in homes.items():
        (folder / name).mkdir(exist_ok=True)
        text = markdown(snapshot.view(bot, plan.period.id))
        (folder / name / DIGEST).write_text(text, encoding="utf-8")
