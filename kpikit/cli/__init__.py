"""The command ``kpikit``: thin, and quick to say what it can do.

Only typer is loaded to parse a command line; everything else is imported by the command that
needs it, so that ``--help`` and completion do not wait for libraries they do not use.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from kpikit.cli.faults import report_bug, report_fault
from kpikit.errors import KpikitError, place_error

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line and leave with its exit code.

    0 done; 1 a fault of ours; 2 wrong usage or configuration, or a place that cannot be used; 3 the
    data do not allow it; 4 some reports failed; 5 a check found differences.

    Args:
        arguments: without the program's name; those of the process when not given.
    """
    from kpikit.cli.app import app

    stops = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in stops}
    for number in stops:
        if before[number] is not signal.SIG_IGN:  # nohup and the like asked to go on
            signal.signal(number, _stop)
    try:
        app(args=None if arguments is None else [*arguments], prog_name="kpikit")
    except KpikitError as error:
        report_fault(error)
        sys.exit(error.exit_code)
    except OSError as error:
        fault = place_error(error)
        if fault is None:
            report_bug(error)
            sys.exit(KpikitError.exit_code)
        report_fault(fault)
        sys.exit(fault.exit_code)
    except Exception as error:  # noqa: BLE001 - the last place that can keep a traceback off the screen
        report_bug(error)
        sys.exit(KpikitError.exit_code)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    sys.exit(0)


def _stop(number: int, _frame: object) -> NoReturn:
    """Leave as on any error when asked to stop: locks and half-written folders go."""
    sys.exit(128 + number)
