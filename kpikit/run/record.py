"""``run.json``: what a run read, what it ran on, and what became of each bot."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import kpikit
from kpikit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kpikit.context import Context
    from kpikit.run.plan import Plan
    from kpikit.run.worker import Outcome

SCHEMA = 1
NAME = "run.json"
PACKAGES = (
    "polars",
    "papermill",
    "nbconvert",
    "nbclient",
    "ipykernel",
    "matplotlib",
    "python-pptx",
)


def make_record(
    plan: Plan, context: Context, *, outcomes: Mapping[str, Outcome], seconds: Mapping[str, float]
) -> dict[str, Any]:
    """Collect the record of a run.

    Args:
        plan: of the run.
        context: frozen with its results.
        outcomes: by bot.
        seconds: the run took, by step; times stand here alone, so that pages do not differ by them.
    """
    failed = [bot for bot, outcome in outcomes.items() if outcome.error]
    return {
        "schema": SCHEMA,
        "kpikit": kpikit.__version__,
        "run_id": plan.run_id,
        "cadence": plan.cadence,
        "period": plan.period.id,
        "as_of": plan.as_of.isoformat(),
        "now": context.now.isoformat(),
        "timezone": context.timezone,
        "company": context.company,
        "status": "partial" if failed else "complete",
        "all_bots": plan.whole,
        "parameters": {"notebook": plan.notebook.name, "deck": plan.deck, "jobs": plan.jobs},
        "bots": {bot: _bot(outcome) for bot, outcome in outcomes.items()},
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "preflight": [asdict(flag) for flag in plan.flags],
        "inputs": [dict(row) for row in context.inputs],
        "input_hash": context.input_hash,
        "versions": {"python": platform.python_version(), **_versions()},
    }


def _bot(outcome: Outcome) -> dict[str, Any]:
    """Write what became of one bot."""
    return {
        "status": "failed" if outcome.error else "done",
        "error": outcome.error or None,
        "files": list(outcome.files),
        "seconds": outcome.seconds,
    }


def _versions() -> dict[str, str]:
    """Name the versions of the packages that make the pages."""
    return {name: importlib.metadata.version(name) for name in PACKAGES}


def write_record(folder: Path, record: Mapping[str, Any]) -> None:
    """Write ``run.json`` into a run's folder."""
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def read_record(folder: Path) -> dict[str, Any] | None:
    """Read the record of a run; None where the folder holds none.

    Raises:
        DataError: a newer kpikit wrote it.
    """
    try:
        record = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(record, dict):
        return None
    if record.get("schema", 0) > SCHEMA:
        raise DataError(
            f"{folder / NAME}: written by kpikit {record.get('kpikit')}, newer than this one, "
            f"{kpikit.__version__}: upgrade kpikit"
        )
    return record
