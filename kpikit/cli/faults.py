"""What a user sees when a command fails."""

from __future__ import annotations

import sys
import tempfile
import traceback
from typing import TYPE_CHECKING

from kpikit.cli.output import harmless

if TYPE_CHECKING:
    from kpikit.errors import KpikitError


def report_fault(error: KpikitError) -> None:
    """Print the message of an error that its user can mend."""
    print(harmless(f"kpikit: {error}"), file=sys.stderr)


def report_bug(error: Exception) -> None:
    """Print one line about an error that is ours, and where its traceback was written.

    The traceback goes to a file because it may quote data, which a scheduler would mail around.
    """
    with tempfile.NamedTemporaryFile(
        "w", prefix="kpikit-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write("".join(traceback.format_exception(error)))
    print(
        f"kpikit: {type(error).__name__}: a fault of kpikit, not of yours. "
        f"The traceback is in {file.name}",
        file=sys.stderr,
    )
