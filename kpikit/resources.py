"""Where the files that are not code are: notebooks and templates.

They ship inside the wheel under ``kpikit/_data``; in a checkout, and in an editable install of
one, they are the folders beside the package, so that an edit takes effect at once.
"""

from __future__ import annotations

from pathlib import Path

from kpikit.errors import KpikitError

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """Find a folder of data files by its name.

    Args:
        name: ``notebooks`` or ``templates``.

    Returns:
        The folder in the installed package, else the one of the checkout.

    Raises:
        KpikitError: the installation lacks it, which is a fault of the package, not of its user.
    """
    for parent in (_PACKAGE / "_data", _PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise KpikitError(f"this installation of kpikit has no folder {name!r}: install it again")


def notebooks_dir() -> Path:
    """Folder of the report notebooks (``monthly.ipynb``, ``quarterly.ipynb``)."""
    return resource_dir("notebooks")


def templates_dir() -> Path:
    """Folder of the report template, the deck template and the starter project."""
    return resource_dir("templates")
