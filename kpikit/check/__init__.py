"""What `kpikit check` says about the data of a project."""

from kpikit.check.bots import bot_lines, headline_lines, strangers, strays, unheard
from kpikit.check.count import check_report
from kpikit.check.matrix import Matrix, matrix, matrix_lines
from kpikit.check.model import CheckReport, Flag, Link, Rule, TableCheck, stopping
from kpikit.check.money import unconverted
from kpikit.check.owners import unowned
from kpikit.check.period import empty, unfinished, voids, why
from kpikit.check.preflight import preflight, volume
from kpikit.check.text import check_lines, flag_lines

__all__ = [
    "CheckReport",
    "Flag",
    "Link",
    "Matrix",
    "Rule",
    "TableCheck",
    "bot_lines",
    "check_lines",
    "check_report",
    "empty",
    "flag_lines",
    "headline_lines",
    "matrix",
    "matrix_lines",
    "preflight",
    "stopping",
    "strangers",
    "strays",
    "unconverted",
    "unfinished",
    "unheard",
    "unowned",
    "voids",
    "volume",
    "why",
]
