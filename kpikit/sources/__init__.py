"""Files into checked tables: `load_tables`, and the rows set aside written down."""

from kpikit.sources.files import unmatched
from kpikit.sources.project import fitted, load_tables
from kpikit.sources.setaside import write_quarantine
from kpikit.sources.stated import faults

__all__ = ["faults", "fitted", "load_tables", "unmatched", "write_quarantine"]
