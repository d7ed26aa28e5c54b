"""What can go wrong, and the exit code each kind of fault has.

Every error a user can cause is one of these. The command line prints the message alone; a
traceback is printed only for faults of ours.
"""

from __future__ import annotations

import difflib
import errno
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


MACHINE = frozenset(
    getattr(errno, name)
    for name in (
        "EACCES", "EDQUOT", "EFBIG", "EIO", "EISDIR", "ELOOP", "EMFILE", "ENAMETOOLONG", "ENFILE",
        "ENODEV", "ENOSPC", "ENOTDIR", "ENXIO", "EPERM", "EROFS", "ESTALE", "ETIMEDOUT", "ETXTBSY",
    )
    if hasattr(errno, name)
)  # fmt: skip
"""What the machine may say of a file; anything else that goes wrong with one is a fault of ours."""

ALIKE, SURE = 0.6, 0.85
"""How alike in their letters words must be to be near at all, and to be surely meant."""

MOST = 3
"""More suggestions than these are none."""

JOINTS = "[_/.]"
"""What joins the words of a name."""


class KpikitError(Exception):
    """Base of all errors with a message meant for the user; a fault of ours by default."""

    exit_code = 1


class UsageError(KpikitError):
    """A wrong command, parameter or configuration."""

    exit_code = 2


class PlaceError(UsageError):
    """A file or folder that the machine does not let us use: full, read-only, forbidden.

    Attributes:
        reason: what the machine says, without a path.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message


class DataError(KpikitError):
    """The data do not allow what was asked for."""

    exit_code = 3


class PartialFailure(KpikitError):  # noqa: N818 - some reports are there: a result, not only an error
    """Some reports failed; the others were published."""

    exit_code = 4


class DifferencesFound(KpikitError):  # noqa: N818 - a check that found something did its work
    """A check compared two things and they differ."""

    exit_code = 5


def place_error(error: OSError, *, at: object = None) -> PlaceError | None:
    """What a fault of a file says to people; None where it is none of the machine's.

    Args:
        error: as it was raised.
        at: the file or folder it is about, where the error does not say.
    """
    if error.errno not in MACHINE:
        return None
    reason = (error.strerror or str(error)).lower()
    where = error.filename if error.filename is not None else at
    return PlaceError(f"{where}: {reason}" if where else reason, reason)


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Suggest the nearest allowed words, as the tail of an error message.

    Args:
        word: what the user wrote.
        options: what is allowed.

    Returns:
        ``" - did you mean 'x'?"``, or an empty string where nothing is near.

    >>> did_you_mean("contaiment_rate", ["containment_rate", "csat"])
    " - did you mean 'containment_rate'?"
    >>> did_you_mean("Id", ["key", "id"])
    " - did you mean 'id'?"
    >>> did_you_mean("conversion", ["conversations", "conversion_rate"])
    " - did you mean 'conversion_rate'?"
    """
    *others, last = [repr(one) for one in nearest(word, options)] or [""]
    before = f"{', '.join(others)} or " if others else ""
    return f" - did you mean {before}{last}?" if last else ""


def near_file(name: str, there: Iterable[str]) -> str:
    """Suggest the file that was surely meant: by its name, for suffixes are alike by themselves.

    >>> near_file("ticket.csv", ["leads.csv", "tickets.csv.gz"])
    " - did you mean 'tickets.csv.gz'?"
    >>> near_file("none.csv", ["l.csv"])
    ''
    """
    stems = {one.partition(".")[0]: one for one in there}
    meant = [repr(stems[stem]) for stem in nearest(name.partition(".")[0], stems)]
    return f" - did you mean {meant[0]}?" if meant else ""


def nearest(word: str, options: Iterable[str]) -> list[str]:
    """The allowed words that a word may have been meant for, the likeliest first.

    In this order: the same but for case; longer ones that begin or end with the whole word, or a
    few letters away from it; shorter ones that it begins or ends with; the one most alike.

    Args:
        word: what the user wrote.
        options: what is allowed.
    """
    plain = _plain(word)
    # Case alone is the nearest of all, and no distance in letters.
    known = {_plain(option): option for option in reversed([*options])}
    alike = difflib.get_close_matches(plain, [*known], n=1, cutoff=ALIKE)
    steps = (
        [name for name in known if name == plain],
        [name for name in known if _holds(name, plain)],
        [name for name in alike if difflib.SequenceMatcher(None, name, plain).ratio() >= SURE],
        [name for name in known if _holds(plain, name)],
        alike,
    )
    found = next((step for step in steps if 0 < len(step) <= MOST), [])
    return [known[name] for name in sorted(found, key=len)]


def _plain(word: object) -> str:
    """A word without case, its parts joined alike."""
    return re.sub(r"[\s_-]+", "_", str(word).strip().lower())


def _holds(name: str, part: str) -> bool:
    """Whether a name begins or ends with another one, as words and not as letters."""
    words, wanted = re.split(JOINTS, name), re.split(JOINTS, part)
    size = len(wanted)
    longer = bool(part) and len(words) > size
    return longer and wanted in (words[:size], words[-size:])
