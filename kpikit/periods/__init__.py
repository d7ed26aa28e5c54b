"""Weeks, months, fiscal quarters and day ranges in the project's local time.

A period is written as in the command line: ``2026-W45``, ``2026-10``, ``2026-Q3``,
``2026-10-01..2026-10-15`` (both days included), ``2026-09-T12`` (the twelve months that end with
it) or ``launch..2026-09``. Inside it is a half-open pair of instants.
"""

from kpikit.periods.calendar import Cadence, Calendar
from kpikit.periods.period import Kind, Period, kind_of

__all__ = ["Cadence", "Calendar", "Kind", "Period", "kind_of"]
