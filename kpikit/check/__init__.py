"""What `kpikit check` says about the data of a project."""

from kpikit.check.bots import bot_lines, headline_lines
from kpikit.check.count import check_report
from kpikit.check.matrix import Matrix, matrix, matrix_lines
from kpikit.check.model import CheckReport, Link, Rule, TableCheck
from kpikit.check.text import check_lines

__all__ = [
    "CheckReport",
    "Link",
    "Matrix",
    "Rule",
    "TableCheck",
    "bot_lines",
    "check_lines",
    "check_report",
    "headline_lines",
    "matrix",
    "matrix_lines",
]
