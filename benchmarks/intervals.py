"""What intervals cost: those of the demo's results, whole and by each segment.

    python -m benchmarks.intervals [--period 2026-09]

Facts are built and figures computed beforehand; only the intervals are timed. The rows are those of
all periods that a report shows or compares with. CPU seconds are of this process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path

from kpikit.demo import write_demo
from kpikit.estimate import intervals
from kpikit.evaluate import evaluated, table
from kpikit.facts.model import SEGMENTS
from kpikit.project import open_project
from kpikit.results.spans import Span

NOW = dt.datetime(2026, 10, 3, 6, tzinfo=dt.UTC)


def main() -> None:
    """Time the intervals and print what 10,000 rows cost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--period", default="2026-09")
    asked = parser.parse_args().period
    with tempfile.TemporaryDirectory() as folder:
        write_demo(Path(folder))
        project = open_project(Path(folder), now=NOW)
        facts, span = project.facts, Span.back_from(project.period(asked), project.calendar)
        print(f"{'segment':12} {'rows':>8} {'intervals':>10} {'CPU s':>7} {'s a 10,000 rows':>16}")
        for by in (None, *SEGMENTS):
            board = evaluated(facts, project.config, periods=span.all, by=by)
            rows = table(board).height
            start = time.process_time()
            found = intervals(board, span.with_priors).height
            took = time.process_time() - start
            cost = took / max(rows, 1) * 10_000
            print(f"{by or 'none':12} {rows:8,} {found:10,} {took:7.2f} {cost:16.2f}")


if __name__ == "__main__":
    main()
