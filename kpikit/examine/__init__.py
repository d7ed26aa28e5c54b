"""A configuration held against everything it speaks of, all findings in one round.

The file by itself is checked in `kpikit.config`. Here come the columns and words of the input
tables, the project's own KPI files, and the KPIs that targets and headlines name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.config import FILE_NAME, read_config
from kpikit.config.findings import raise_findings
from kpikit.examine.own import own_findings
from kpikit.examine.sources import file_findings, source_findings
from kpikit.examine.targets import target_findings
from kpikit.kpi import forget_own_kpis

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.config import Config

__all__ = ["examined"]


def examined(path: Path | str = FILE_NAME) -> Config:
    """Read a project's configuration with its own KPIs, which join the others.

    Args:
        path: the file, or the folder that holds a ``kpikit.yml``.

    Raises:
        UsageError: every fault there is, each with file, line, key, value and what is allowed; the
            project then has no KPI of its own.
    """
    reading = read_config(path)
    own = own_findings(reading)
    found = [*reading.findings, *source_findings(reading.tree), *own.findings]
    found += target_findings(reading.tree, lost=own.lost)
    if found:
        # Data that are not there are no fault of the file; who mends it may as well see to them.
        found += file_findings(reading.tree)
        forget_own_kpis()
    raise_findings(found)
    assert reading.config is not None  # noqa: S101 - without it there was a finding
    return reading.config
