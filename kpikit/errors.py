"""What can go wrong, and the exit code each kind of fault has.

Every error a user can cause is one of these. The command line prints the message alone; a
traceback is printed only for faults of ours.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class KpikitError(Exception):
    """Base of all errors with a message meant for the user; a fault of ours by default."""

    exit_code = 1


class UsageError(KpikitError):
    """A wrong command, parameter or configuration."""

    exit_code = 2


class DataError(KpikitError):
    """The data do not allow what was asked for."""

    exit_code = 3


class PartialFailure(KpikitError):  # noqa: N818 - some reports are there: a result, not only an error
    """Some reports failed; the others were published."""

    exit_code = 4


class DifferencesFound(KpikitError):  # noqa: N818 - a check that found something did its work
    """A check compared two things and they differ."""

    exit_code = 5


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Suggest the nearest allowed word, as the tail of an error message.

    Args:
        word: what the user wrote.
        options: what is allowed.

    Returns:
        ``" - did you mean 'x'?"``, or an empty string where nothing is near.

    >>> did_you_mean("contaiment_rate", ["containment_rate", "csat"])
    " - did you mean 'containment_rate'?"
    >>> did_you_mean("Id", ["key", "id"])
    " - did you mean 'id'?"
    """
    # Case alone is the nearest of all, and no distance in letters.
    known = {option.lower(): option for option in reversed([*options])}
    near = difflib.get_close_matches(str(word).lower(), list(known), n=1, cutoff=0.6)
    return f" - did you mean '{known[near[0]]}'?" if near else ""
