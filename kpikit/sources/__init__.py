"""Files into checked tables: `load_tables`, and the rows set aside written down."""

from kpikit.sources.project import load_tables
from kpikit.sources.setaside import write_quarantine

__all__ = ["load_tables", "write_quarantine"]
